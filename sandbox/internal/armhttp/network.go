package armhttp

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/facts"
)

// What Azure answers of ExpressRoute that is not a resource of its own.

// The bandwidths that are sold, at service providers in Mbps and of ports in Gbps.
var (
	megabits = []int{50, 100, 200, 500, 1000, 2000, 5000, 10000}
	gigabits = []int{10, 100}
)

func (c *call) serviceProviders() error {
	offers := []any{}
	for _, mbps := range megabits {
		name := fmt.Sprintf("%dMbps", mbps)
		if mbps >= 1000 {
			name = fmt.Sprintf("%dGbps", mbps/1000)
		}
		offers = append(offers, arm.Body{"offerName": name, "valueInMbps": mbps})
	}
	values := []any{}
	for _, p := range facts.Providers() {
		values = append(values, arm.Body{
			"id":   "/subscriptions/" + c.params["subscription"] + "/resourceGroups//providers/Microsoft.Network/expressRouteServiceProviders/",
			"name": p.Name, "type": "Microsoft.Network/expressRouteServiceProviders",
			"properties": arm.Body{"provisioningState": "Succeeded", "peeringLocations": p.Locations, "bandwidthsOffered": offers},
		})
	}
	return c.answerList(values)
}

func (c *call) portLocations() error {
	values := []any{}
	for _, place := range facts.Ports() {
		values = append(values, c.place(place))
	}
	return c.answerList(values)
}

func (c *call) portLocation() error {
	for _, place := range facts.Ports() {
		if strings.EqualFold(place.Name, c.params["place"]) {
			return c.answer(http.StatusOK, c.place(place))
		}
	}
	return refuse(http.StatusNotFound, "NotFound", "There is no location of ports %s.", c.params["place"])
}

func (c *call) place(place facts.Place) arm.Body {
	offers := []any{}
	for _, gbps := range gigabits {
		offers = append(offers, arm.Body{"offerName": fmt.Sprintf("%d Gbps", gbps), "valueInGbps": gbps})
	}
	return arm.Body{
		"id":   "/subscriptions/" + c.params["subscription"] + "/providers/Microsoft.Network/expressRoutePortsLocations/" + url.PathEscape(place.Name),
		"name": place.Name, "type": "Microsoft.Network/expressRoutePortsLocations",
		"properties": arm.Body{"provisioningState": "Succeeded", "address": place.Name + ", " + place.Country, "contact": "", "availableBandwidths": offers},
	}
}

func (c *call) communities() error {
	values := []any{}
	for _, community := range facts.Communities() {
		service, group, region := community.Name, community.Title, "Global"
		if community.Regional {
			service, group, region = "AzureCompute", "Azure", community.Title
		}
		values = append(values, arm.Body{
			"id":   "/subscriptions/" + c.params["subscription"] + "/resourceGroups//providers/Microsoft.Network/bgpServiceCommunities/" + community.Name,
			"name": community.Name, "type": "Microsoft.Network/bgpServiceCommunities",
			"properties": arm.Body{"serviceName": service, "bgpCommunities": []any{arm.Body{
				"serviceSupportedRegion": region, "communityName": community.Title, "communityValue": community.Value,
				"communityPrefixes": []any{}, "isAuthorizedToUse": true, "serviceGroup": group,
			}}},
		})
	}
	return c.answerList(values)
}

// stats answers counters of traffic, of which there is none.
func (c *call) stats() error {
	id, err := c.above(1)
	if err != nil {
		return err
	}
	if _, err := c.arm.Read(c.r.Context(), id); err != nil {
		return err
	}
	return c.answer(http.StatusOK, arm.Body{"primaryBytesIn": 0, "primaryBytesOut": 0, "secondaryBytesIn": 0, "secondaryBytesOut": 0})
}

// table answers a table of a router, by an operation as Azure does. There are no routers, so it is empty, as recorded of a
// circuit without a carrier.
func (c *call) table() error {
	id, err := c.above(2)
	if err != nil {
		return err
	}
	if device := c.params["device"]; !strings.EqualFold(device, "primary") && !strings.EqualFold(device, "secondary") {
		return refuse(http.StatusBadRequest, "InvalidParameter", "There is no device path '%s': there are primary and secondary.", device)
	}
	op, err := c.arm.Ask(id, "read", arm.Body{"value": []any{}})
	if err != nil {
		return err
	}
	c.announce(id, op)
	c.ResponseWriter.Header().Set("Location", c.resultURL(id, op))
	c.WriteHeader(http.StatusAccepted)
	return nil
}

// peerConnections answers what connects to a peering from other circuits.
func (c *call) peerConnections() error {
	all, err := c.peered(1)
	if err != nil {
		return err
	}
	return c.answerList(all)
}

func (c *call) peerConnection() error {
	all, err := c.peered(2)
	if err != nil {
		return err
	}
	return c.named(all, c.params["name"])
}

func (c *call) peered(parts int) ([]any, error) { return c.inline(parts, "peeredConnections") }

// links answers the links of a port.
func (c *call) links() error {
	all, err := c.inline(1, "links")
	if err != nil {
		return err
	}
	return c.answerList(all)
}

func (c *call) link() error {
	all, err := c.inline(2, "links")
	if err != nil {
		return err
	}
	return c.named(all, c.params["name"])
}

// inline is a list among the properties of what the path leads through.
func (c *call) inline(parts int, property string) ([]any, error) {
	id, err := c.above(parts)
	if err != nil {
		return nil, err
	}
	body, err := c.arm.Read(c.r.Context(), id)
	if err != nil {
		return nil, err
	}
	properties, _ := body["properties"].(arm.Body)
	all, _ := properties[property].([]any)
	return append([]any{}, all...), nil
}

// named answers the element of that name, or that connection.
func (c *call) named(all []any, name string) error {
	for _, element := range all {
		body, _ := element.(arm.Body)
		properties, _ := body["properties"].(arm.Body)
		for _, value := range []any{body["name"], properties["connectionName"]} {
			if text, _ := value.(string); strings.EqualFold(text, name) {
				return c.answer(http.StatusOK, body)
			}
		}
	}
	return refuse(http.StatusNotFound, "NotFound", "Resource %s not found.", c.r.URL.Path)
}

// letterOfAuthorization answers a document, as Azure answers one in PDF.
func (c *call) letterOfAuthorization() error {
	id, err := c.above(1)
	if err != nil {
		return err
	}
	request, err := c.body()
	if err != nil {
		return err
	}
	customer, _ := request["customerName"].(string)
	if customer == "" {
		return refuse(http.StatusBadRequest, "InvalidRequestFormat", "customerName is missing.")
	}
	if _, err := c.arm.Read(c.r.Context(), id); err != nil {
		return err
	}
	text := fmt.Sprintf("A letter of authorization of the sandbox for port %s of %s. It authorizes nobody to do anything.\n", id.Name(), customer)
	return c.answer(http.StatusOK, arm.Body{"encodedContent": base64.StdEncoding.EncodeToString([]byte(text))})
}
