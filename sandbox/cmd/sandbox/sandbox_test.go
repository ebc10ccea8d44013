package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

const (
	groupID         = "/subscriptions/s/resourceGroups/net"
	circuitID       = groupID + "/providers/Microsoft.Network/expressRouteCircuits/er"
	otherID         = groupID + "/providers/Microsoft.Network/expressRouteCircuits/direct"
	privateID       = circuitID + "/peerings/AzurePrivatePeering"
	authorizationID = circuitID + "/authorizations/branch"
	filterID        = groupID + "/providers/Microsoft.Network/routeFilters/rf"
)

// shell runs the command on a sandbox of its own.
type shell struct {
	testing.TB
	arm  *arm.Server
	file string
}

func newShell(t testing.TB) shell {
	t.Helper()
	file := filepath.Join(t.TempDir(), "state.db")
	t.Setenv(store.PathVariable, file)
	s := shell{t, arm.NewServer(store.At(file)), file}
	s.put(groupID, arm.Body{"location": "westeurope"})
	s.put(circuitID, arm.Body{"location": "westeurope", "tags": arm.Body{"owner": "me"}})
	s.put(privateID, arm.Body{"properties": arm.Body{
		"peeringType": "AzurePrivatePeering", "peerASN": 65010, "vlanId": 100, "sharedKey": "hunter2",
		"primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30",
	}})
	s.put(authorizationID, arm.Body{})
	port := groupID + "/providers/Microsoft.Network/expressRoutePorts/port"
	s.put(port, arm.Body{"location": "westeurope"})
	s.put(otherID, arm.Body{"location": "westeurope", "properties": arm.Body{"expressRoutePort": arm.Body{"id": port}}})
	s.put(filterID, arm.Body{"location": "westeurope"})
	return s
}

func (s shell) id(text string) arm.ID {
	s.Helper()
	id, err := arm.ParseID(text)
	require.NoError(s, err)
	return id
}

func (s shell) put(id string, body arm.Body) {
	s.Helper()
	_, err := s.arm.Put(s.id(id), body)
	require.NoError(s, err)
}

func (s shell) property(id, name string) any {
	s.Helper()
	body, err := s.arm.Get(s.id(id))
	require.NoError(s, err)
	return body["properties"].(arm.Body)[name]
}

func sandbox(args ...string) (code int, out, problems string) {
	var stdout, stderr bytes.Buffer
	code = run(args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func (s shell) succeeds(args ...string) string {
	s.Helper()
	code, out, problems := sandbox(args...)
	require.Equal(s, 0, code, problems)
	assert.Empty(s, problems)
	return out
}

func (s shell) fails(code int, want string, args ...string) {
	s.Helper()
	got, out, problems := sandbox(args...)
	assert.Equal(s, code, got)
	assert.Empty(s, out)
	assert.Contains(s, problems, want)
}

func TestEveryCommandHasHelpWithAnExample(t *testing.T) {
	s := newShell(t)
	help := s.succeeds("--help")
	for _, c := range commands {
		assert.Contains(t, help, "  "+c.name+" ")
		text := s.succeeds(c.name, "--help")
		assert.Contains(t, text, "Example:\n  sandbox "+c.name)
		assert.Contains(t, text, "--state")
	}
}

func TestWrongCommandLines(t *testing.T) {
	s := newShell(t)
	for _, c := range []struct {
		want string
		args []string
	}{
		{"a command is missing", nil},
		{`no command "create"`, []string{"create"}},
		{"list takes no arguments", []string{"list", "er"}},
		{"show takes ID", []string{"show"}},
		{"edit takes ID PATH=JSONVALUE...", []string{"edit", "er"}},
		{"not defined: -force", []string{"reset", "--force"}},
		{"properties.vlanId: a change looks like", []string{"edit", privateID, "properties.vlanId"}},
		{"tags.: a change looks like", []string{"edit", "er", "tags.=1"}},
		{"the value should be JSON", []string{"edit", "er", "tags.a=b"}},
	} {
		s.fails(exitUsage, c.want, c.args...)
	}
}

func TestFailures(t *testing.T) {
	s := newShell(t)
	for _, c := range []struct {
		want string
		args []string
	}{
		{"no sandbox in /nowhere/state.db yet", []string{"list", "--state", "/nowhere/state.db"}},
		{"no resource named none", []string{"show", "none"}},
		{"no circuit named rf", []string{"provision", "rf"}},
		{"is no circuit", []string{"provision", filterID}},
		{"(ResourceNotFound)", []string{"show", circuitID + "2"}},
		{"(ResourceNotFound)", []string{"provision", circuitID + "2"}},
		{"(NotFound)", []string{"delete", circuitID + "/peerings/MicrosoftPeering"}},
		{"(InvalidResourceId)", []string{"show", "/er"}},
		{"it has no service provider", []string{"provision", "direct"}},
		{"cannot be edited", []string{"edit", "er", `name="x"`}},
		{"cannot be edited", []string{"edit", authorizationID, `properties.authorizationUseStatus="InUse"`}},
		{"tags.owner is not an object", []string{"edit", "er", "tags.owner.name=1"}},
		{"has no properties.vlanID; did you mean properties.vlanId?", []string{"edit", "er/peerings/AzurePrivatePeering", "properties.vlanID=200"}},
		{"has no vlanId; did you mean properties.vlanId?", []string{"edit", "er/peerings/AzurePrivatePeering", "vlanId=200"}},
		{"has no properties.nothingLikeIt; it has allowClassicOperations, ", []string{"edit", "er", "properties.nothingLikeIt=1"}},
		{"sku is a list where an object is wanted", []string{"edit", "er", "sku=[5]"}},
		{"tags is a list where an object is wanted", []string{"edit", "er", "tags=[1]"}},
		{"tags.a is a number where a text is wanted", []string{"edit", "er", "tags.a=1"}},
		{"properties.vlanId is a list where a whole number is wanted", []string{"edit", privateID, "properties.vlanId=[1]"}},
		{"properties.vlanId is a number where a whole number is wanted", []string{"edit", privateID, "properties.vlanId=1.5"}},
		{"outside 1 to 4094", []string{"edit", privateID, "properties.vlanId=5000"}},
		{"properties.serviceProviderProvisioningState is one of NotProvisioned, ", []string{"edit", "er", `properties.serviceProviderProvisioningState="Provisoned"`}},
		{"properties.provisioningState is one of ", []string{"edit", "er", `properties.provisioningState="Done"`}},
		{"(InvalidAddressPrefixFormat)", []string{"edit", privateID, `properties.primaryPeerAddressPrefix="x"`}},
	} {
		s.fails(exitFailed, c.want, c.args...)
	}
	s.put(strings.Replace(groupID, "net", "far", 1), arm.Body{"location": "westeurope"})
	s.put(strings.Replace(circuitID, "/net/", "/far/", 1), arm.Body{"location": "westeurope"})
	s.fails(exitFailed, "2 resources named ER; give the id", "provision", "ER")
}

func TestListAndShow(t *testing.T) {
	s := newShell(t)
	serviceKey := s.property(circuitID, "serviceKey").(string)
	authorizationKey := s.property(authorizationID, "authorizationKey").(string)

	listed := s.succeeds("list")
	assert.Contains(t, listed, circuitID+"  Succeeded, NotProvisioned\n")
	assert.Contains(t, listed, authorizationID+"  Succeeded, Available\n")
	shown := s.succeeds("show", "er")
	assert.Contains(t, shown, "tags.owner=\"me\"\n")
	assert.Contains(t, shown, "properties.serviceKey=\"*****************\"\n")

	var bodies []arm.Body
	require.NoError(t, json.Unmarshal([]byte(s.succeeds("list", "--json")), &bodies))
	assert.Len(t, bodies, 7)
	var body arm.Body
	require.NoError(t, json.Unmarshal([]byte(s.succeeds("show", "--json", circuitID)), &body))
	assert.Equal(t, circuitID, body["id"])

	for _, args := range [][]string{{"list"}, {"list", "--json"}, {"show", "er"}, {"show", "er", "--json"}, {"show", authorizationID}, {"provision", "er", "--json"}} {
		out := s.succeeds(args...)
		assert.NotContains(t, out, serviceKey, args)
		assert.NotContains(t, out, authorizationKey, args)
		assert.NotContains(t, out, "hunter2", args)
	}
}

func TestTheCarrier(t *testing.T) {
	s := newShell(t)
	assert.Equal(t, "Circuit er is Provisioned.\n", s.succeeds("provision", "ER"))
	assert.Equal(t, "Provisioned", s.property(circuitID, "serviceProviderProvisioningState"))
	s.succeeds("provision", circuitID)
	s.fails(exitFailed, "(ConflictError)", "delete", "er")
	assert.Equal(t, "Circuit er is NotProvisioned.\n", s.succeeds("deprovision", circuitID))
	s.succeeds("delete", "er")
	s.fails(exitFailed, "no resource named er", "delete", "er")
}

func TestAStrictCarrier(t *testing.T) {
	s := newShell(t)
	s.succeeds("provision", "er")
	s.fails(exitFailed, privateID, "deprovision", "er", "--strict")
	s.succeeds("delete", privateID)
	s.succeeds("deprovision", "--strict", "er")
	s.fails(exitUsage, "not defined: -strict", "provision", "er", "--strict")
}

func TestACarrierThatRunsLayer3(t *testing.T) {
	s := newShell(t)
	assert.Equal(t, "Circuit er is Provisioned.\n", s.succeeds("provision", "er", "--layer3"))
	assert.InDelta(t, 100, s.property(privateID, "vlanId"), 0, "a peering that is there stays")
	microsoftID := circuitID + "/peerings/MicrosoftPeering"
	assert.InDelta(t, 1002, s.property(microsoftID, "vlanId"), 0)
	s.succeeds("delete", privateID)
	s.succeeds("provision", "er", "--layer3")
	assert.InDelta(t, 1001, s.property(privateID, "vlanId"), 0)
	s.fails(exitFailed, "has no service provider", "provision", otherID, "--layer3")
}

func TestOperationsAreListed(t *testing.T) {
	s := newShell(t)
	s.succeeds("delete", privateID)
	out := s.succeeds("operations")
	assert.Contains(t, out, "  create "+circuitID+"  Succeeded\n")
	assert.Contains(t, out, "  delete "+privateID+"  Succeeded\n")
	var all []arm.Operation
	require.NoError(t, json.Unmarshal([]byte(s.succeeds("operations", "--json")), &all))
	assert.Len(t, all, 8)
	assert.Equal(t, "delete", all[7].Verb)
	s.succeeds("reset")
	assert.Contains(t, s.succeeds("operations"), "has had no operations")
	assert.JSONEq(t, "[]", s.succeeds("operations", "--json"))
}

func TestEdit(t *testing.T) {
	s := newShell(t)
	key := s.property(circuitID, "serviceKey")
	s.succeeds("edit", "er", `tags={"a.b":"c"}`, "properties.allowClassicOperations=true", `properties.gatewayManagerEtag="12"`, `properties.serviceProviderProvisioningState="Provisioning"`)
	body, err := s.arm.Get(s.id(circuitID))
	require.NoError(t, err)
	assert.Equal(t, arm.Body{"a.b": "c"}, body["tags"])
	assert.Equal(t, true, s.property(circuitID, "allowClassicOperations"))
	assert.Equal(t, "12", s.property(circuitID, "gatewayManagerEtag"))
	assert.Equal(t, "Provisioning", s.property(circuitID, "serviceProviderProvisioningState"))
	assert.Equal(t, key, s.property(circuitID, "serviceKey"))
	assert.Len(t, s.property(circuitID, "peerings"), 1, "what is not edited stays")

	s.succeeds("edit", "er", "tags=null", `properties.bandwidthInGbps=5`)
	body, err = s.arm.Get(s.id(circuitID))
	require.NoError(t, err)
	assert.NotContains(t, body, "tags")
	s.succeeds("edit", privateID, "properties.vlanId=200", `properties.sharedKey="hunter3"`)
	assert.Equal(t, 200.0, s.property(privateID, "vlanId"))
}

func TestReset(t *testing.T) {
	s := newShell(t)
	s.succeeds("provision", "er")
	assert.JSONEq(t, `{"forgotten": 7}`, s.succeeds("reset", "--json"))
	assert.Contains(t, s.succeeds("list"), "has no resources")
	assert.JSONEq(t, "[]", s.succeeds("list", "--json"))
}

func TestThePlaceOfTheState(t *testing.T) {
	s := newShell(t)
	home := t.TempDir()
	require.NoError(t, os.Rename(s.file, filepath.Join(home, "azure-expressroute-sandbox.db")))
	s.fails(exitFailed, "no sandbox in "+s.file, "list")
	s.succeeds("list", "--state", filepath.Join(home, "azure-expressroute-sandbox.db"))
	t.Setenv(store.PathVariable, "")
	t.Setenv("PULUMI_HOME", home)
	s.succeeds("list")
}

// The command is to build in seconds.
func TestItNeedsNothingOfPulumi(t *testing.T) {
	deps, err := exec.Command("go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	assert.NotContains(t, string(deps), "github.com/pulumi/")
}

func TestFaultsArePlannedListedAndCleared(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.db")
	call := func(args ...string) (int, string, string) {
		var out, problems bytes.Buffer
		code := run(append(args, "--state", file), &out, &problems)
		return code, out.String(), problems.String()
	}
	code, out, _ := call("faults", "add", "peerings", "create", "409", "times=4")
	assert.Zero(t, code, "before there is a sandbox")
	assert.Equal(t, "peerings create 409 times=4  struck 0 of 0\n", out)
	code, out, _ = call("faults", "add", "*", "delete", "slow", "for=2s", "after=1", "--json")
	assert.Zero(t, code)
	var planned []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &planned))
	assert.Len(t, planned, 2)
	code, _, problems := call("faults", "add", "peerings", "create", "418")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, problems, "use one of 409, 429")
	for _, wrong := range [][]string{{"add"}, {"add", "--on", "create", "--fault", "409"}, {"list", "peerings"}, {"clear", "--type", "peerings"}, {"--times", "2"}} {
		code, _, _ = call(append([]string{"faults"}, wrong...)...)
		assert.Equal(t, exitUsage, code, wrong)
	}
	code, _, _ = call("faults", "drop")
	assert.Equal(t, exitUsage, code)
	_, out, _ = call("faults", "clear")
	assert.Contains(t, out, "No faults are planned")
	_, _, _ = call("faults", "add", "*", "*", "500")
	_, _, _ = call("reset")
	_, out, _ = call("faults", "list")
	assert.Contains(t, out, "No faults are planned")
}

func TestAFaultIsWrittenInFlagsOrInWords(t *testing.T) {
	for want, forms := range map[string][][]string{
		"peerings create 409 times=2 after=1": {
			{"--type", "peerings", "--on", "create", "--fault", "409", "--times", "2", "--after", "1"},
			{"peerings", "create", "409", "times=2", "after=1"},
			{"peerings", "create", "409", "--times", "2", "--after", "1"},
		},
		"* delete slow times=1 for=2s": {
			{"--type", "*", "--on", "delete", "--fault", "slow", "--for", "2s"},
			{"* delete slow for=2s"},
		},
	} {
		for _, form := range forms {
			var out, problems bytes.Buffer
			code := run(append([]string{"faults", "add", "--state", filepath.Join(t.TempDir(), "state.db")}, form...), &out, &problems)
			assert.Zero(t, code, problems.String())
			assert.Equal(t, want+"  struck 0 of 0\n", out.String())
		}
	}
}

func TestFlagsMayStandBeforeTheCommand(t *testing.T) {
	s := newShell(t)
	assert.JSONEq(t, s.succeeds("list", "--json"), s.succeeds("--json", "list"))
	path := os.Getenv(store.PathVariable)
	t.Setenv(store.PathVariable, "/nowhere/state.db")
	assert.Contains(t, s.succeeds("--state", path, "show", "er"), "id=")
	assert.Contains(t, s.succeeds("--state="+path, "show", "er"), "id=")
}

func TestTheCarrierTakesAllItsCircuits(t *testing.T) {
	s := newShell(t)
	assert.Equal(t, "Circuit er is Provisioned.\n", s.succeeds("provision"), "the one on a port has no carrier")
	assert.Equal(t, "Provisioned", s.property(circuitID, "serviceProviderProvisioningState"))
	assert.Contains(t, s.succeeds("deprovision", "--json"), `"NotProvisioned"`)
	s.succeeds("reset")
	assert.Contains(t, s.succeeds("provision"), "no circuit at a service provider")
}

// What a file that was cut off, or has a document that cannot be read, does to the command.
func TestADamagedFileHasAWayOut(t *testing.T) {
	s := newShell(t)
	path := os.Getenv(store.PathVariable)
	content, err := os.ReadFile(path)
	require.NoError(t, err)

	at := bytes.LastIndex(content, []byte(`"name":"rf"`))
	require.Positive(t, at)
	bad := bytes.ReplaceAll(content, []byte(`"name":"rf"`), []byte(`"name":xrf"`))
	require.NoError(t, os.WriteFile(path, bad, 0o600))
	code, out, problems := sandbox("list")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, out, circuitID+"  Succeeded", "the others are listed")
	assert.Contains(t, problems, "routefilters/rf")
	assert.Contains(t, problems, "sandbox reset")
	s.succeeds("show", "er")

	require.NoError(t, os.WriteFile(path, content[:5000], 0o600))
	s.fails(exitFailed, path+" is damaged", "list")
	assert.Contains(t, s.succeeds("reset"), path+".damaged-1")
	kept, err := os.ReadFile(path + ".damaged-1")
	require.NoError(t, err)
	assert.Equal(t, content[:5000], kept)
	assert.Contains(t, s.succeeds("list"), "has no resources")
}
