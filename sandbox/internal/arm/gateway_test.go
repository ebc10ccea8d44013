package arm

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func gatewayOf(sku string) Body { return with(gatewayBody(), "sku", Body{"name": sku, "tier": sku}) }

// connected is the error of a connection between the gateway and the circuit.
func (a azure) connected(change func(Body)) error {
	a.Helper()
	body := connectionBody()
	change(body)
	_, err := a.Put(a.id(connection), body)
	return err
}

func TestAGatewayTakesConnectionsOfItsKind(t *testing.T) {
	a := newEstate(t)
	same := func(Body) {}
	a.put(gateway, with(gatewayOf("VpnGw1AZ"), "gatewayType", "Vpn"))
	a.refuses(a.connected(same), 400, "InvalidParameter")
	a.put(gateway, gatewayOf("ErGw1AZ"))
	elsewhere := func(body Body) { body["location"] = "North Europe" }
	a.refuses(a.connected(elsewhere), 400, "InvalidParameter")
	require.NoError(t, a.connected(func(body Body) { body["location"] = "West Europe" }))
}

func TestFastPathNeedsAGatewayThatHasIt(t *testing.T) {
	bypass := func(body Body) { with(body, "expressRouteGatewayBypass", true) }
	for sku, has := range map[string]bool{
		"Standard": false, "HighPerformance": false, "UltraPerformance": true, "ErGw1AZ": false, "ergw2az": false, "ErGw3AZ": true, "ErGwScale": true, "": true,
	} {
		a := newEstate(t)
		a.put(gateway, gatewayOf(sku))
		err := a.connected(bypass)
		if has {
			require.NoError(t, err, sku)
			continue
		}
		a.refuses(err, 400, "InvalidParameter")
		require.NoError(t, a.connected(func(Body) {}), sku)
	}
}

func TestAGatewayTakesAsManyCircuitsAsItsSKU(t *testing.T) {
	a := newEstate(t)
	a.put(gateway, gatewayOf("ErGw1AZ"))
	for i := range 5 {
		own := fmt.Sprintf("%s%d", circuit, i)
		a.put(own, circuitBody())
		a.put(own+"/peerings/AzurePrivatePeering", privateBody())
		_, err := a.Put(a.id(fmt.Sprintf("%s%d", connection, i)), with(connectionBody(), "peer.id", own))
		if i < 4 {
			require.NoError(t, err)
			continue
		}
		a.refuses(err, 400, "InvalidParameter")
		assert.ErrorContains(t, err, "takes 4 connections and has 4")
	}
	a.put(connection+"0", with(with(connectionBody(), "peer.id", circuit+"0"), "routingWeight", 10)) // a change adds none
	a.put(gateway, gatewayOf("ErGw2AZ"))
	a.put(connection+"4", with(connectionBody(), "peer.id", circuit+"4"))
}
