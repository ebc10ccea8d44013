package router

import "strconv"

// maxLinuxName is the longest name of an interface or a VRF.
const maxLinuxName = 15

// linuxInterface is the name of the VLAN interface.
func (r *Router) linuxInterface() string {
	names := r.linuxInterfaces()
	return names[len(names)-1]
}

// linuxInterfaces are the VLAN interfaces, each on the one before it: one, or two for two tags.
func (r *Router) linuxInterfaces() []string {
	outermost := r.Interface.Parent
	var all []string
	for _, tag := range []int{r.Interface.Outer, r.Interface.Inner} {
		if tag != 0 {
			outermost += "." + strconv.Itoa(tag)
			all = append(all, outermost)
		}
	}
	return all
}

// writeLinux writes the script that makes the interface on a Linux router. It can be run again.
func writeLinux(t *text, r *Router, addressed bool) {
	t.remark("Run it as root, at every start: what it makes does not outlive a reboot.")
	t.line("set -eu")
	t.line("")
	t.line("ip link set dev %s up", r.Interface.Parent)
	lower := r.Interface.Parent
	tags := []int{r.Interface.Inner}
	if r.Interface.Outer != 0 {
		tags = []int{r.Interface.Outer, r.Interface.Inner}
	}
	for i, name := range r.linuxInterfaces() {
		t.line("ip link show dev %s >/dev/null 2>&1 || ip link add link %s name %s type vlan protocol 802.1Q id %d", name, lower, name, tags[i])
		t.line("ip link set dev %s up", name)
		lower = name
	}
	if r.VRF != "" {
		t.line("ip link set dev %s master %s", lower, r.VRF)
	}
	if addressed {
		for _, s := range r.Sessions {
			t.line("ip address replace %s dev %s", s.Local, lower)
		}
	}
}
