package arm

import (
	"fmt"
	"strings"
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

func TestAGatewayConnectsToACircuitOnce(t *testing.T) {
	a := newEstate(t)
	a.connect()
	for again, body := range map[string]Body{connection + "2": connectionBody(), wanConnection + "2": wanConnectionBody()} {
		_, err := a.Put(a.id(again), body)
		a.refuses(err, 400, "InvalidParameter")
	}
	a.put(connection, connectionBody())
	a.put(wanConnection, wanConnectionBody())
	a.put(connection+"2", with(connectionBody(), "peer.id", peer))
	a.put(gateway+"2", gatewayBody())
	a.put(connection+"3", with(connectionBody(), "virtualNetworkGateway1.id", gateway+"2"))
	require.NoError(t, a.Delete(a.id(connection)))
	a.put(connection+"4", connectionBody())
}

func TestAGatewayConnectionKeepsItsEnds(t *testing.T) {
	a := newEstate(t)
	a.put(gateway+"2", gatewayBody())
	a.connect()
	for path, id := range map[string]string{"peer.id": peer, "virtualNetworkGateway1.id": gateway + "2"} {
		a.refuses(a.connected(func(body Body) { with(body, path, id) }), 400, "ExpressRouteConnectionPeerCannotBeChanged")
	}
	require.NoError(t, a.connected(func(body Body) { with(body, "routingWeight", 10.0); with(body, "peer.id", strings.ToUpper(circuit)) }))
}
