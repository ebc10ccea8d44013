package examples

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/examples/configurations"
)

// moment is what there is before or after an update.
type moment struct {
	program configurations.Program
	ids     map[string]string
	pending map[string][]string // connections, by component
	azure   map[string]azureResource
}

// violations are what an update did that no update may do.
func violations(before moment, o outcome, after moment) []string {
	if o.refused() {
		return refusal(before, o, after)
	}
	var all []string
	if o.err != nil {
		all = append(all, "the update fails: "+failure(o.out))
	}
	all = append(all, announced(o)...)
	all = append(all, apart(o)...)
	all = append(all, routed(before, o)...)
	all = append(all, kept(before, o, after)...)
	all = append(all, carriersKept(before, after)...)
	if o.err == nil {
		all = append(all, waits(before, o, after)...)
	}
	return all
}

// failure is what Pulumi says of a failed update, without the progress.
func failure(out string) string {
	if _, said, ok := strings.Cut(out, "Diagnostics:"); ok {
		out = said
	}
	return strings.TrimSpace(out)
}

// refusal checks that a refusal names paths and rules, and that nothing changed.
func refusal(before moment, o outcome, after moment) []string {
	var all []string
	if len(o.rules()) == 0 {
		all = append(all, "the refusal names no property and rule: "+failure(o.out))
	}
	if o.began {
		all = append(all, "the update is refused after its preview")
	}
	if !reflect.DeepEqual(before.azure, after.azure) || !maps.Equal(before.ids, after.ids) {
		all = append(all, "a refusal changes something")
	}
	return all
}

// announced checks that the preview showed what the update did.
func announced(o outcome) []string {
	count := func(operations []operation) map[string]int {
		counts := map[string]int{}
		for _, o := range operations {
			counts[o.op+" "+o.child()]++
		}
		return counts
	}
	preview, update := count(o.preview), count(o.update)
	var all []string
	for _, what := range slices.Sorted(maps.Keys(update)) {
		if update[what] > preview[what] {
			all = append(all, "the preview does not show: "+what)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(preview)) {
		if preview[what] > update[what] && o.err == nil {
			all = append(all, "the preview shows what is not done: "+what)
		}
	}
	return all
}

var (
	circuitInID = regexp.MustCompile(`(?i)^.*/expressRouteCircuits/[^/]+`)
	gatewayInID = regexp.MustCompile(`(?i)^.*/(virtualNetworkGateways|expressRouteGateways)/[^/]+`)
)

// touches are the circuits and gateways that an operation changes something of, and route filters in use.
func (o operation) touches() []string {
	set := map[string]bool{}
	add := func(pattern *regexp.Regexp, id any) {
		if text, ok := id.(string); ok {
			if found := pattern.FindString(text); found != "" {
				set[strings.ToLower(found)] = true
			}
		}
	}
	add(circuitInID, o.id)
	add(gatewayInID, o.id)
	for _, inputs := range []map[string]any{o.old, o.inputs} {
		for _, property := range []string{"peer", "virtualNetworkGateway1", "expressRouteCircuitPeering", "peerExpressRouteCircuitPeering"} {
			if reference, ok := inputs[property].(map[string]any); ok {
				add(circuitInID, reference["id"])
				add(gatewayInID, reference["id"])
			}
		}
		if name, ok := inputs["circuitName"].(string); ok {
			set["circuit "+strings.ToLower(name)] = true
		}
		if name, ok := inputs["expressRouteGatewayName"].(string); ok {
			set["gateway "+strings.ToLower(name)] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// apart checks that no two operations on one circuit or one gateway were under way at a time.
func apart(o outcome) []string {
	var all []string
	for i, first := range o.update {
		for _, second := range o.update[i+1:] {
			if first.ended >= 0 && second.begun > first.ended || second.urn == first.urn {
				continue
			}
			for _, what := range first.touches() {
				if slices.Contains(second.touches(), what) {
					all = append(all, fmt.Sprintf("%s %s and %s %s are under way at the same time on %s", first.op, first.child(), second.op, second.child(), what))
				}
			}
		}
	}
	return all
}

// routed checks that a Microsoft peering never stands on a route filter without a rule, if it had routes before. Where a
// filter stays and its rule gets another name Azure wants the old rule gone first: that is said in docs/changes.md.
func routed(before moment, o outcome) []string {
	rules, filters, renamed := map[string]string{}, map[string]string{}, map[string]bool{}
	filterOf := func(body map[string]any) string {
		properties, _ := body["properties"].(map[string]any)
		filter, _ := properties["routeFilter"].(map[string]any)
		id, _ := filter["id"].(string)
		return strings.ToLower(id)
	}
	for id, r := range before.azure {
		switch {
		case strings.HasSuffix(r.Type, "/routeFilterRules"):
			rules[id] = id[:strings.LastIndex(id, "/routefilterrules/")]
		case strings.HasSuffix(r.Type, "/peerings"):
			filters[id] = filterOf(r.Body)
		}
	}
	hasRule := func(filter string) bool { return slices.Contains(slices.Collect(maps.Values(rules)), filter) }
	had := map[string]bool{}
	for peering, filter := range filters {
		had[peering] = filter != "" && hasRule(filter)
	}
	var all []string
	done := slices.Clone(o.update)
	for _, o := range done {
		if strings.HasPrefix(o.child(), "RouteFilterRule ") && o.op == "create-replacement" {
			if name, _ := o.old["routeFilterName"].(string); name == o.inputs["routeFilterName"] {
				renamed[o.urn] = true
			}
		}
	}
	slices.SortFunc(done, func(a, b operation) int { return a.ended - b.ended })
	for _, o := range done {
		id := strings.ToLower(o.id)
		switch {
		case o.failed:
			continue
		case strings.HasPrefix(o.child(), "RouteFilterRule "):
			if strings.HasPrefix(o.op, "delete") {
				if renamed[o.urn] {
					continue
				}
				delete(rules, id)
			} else if i := strings.LastIndex(id, "/routefilterrules/"); i > 0 {
				rules[id] = id[:i]
			}
		case strings.HasPrefix(o.child(), "ExpressRouteCircuitPeering "):
			if strings.HasPrefix(o.op, "delete") {
				delete(filters, id)
				delete(had, id)
			} else {
				filters[id] = strings.ToLower(text(o.inputs, "routeFilter", "id"))
			}
		}
		for peering, filter := range filters {
			if had[peering] && filter != "" && !hasRule(filter) {
				all = append(all, fmt.Sprintf("after %s %s the Microsoft peering stands on %s without a rule", o.op, o.child(), filter))
				had[peering] = false
			}
		}
	}
	return all
}

func text(object map[string]any, path ...string) string {
	for _, name := range path[:len(path)-1] {
		object, _ = object[name].(map[string]any)
	}
	value, _ := object[path[len(path)-1]].(string)
	return value
}

// kept checks that what both programs name keeps its id, unless it has to be replaced.
func kept(before moment, o outcome, after moment) []string {
	may := replaced(before, after)
	was, is := folded(before.ids), folded(after.ids)
	var all []string
	for child, id := range before.ids {
		if strings.HasSuffix(child, " (old)") {
			continue
		}
		now, there := is[strings.ToLower(child)]
		if there && !strings.EqualFold(id, now) && !may[strings.ToLower(child)] {
			all = append(all, fmt.Sprintf("%s is replaced: %s is now %s", child, id, now))
		}
	}
	for _, o := range o.update {
		_, before := was[strings.ToLower(o.child())]
		_, after := is[strings.ToLower(o.child())]
		if strings.HasPrefix(o.op, "delete") && before && after && !may[strings.ToLower(o.child())] {
			all = append(all, o.child()+" is deleted, and both programs have it")
		}
	}
	for child := range after.ids {
		if strings.HasSuffix(child, " (old)") && o.err == nil {
			all = append(all, child+" is left behind in the state")
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// folded are ids by their children, which are named without letter case.
func folded(ids map[string]string) map[string]string {
	all := map[string]string{}
	for child, id := range ids {
		all[strings.ToLower(child)] = id
	}
	return all
}

// replaced are the children that the second program cannot have but by a replacement, as docs/changes.md has it, in lower case.
func replaced(before, after moment) map[string]bool {
	all := map[string]bool{}
	circuits := map[string]bool{}
	for _, name := range configurations.Names {
		was, is := before.program[name].Properties, after.program[name].Properties
		if was == nil || is == nil {
			continue
		}
		circuits[name] = circuitReplaced(before, name, was, is) || is["circuitId"] != nil && circuits["one"]
		filter := filterReplaced(before, name, was, is) || is["circuitId"] != nil && circuits["one"] && is["resourceGroupName"] == nil
		for child := range before.ids {
			typ, urn, _ := strings.Cut(child, " ")
			if urn != name && !strings.HasPrefix(urn, name+"-") {
				continue
			}
			switch typ {
			case "ResourceGroup":
				all[strings.ToLower(child)] = was["location"] != is["location"]
			case "ExpressRouteCircuit", "ExpressRouteCircuitPeering", "ExpressRouteCircuitAuthorization":
				all[strings.ToLower(child)] = circuits[name]
			case "RouteFilter":
				all[strings.ToLower(child)] = filter
			case "RouteFilterRule":
				all[strings.ToLower(child)] = filter || renamedFrom(before, child, is, "microsoftPeering", "routeFilter", "ruleName")
			default:
				all[strings.ToLower(child)] = circuits[name] || connectionReplaced(child, name, was, is, circuits["one"])
			}
		}
	}
	return all
}

func circuitReplaced(before moment, name string, was, is map[string]any) bool {
	one, _ := was["circuit"].(map[string]any)
	two, _ := is["circuit"].(map[string]any)
	if one == nil || two == nil {
		return (one == nil) != (two == nil) || !sameText(was["circuitId"], is["circuitId"])
	}
	carrier := func(c map[string]any) string {
		return strings.ToLower(text(c, "serviceProvider", "name") + "/" + text(c, "serviceProvider", "peeringLocation") + "/" + text(c, "expressRouteDirect", "portId"))
	}
	return was["location"] != is["location"] || !sameText(was["resourceGroupName"], is["resourceGroupName"]) || carrier(one) != carrier(two) ||
		renamedFrom(before, "ExpressRouteCircuit "+name, is, "circuit", "name")
}

// sameText tells whether two names or ids are the same to Azure.
func sameText(a, b any) bool {
	one, _ := a.(string)
	two, _ := b.(string)
	return strings.EqualFold(one, two)
}

func filterReplaced(before moment, name string, was, is map[string]any) bool {
	return was["location"] != is["location"] || !sameText(was["resourceGroupName"], is["resourceGroupName"]) ||
		renamedFrom(before, "RouteFilter "+name, is, "microsoftPeering", "routeFilter", "name")
}

// renamedFrom tells whether a program gives a name that the child does not have. A child whose name is not given any more
// keeps the one it has.
func renamedFrom(before moment, child string, is map[string]any, path ...string) bool {
	given, id := text(is, path...), before.ids[child]
	return given != "" && !strings.EqualFold(given, id[strings.LastIndex(id, "/")+1:])
}

// connectionReplaced tells whether a connection leads elsewhere, or is on other addresses.
func connectionReplaced(child, stack string, was, is map[string]any, one bool) bool {
	for list, prefix := range map[string]string{
		"globalReachConnections": "-globalreach-", "virtualNetworkGatewayConnections": "-gateway-", "expressRouteConnections": "-virtualwan-",
	} {
		_, name, ok := strings.Cut(child, " "+stack+prefix)
		if !ok {
			continue
		}
		a, b := itemOf(was, list, name), itemOf(is, list, name)
		properties := []string{"peerCircuitId", "addressPrefix", "virtualNetworkGatewayId", "expressRouteGatewayId"}
		if list == "expressRouteConnections" {
			properties = append(properties, "authorizationKey")
		}
		for _, property := range properties {
			same := sameText
			if property == "authorizationKey" {
				same = func(a, b any) bool { return a == b }
			}
			if !same(a[property], b[property]) {
				return true
			}
		}
		return one && b["peerCircuitId"] == "${one.circuitId}"
	}
	return false
}

func itemOf(stack map[string]any, list, name string) map[string]any {
	items, _ := stack[list].([]any)
	for _, item := range items {
		if item := item.(map[string]any); sameText(item["name"], name) {
			return item
		}
	}
	return nil
}

// Values that differ from one build to the next. Global Reach stays enabled on a circuit where it was, because a connection
// of somebody else's may need it.
var volatile = []string{"etag", "resourceGuid", "serviceKey", "authorizationKey", "stag", "gatewayManagerEtag", "id", "name", "connectionName", "globalReachEnabled"}

// shapeOf is what the stack has in Azure, without ids and names that were made up: children by their place in the program,
// and references to them likewise.
func shapeOf(m moment, settled map[string]azureResource) map[string]string {
	var replace []string
	ids := slices.Collect(maps.Keys(m.ids))
	slices.SortFunc(ids, func(a, b string) int { return len(m.ids[b]) - len(m.ids[a]) })
	places := map[string]string{}
	for _, child := range ids {
		replace = append(replace, strings.ToLower(m.ids[child]), "<"+child+">")
		places[strings.ToLower(m.ids[child])] = child
	}
	references := strings.NewReplacer(replace...)
	shapes := map[string]string{}
	for id, r := range m.azure {
		if _, theirs := settled[id]; theirs {
			continue
		}
		place, ours := places[id]
		if !ours {
			place = "nobody's " + references.Replace(id)
		}
		shapes[place] = references.Replace(strings.ToLower(plain(r.Body)))
	}
	for child, id := range m.ids {
		if _, there := m.azure[strings.ToLower(id)]; !there {
			shapes[child] = "not in Azure"
		}
	}
	return shapes
}

// plain writes a body without what is volatile and without the lists of children, which are there by themselves.
func plain(body map[string]any) string {
	var strip func(any, bool) any
	strip = func(v any, top bool) any {
		switch v := v.(type) {
		case map[string]any:
			kept := map[string]any{}
			for key, value := range v {
				inline := slices.Contains([]string{
					"peerings", "authorizations", "connections", "rules", "peeredConnections", "expressRouteConnection", "expressRouteConnections",
					"ipv6Peerings", "circuits", "provisionedBandwidthInGbps",
				}, key)
				if (slices.Contains(volatile, key) && (key != "id" || top)) || inline {
					continue
				}
				kept[key] = strip(value, false)
			}
			return kept
		case []any:
			var kept []any
			for _, value := range v {
				kept = append(kept, strip(value, false))
			}
			return kept
		}
		return v
	}
	text, err := json.Marshal(strip(body, true))
	if err != nil {
		panic(err)
	}
	return string(text)
}

// differences names what is not the same in two shapes.
func differences(grown, built map[string]string) []string {
	var all []string
	for _, place := range slices.Sorted(maps.Keys(grown)) {
		if built[place] != grown[place] {
			all = append(all, fmt.Sprintf("%s is not as built from nothing:\n  changed: %s\n  built:   %s", place, grown[place], built[place]))
		}
	}
	for _, place := range slices.Sorted(maps.Keys(built)) {
		if _, there := grown[place]; !there {
			all = append(all, place+" is there when built from nothing, and not after the change")
		}
	}
	return all
}
