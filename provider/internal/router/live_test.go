package router

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// The live tests hold two routers against each other: FRRouting or BIRD with a configuration of this package, and
// FRRouting as Microsoft's side, each in a network namespace of its own, with a cable between them. The tags are real
// where the kernel has 802.1Q; elsewhere the cable itself has the name of the VLAN interface.

// patience is how long the routers have for anything. What they do takes seconds.
const patience = 90 * time.Second

// eventually asks until the answer is yes, or fails the test with the last state.
func eventually(t *testing.T, what string, ask func() (done bool, state string)) time.Duration {
	t.Helper()
	started := time.Now()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		done, state := ask()
		if done {
			return time.Since(started)
		}
		if time.Since(started) > patience {
			t.Fatalf("%s: not within %s; %s", what, patience, state)
		}
		<-tick.C
	}
}

// command runs a program to its end.
func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	require.NoError(t, err, "%s %s: %s", name, strings.Join(args, " "), out)
	return string(out)
}

// asRoot runs the test once more as root where it is not, and tells whether that was done.
func asRoot(t *testing.T) bool {
	t.Helper()
	if os.Geteuid() == 0 {
		return false
	}
	if exec.Command("sudo", "-n", "true").Run() != nil {
		skipOutsideCI(t, "network namespaces need root, or sudo without a password")
	}
	out, err := exec.Command("sudo", "-n", "--preserve-env=CI", os.Args[0], "-test.v", "-test.run", "^"+t.Name()+"$").CombinedOutput()
	require.NoError(t, err, string(out))
	t.Log(string(out))
	return true
}

// lab is two namespaces with a cable.
type lab struct {
	t      *testing.T
	folder string
	// tagged tells whether the kernel makes VLAN interfaces.
	tagged bool
	// customer and microsoft are the namespaces.
	customer, microsoft string
}

// newLab is a lab whose number no other test of the run has.
func newLab(t *testing.T, number int) *lab {
	t.Helper()
	needs(t, "ip", "sh", "vtysh", "bird", "birdc", frrFolder+"/zebra", frrFolder+"/staticd", frrFolder+"/bgpd", frrFolder+"/bfdd")
	id := fmt.Sprintf("er%d-%d", os.Getpid(), number)
	if out, err := exec.Command("ip", "netns", "add", id+"c").CombinedOutput(); err != nil {
		skipOutsideCI(t, "no network namespaces: "+string(out))
	}
	l := &lab{t: t, customer: id + "c", microsoft: id + "m"}
	t.Cleanup(func() { command(t, "ip", "netns", "delete", l.customer) })
	command(t, "ip", "netns", "add", l.microsoft)
	t.Cleanup(func() { command(t, "ip", "netns", "delete", l.microsoft) })

	frrUser, err := user.Lookup("frr")
	require.NoError(t, err)
	uid, err := strconv.Atoi(frrUser.Uid)
	require.NoError(t, err)
	gid, err := strconv.Atoi(frrUser.Gid)
	require.NoError(t, err)
	l.folder, err = os.MkdirTemp("", "er") //nolint:usetesting // the path of a socket is short
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, os.RemoveAll(l.folder)) })
	for _, side := range []string{"", l.customer, l.microsoft} {
		folder := filepath.Join(l.folder, side)
		require.NoError(t, os.MkdirAll(folder, 0o755))
		require.NoError(t, os.Chown(folder, uid, gid))
	}

	probe := exec.Command("ip", "-n", l.customer, "link", "add", "link", "lo", "name", "probe", "type", "vlan", "id", "1")
	l.tagged = probe.Run() == nil
	return l
}

// cable joins the namespaces. The customer's end is the interface that the configuration names, Microsoft's its VLAN.
func (l *lab) cable(r *Router) {
	parent, vlan := r.Interface.Parent, r.linuxInterface()
	end := vlan
	if l.tagged {
		end = parent
	} else {
		command(l.t, "ip", "-n", l.customer, "link", "add", parent, "type", "veth", "peer", "name", "unused")
	}
	command(l.t, "ip", "link", "add", end, "netns", l.customer, "type", "veth", "peer", "name", "port", "netns", l.microsoft)
	command(l.t, "ip", "-n", l.microsoft, "link", "set", "port", "up")
	if l.tagged {
		for i, tag := range []int{r.Interface.Outer, r.Interface.Inner} {
			if tag != 0 {
				lower := []string{"port", "outer"}[i]
				if r.Interface.Outer == 0 {
					lower = "port"
				}
				command(l.t, "ip", "-n", l.microsoft, "link", "add", "link", lower, "name", []string{"outer", "uplink"}[i], "type", "vlan", "id", strconv.Itoa(tag))
				command(l.t, "ip", "-n", l.microsoft, "link", "set", []string{"outer", "uplink"}[i], "up")
			}
		}
	} else {
		command(l.t, "ip", "-n", l.microsoft, "link", "set", "port", "down")
		command(l.t, "ip", "-n", l.microsoft, "link", "set", "port", "name", "uplink")
		command(l.t, "ip", "-n", l.microsoft, "link", "set", "uplink", "up")
	}
	for _, s := range r.Sessions {
		command(l.t, "ip", "-n", l.microsoft, "address", "add", netip.PrefixFrom(s.Neighbour, s.Local.Bits()).String(), "dev", "uplink", "nodad")
	}
	for _, side := range []string{l.customer, l.microsoft} {
		command(l.t, "ip", "-n", side, "link", "set", "lo", "up")
		// An address is used at once, without the second in which others may object to it.
		command(l.t, "ip", "netns", "exec", side, "sh", "-c", "echo 0 >/proc/sys/net/ipv6/conf/all/accept_dad; echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad; for f in /proc/sys/net/ipv6/conf/*/accept_dad; do echo 0 >$f; done")
	}
}

// run starts a program in a namespace, to be ended with the test.
func (l *lab) run(side, name string, args ...string) {
	l.t.Helper()
	log := &bytes.Buffer{}
	cmd := exec.Command("ip", append([]string{"netns", "exec", side, name}, args...)...)
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(l.t, cmd.Start())
	l.t.Cleanup(func() {
		require.NoError(l.t, cmd.Process.Kill())
		_ = cmd.Wait() // it was killed
		if l.t.Failed() && log.Len() > 0 {
			l.t.Logf("%s in %s: %s", filepath.Base(name), side, log)
		}
	})
}

// frr starts FRRouting's daemons: zebra first, whose socket the others look for once.
func (l *lab) frr(side string) {
	l.t.Helper()
	folder := filepath.Join(l.folder, side)
	socket := filepath.Join(folder, "zserv.api")
	common := func(daemon string) []string {
		return []string{"-f", "/dev/null", "-z", socket, "--vty_socket", folder, "-i", filepath.Join(folder, daemon+".pid"), "-P", "0", "-N", side, "--log", "stdout"}
	}
	l.run(side, frrFolder+"/zebra", common("zebra")...)
	l.exists(socket)
	l.run(side, frrFolder+"/staticd", common("staticd")...)
	l.run(side, frrFolder+"/bfdd", append(common("bfdd"), "--bfdctl", filepath.Join(folder, "bfdd.sock"))...)
	l.exists(filepath.Join(folder, "bfdd.sock"))
	l.run(side, frrFolder+"/bgpd", common("bgpd")...)
	for _, daemon := range []string{"zebra", "staticd", "bfdd", "bgpd"} {
		l.exists(filepath.Join(folder, daemon+".vty"))
	}
}

func (l *lab) exists(file string) {
	l.t.Helper()
	eventually(l.t, file, func() (bool, string) {
		_, err := os.Stat(file)
		return err == nil, fmt.Sprint(err)
	})
}

// load gives a configuration to FRRouting.
func (l *lab) load(side, text string) {
	l.t.Helper()
	file := filepath.Join(l.folder, side, "frr.conf")
	require.NoError(l.t, os.WriteFile(file, []byte(text), 0o644))
	out := command(l.t, "vtysh", "--vty_socket", filepath.Join(l.folder, side), "-f", file)
	require.NotContains(l.t, out, "%", "FRRouting had something to say")
}

// ask has FRRouting answer in JSON.
func (l *lab) ask(side, question string, into any) {
	l.t.Helper()
	out := command(l.t, "vtysh", "--vty_socket", filepath.Join(l.folder, side), "-c", question+" json")
	require.NoError(l.t, json.Unmarshal([]byte(out), into), out)
}

// states are those of a side's sessions, by the address of the neighbour.
func (l *lab) states(side string) map[string]string {
	l.t.Helper()
	var neighbours map[string]struct {
		State string `json:"bgpState"`
	}
	l.ask(side, "show bgp neighbors", &neighbours)
	states := map[string]string{}
	for address, n := range neighbours {
		if n.State != "" {
			states[address] = n.State
		}
	}
	return states
}

// learned are the prefixes that FRRouting has from its neighbours. What it originates has no neighbour.
func (l *lab) learned(side string) []string {
	l.t.Helper()
	return l.prefixes(side, func(peer string) bool { return peer != "(unspec)" })
}

// prefixes are those in FRRouting's table that have a path from such a neighbour.
func (l *lab) prefixes(side string, from func(peer string) bool) []string {
	l.t.Helper()
	type path struct {
		Peer string `json:"peerId"`
	}
	var all []string
	for _, family := range []string{"ipv4", "ipv6"} {
		var table struct {
			Routes map[string][]path `json:"routes"`
		}
		l.ask(side, "show bgp "+family+" unicast", &table)
		for prefix, paths := range table.Routes {
			if slices.ContainsFunc(paths, func(p path) bool { return from(p.Peer) }) {
				all = append(all, prefix)
			}
		}
	}
	slices.Sort(all)
	return all
}

// bfdUp tells whether the BFD session with an address is up.
func (l *lab) bfdUp(side, address string) (bool, string) {
	l.t.Helper()
	var peers []struct {
		Peer, Status string
		Receive      int `json:"receive-interval"`
		Multiplier   int `json:"detect-multiplier"`
		Remote       int `json:"remote-transmit-interval"`
	}
	l.ask(side, "show bfd peers", &peers)
	for _, p := range peers {
		if p.Peer == address {
			return p.Status == "up" && p.Remote == bfdInterval, fmt.Sprintf("%+v", p)
		}
	}
	return false, "no BFD session"
}

// microsoftSide is how Microsoft's router is configured. It filters nothing: what arrives is what was let out.
func microsoftSide(r *Router, key string, announced ...string) string {
	var b strings.Builder
	family := func(p string) spec.Family {
		if netip.MustParsePrefix(p).Addr().Is4() {
			return spec.FamilyIPv4
		}
		return spec.FamilyIPv6
	}
	for _, p := range announced {
		fmt.Fprintf(&b, "%s route %s blackhole\n", words(family(p)), p)
	}
	fmt.Fprintf(&b, "router bgp %s\n no bgp ebgp-requires-policy\n no bgp default ipv4-unicast\n", r.MicrosoftASN)
	for _, s := range r.Sessions {
		fmt.Fprintf(&b, " neighbor %s remote-as %s\n", s.Local.Addr(), r.ASN)
		if key != "" {
			fmt.Fprintf(&b, " neighbor %s password %s\n", s.Local.Addr(), key)
		}
		if s.Family == spec.FamilyIPv4 {
			fmt.Fprintf(&b, " neighbor %s bfd\n", s.Local.Addr())
		}
	}
	for _, s := range r.Sessions {
		fmt.Fprintf(&b, " address-family %s unicast\n  neighbor %s activate\n", s.Family, s.Local.Addr())
		for _, p := range announced {
			if family(p) == s.Family {
				fmt.Fprintf(&b, "  network %s\n", p)
			}
		}
		b.WriteString(" exit-address-family\n")
	}
	b.WriteString("exit\n")
	return b.String()
}

// customerSide is a router that this package configures.
type customerSide struct {
	platform string
	// start runs the router with the configuration, and with more prefixes at hand than it is to announce.
	start func(l *lab, r *Router, configuration string, more []string)
	// atHand are the prefixes that it could announce.
	atHand func(l *lab) []string
	// learned are the prefixes that it has taken.
	learned func(l *lab, r *Router) []string
}

var customerSides = []customerSide{
	{
		"frr", func(l *lab, r *Router, configuration string, more []string) {
			l.frr(l.customer)
			l.load(l.customer, configuration)
			var b strings.Builder
			for _, p := range more {
				family := spec.FamilyIPv4
				if !netip.MustParsePrefix(p).Addr().Is4() {
					family = spec.FamilyIPv6
				}
				fmt.Fprintf(&b, "%s route %s blackhole\nrouter bgp %s\n address-family %s unicast\n  network %s\n exit-address-family\nexit\n", words(family), p, r.ASN, family, p)
			}
			l.load(l.customer, b.String())
		}, func(l *lab) []string { return l.prefixes(l.customer, func(string) bool { return true }) },
		func(l *lab, _ *Router) []string { return l.learned(l.customer) },
	},
	{"bird", func(l *lab, r *Router, configuration string, more []string) {
		folder := filepath.Join(l.folder, l.customer)
		require.NoError(l.t, os.WriteFile(filepath.Join(folder, "expressroute.conf"), []byte(configuration), 0o644))
		base := birdConf(l.t, filepath.Join(folder, "expressroute.conf"))
		for i, p := range more {
			family := spec.FamilyIPv4
			if !netip.MustParsePrefix(p).Addr().Is4() {
				family = spec.FamilyIPv6
			}
			base += fmt.Sprintf("protocol static more%d { %s; route %s blackhole; }\n", i, family, p)
		}
		file := filepath.Join(folder, "bird.conf")
		require.NoError(l.t, os.WriteFile(file, []byte(base), 0o644))
		l.run(l.customer, "bird", "-f", "-c", file, "-s", filepath.Join(folder, "bird.ctl"))
		l.exists(filepath.Join(folder, "bird.ctl"))
	}, func(l *lab) []string { return birdRoutes(l) }, func(l *lab, r *Router) []string {
		var all []string
		for _, s := range r.Sessions {
			all = append(all, birdRoutes(l, "protocol", symbol(r.group(), string(r.Link), strings.TrimPrefix(string(s.Family), "ip")))...)
		}
		slices.Sort(all)
		return all
	}},
}

// birdRoutes are the prefixes that BIRD shows.
func birdRoutes(l *lab, which ...string) []string {
	var all []string
	args := append([]string{"-s", filepath.Join(l.folder, l.customer, "bird.ctl"), "show", "route"}, which...)
	for _, line := range strings.Split(command(l.t, "birdc", args...), "\n") {
		if p, err := netip.ParsePrefix(strings.SplitN(line, " ", 2)[0]); err == nil {
			all = append(all, p.String())
		}
	}
	return all
}

// birdConf is the bird.conf of docs/routers.md, which includes a configuration.
func birdConf(t *testing.T, configuration string) string {
	t.Helper()
	page, err := os.ReadFile("../../../docs/routers.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(page), "```text\n# bird.conf\n")
	require.True(t, found, "docs/routers.md has a bird.conf")
	block, _, _ := strings.Cut(rest, "```")
	const included = `"/etc/bird/expressroute-*.conf"`
	require.Contains(t, block, included)
	return strings.Replace(block, included, strconv.Quote(configuration), 1)
}

// What each peering has: what is to come through in each direction, and what is not.
type liveCase struct {
	name, change, key      string
	announced, refusedHere []string
	accepted, refusedThere []string
}

var liveCases = []liveCase{
	{
		name: "private", change: withKey(private), key: liveKey,
		announced: []string{"10.10.0.0/16", "172.16.4.0/22", "2001:db8:10::/48"}, refusedHere: []string{"10.77.0.0/16", "10.10.1.0/24", "2001:db8:77::/48"},
		accepted: []string{"10.20.0.0/16", "10.20.4.0/24", "10.30.1.0/32", "2001:db8:20::/48", "2001:db8:20:1::/64"}, refusedThere: []string{"0.0.0.0/0", "10.21.0.0/16", "10.0.0.0/8", "::/0", "2001:db8:21::/48"},
	},
	{
		name: "microsoft", change: microsoft,
		announced: []string{"123.1.0.0/24", "2600:1:2::/48"}, refusedHere: []string{"123.2.0.0/24", "10.77.0.0/16", "2600:1:7::/48"},
		accepted: []string{"13.107.6.0/24", "20.190.128.0/18", "2603:1006::/40"}, refusedThere: []string{"0.0.0.0/0", "10.20.0.0/16", "172.16.0.0/12", "192.168.7.0/24", "100.64.1.0/24", "::/0", "fd00:1::/48"},
	},
}

// liveKey has every odd character that both platforms can be given.
const liveKey = `E?r;2#!$\x'9`

// withKey is a case with that key.
func withKey(change string) string {
	return strings.Replace(change, "!secret Contoso2Key", "!secret "+strconv.Quote(liveKey), 1)
}

func TestSessionsComeUpWithExactlyTheRightPrefixes(t *testing.T) {
	if asRoot(t) {
		return
	}
	number := 0
	for _, c := range liveCases {
		for _, customer := range customerSides {
			number++
			of := number
			t.Run(c.name+"/"+customer.platform, func(t *testing.T) {
				t.Parallel()
				l := newLab(t, of)
				r, configuration := l.prepare(customer.platform, c.change)
				started := time.Now()
				l.frr(l.microsoft)
				customer.start(l, r, configuration, c.refusedHere)
				// All prefixes are at hand before the sessions come up: what is let out goes out at once.
				eventually(t, "prefixes at hand", func() (bool, string) {
					got := customer.atHand(l)
					for _, p := range append(slices.Clone(c.announced), c.refusedHere...) {
						if !slices.Contains(got, p) {
							return false, fmt.Sprint(got)
						}
					}
					return true, ""
				})
				l.load(l.microsoft, microsoftSide(r, c.key, append(slices.Clone(c.accepted), c.refusedThere...)...))

				eventually(t, "sessions", func() (bool, string) {
					states := l.states(l.microsoft)
					up := len(states) == len(r.Sessions)
					for _, state := range states {
						up = up && state == "Established"
					}
					return up, fmt.Sprint(states)
				})
				established := time.Since(started)
				eventually(t, "BFD", func() (bool, string) { return l.bfdUp(l.microsoft, r.session(spec.FamilyIPv4).Local.Addr().String()) })
				slices.Sort(c.announced)
				eventually(t, "prefixes at Microsoft", func() (bool, string) {
					got := l.learned(l.microsoft)
					return slices.Equal(got, c.announced), fmt.Sprint(got)
				})
				accepted := slices.Clone(c.accepted)
				slices.Sort(accepted)
				eventually(t, "prefixes here", func() (bool, string) {
					got := customer.learned(l, r)
					return slices.Equal(got, accepted), fmt.Sprint(got)
				})
				t.Logf("%s: tags %v, sessions %v, %s after the start; BFD up; at Microsoft %v; here %v", customer.platform, l.tagged, l.states(l.microsoft), established.Round(100*time.Millisecond), l.learned(l.microsoft), customer.learned(l, r))
			})
		}
	}
}

// The routers' kernels count what has another key.
func TestSessionsStayDownWithAnotherKey(t *testing.T) {
	if asRoot(t) {
		return
	}
	for i, customer := range customerSides {
		t.Run(customer.platform, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, 100+i)
			r, configuration := l.prepare(customer.platform, private)
			l.frr(l.microsoft)
			l.load(l.microsoft, microsoftSide(r, r.Key+"x"))
			customer.start(l, r, configuration, nil)
			took := eventually(t, "refused segments", func() (bool, string) {
				refused := l.counter(l.microsoft, "TCPMD5Failure") + l.counter(l.customer, "TCPMD5Failure")
				return refused >= 2, fmt.Sprint(refused, l.states(l.microsoft))
			})
			states := l.states(l.microsoft)
			assert.Len(t, states, len(r.Sessions))
			for address, state := range states {
				assert.NotEqual(t, "Established", state, address)
			}
			assert.Empty(t, l.learned(l.microsoft))
			t.Logf("segments with the wrong key were refused within %s; %v", took.Round(100*time.Millisecond), states)
		})
	}
}

// prepare writes the configuration of the primary link and runs its interface script.
func (l *lab) prepare(platform, change string) (*Router, string) {
	l.t.Helper()
	a := on(platform, change, "interfaces: {primary: er0, secondary: er1}")
	r := routers(a)[0]
	l.cable(&r)
	configurations := configure(l.t, a)
	require.Equal(l.t, spec.Primary, configurations[1].Link)
	script := filepath.Join(l.folder, "interface.sh")
	require.NoError(l.t, os.WriteFile(script, []byte(configurations[1].Text), 0o644))
	for range 2 { // it can be run again
		command(l.t, "ip", "netns", "exec", l.customer, "sh", script)
	}
	return &r, configurations[0].Text
}

// counter is one of the kernel's, in a namespace.
func (l *lab) counter(side, name string) int {
	l.t.Helper()
	lines := strings.Split(command(l.t, "ip", "netns", "exec", side, "cat", "/proc/net/netstat"), "\n")
	for i := 0; i+1 < len(lines); i += 2 {
		names, values := strings.Fields(lines[i]), strings.Fields(lines[i+1])
		if at := slices.Index(names, name); at >= 0 {
			n, err := strconv.Atoi(values[at])
			require.NoError(l.t, err)
			return n
		}
	}
	return 0
}

// A key that was read as something else would be another key.
func TestFRRoutingTakesEveryKeyAsItIs(t *testing.T) {
	if asRoot(t) {
		return
	}
	t.Parallel()
	l := newLab(t, 200)
	l.frr(l.customer)
	for _, key := range oddKeys {
		l.load(l.customer, configure(t, on("frr", private, fmt.Sprintf("sharedKey: !secret %q", key)))[0].Text)
		out := command(t, "vtysh", "--vty_socket", filepath.Join(l.folder, l.customer), "-c", "show running-config bgpd")
		assert.Contains(t, out, " neighbor 192.168.16.254 password "+key+"\n")
	}
}
