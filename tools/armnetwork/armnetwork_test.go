// Package armnetwork holds the sandbox to Azure's SDK for Go: what that sends is understood, and what it is answered is
// what it reads.
package armnetwork

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	armpolicy "github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v7"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/resources/armresources"
)

// anybody is a credential: the sandbox takes any.
type anybody struct{}

func (anybody) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "anybody", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

const (
	subscription = "00000000-0000-0000-0000-0000000e55e0"
	location     = "westeurope"
)

// served serves the sandbox for the time of a test, and gives the options of clients that use it.
func served(t *testing.T) (*armpolicy.ClientOptions, func(...string)) {
	t.Helper()
	command := os.Getenv("AZURE_EXPRESSROUTE_E2E_SANDBOX")
	if command == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("no sandbox command: run make test")
		}
		t.Skip("no sandbox command: run make test")
	}
	file := filepath.Join(t.TempDir(), "sandbox.db")
	sandbox := func(args ...string) *exec.Cmd {
		c := exec.CommandContext(context.Background(), command, append(args, "--state", file)...)
		c.Stderr = os.Stderr
		return c
	}
	serve := sandbox("serve", "--env", "--subscription", subscription)
	out, err := serve.StdoutPipe()
	check(t, err)
	check(t, serve.Start())
	t.Cleanup(func() {
		check(t, serve.Process.Signal(os.Interrupt))
		check(t, serve.Wait())
	})
	var lines strings.Builder
	for buffer := make([]byte, 4096); !strings.Contains(lines.String(), "az login"); {
		n, err := out.Read(buffer)
		check(t, err)
		lines.Write(buffer[:n])
	}
	env := map[string]string{}
	for _, match := range regexp.MustCompile(`(?m)^export (\w+)=(\S+)$`).FindAllStringSubmatch(lines.String(), -1) {
		env[match[1]] = match[2]
	}
	authority, err := os.ReadFile(env["SSL_CERT_FILE"])
	check(t, err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	endpoint := env["AZURE_EXPRESSROUTE_SANDBOX_ENDPOINT"]
	return &armpolicy.ClientOptions{ClientOptions: policy.ClientOptions{
			Cloud: cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
				cloud.ResourceManager: {Endpoint: endpoint, Audience: endpoint},
			}},
			Transport: &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}},
		}}, func(args ...string) {
			t.Helper()
			check(t, sandbox(args...).Run())
		}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// finish waits until an operation is over.
func finish[T any](t *testing.T, poller *runtime.Poller[T], err error) T {
	t.Helper()
	check(t, err)
	result, err := poller.PollUntilDone(t.Context(), &runtime.PollUntilDoneOptions{Frequency: time.Second})
	check(t, err)
	return result
}

func same[T comparable](t *testing.T, what string, want T, got *T) {
	t.Helper()
	if got == nil || *got != want {
		t.Errorf("%s: want %v, got %v", what, want, to.Ptr(got))
	}
}

func code(err error) string {
	var refused *azcore.ResponseError
	if errors.As(err, &refused) {
		return refused.ErrorCode
	}
	return ""
}

func circuit(place string) armnetwork.ExpressRouteCircuit {
	return armnetwork.ExpressRouteCircuit{
		Location: to.Ptr(location),
		SKU: &armnetwork.ExpressRouteCircuitSKU{
			Name: to.Ptr("Premium_MeteredData"), Tier: to.Ptr(armnetwork.ExpressRouteCircuitSKUTierPremium),
			Family: to.Ptr(armnetwork.ExpressRouteCircuitSKUFamilyMeteredData),
		},
		Properties: &armnetwork.ExpressRouteCircuitPropertiesFormat{ServiceProviderProperties: &armnetwork.ExpressRouteCircuitServiceProviderProperties{
			ServiceProviderName: to.Ptr("Equinix"), PeeringLocation: to.Ptr(place), BandwidthInMbps: to.Ptr[int32](50),
		}},
	}
}

func private(primary, secondary string) armnetwork.ExpressRouteCircuitPeering {
	return armnetwork.ExpressRouteCircuitPeering{Properties: &armnetwork.ExpressRouteCircuitPeeringPropertiesFormat{
		PeeringType: to.Ptr(armnetwork.ExpressRoutePeeringTypeAzurePrivatePeering), PeerASN: to.Ptr[int64](65010), VlanID: to.Ptr[int32](100),
		PrimaryPeerAddressPrefix: to.Ptr(primary), SecondaryPeerAddressPrefix: to.Ptr(secondary), SharedKey: to.Ptr("hunter2"),
	}}
}

func TestTheSDKForGo(t *testing.T) {
	options, sandbox := served(t)
	ctx := t.Context()
	resources, err := armresources.NewClientFactory(subscription, anybody{}, options)
	check(t, err)
	groups := resources.NewResourceGroupsClient()
	_, err = groups.CreateOrUpdate(ctx, "net", armresources.ResourceGroup{Location: to.Ptr(location)}, nil)
	check(t, err)
	network, err := armnetwork.NewClientFactory(subscription, anybody{}, options)
	check(t, err)
	circuits, peerings := network.NewExpressRouteCircuitsClient(), network.NewExpressRouteCircuitPeeringsClient()

	for name, place := range map[string]string{"one": "Amsterdam", "two": "London"} {
		begun, err := circuits.BeginCreateOrUpdate(ctx, "net", name, circuit(place), nil)
		made := finish(t, begun, err)
		same(t, "state", armnetwork.ProvisioningStateSucceeded, made.Properties.ProvisioningState)
		same(t, "carrier", armnetwork.ServiceProviderProvisioningStateNotProvisioned, made.Properties.ServiceProviderProvisioningState)
	}
	links := map[string][2]string{"one": {"10.0.0.0/30", "10.0.0.4/30"}, "two": {"10.1.0.0/30", "10.1.0.4/30"}}
	ids := map[string]*string{}
	for name, link := range links {
		begun, err := peerings.BeginCreateOrUpdate(ctx, "net", name, "AzurePrivatePeering", private(link[0], link[1]), nil)
		made := finish(t, begun, err)
		ids[name] = made.ID
		same(t, "Azure's ASN", 12076, made.Properties.AzureASN)
		if made.Properties.SharedKey != nil {
			t.Error("a shared key is never answered")
		}
	}

	connections := network.NewExpressRouteCircuitConnectionsClient()
	reach := armnetwork.ExpressRouteCircuitConnection{Properties: &armnetwork.ExpressRouteCircuitConnectionPropertiesFormat{
		ExpressRouteCircuitPeering: &armnetwork.SubResource{ID: ids["one"]}, PeerExpressRouteCircuitPeering: &armnetwork.SubResource{ID: ids["two"]},
		AddressPrefix: to.Ptr("10.9.0.0/29"),
	}}
	begunReach, err := connections.BeginCreateOrUpdate(ctx, "net", "one", "AzurePrivatePeering", "reach", reach, nil)
	check(t, err)
	_, err = begunReach.PollUntilDone(ctx, &runtime.PollUntilDoneOptions{Frequency: time.Second})
	if code(err) != "InitiatingCircuitNotProvisioned" {
		t.Errorf("a carrier is not done: %v", err)
	}
	_, err = connections.BeginCreateOrUpdate(ctx, "net", "one", "AzurePrivatePeering", "reach", reach, nil)
	if code(err) != "ParentResourceIsInFailedState" {
		t.Errorf("the circuit has failed: %v", err)
	}
	sandbox("provision", "one")
	sandbox("provision", "two")
	got, err := circuits.Get(ctx, "net", "one", nil)
	check(t, err)
	begunCircuit, err := circuits.BeginCreateOrUpdate(ctx, "net", "one", got.ExpressRouteCircuit, nil)
	finish(t, begunCircuit, err)
	begunReach, err = connections.BeginCreateOrUpdate(ctx, "net", "one", "AzurePrivatePeering", "reach", reach, nil)
	connected := finish(t, begunReach, err)
	same(t, "Global Reach", armnetwork.CircuitConnectionStatusConnected, connected.Properties.CircuitConnectionStatus)
	_, err = peerings.BeginDelete(ctx, "net", "one", "AzurePrivatePeering", nil)
	if code(err) != "InUseExpressRouteCircuitPeeringCannotBeDeleted" {
		t.Errorf("the peering is in use: %v", err)
	}
	peered, err := network.NewPeerExpressRouteCircuitConnectionsClient().Get(ctx, "net", "two", "AzurePrivatePeering", "reach", nil)
	check(t, err)
	same(t, "the other side", "reach", peered.Properties.ConnectionName)

	filters, rules := network.NewRouteFiltersClient(), network.NewRouteFilterRulesClient()
	begunFilter, err := filters.BeginCreateOrUpdate(ctx, "net", "rf", armnetwork.RouteFilter{Location: to.Ptr(location)}, nil)
	finish(t, begunFilter, err)
	begunRule, err := rules.BeginCreateOrUpdate(ctx, "net", "rf", "allow", armnetwork.RouteFilterRule{Properties: &armnetwork.RouteFilterRulePropertiesFormat{
		Access: to.Ptr(armnetwork.AccessAllow), RouteFilterRuleType: to.Ptr(armnetwork.RouteFilterRuleTypeCommunity), Communities: []*string{to.Ptr("12076:5010")},
	}}, nil)
	finish(t, begunRule, err)
	_, err = filters.UpdateTags(ctx, "net", "rf", armnetwork.TagsObject{Tags: map[string]*string{"a": to.Ptr("b")}}, nil)
	check(t, err)

	begunTable, err := circuits.BeginListRoutesTable(ctx, "net", "one", "AzurePrivatePeering", "primary", nil)
	if table := finish(t, begunTable, err); len(table.Value) != 0 {
		t.Errorf("there are no routers: %v", table.Value)
	}
	names := []string{}
	for pages := circuits.NewListAllPager(nil); pages.More(); {
		page, err := pages.NextPage(ctx)
		check(t, err)
		for _, c := range page.Value {
			names = append(names, *c.Name)
		}
	}
	if strings.Join(names, " ") != "one two" {
		t.Errorf("listed: %v", names)
	}

	begunDelete, err := connections.BeginDelete(ctx, "net", "one", "AzurePrivatePeering", "reach", nil)
	finish(t, begunDelete, err)
	sandbox("deprovision", "one")
	sandbox("deprovision", "two")
	begunEnd, err := groups.BeginDelete(ctx, "net", nil)
	finish(t, begunEnd, err)
	if _, err := circuits.Get(ctx, "net", "one", nil); code(err) != "ResourceGroupNotFound" {
		t.Errorf("all is gone: %v", err)
	}
}
