package examples

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Azure's own clients, on the sandbox that a test's Pulumi works on.

// serve serves a deployment's sandbox for the time of a test, and gives the environment of clients that use it.
func (d deployment) serve(t *testing.T) map[string]string {
	t.Helper()
	command := os.Getenv("AZURE_EXPRESSROUTE_E2E_SANDBOX")
	if command == "" {
		skipOutsideCI(t, "no sandbox command: run make test")
	}
	sandbox := exec.Command(command, "serve", "--env", "--subscription", subscription, "--state", d.sandbox)
	sandbox.Stderr = os.Stderr
	out, err := sandbox.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, sandbox.Start())
	t.Cleanup(func() {
		require.NoError(t, sandbox.Process.Signal(os.Interrupt))
		require.NoError(t, sandbox.Wait())
	})
	env := map[string]string{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if match := regexp.MustCompile(`^export (\w+)=(\S+)$`).FindStringSubmatch(lines.Text()); match != nil {
			env[match[1]] = match[2]
		} else if strings.HasPrefix(lines.Text(), "az login") { // the last one
			break
		}
	}
	require.NotEmpty(t, env["AZURE_EXPRESSROUTE_SANDBOX_ENDPOINT"])
	return env
}

// azurePython is the Python that has Azure's clients.
func azurePython(t *testing.T) string {
	t.Helper()
	python := filepath.Join(os.Getenv("AZURE_EXPRESSROUTE_E2E_AZURE"), "bin", "python")
	if _, err := os.Stat(python); os.Getenv("AZURE_EXPRESSROUTE_E2E_AZURE") == "" || err != nil {
		skipOutsideCI(t, "no Azure CLI: run make azure, which needs python3, two minutes and 730 MB")
	}
	return python
}

// cli is the Azure CLI, logged in to the sandbox. All its commands run in one process: most of a command's time is the
// start of that.
type cli struct {
	in  io.Writer
	out *json.Decoder
}

func newCLI(t *testing.T, env map[string]string) cli {
	t.Helper()
	process := exec.Command(azurePython(t), "../tools/azure/az.py")
	process.Env = os.Environ()
	for name, value := range env {
		process.Env = append(process.Env, name+"="+value)
	}
	process.Stderr = os.Stderr
	in, err := process.StdinPipe()
	require.NoError(t, err)
	out, err := process.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, process.Start())
	t.Cleanup(func() {
		require.NoError(t, in.Close())
		require.NoError(t, process.Wait())
	})
	az := cli{in, json.NewDecoder(out)}
	az.run(t, "cloud", "register", "-n", "Sandbox", "--endpoint-resource-manager", env["AZURE_EXPRESSROUTE_SANDBOX_ENDPOINT"])
	az.run(t, "cloud", "set", "-n", "Sandbox")
	az.run(t, "login", "--service-principal", "-u", env["AZURE_CLIENT_ID"], "-p", env["AZURE_CLIENT_SECRET"], "--tenant", env["AZURE_TENANT_ID"])
	return az
}

type cliAnswer struct {
	Code          int
	Out, Problems string
}

func (az cli) ask(t *testing.T, words []string) cliAnswer {
	t.Helper()
	require.NoError(t, json.NewEncoder(az.in).Encode(words))
	var answer cliAnswer
	require.NoError(t, az.out.Decode(&answer))
	return answer
}

// run runs a command, and gives what it prints; nil when that is nothing.
func (az cli) run(t *testing.T, words ...string) any {
	t.Helper()
	answer := az.ask(t, words)
	require.Zero(t, answer.Code, "az %s: %s", strings.Join(words, " "), answer.Problems)
	if strings.TrimSpace(answer.Out) == "" {
		return nil
	}
	var printed any
	require.NoError(t, json.Unmarshal([]byte(answer.Out), &printed), answer.Out)
	return printed
}

// line is run for a command as people write it.
func (az cli) line(t *testing.T, command string) any {
	t.Helper()
	return az.run(t, strings.Fields(command)...)
}

// fails checks what a command complains of.
func (az cli) fails(t *testing.T, complaint, command string) {
	t.Helper()
	answer := az.ask(t, strings.Fields(command))
	assert.NotZero(t, answer.Code, command)
	assert.Contains(t, answer.Problems, complaint, command)
}

// at is the value at a dotted path, in which numbers count the elements of lists.
func at(t *testing.T, value any, path string) any {
	t.Helper()
	for _, step := range strings.Split(path, ".") {
		switch inner := value.(type) {
		case []any:
			var i int
			require.NoError(t, json.Unmarshal([]byte(step), &i), path)
			require.Greater(t, len(inner), i, path)
			value = inner[i]
		default:
			require.IsType(t, map[string]any{}, value, path)
			value = value.(map[string]any)[step]
		}
	}
	return value
}

// textAt is the text at a path.
func textAt(t *testing.T, value any, path string) string {
	t.Helper()
	text, ok := at(t, value, path).(string)
	require.True(t, ok, "%s is not a text", path)
	return text
}

// The life of a circuit by hand, as the tests of the Azure CLI go through it, and what Pulumi reads of it.
func TestTheAzureCLIWorksOnTheSandbox(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "testdata/readback")
	az := newCLI(t, d.serve(t))

	az.line(t, "group create -n network -l westeurope")
	made := az.line(t, "network express-route create -g network -n london --bandwidth 50 --peering-location London"+
		" --provider BT --sku-tier Premium --sku-family MeteredData -l westeurope")
	assert.Equal(t, "Succeeded", at(t, made, "provisioningState"))
	assert.Equal(t, "NotProvisioned", at(t, made, "serviceProviderProvisioningState"))
	made = az.line(t, "network express-route update -g network -n london --bandwidth 100 --set tags.owner=network")
	assert.Equal(t, 100.0, at(t, made, "serviceProviderProperties.bandwidthInMbps"))
	assert.Equal(t, "network", at(t, made, "tags.owner"))

	peering := "network express-route peering create -g network --circuit-name london --peer-asn 65010 "
	made = az.line(t, peering+"--peering-type AzurePrivatePeering --vlan-id 100 --primary-peer-subnet 10.0.0.0/30"+
		" --secondary-peer-subnet 10.0.0.4/30 --shared-key hunter2")
	assert.Equal(t, 12076.0, at(t, made, "azureASN"))
	assert.NotContains(t, made, "sharedKey")
	az.fails(t, "InvalidParameter", peering+"--peering-type MicrosoftPeering --vlan-id 100 --primary-peer-subnet 203.0.113.0/30"+
		" --secondary-peer-subnet 203.0.113.4/30 --advertised-public-prefixes 203.0.113.0/24")
	az.line(t, peering+"--peering-type MicrosoftPeering --vlan-id 200 --primary-peer-subnet 203.0.113.0/30"+
		" --secondary-peer-subnet 203.0.113.4/30 --advertised-public-prefixes 203.0.113.0/24")
	made = az.line(t, "network express-route peering update -g network --circuit-name london -n MicrosoftPeering"+
		" --ip-version ipv6 --primary-peer-subnet 2001:db8::/126 --secondary-peer-subnet 2001:db8::4/126 --advertised-public-prefixes 2001:db8:1::/48")
	assert.Equal(t, "2001:db8::/126", at(t, made, "ipv6PeeringConfig.primaryPeerAddressPrefix"))

	az.line(t, "network route-filter create -g network -n services -l westeurope")
	az.line(t, "network route-filter rule create -g network --filter-name services -n allow --access Allow --communities 12076:5010 12076:51002")
	made = az.line(t, "network express-route peering update -g network --circuit-name london -n MicrosoftPeering --route-filter services")
	assert.Equal(t, []any{"12076:5010", "12076:51002"}, at(t, made, "microsoftPeeringConfig.advertisedCommunities"))
	az.fails(t, "InUseRouteFilterCannotBeDeleted", "network route-filter delete -g network -n services")

	made = az.line(t, "network express-route auth create -g network --circuit-name london -n branch")
	assert.Regexp(t, uuid, at(t, made, "authorizationKey"))
	assert.Len(t, az.line(t, "network express-route auth list -g network --circuit-name london"), 1)
	assert.Len(t, az.line(t, "network express-route peering list -g network --circuit-name london"), 2)
	assert.Len(t, az.line(t, "network express-route list"), 1)
	for _, table := range []string{"list-arp-tables", "list-route-tables", "list-route-tables-summary"} {
		assert.Empty(t, at(t, az.line(t, "network express-route "+table+" -g network -n london --path primary --peering-name AzurePrivatePeering"), "value"))
	}
	az.line(t, "network express-route get-stats -g network -n london")
	assert.NotEmpty(t, az.line(t, "network express-route list-service-providers"))
	assert.NotEmpty(t, az.line(t, "network express-route port location list"))
	assert.NotEmpty(t, az.line(t, "network route-filter rule list-service-communities"))

	// Global Reach is refused after it was taken, and leaves a mess; and is made when the carriers are done.
	az.line(t, "network express-route create -g network -n osaka --bandwidth 50 --peering-location Osaka --provider Equinix --sku-tier Premium -l westeurope")
	az.line(t, "network express-route peering create -g network --circuit-name osaka"+
		" --peering-type AzurePrivatePeering --peer-asn 65010 --vlan-id 100 --primary-peer-subnet 10.1.0.0/30 --secondary-peer-subnet 10.1.0.4/30")
	connect := "network express-route peering connection create -g network --circuit-name london" +
		" --peering-name AzurePrivatePeering -n osaka --peer-circuit osaka --address-prefix 10.9.0.0/29"
	az.fails(t, "is Not Provisioned", connect)
	assert.Equal(t, "Failed", at(t, az.line(t, "network express-route show -g network -n london"), "provisioningState"))
	az.fails(t, "ParentResourceIsInFailedState", connect)
	d.command(t, "provision", "london")
	d.command(t, "provision", "osaka")
	az.line(t, "network express-route update -g network -n london --set tags.owner=network")
	made = az.line(t, connect)
	assert.Equal(t, "Connected", at(t, made, "circuitConnectionStatus"))
	assert.Len(t, az.line(t, "network express-route peering peer-connection list -g network --circuit-name osaka --peering-name AzurePrivatePeering"), 1)

	// A gateway is connected, by a template.
	az.line(t, "network vnet create -g network -n hub -l westeurope --address-prefixes 10.2.0.0/16 --subnet-name GatewaySubnet --subnet-prefixes 10.2.0.0/24")
	az.line(t, "network public-ip create -g network -n hub -l westeurope --sku Standard --allocation-method Static")
	az.line(t, "network vnet-gateway create -g network -n hub -l westeurope --vnet hub --public-ip-addresses hub --gateway-type ExpressRoute --sku ErGw1AZ")
	az.line(t, "network vpn-connection create -g network -n hub -l westeurope --vnet-gateway1 hub --express-route-circuit2 london --routing-weight 10")

	az.line(t, "network express-route port create -g network -n metro -l westeurope --peering-location London --bandwidth 10 Gbps --encapsulation Dot1Q")
	assert.Len(t, az.line(t, "network express-route port link list -g network --port-name metro"), 2)

	// Pulumi reads all of it.
	up, _, err := d.up(t)
	require.NoError(t, err)
	read := func(path string) any {
		name, rest, _ := strings.Cut(path, ".")
		return at(t, up.Outputs[name].Value, rest)
	}
	for path, want := range map[string]any{
		"circuit.serviceProviderProperties.bandwidthInMbps":               100.0,
		"circuit.serviceProviderProvisioningState":                        "Provisioned",
		"circuit.globalReachEnabled":                                      true,
		"circuit.tags.owner":                                              "network",
		"circuit.peerings.0.vlanId":                                       100.0,
		"circuit.peerings.0.connections.0.addressPrefix":                  "10.9.0.0/29",
		"circuit.peerings.1.ipv6PeeringConfig.primaryPeerAddressPrefix":   "2001:db8::/126",
		"circuit.peerings.1.microsoftPeeringConfig.advertisedCommunities": []any{"12076:5010", "12076:51002"},
		"circuit.authorizations.0.authorizationUseStatus":                 "Available",
		"filter.rules.0.communities":                                      []any{"12076:5010", "12076:51002"},
		"port.encapsulation":                                              "Dot1Q",
		"port.links.1.name":                                               "link2",
		"connection.routingWeight":                                        10.0,
		"connection.connectionStatus":                                     "Connected",
	} {
		assert.Equal(t, want, read(path), path)
	}

	az.fails(t, "InUseExpressRouteCircuitPeeringCannotBeDeleted", "network express-route peering delete -g network --circuit-name london -n AzurePrivatePeering")
	az.fails(t, "ConflictError", "group delete -n network --yes")
	d.command(t, "deprovision", "london")
	d.command(t, "deprovision", "osaka")
	az.line(t, "network express-route auth delete -g network --circuit-name london -n branch")
	az.line(t, "network vpn-connection delete -g network -n hub")
	az.line(t, "network express-route peering connection delete -g network --circuit-name london --peering-name AzurePrivatePeering -n osaka")
	az.line(t, "network express-route delete -g network -n london")
	az.line(t, "group delete -n network --yes")
	assert.Equal(t, false, az.line(t, "group exists -n network"))
	d.assertSandboxEmpty(t)
}

// What a PeeringStack made is listed with the same values, and what is changed by hand is found by a refresh.
func TestTheAzureCLIBesideAPeeringStack(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "yaml")
	d.setSharedKey(t, "Shared0Between0Routers")
	az := newCLI(t, d.serve(t))
	up, _, err := d.up(t)
	require.NoError(t, err)

	listed := az.line(t, "network express-route list")
	require.Len(t, listed, 1)
	circuit := at(t, listed, "0")
	assert.Equal(t, up.Outputs["circuitId"].Value, at(t, circuit, "id"))
	assert.Equal(t, up.Outputs["serviceKey"].Value, at(t, circuit, "serviceKey"))
	assert.Equal(t, "Silicon Valley", at(t, circuit, "serviceProviderProperties.peeringLocation"))
	assert.Equal(t, map[string]any{"cost-center": "4711"}, at(t, circuit, "tags"))
	for _, session := range up.Outputs["bgpSessions"].Value.([]any) {
		peering := "0"
		if strings.HasPrefix(textAt(t, session, "peering"), "Microsoft") {
			peering = "1"
		}
		assert.Equal(t, at(t, session, "vlanId"), at(t, circuit, "peerings."+peering+".vlanId"))
		link := textAt(t, session, "link")
		assert.Equal(t, at(t, session, "prefix"), at(t, circuit, "peerings."+peering+"."+link+"PeerAddressPrefix"))
	}
	assert.Equal(t, up.Outputs["routeFilterId"].Value, at(t, circuit, "peerings.1.routeFilter.id"))

	// docs/adoption.md: the circuit as Azure has it.
	shown := az.line(t, commandIn(t, "../docs/adoption.md", "`az ([^`]*) --ids …`")+" --ids "+textAt(t, circuit, "id"))
	assert.Equal(t, at(t, circuit, "peerings"), at(t, shown, "peerings"))

	group, name := textAt(t, circuit, "resourceGroup"), textAt(t, circuit, "name")
	other := textAt(t, az.line(t, "network route-filter create -g "+group+" -n other -l westus"), "id")
	az.line(t, "network route-filter rule create -g "+group+" --filter-name other -n allow --access Allow --communities 12076:51004")
	az.line(t, "network express-route peering update -g "+group+" --circuit-name "+name+" -n MicrosoftPeering --route-filter "+other)
	refreshed, err := d.stack.Refresh(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 1, (*refreshed.Summary.ResourceChanges)["update"], "the peering: %s", refreshed.StdOut)
	_, steps, err := d.up(t)
	require.NoError(t, err)
	assert.Contains(t, strings.Join(steps, "\n"), "update ExpressRouteCircuitPeering contoso-microsoft")
	shown = az.line(t, "network express-route show --ids "+textAt(t, circuit, "id"))
	assert.Equal(t, up.Outputs["routeFilterId"].Value, at(t, shown, "peerings.1.routeFilter.id"))

	// docs/carrier.md: a filter on the peering that a layer-3 carrier made.
	az.line(t, "group create -n network -l westeurope")
	az.line(t, "network express-route create -g network -n amsterdam --bandwidth 50 --peering-location Amsterdam --provider Equinix -l westeurope")
	az.line(t, "network express-route peering create -g network --circuit-name amsterdam"+
		" --peering-type MicrosoftPeering --peer-asn 65010 --vlan-id 200 --primary-peer-subnet 203.0.113.0/30"+
		" --secondary-peer-subnet 203.0.113.4/30 --advertised-public-prefixes 203.0.113.0/24")
	attach := commandIn(t, "../docs/carrier.md", "(?s)```sh\naz (network express-route peering update.*?)```")
	attached := az.line(t, strings.NewReplacer("\\\n", " ", `"$ROUTE_FILTER_ID"`, other).Replace(attach))
	assert.Equal(t, other, at(t, attached, "routeFilter.id"))
}

// commandIn is a command that a page shows.
func commandIn(t *testing.T, page, pattern string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	match := regexp.MustCompile(pattern).FindSubmatch(text)
	require.NotNil(t, match, page)
	return string(match[1])
}

func TestTheAzureSDKForPythonWorksOnTheSandbox(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "testdata/readback")
	env := d.serve(t)
	run(t, ".", env, azurePython(t), "../tools/azure/network.py", "make")
	d.command(t, "provision", "london")
	up, _, err := d.up(t)
	require.NoError(t, err)
	for path, want := range map[string]any{
		"peerings.0.peerASN": 65010.0, "peerings.0.vlanId": 100.0, "serviceProviderProperties.bandwidthInMbps": 200.0, "tags.owner": "network",
		"authorizations.0.authorizationUseStatus": "InUse",
	} {
		assert.Equal(t, want, at(t, up.Outputs["circuit"].Value, path), path)
	}
	assert.Equal(t, "Connected", at(t, up.Outputs["connection"].Value, "connectionStatus"))
	d.command(t, "deprovision", "london")
	run(t, ".", env, azurePython(t), "../tools/azure/network.py", "delete")
	assert.Len(t, d.stored(t), 1, "the group")
}
