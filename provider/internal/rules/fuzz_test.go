package rules

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/examples/configurations"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// Values that are on some rule's boundary.
var (
	someTexts = []string{
		"", " ", "a", "a\x00b", "é", "Standard", "Local", "Basic", "premium", "MeteredData", "UnlimitedData", "Enabled", "off", "NONE", "arin",
		"10.0.0.0/30", "10.0.0.0/29", "10.0.0.1/30", "10.0.0.0/31", "0.0.0.0/0", "255.255.255.252/30", "169.254.0.0/30", "203.0.113.0/30", "123.0.0.0/30", "123.0.0.0/24",
		"::/0", "::/126", "fd00::/126", "fd00::1/126", "fe80::/126", "2600::/125", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "::ffff:1.2.3.4/126", "010.0.0.0/30", "10.0.0.0/030",
		"12076:5010", "12076:51002", "12076:50002", "12076:99999", "8075:5010", "ExchangeOnline", "exchangeonline", "westeurope", "West Europe",
		"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c",
		"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeFilters/f", "//", "vlan-range", "link-prefix-public", "circuit-one-of", "no-such-rule",
	}
	someInts   = []int{-1, 0, 1, 50, 200, 201, 300, 999, 1000, 4094, 4095, 12076, 65515, 10000, 10001, 1<<31 - 1, 1 << 31, 1 << 53, -1 << 53}
	someFloats = []float64{-1, 0, 0.5, 1, 200, 8074, 23456, 64496, 64512, 65515, 65535, 65536, 4200000000, 4294967295, 4294967296, 1e300, -1e300}

	// Secrets hold a fragment that nothing else does.
	secretTexts = []string{
		"zqsecretzq", "zqsecretzq zqsecretzqzqsecretzqzqsecretzq", "213.77.91.249/30", "213.77.91.248/29", "10.77.91.248/30", "213.77.91.248/60917", "2a0d:77:91::1/126", "2a0d:77:91::/127", "12076:50091", "12076:zqsecretzq",
		"/subscriptions/zqsecretzq/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c", "/subscriptions/s/resourceGroups/g/providers/zqsecretzq/x/c",
	}
	secretInts      = []int{60917, -60917}
	secretFragments = regexp.MustCompile(`zqsecret|\.77\.91\.|a0d:77|50091|51091|60917`)
)

// ignorable are rules that may be ignored without a change to what is built from the inputs.
var ignorable = []string{"vlan-range", "link-prefix-public", "asn-reserved", "route-filter-missing"}

// choices turns fuzz data into decisions. Once the data is used up, every decision is 0.
type choices struct{ data []byte }

func (c *choices) next() byte {
	if len(c.data) == 0 {
		return 0
	}
	b := c.data[0]
	c.data = c.data[1:]
	return b
}

func (c *choices) text() string {
	n := min(int(c.next()), len(c.data))
	s := string(c.data[:n])
	c.data = c.data[n:]
	if secretFragments.MatchString(s) {
		return ""
	}
	return s
}

func (c *choices) int() int {
	var b [8]byte
	for i := range b {
		b[i] = c.next()
	}
	n := int(int64(binary.LittleEndian.Uint64(b[:])) >> 10) // what a whole number can be on its way through Pulumi
	if secretFragments.MatchString(fmt.Sprint(n)) {
		return 0
	}
	return n
}

func pick[T any](c *choices, pool []T) T { return pool[int(c.next())%len(pool)] }

// bases are valid configurations: on a carrier's circuit, on a port's, on one that exists, and on one whose carrier makes the peerings.
var bases = []map[string]any{
	spectest.Tree(everything),
	spectest.Overlay(spectest.Tree(everything), spectest.Tree("circuit: {serviceProvider: null, expressRouteDirect: {portId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p, bandwidthInGbps: 10, authorizationKey: !secret zqsecretzq}}")),
	spectest.Overlay(spectest.Tree(everything), spectest.Tree("circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c")),
	spectest.Overlay(spectest.Tree(everything), spectest.Tree("carrierManagesPeerings: true\nprivatePeering: null\nmicrosoftPeering: null")),
}

// base is a valid configuration: one with everything in it, or one that is made of fuzz data.
func (c *choices) base() map[string]any {
	i := int(c.next()) % (len(bases) + 1)
	if i < len(bases) {
		return bases[i]
	}
	n := min(configurations.Slots, len(c.data))
	made := c.data[:n]
	c.data = c.data[n:]
	return configurations.Of(made)["one"].Properties
}

// stack is a valid configuration with decisions of the fuzz data laid over it.
func (c *choices) stack() map[string]any {
	base, varied := c.base(), map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(base)) {
		if v := c.vary(name, base[name]); v != nil {
			varied[name] = v
		}
	}
	return varied
}

// plainInputs take no outputs.
var plainInputs = []string{"ignoreRules", "authorizations", "carrierManagesPeerings"}

// vary keeps most values, and gives nil for one that is left out.
func (c *choices) vary(name string, v any) any {
	plain := slices.Contains(plainInputs, name)
	switch v := v.(type) {
	case map[string]any:
		if c.next()%16 == 15 {
			return nil
		}
		varied := map[string]any{}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if field := c.vary(key, v[key]); field != nil {
				varied[key] = field
			}
		}
		return varied
	case []any:
		varied := []any{}
		for _, item := range v {
			if item := c.vary(name, item); item != nil {
				varied = append(varied, item)
			}
		}
		_, ofObjects := v[0].(map[string]any)
		switch op := c.next() % 8; {
		case op == 4 && len(varied) > 0:
			varied = append(varied, pick(c, varied))
		case op == 5:
			return nil
		case op == 6 && !plain && !ofObjects:
			return spectest.Unknown{}
		case op == 7 && !ofObjects:
			varied = append(varied, pick(c, someTexts))
		}
		return varied
	}
	switch op := c.next() % 10; {
	case op == 5:
		return nil
	case op == 6 && !plain:
		return spectest.Unknown{}
	case op == 7:
		return c.other(name, v, false)
	case op == 8:
		return c.other(name, v, true)
	case op == 9 && !plain:
		switch v.(type) {
		case string:
			return spectest.Secret{Value: pick(c, secretTexts)}
		case int:
			return spectest.Secret{Value: pick(c, secretInts)}
		}
	}
	return v
}

// other is another value of the same type: from a pool, or raw.
func (c *choices) other(name string, v any, raw bool) any {
	switch v := v.(type) {
	case bool:
		return !v
	case int:
		switch float := name == "peerASN" || name == "bandwidthInGbps"; {
		case raw:
			return c.int()
		case float:
			return pick(c, someFloats)
		default:
			return pick(c, someInts)
		}
	case string:
		if raw {
			return c.text()
		}
		return pick(c, someTexts)
	}
	return v
}

// change rebuilds a tree with every list and leaf changed, lists after their items.
func change(path string, v any, list func([]any) []any, leaf func(path string, v any) any) any {
	switch v := v.(type) {
	case map[string]any:
		changed := map[string]any{}
		for key, field := range v {
			changed[key] = change(spec.Join(path, key), field, list, leaf)
		}
		return changed
	case []any:
		var changed []any
		for i, item := range v {
			changed = append(changed, change(spec.Item(path, i), item, list, leaf))
		}
		return list(changed)
	}
	return leaf(path, v)
}

func sameList(items []any) []any            { return items }
func sameLeaf(_ string, v any) any          { return v }
func asObject(tree any) map[string]any      { return tree.(map[string]any) }
func verdictOf(tree map[string]any) Verdict { return Run(spectest.Spec(tree)) }

// tally counts findings by rule and property, the items of a list together.
func tally(v Verdict) map[string]int {
	counts := map[string]int{}
	for _, f := range v.Findings {
		counts[fmt.Sprintf("%s %s at %s", f.Severity, f.Rule, indices.ReplaceAllString(f.Path, "[]"))]++
	}
	return counts
}

var indices = regexp.MustCompile(`\[\d+\]`)

// Rules on what is given and not on its value: they hold of values that are not known, too.
var onPresence = []string{"circuit-one-of", "route-filter-one-of", "tag-limits", "global-reach-ipv6-on-port"}

// What the transitions of the examples go through breaks no rule.
func TestConfigurationsThatAreMadeUpBreakNoRule(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		data := make([]byte, configurations.Slots)
		for i := range data {
			data[i] = byte(random.IntN(256))
		}
		for name, stack := range configurations.Of(data) {
			tree := asObject(change("", stack.Properties, sameList, func(_ string, v any) any {
				if text, ok := v.(string); ok && strings.HasPrefix(text, "${") {
					return spectest.Unknown{}
				}
				return v
			}))
			require.Empty(t, verdictOf(tree).Errors(), "%s of %x", name, data)
		}
	}
}

func FuzzRun(f *testing.F) {
	f.Add([]byte(nil))
	f.Add([]byte("\x03" + strings.Repeat("\x01", configurations.Slots)))
	f.Add([]byte{1})
	f.Add([]byte{2})
	for seed := range byte(10) {
		f.Add(slices.Repeat([]byte{seed}, 60))
	}
	f.Add([]byte(strings.Repeat("\x00\x06\x07\x09\x08\x03abc", 12)))
	f.Add([]byte("\x00" + strings.Repeat("\x00\x00\x08\x09\x00\x07\x15", 20)))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &choices{data: data}
		tree := c.stack()
		verdict := verdictOf(tree)
		assert.Equal(t, verdict, verdictOf(tree), "two runs give the same")

		for _, found := range verdict.Findings {
			assert.False(t, secretFragments.MatchString(found.Text()), "a secret is shown: %s", found.Text())
		}
		unknown := map[string]bool{}
		change("", tree, sameList, func(path string, v any) any {
			_, unknown[path] = v.(spectest.Unknown)
			return v
		})
		for _, found := range verdict.Findings {
			assert.False(t, unknown[found.Path] && !slices.Contains(onPresence, found.Rule), "%s of a value that is not known: %s", found.Rule, found.Path)
		}

		reversed := asObject(change("", tree, func(items []any) []any { slices.Reverse(items); return items }, sameLeaf))
		assert.Equal(t, tally(verdict), tally(verdictOf(reversed)), "the order of lists does not matter")

		forgetting(t, c, tree, verdict)
		if len(verdict.Errors()) == 0 {
			for name, harmless := range harmlessChanges(tree) {
				assert.Empty(t, verdictOf(harmless).Errors(), name)
			}
		}
	})
}

// Whatever carriers have done, what waits for them is said, what is there stays, and where all is ready nothing waits.
func FuzzCarriers(f *testing.F) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		data := make([]byte, configurations.Slots+10)
		for i := range data {
			data[i] = byte(random.IntN(256))
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		made := min(len(data), configurations.Slots)
		c := &choices{data: data[made:]}
		s := spectest.Spec(configurations.Of(data[:made])["one"].Properties)
		w := c.carriers(s)
		verdict := Judge(WithCircuit|OnChange, s, w)
		assert.Empty(t, verdict.Errors())

		reach, gateways := Pending(s, w)
		waiting := append(reach, gateways...)
		var said strings.Builder
		for _, found := range verdict.Findings {
			said.WriteString(found.Text())
		}
		for _, name := range waiting {
			assert.Regexp(t, `"`+name+`"[^:]* must wait: `, said.String())
		}
		own, ready := w.Circuit.Value, true
		for _, conn := range s.GlobalReachConnections {
			assert.False(t, own.Connection(conn.Name.V) != nil && slices.Contains(reach, conn.Name.V), "%s is there and is to wait", conn.Name.V)
			peer := w.Peer(conn.PeerCircuit().V).Value
			ready = ready && peer.Ready() && peer.Private != nil
		}
		if ready && own.Ready() && (own.Private != nil || !s.CarrierManagesPeerings.V) {
			assert.Empty(t, waiting)
		}
	})
}

// carriers are the circuits of a stack as the decisions of the fuzz data have their carriers leave them, with some of the
// Global Reach connections on them as the stack has them.
func (c *choices) carriers(s *spec.PeeringStack) *azure.World {
	circuit := func() azure.Circuit {
		made := azure.Circuit{CarrierState: pick(c, []string{"NotProvisioned", azure.Provisioned, azure.Provisioned, "Deprovisioning"})}
		if c.next()%4 > 0 {
			made.Private = &azure.Peering{}
		}
		return made
	}
	own := circuit()
	w := &azure.World{Peers: map[string]azure.Fact[azure.Circuit]{}}
	for _, conn := range s.GlobalReachConnections {
		peer := conn.PeerCircuit().V
		if own.Private != nil && c.next()%2 == 1 {
			own.Private.Connections = append(own.Private.Connections, azure.Connection{
				Name: conn.Name.V, AddressPrefix: conn.AddressPrefix.V, IPv6AddressPrefix: conn.IPv6AddressPrefix.V, PeerPeeringID: spec.PeerPeering(peer, ""),
			})
		}
		w.Peers[strings.ToLower(peer)] = azure.See(circuit())
	}
	if s.Circuit.OnPort() {
		own.PortID, own.CarrierState = s.Circuit.ExpressRouteDirect.PortID.V, azure.Provisioned
	}
	w.Circuit = azure.See(own)
	return w
}

// forgetting checks that to forget a value, which is then not known yet, can lose findings and never adds one.
func forgetting(t *testing.T, c *choices, tree map[string]any, verdict Verdict) {
	var paths []string
	change("", tree, sameList, func(path string, v any) any { paths = append(paths, path); return v })
	if len(paths) == 0 {
		return
	}
	slices.Sort(paths)
	forgotten := pick(c, paths)
	if slices.ContainsFunc(plainInputs, func(name string) bool { return strings.HasPrefix(forgotten, name) }) {
		return
	}
	less := verdictOf(asObject(change("", tree, sameList, func(path string, v any) any {
		if path == forgotten {
			return spectest.Unknown{}
		}
		return v
	})))
	known := map[[2]string]int{}
	for _, f := range verdict.Findings {
		known[[2]string{f.Rule, f.Path}]++
	}
	for _, f := range less.Findings {
		known[[2]string{f.Rule, f.Path}]--
		assert.GreaterOrEqual(t, known[[2]string{f.Rule, f.Path}], 0, "forgetting %s adds %s at %s", forgotten, f.Rule, f.Path)
	}
	if !untouchedNames.MatchString(forgotten) {
		assert.Contains(t, append(less.Unchecked, untouched...), forgotten)
	}
}

// untouched are leaves that no rule looks at.
var untouched = []string{"circuit.allowClassicOperations", "circuit.globalReachEnabled", "microsoftPeering.microsoftPeeringConfig.legacyMode"}

// untouchedNames are leaves of connections that no rule looks at.
var untouchedNames = regexp.MustCompile(`Connections\[\d+\]\.(location|enableInternetSecurity|expressRouteGatewayBypass|routingConfiguration\.propagatedRouteTableLabels.*)$`)

// harmlessChanges are changes after which a configuration without errors is still one.
func harmlessChanges(tree map[string]any) map[string]map[string]any {
	changes := map[string]map[string]any{}
	changes["one more tag"] = spectest.Overlay(tree, map[string]any{"tags": map[string]any{"one-more": "tag"}})
	if spaces, ok := tree["reservedAddressSpaces"].([]any); (ok || tree["reservedAddressSpaces"] == nil) && !overlapsALink(tree, farAway) {
		changes["a reserved space far away"] = spectest.Overlay(tree, map[string]any{"reservedAddressSpaces": append(slices.Clone(spaces), farAway.String())})
	}
	ignored, _ := tree["ignoreRules"].([]any)
	for _, id := range ignorable {
		changes["ignoring "+id] = spectest.Overlay(tree, map[string]any{"ignoreRules": append(slices.Clone(ignored), id)})
	}
	return changes
}

var farAway = netip.MustParsePrefix("198.18.0.0/15")

func overlapsALink(tree map[string]any, space netip.Prefix) bool {
	return slices.ContainsFunc(readLinks(spectest.Spec(tree)), func(l readLink) bool {
		return l.err == nil && l.prefix.Overlaps(space)
	})
}

func FuzzNearest(f *testing.F) {
	for _, s := range []string{"", "ExchangeOnlin", " westeurope ", "WESTEUROPE", "estus", "\xff", strings.Repeat("e", 100)} {
		f.Add(s)
	}
	names := append(serviceNames(), regionNames()...)
	backwards := slices.Clone(names)
	slices.Reverse(backwards)
	f.Fuzz(func(t *testing.T, s string) {
		nearest := Nearest(s, names)
		assert.LessOrEqual(t, len(nearest), 3)
		assert.Subset(t, names, nearest)
		assert.Equal(t, nearest, Nearest(s, backwards), "the order of the names does not matter")
		if slices.Contains(names, s) {
			require.NotEmpty(t, nearest)
			assert.Equal(t, s, nearest[0])
		}
	})
}

func FuzzCommunity(f *testing.F) {
	for _, s := range []string{"12076:5010", "12076:50002", "12076:510020", "12076:05010", "12076:5010\n", "12076:٥٠١٠"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if community.WellFormed(s) {
			digits, found := strings.CutPrefix(s, "12076:")
			assert.True(t, found)
			assert.Contains(t, []int{4, 5}, len(digits))
			assert.Empty(t, strings.Trim(digits, "0123456789"))
		}
		if community.Known(s) {
			assert.True(t, community.WellFormed(s))
			assert.False(t, community.PrivatePeeringOnly(s))
		}
		assert.Equal(t, []string{s}, community.Union([]string{s, s}, nil, nil))
	})
}
