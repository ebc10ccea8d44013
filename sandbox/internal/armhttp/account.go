package armhttp

import (
	"net/http"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/facts"
)

func (c *call) tenants() error {
	return c.answerList([]any{arm.Body{
		"id": "/tenants/" + Tenant, "tenantId": Tenant, "displayName": "Sandbox", "tenantCategory": "Home", "countryCode": "US",
		"domains": []any{"sandbox.invalid"}, "defaultDomain": "sandbox.invalid", "tenantType": "AAD",
	}})
}

// subscriptions answers the subscription that is there from the start, and those that have groups.
func (c *call) subscriptions() error {
	all, err := c.arm.Subscriptions()
	if err != nil {
		return err
	}
	values := []any{subscriptionBody(c.subscription)}
	for _, id := range all {
		if !strings.EqualFold(id, c.subscription) {
			values = append(values, subscriptionBody(id))
		}
	}
	return c.answer(http.StatusOK, arm.Body{"value": values, "count": arm.Body{"type": "Total", "value": len(values)}})
}

// oneSubscription answers any subscription: what has no groups yet may get some.
func (c *call) oneSubscription() error {
	return c.answer(http.StatusOK, subscriptionBody(c.params["subscription"]))
}

func subscriptionBody(id string) arm.Body {
	return arm.Body{
		"id": "/subscriptions/" + id, "subscriptionId": id, "tenantId": Tenant, "displayName": "Sandbox", "state": "Enabled",
		"authorizationSource": "RoleBased", "managedByTenants": []any{}, "subscriptionPolicies": arm.Body{"spendingLimit": "Off"},
	}
}

// locations answers the regions that there are communities of.
func (c *call) locations() error {
	values := []any{}
	for _, community := range facts.Communities() {
		if community.Regional {
			values = append(values, arm.Body{
				"id":   "/subscriptions/" + c.params["subscription"] + "/locations/" + community.Name,
				"name": community.Name, "displayName": community.Title, "regionalDisplayName": "(" + community.Area + ") " + community.Title, "type": "Region",
				"metadata": arm.Body{"regionType": "Physical", "regionCategory": "Recommended", "geographyGroup": community.Area},
			})
		}
	}
	return c.answerList(values)
}

// apiVersions are those that clients which ask for one are told of, the one that the models are of first. Any other is
// taken as well.
var apiVersions = []any{"2023-02-01", "2024-05-01", "2022-09-01", "2021-04-01"}

// providers answers the namespaces that there are models of.
func (c *call) providers() error {
	values := []any{}
	for _, namespace := range namespaces() {
		values = append(values, c.providerBody(namespace))
	}
	return c.answerList(values)
}

// provider answers a namespace, registered from the start.
func (c *call) provider() error {
	wanted := c.params["namespace"]
	i := slices.IndexFunc(namespaces(), func(known string) bool { return strings.EqualFold(known, wanted) })
	if i < 0 {
		return refuse(http.StatusNotFound, "InvalidResourceNamespace",
			"The resource namespace '%s' is invalid: the sandbox has %s.", wanted, strings.Join(namespaces(), ", "))
	}
	return c.answer(http.StatusOK, c.providerBody(namespaces()[i]))
}

func namespaces() []string {
	var all []string
	for _, typ := range arm.Types() {
		if namespace, _, _ := strings.Cut(typ, "/"); !slices.Contains(all, namespace) {
			all = append(all, namespace)
		}
	}
	slices.Sort(all)
	return all
}

func (c *call) providerBody(namespace string) arm.Body {
	locations := []any{}
	for _, community := range facts.Communities() {
		if community.Regional {
			locations = append(locations, community.Title)
		}
	}
	types := []any{}
	for _, typ := range arm.Types() {
		if name, below := strings.CutPrefix(typ, namespace+"/"); below {
			types = append(types, arm.Body{"resourceType": name, "locations": locations, "apiVersions": apiVersions, "capabilities": "SupportsTags, SupportsLocation"})
		}
	}
	return arm.Body{
		"id": "/subscriptions/" + c.params["subscription"] + "/providers/" + namespace, "namespace": namespace,
		"registrationState": "Registered", "registrationPolicy": "RegistrationRequired", "resourceTypes": types,
	}
}
