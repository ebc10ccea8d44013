package arm

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

// recordings are the folders of recorded ARM traffic, beside the repository; they are no part of it.
var recordings = []string{"../../../../shared/recorded", "../../../../shared/recorded-more"}

// A recording is a sequence of requests that Azure answered.
type recording struct {
	APIVersion string `json:"api_version"`
	Steps      []struct {
		Method, URL string
		Request     Body
		Status      int
		Response    json.RawMessage
		Operation   *struct {
			Status string
			Error  *struct{ Code string }
		}
		Get *struct {
			Status   int
			Response json.RawMessage
		}
	}
}

// volatile are values that Azure makes anew each time.
var volatile = regexp.MustCompile(`(^|\.)(etag|resourceGuid|serviceKey|authorizationKey|stag|primaryAzurePort|secondaryAzurePort|gatewayManagerEtag)$`)

// stay is a difference that stays, of those that look like "sequence: step N VERB type: path: …", and the reason.
type stay struct{ pattern, reason string }

const (
	olderAPI   = "API 2023-02-01 answers this property; the recording is of an older version"
	formerRule = "Azure refused this in 2016 and 2017, and no longer does"
)

var stays = []stay{
	{`: type: not recorded`, olderAPI},
	{`expressRouteCircuits: .*properties\.(allowGlobalReach|globalReachEnabled): not recorded`, olderAPI},
	{`: properties\.(connections|peeredConnections): not recorded`, olderAPI},
	{`expressRouteConnections: .*properties\.(enablePrivateLinkFastPath|expressRouteGatewayBypass): not recorded`, olderAPI},
	{
		`routeFilters: .*properties\.(peerings|ipv6Peerings): not recorded`,
		"the specification has the lists of users, empty ones too; recordings of 2020 leave them out",
	},
	{`xplat-error-microsoft-peering-(custom|on-standard): .* recorded " InvalidSkuTypeForMicrosoftPeering"`, formerRule},
	{`xplat-error-microsoft-peering-unauthorized: .* recorded " UnauthorizedForMicrosoftPeering"`, formerRule},
	{`xplat-error-internal: .* recorded "InternalServerError"`, "an error of Azure's own; faults are planned here"},
	{`xplat-error-microsoft-peering-custom: step 0`, "the circuit has an AzurePublicPeering, which is retired"},
	{`ps-global-reach-provisioned: step 1 GET`, "the request that made the connection between the two readings is not recorded"},
	{`advertisedPublicPrefixesState: recorded "Configured", here ValidationNeeded`, "nobody validates prefixes here"},
	{`ps-error-local-circuit: .* recorded "InvalidParameter"`, "which service providers offer Local is not modelled"},
	{
		`(xplat-authorization-reput|cli-route-filter-lifecycle): .* begins as: properties\.provisioningState: recorded "Succeeded", here Updating`,
		"Azure is at once done with an update of no more than tags; here it is an operation",
	},
	{
		`cli-er-global-reach-2019-04-01: .*circuitConnectionStatus: recorded "Disconnected", here Connected`,
		"recordings from 2020 on have Connected, of a failed connection too",
	},
	{
		`expressRouteConnections: .*properties\.routingConfiguration\.(associatedRouteTable|propagatedRouteTables): recorded`,
		"route tables of hubs are not modelled, so none is the default",
	},
	{`publicIPAddresses: .*properties\.ipAddress: recorded`, "no addresses are given out"},
	{
		`fluent-route-filter.*: error: recorded "SubscriptionNotAuthorized"`,
		"who is approved for Microsoft 365 is not modelled; routeFilterRules create failed code=SubscriptionNotAuthorized plans it",
	},
	{`ps-microsoft-peering-with-route-filter: .* begins as: properties\.peerings\[0\]`, "inline children are done when their parent begins, but for their state"},
	{`begins as: properties\.(ipv6PeeringConfig\.)?state: recorded`, "the state of an address family comes at the end"},
	{
		`begins as: properties\.ipv6PeeringConfig\.microsoftPeeringConfig\.advertisedPublicPrefixesState: recorded`,
		"an address family that joins a peering is there at once",
	},
	{`begins as: properties\.microsoftPeeringConfig\.legacyMode: not recorded`, olderAPI},
	{`virtualNetworkGateways: begins as: properties\.vpnClientConfiguration: recorded`, "answered while a gateway is being changed, and by nothing else"},
	{
		`ExpressRoutePorts: begins as: properties\.links\[\d\]\.properties\.(routerName|interfaceName|patchPanelId|rackId): not recorded`,
		"a port has its routers from the start",
	},
	{`virtualHubs: properties\.routingState: recorded "Provisioning"`, "a hub's router is there at once"},
	{`virtualNetworks: .*properties\.(enableVmProtection|privateEndpointVNetPolicies): not recorded`, "the one is kept as sent, the other is of newer versions"},
	{`virtualNetworks: .*ipamPoolPrefixAllocations: recorded`, "of versions newer than 2023-02-01"},
	{
		`ExpressRoutePorts: .*properties\.(allocationDate|links\[\d\]\.properties\.(routerName|interfaceName|patchPanelId|rackId)): recorded`,
		"the routers of the sandbox are its own, and its ports older",
	},
	{`ExpressRoutePorts: .*properties\.circuits: not recorded`, "the specification has the list of circuits; the recording leaves an empty one out"},
	{`ExpressRoutePorts: identity\.userAssignedIdentities`, "identities are kept as sent; their ids are not modelled"},
}

func TestConformanceWithRecordedTraffic(t *testing.T) {
	var files []string
	for _, folder := range recordings {
		found, err := filepath.Glob(filepath.Join(folder, "*.json"))
		require.NoError(t, err)
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skip("no recorded traffic in", recordings)
	}
	used := make([]int, len(stays))
	var seen counts
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		for _, difference := range replay(t, name, file, &seen) {
			i := slices.IndexFunc(stays, func(s stay) bool { return regexp.MustCompile(s.pattern).MatchString(difference) })
			if i < 0 {
				t.Error(difference)
				continue
			}
			used[i]++
		}
	}
	for i, s := range stays {
		assert.NotZero(t, used[i], "%s: this difference is gone", s.pattern)
		t.Logf("%d times %s: %s", used[i], s.pattern, s.reason)
	}
	t.Logf("%d sequences, %d requests and %d values compared", len(files), seen.requests, seen.values)
}

// counts are what a replay has looked at.
type counts struct{ requests, values int }

// replay puts a recording's requests to a sandbox and lists where the answers differ.
func replay(t *testing.T, name, file string, seen *counts) []string {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	var r recording
	require.NoError(t, json.Unmarshal(content, &r))
	a := newAzure(t)
	a.Server = NewServer(store.At(filepath.Join(t.TempDir(), "state.db")))
	var found []string
	report := func(format string, args ...any) { found = append(found, name+": "+fmt.Sprintf(format, args...)) }
	for i, step := range r.Steps {
		path, _, _ := strings.Cut(step.URL, "?")
		id, err := ParseID(path)
		if err != nil || kindOf(id.Type()) == nil {
			continue // a list, an action or a resource of another service
		}
		answer := step.Response
		if step.Get != nil && step.Get.Status < 400 {
			answer = step.Get.Response
		}
		var recorded any
		if len(answer) > 0 {
			require.NoError(t, json.Unmarshal(answer, &recorded))
		}
		read, _ := recorded.(map[string]any)
		request := step.Request
		if request == nil { // not recorded: what was read back was put
			request = read
		}
		if step.Method == "PUT" && (request == nil || step.Request == nil && step.Status >= 400) {
			continue // nothing was recorded that could be sent
		}
		surround(a, id, request, strings.Contains(name, "parent-failed"))
		if _, err := a.Get(id); err != nil && step.Method != "PUT" && step.Status < 400 && read != nil {
			if _, err := a.Put(id, read); err != nil { // made before the recording begins
				report("step %d: what is there cannot be made here: %v", i, err)
			}
			if properties := object(read, "properties"); text(properties, "serviceProviderProvisioningState") == "Provisioned" {
				_ = a.Provision(id)
			}
		}
		what := fmt.Sprintf("step %d %s %s", i, step.Method, id.Type()[strings.LastIndex(id.Type(), "/")+1:])
		var begun Begun
		var failure error
		status := map[string]int{"PUT": 200, "DELETE": 202, "GET": 200, "PATCH": 200}[step.Method]
		switch step.Method {
		case "PUT":
			if begun, failure = a.Begin(Request{ID: id, Body: request}); begun.Verb == faults.Create {
				status = 201
			}
		case "DELETE":
			begun, failure = a.Begin(Request{ID: id, Delete: true})
		case "GET":
			_, failure = a.Get(id)
		case "PATCH":
			_, failure = a.Patch(id, request)
		default:
			continue
		}
		seen.requests++
		var refused *Error
		if errors.As(failure, &refused) {
			status = refused.Status
		}
		if status != step.Status {
			report("%s: status: recorded %d, here %d", what, step.Status, status)
		}
		if step.Method == "PUT" && step.Status < 400 && failure == nil {
			var first Body
			require.NoError(t, json.Unmarshal(step.Response, &first))
			here, err := copyOf(begun.Answer)
			require.NoError(t, err)
			eachText(first, func(string) { seen.values++ })
			compare(func(path, format string, args ...any) {
				report("%s: begins as: %s: %s", what, path, fmt.Sprintf(format, args...))
			}, "", any(first), any(here))
		}
		if begun.ID != "" {
			op, err := a.Operation(begun.ID)
			require.NoError(t, err)
			if op.Error != nil {
				failure = op.Error
			}
		}
		wanted := ""
		if step.Status >= 400 {
			var body struct{ Error struct{ Code string } }
			_ = json.Unmarshal(step.Response, &body)
			wanted = body.Error.Code
		} else if step.Operation != nil && step.Operation.Error != nil {
			wanted = step.Operation.Error.Code
		}
		got := ""
		var refusal *Error
		if errors.As(failure, &refusal) {
			got = refusal.Code
		}
		if wanted != got {
			report("%s: error: recorded %q, here %q", what, wanted, got)
			continue
		}
		if step.Method == "DELETE" || step.Status >= 400 || recorded == nil {
			continue
		}
		body, err := a.Get(id)
		if err != nil {
			report("%s: read: %v", what, err)
			continue
		}
		if step.Method == "PUT" && step.Get == nil {
			body = begun.Answer // nobody looked again
		}
		here, err := copyOf(body)
		require.NoError(t, err)
		eachText(recorded, func(string) { seen.values++ })
		compare(func(path, format string, args ...any) { report("%s: %s: %s", what, path, fmt.Sprintf(format, args...)) }, "", recorded, any(here))
	}
	return found
}

// surround makes what a request takes for granted and the recording does not make: what the resource lies in, and what the
// body refers to.
func surround(a azure, id ID, body Body, failed bool) {
	if _, err := a.Get(id.group()); err != nil {
		a.put(id.group().String(), Body{"location": "westus"})
	}
	if !id.isRoot() {
		if above := id.above(); above.Provider != "" {
			furnish(a, above, failed)
		}
	}
	eachText(body, func(text string) {
		if referred, err := ParseID(text); err == nil && kindOf(referred.Type()) != nil && referred.Provider != "" && referred.root().key() != id.root().key() {
			furnish(a, referred, false)
		}
	})
}

// furnish makes a resource when there is none: one that a circuit or gateway needs and nobody looks at.
func furnish(a azure, id ID, failed bool) {
	if _, err := a.Get(id); err == nil || strings.Contains(id.String(), id.Name()+"/") {
		return
	}
	body := Body{"location": "westus", "properties": Body{}}
	switch id.Type() {
	case circuitType:
		body = circuitBody()
		body["location"] = "westus"
	case peeringType:
		body = privateBody()
		if id.Name() == microsoftPeering {
			body = microsoftBody()
		}
	case routeFilterType:
	}
	surround(a, id, body, failed)
	_, _ = a.Put(id, body)
	switch {
	case id.Type() != circuitType:
	case failed:
		_, err := a.Edit(id, Edit{[]string{"properties", "provisioningState"}, "Failed"})
		require.NoError(a, err)
	default:
		_ = a.Provision(id)
	}
}

// eachText visits all values that are no lists or objects, in words.
func eachText(value any, visit func(string)) {
	switch v := value.(type) {
	case nil:
	default:
		visit(fmt.Sprint(v))
	case map[string]any:
		for _, inner := range v {
			eachText(inner, visit)
		}
	case []any:
		for _, inner := range v {
			eachText(inner, visit)
		}
	}
}

func compare(report func(path, format string, args ...any), path string, recorded, here any) {
	if volatile.MatchString(path) {
		return
	}
	switch r := recorded.(type) {
	case map[string]any:
		h, ok := here.(map[string]any)
		if !ok {
			report(path, "recorded an object, here %v", here)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(r)) {
			at := strings.TrimPrefix(path+"."+key, ".")
			if volatile.MatchString(at) {
				continue
			}
			if _, there := h[key]; !there {
				report(at, "recorded %v, not here", r[key])
				continue
			}
			compare(report, at, r[key], h[key])
		}
		for _, key := range slices.Sorted(maps.Keys(h)) {
			if _, there := r[key]; !there && !volatile.MatchString(key) {
				report(strings.TrimPrefix(path+"."+key, "."), "not recorded, here %v", h[key])
			}
		}
	case []any:
		h, _ := here.([]any)
		if len(h) != len(r) {
			report(path, "recorded %d elements, here %d", len(r), len(h))
			return
		}
		for i := range r {
			compare(report, fmt.Sprintf("%s[%d]", path, i), r[i], h[i])
		}
	case string:
		h, ok := here.(string)
		if !ok || !strings.EqualFold(r, h) {
			report(path, "recorded %q, here %v", r, here)
		}
	default:
		if fmt.Sprint(recorded) != fmt.Sprint(here) {
			report(path, "recorded %v, here %v", recorded, here)
		}
	}
}
