package arm

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func portBody(encapsulation string) Body {
	return located(Body{"peeringLocation": "Equinix-Amsterdam-AM5", "bandwidthInGbps": 10, "encapsulation": encapsulation})
}

func circuitOnPort(gbps float64) Body {
	body := circuitBody()
	body["properties"] = Body{"expressRoutePort": refers(port), "bandwidthInGbps": gbps}
	return body
}

func TestAPortHasTwoLinksAndTellsWhatItsCircuitsHaveOfIt(t *testing.T) {
	a := newAzure(t)
	got := object(a.put(port, portBody(qinQ)), "properties")
	assert.Equal(t, "0x8100", got["etherType"], "as recorded of a QinQ port")
	assert.Equal(t, 0.0, got["provisionedBandwidthInGbps"])
	assert.Equal(t, []any{}, got["circuits"])
	links := list(got, "links")
	require.Len(t, links, 2)
	for i, link := range links {
		name := fmt.Sprintf("link%d", i+1)
		assert.Equal(t, name, link.(Body)["name"])
		assert.Equal(t, port+"/links/"+name, link.(Body)["id"])
		whole, _ := link.(Body)
		properties := object(whole, "properties")
		for _, filled := range []string{"routerName", "interfaceName", "patchPanelId", "rackId", "connectorType"} {
			assert.NotEmpty(t, properties[filled], filled)
		}
		assert.Equal(t, "Disabled", properties["adminState"])
	}
	assert.NotEqual(t, object(links[0].(Body), "properties")["routerName"], object(links[1].(Body), "properties")["routerName"], "two routers")

	// What is the customer's of a link is taken, and the rest is Azure's.
	sent := portBody(qinQ)
	object(sent, "properties")["links"] = []any{Body{"name": "link2", "properties": Body{"adminState": "Enabled", "routerName": "mine"}}}
	links = list(object(a.put(port, sent), "properties"), "links")
	require.Len(t, links, 2)
	assert.Equal(t, "Disabled", object(links[0].(Body), "properties")["adminState"])
	assert.Equal(t, "Enabled", object(links[1].(Body), "properties")["adminState"])
	assert.NotEqual(t, "mine", object(links[1].(Body), "properties")["routerName"])

	first := object(a.put(circuit, circuitOnPort(5)), "properties")
	second := object(a.put(circuit+"2", circuitOnPort(10)), "properties")
	assert.Equal(t, "Provisioned", first["serviceProviderProvisioningState"])
	assert.NotEqual(t, first["stag"], second["stag"], "each circuit has an outer tag of its own")
	got = object(a.get(port), "properties")
	assert.Equal(t, 15.0, got["provisionedBandwidthInGbps"])
	assert.Equal(t, []any{refers(circuit), refers(circuit + "2")}, got["circuits"])
	require.NoError(t, a.Delete(a.id(circuit)))
	assert.Equal(t, 10.0, object(a.get(port), "properties")["provisionedBandwidthInGbps"])
}

func TestWhatAPortDoesNotTake(t *testing.T) {
	a := newAzure(t)
	_, err := a.Put(a.id(port), portBody("MPLS"))
	a.refuses(err, 400, "InvalidParameter")
	a.put(port, portBody(dot1Q))
	_, err = a.Put(a.id(port), portBody(qinQ))
	a.refuses(err, 400, "InvalidParameter")

	_, err = a.Put(a.id(circuit), circuitOnPort(11))
	a.refuses(err, 400, "InvalidParameter")
	a.put(circuit, circuitOnPort(10))
	a.put(circuit+"2", circuitOnPort(10))
	_, err = a.Put(a.id(circuit+"3"), circuitOnPort(1))
	a.refuses(err, 400, "InvalidParameter")
	require.NoError(t, a.Delete(a.id(circuit+"2")))
	a.put(circuit+"3", circuitOnPort(5))
}

// With QinQ the outer tag tells the circuits apart; with Dot1Q nothing but the VLAN does.
func TestVLANsOfAPort(t *testing.T) {
	for encapsulation, taken := range map[string]bool{dot1Q: true, qinQ: false} {
		a := newAzure(t)
		a.put(port, portBody(encapsulation))
		a.put(circuit, circuitOnPort(1))
		a.put(circuit+"2", circuitOnPort(1))
		a.put(private, privateBody())
		second := a.id(circuit + "2/peerings/AzurePrivatePeering")
		_, err := a.Put(second, privateBody())
		if taken {
			a.refuses(err, 400, "InvalidParameter")
			_, err = a.Put(second, with(privateBody(), "vlanId", 999))
		}
		require.NoError(t, err, encapsulation)
	}
}
