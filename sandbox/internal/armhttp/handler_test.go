package armhttp

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

const (
	subscription = "/subscriptions/11111111-2222-3333-4444-555555555555"
	group        = subscription + "/resourceGroups/net"
	circuit      = group + "/providers/Microsoft.Network/expressRouteCircuits/er"
	private      = circuit + "/peerings/AzurePrivatePeering"
	filterID     = group + "/providers/Microsoft.Network/routeFilters/rf"
	port         = group + "/providers/Microsoft.Network/expressRoutePorts/port"
)

// site is a sandbox that is served.
type site struct {
	*testing.T
	*httptest.Server
	arm  *arm.Server
	plan *faults.Plan
	died *int
}

func newSite(t *testing.T) site {
	t.Helper()
	file := store.At(filepath.Join(t.TempDir(), "state.db"))
	plan, err := faults.NewPlan(file, arm.Types())
	require.NoError(t, err)
	died := new(int)
	server := arm.NewServer(file).Faulty(plan, func() { *died++ })
	ctx, cancel := context.WithCancel(t.Context())
	outer := httptest.NewUnstartedServer(nil)
	base := "http://" + outer.Listener.Addr().String()
	handler := New(ctx, server, base, strings.TrimPrefix(subscription, "/subscriptions/"))
	outer.Config.Handler = handler
	outer.Start()
	t.Cleanup(func() { cancel(); outer.Close(); handler.Wait() })
	s := site{t, outer, server, plan, died}
	s.wants(201, "PUT", group, arm.Body{"location": "West Europe"})
	return s
}

func (s site) fault(text string) {
	s.Helper()
	f, err := faults.Parse(text, arm.Types())
	require.NoError(s, err)
	require.NoError(s, s.plan.Add(f))
}

type answer struct {
	*http.Response
	body arm.Body
}

// ask sends a request; its path may be a whole address.
func (s site) ask(method, path string, body any, headers ...string) answer {
	s.Helper()
	var sent io.Reader
	switch body := body.(type) {
	case nil:
	case string:
		sent = strings.NewReader(body)
	default:
		raw, err := json.Marshal(body)
		require.NoError(s, err)
		sent = bytes.NewReader(raw)
	}
	if !strings.HasPrefix(path, "http") {
		if path = s.URL + path; !strings.Contains(path, "?") {
			path += "?api-version=2024-05-01"
		}
	}
	request, err := http.NewRequestWithContext(s.Context(), method, path, sent)
	require.NoError(s, err)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := s.Client().Do(request)
	require.NoError(s, err)
	defer func() { require.NoError(s, response.Body.Close()) }()
	raw, err := io.ReadAll(response.Body)
	require.NoError(s, err)
	a := answer{Response: response}
	if len(raw) > 0 {
		require.NoError(s, json.Unmarshal(raw, &a.body), string(raw))
	}
	return a
}

func (s site) wants(status int, method, path string, body any, headers ...string) answer {
	s.Helper()
	a := s.ask(method, path, body, headers...)
	require.Equal(s, status, a.StatusCode, "%s %s: %v", method, path, a.body)
	return a
}

// refuses checks for an error in ARM's form.
func (s site) refuses(status int, code, method, path string, body any, headers ...string) answer {
	s.Helper()
	a := s.wants(status, method, path, body, headers...)
	refusal, _ := a.body["error"].(arm.Body)
	require.NotNil(s, refusal, a.body)
	assert.Equal(s, code, refusal["code"], refusal["message"])
	assert.NotEmpty(s, refusal["message"])
	assert.Equal(s, []any{}, refusal["details"])
	return a
}

func property(body arm.Body, name string) any {
	properties, _ := body["properties"].(arm.Body)
	return properties[name]
}

func circuitBody() arm.Body {
	return arm.Body{
		"location": "westeurope", "sku": arm.Body{"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"},
		"properties": arm.Body{"serviceProviderProperties": arm.Body{"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 50}},
	}
}

func privateBody() arm.Body {
	return arm.Body{"properties": arm.Body{
		"peerASN": 65010, "vlanId": 100, "primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30", "sharedKey": "hunter2",
	}}
}

// end looks after an operation until it is over.
func (s site) end(a answer) arm.Body {
	s.Helper()
	address := a.Header.Get("Azure-AsyncOperation")
	require.True(s, strings.HasPrefix(address, s.URL+subscription+"/providers/Microsoft.Network/locations/westeurope/operations/"), address)
	assert.Contains(s, address, "api-version=2024-05-01")
	return s.wants(200, "GET", address, nil).body
}

func TestTheLifeOfACircuit(t *testing.T) {
	s := newSite(t)
	created := s.wants(201, "PUT", circuit, circuitBody())
	assert.Equal(t, "Updating", property(created.body, "provisioningState"))
	assert.Empty(t, created.Header.Get("Location"), "as recorded")
	assert.Equal(t, "Enabled", created.Header.Get("Azure-AsyncNotification"))
	assert.Equal(t, arm.Body{"status": "Succeeded"}, s.end(created))
	got := s.wants(200, "GET", circuit, nil)
	assert.Equal(t, "Succeeded", property(got.body, "provisioningState"))
	assert.Equal(t, got.body["etag"], got.Header.Get("ETag"))
	assert.Equal(t, "application/json; charset=utf-8", got.Header.Get("Content-Type"))

	peering := s.wants(201, "PUT", strings.ToUpper(circuit)+"/peerings/azureprivatepeering", privateBody())
	assert.Equal(t, private, peering.body["id"], "words are in any case, and the first spelling stays")
	s.end(peering)
	updated := s.wants(200, "PUT", private, privateBody())
	s.end(updated)
	assert.NotContains(t, fmt.Sprint(s.wants(200, "GET", private, nil).body), "hunter2")

	deleted := s.wants(202, "DELETE", private, nil)
	assert.Empty(t, deleted.body)
	result := deleted.Header.Get("Location")
	assert.Contains(t, result, "/operationResults/")
	assert.Equal(t, arm.Body{"status": "Succeeded"}, s.end(deleted))
	s.wants(204, "GET", result, nil)
	s.refuses(404, "NotFound", "GET", private, nil)
	s.wants(204, "DELETE", private, nil)
	s.refuses(404, "NotFound", "GET", strings.Replace(result, "11111111", "99999999", 1), nil)

	s.wants(204, "HEAD", group, nil)
	gone := s.wants(202, "DELETE", group, nil)
	assert.Empty(t, gone.Header.Get("Azure-AsyncOperation"), "a group is looked after at Location")
	s.wants(204, "GET", gone.Header.Get("Location"), nil)
	s.wants(404, "HEAD", group, nil)
	s.refuses(404, "ResourceGroupNotFound", "GET", circuit, nil)
}

// HashiCorp's SDK looks at no operation of a deletion: it reads until there is nothing.
func TestADeletionIsSeenByWhoReads(t *testing.T) {
	s := newSite(t)
	s.end(s.wants(201, "PUT", circuit, circuitBody()))
	s.fault("expressRouteCircuits delete hang")
	deleted := s.wants(202, "DELETE", circuit, nil)
	assert.Equal(t, "InProgress", s.end(deleted)["status"])
	again := s.wants(202, "GET", deleted.Header.Get("Location"), nil)
	assert.Equal(t, deleted.Header.Get("Location"), again.Header.Get("Location"))
	assert.Equal(t, "1", again.Header.Get("Retry-After"))
	assert.Equal(t, "Deleting", property(s.wants(200, "GET", circuit, nil).body, "provisioningState"))
	refused := s.refuses(409, "AnotherOperationInProgress", "PUT", private, privateBody())
	assert.Equal(t, "1", refused.Header.Get("Retry-After"))
	require.NoError(t, s.arm.GiveUp())
	s.end(s.wants(202, "DELETE", circuit, nil))
	s.refuses(404, "ResourceNotFound", "GET", circuit, nil)
}

// Who stops the sandbox leaves nothing behind that hangs.
func TestWhatHangsIsGivenUpWhenTheSandboxStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newSite(t)
	handler := New(ctx, s.arm, s.URL, "s")
	s.fault("expressRouteCircuits create hang")
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodPut, circuit, strings.NewReader(`{"location": "westeurope"}`)))
	assert.Equal(t, 201, recorder.Code)
	s.wants(200, "GET", circuit, nil)
	cancel()
	handler.Wait()
	s.refuses(404, "ResourceNotFound", "GET", circuit, nil)
}

func TestFaultsAreOfEveryFace(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		planned, method string
		status          int
		code            string
	}{
		{"expressRouteCircuits create 409", "PUT", 409, "AnotherOperationInProgress"},
		{"expressRouteCircuits create 429", "PUT", 429, "RetryableError"},
		{"expressRouteCircuits create 500", "PUT", 500, "InternalServerError"},
		{"expressRouteCircuits read 429", "GET", 429, "RetryableError"},
	} {
		s.fault(c.planned)
		s.refuses(c.status, c.code, c.method, circuit, circuitBody())
	}
	s.fault("expressRouteCircuits create failed code=SubscriptionNotAuthorized")
	op := s.end(s.wants(201, "PUT", circuit, circuitBody()))
	assert.Equal(t, "Failed", op["status"])
	assert.Equal(t, "SubscriptionNotAuthorized", op["error"].(arm.Body)["code"])
	assert.Equal(t, "Failed", property(s.wants(200, "GET", circuit, nil).body, "provisioningState"))
	s.fault("expressRouteCircuits update crash-before")
	s.refuses(500, "InternalServerError", "PUT", circuit, circuitBody())
	assert.Equal(t, 1, *s.died)
}

func TestConditionsOfRequests(t *testing.T) {
	s := newSite(t)
	s.refuses(412, "PreconditionFailed", "PUT", circuit, circuitBody(), "If-Match", "*")
	s.end(s.wants(201, "PUT", circuit, circuitBody(), "If-None-Match", "*"))
	s.refuses(412, "PreconditionFailed", "PUT", circuit, circuitBody(), "If-None-Match", "*")
	etag := s.wants(200, "GET", circuit, nil).Header.Get("ETag")
	s.end(s.wants(200, "PUT", circuit, circuitBody(), "If-Match", etag))
	s.refuses(412, "PreconditionFailed", "DELETE", circuit, nil, "If-Match", etag)
}

func TestTagsArePatched(t *testing.T) {
	s := newSite(t)
	s.end(s.wants(201, "PUT", circuit, circuitBody()))
	got := s.wants(200, "PATCH", circuit, arm.Body{"tags": arm.Body{"a": "b"}})
	assert.Equal(t, arm.Body{"a": "b"}, got.body["tags"])
	assert.Equal(t, got.body, s.wants(200, "GET", circuit, nil).body)
	s.wants(200, "PATCH", group, arm.Body{"tags": arm.Body{"c": "d"}})
	s.refuses(400, "InvalidRequestContent", "PATCH", circuit, arm.Body{"location": "x"})
	s.refuses(400, "InvalidRequestFormat", "PATCH", circuit, arm.Body{"tags": 5})
	s.refuses(400, "InvalidRequestFormat", "PATCH", circuit, arm.Body{"tags": arm.Body{"a": 5}})
	assert.Equal(t, arm.Body{"a": "b"}, s.wants(200, "GET", circuit, nil).body["tags"])
}

func TestWhatIsWrongWithARequest(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		method, path string
		body         any
		status       int
		code         string
	}{
		{"GET", "/", nil, 404, "InvalidResourceType"},
		{"GET", "/nowhere", nil, 404, "InvalidResourceType"},
		{"GET", group + "/providers/Microsoft.Network/loadBalancers/lb", nil, 404, "InvalidResourceType"},
		{"GET", group + "/providers/Microsoft.Network/loadBalancers", nil, 404, "InvalidResourceType"},
		{"GET", subscription + "/providers/Microsoft.Network/loadBalancers", nil, 404, "InvalidResourceType"},
		{"PUT", group + "/providers/Microsoft.Network/loadBalancers/lb", arm.Body{}, 400, "InvalidResourceType"},
		{"PUT", group + "/providers/Microsoft.Network/routeFilters", arm.Body{}, 400, "InvalidResourceId"},
		{"POST", circuit, arm.Body{}, 405, "MethodNotAllowed"},
		{"PUT", circuit, "", 400, "InvalidRequestContent"},
		{"PUT", circuit, "{", 400, "InvalidRequestContent"},
		{"PUT", circuit, "[]", 400, "InvalidRequestContent"},
		{"PUT", circuit, "null", 400, "InvalidRequestContent"},
		{"PUT", circuit, `{"a": "` + strings.Repeat("x", mostBody) + `"}`, 413, "RequestContentTooLarge"},
		{"PUT", circuit, arm.Body{}, 400, "LocationRequired"},
		{"PUT", private, privateBody(), 404, "ParentResourceNotFound"},
		{"GET", private + "/connections", nil, 404, "ParentResourceNotFound"},
		{"GET", group + "2/providers/Microsoft.Network/routeFilters", nil, 404, "ResourceGroupNotFound"},
		{"GET", subscription + "/providers/Microsoft.Network/locations/westeurope/operations/x", nil, 404, "NotFound"},
		{"GET", subscription + "/resources?$filter=substringof('a',name)", nil, 400, "InvalidFilterInQueryString"},
		{"GET", subscription + "/providers/Microsoft.Compute", nil, 404, "InvalidResourceNamespace"},
		{"GET", subscription + "/providers/Microsoft.Network/expressRoutePortsLocations/Nowhere", nil, 404, "NotFound"},
		{"GET", group + "/providers/Microsoft.Resources/deployments/none", nil, 404, "DeploymentNotFound"},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			s.refuses(c.status, c.code, c.method, strings.ReplaceAll(c.path, " ", "%20"), c.body)
		})
	}
	s.end(s.wants(201, "PUT", circuit, circuitBody()))
	s.end(s.wants(201, "PUT", private, privateBody()))
	s.refuses(400, "InvalidParameter", "POST", private+"/arpTables/both", nil)
}

func names(a answer) []string {
	var all []string
	for _, element := range a.body["value"].([]any) {
		body, _ := element.(arm.Body)
		name, _ := body["name"].(string)
		all = append(all, name)
	}
	return all
}

func TestLists(t *testing.T) {
	s := newSite(t)
	other := strings.Replace(group, "/net", "/far", 1)
	s.wants(201, "PUT", other, arm.Body{"location": "eastus"})
	s.end(s.wants(201, "PUT", circuit, circuitBody()))
	s.end(s.wants(201, "PUT", private, privateBody()))
	s.end(s.wants(201, "PUT", filterID, arm.Body{"location": "westeurope"}))
	s.wants(201, "PUT", strings.Replace(filterID, "/net/", "/far/", 1)+"2", arm.Body{"location": "eastus"})
	filters := "Microsoft.Network/routeFilters"
	for path, want := range map[string][]string{
		subscription + "/resourceGroups":                 {"far", "net"},
		subscription + "/providers/" + filters:           {"rf2", "rf"},
		strings.ToUpper(group) + "/providers/" + filters: {"rf"},
		circuit + "/peerings":                            {"AzurePrivatePeering"},
		circuit + "/authorizations":                      nil,
		private + "/connections":                         nil,
		private + "/peerConnections":                     nil,
		subscription + "/resources":                      {"rf2", "er", "rf"},
		group + "/resources":                             {"er", "rf"},
		subscription + "/resources?$filter=resourceType%20eq%20'" + filters + "'":               {"rf2", "rf"},
		subscription + "/resources?$filter=name%20eq%20'RF'%20and%20resourceGroup%20eq%20'net'": {"rf"},
		subscription + "/resources?$filter=location%20eq%20'eastus'":                            {"rf2"},
		"/subscriptions/99999999-2222-3333-4444-555555555555/providers/" + filters:              nil,
	} {
		assert.Equal(t, want, names(s.wants(200, "GET", path, nil)), path)
	}
}

func TestWhatIsNotAResource(t *testing.T) {
	s := newSite(t)
	s.end(s.wants(201, "PUT", circuit, circuitBody()))
	s.end(s.wants(201, "PUT", private, privateBody()))
	s.end(s.wants(201, "PUT", port, arm.Body{"location": "westeurope", "properties": arm.Body{
		"peeringLocation": "Amsterdam", "bandwidthInGbps": 10, "encapsulation": "QinQ",
	}}))

	for _, on := range []string{circuit, private} {
		assert.Equal(t, 0.0, s.wants(200, "GET", on+"/stats", nil).body["primaryBytesIn"])
	}
	for _, table := range []string{"arpTables", "routeTables", "routeTablesSummary"} {
		asked := s.wants(202, "POST", private+"/"+table+"/primary", nil)
		assert.Equal(t, "Succeeded", s.end(asked)["status"])
		assert.Equal(t, arm.Body{"value": []any{}}, s.wants(200, "GET", asked.Header.Get("Location"), nil).body)
	}
	assert.Equal(t, []string{"link1", "link2"}, names(s.wants(200, "GET", port+"/links", nil)))
	assert.Equal(t, "link2", s.wants(200, "GET", port+"/links/LINK2", nil).body["name"])
	s.refuses(404, "NotFound", "GET", port+"/links/link3", nil)
	encoded, _ := s.wants(200, "POST", port+"/generateLoa", arm.Body{"customerName": "contoso"}).body["encodedContent"].(string)
	letter, err := base64.StdEncoding.DecodeString(encoded)
	require.NoError(t, err)
	assert.Contains(t, string(letter), "contoso")
	s.refuses(400, "InvalidRequestFormat", "POST", port+"/generateLoa", arm.Body{})

	assert.Contains(t, names(s.wants(200, "GET", subscription+"/providers/Microsoft.Network/expressRouteServiceProviders", nil)), "Equinix")
	assert.Contains(t, names(s.wants(200, "GET", subscription+"/providers/Microsoft.Network/bgpServiceCommunities", nil)), "westeurope")
	assert.Contains(t, names(s.wants(200, "GET", subscription+"/providers/microsoft.network/ExpressRoutePortsLocations", nil)), "Amsterdam")
	assert.Equal(t, "Amsterdam", s.wants(200, "GET", subscription+"/providers/Microsoft.Network/expressRoutePortsLocations/amsterdam", nil).body["name"])
}

func TestLoggingIn(t *testing.T) {
	s := newSite(t)
	ask := func(version string) answer { return s.ask("GET", "/metadata/endpoints?api-version="+version, nil) }
	assert.Equal(t, s.URL, ask("2022-09-01").body["resourceManager"])
	response, err := s.Client().Get(s.URL + "/metadata/endpoints?api-version=2019-05-01")
	require.NoError(t, err)
	var clouds []arm.Body
	require.NoError(t, json.NewDecoder(response.Body).Decode(&clouds))
	require.NoError(t, response.Body.Close())
	assert.Len(t, clouds, 1)
	authority := "/" + Tenant
	assert.Equal(t, s.URL+authority+"/oauth2/v2.0/token", s.wants(200, "GET", authority+"/v2.0/.well-known/openid-configuration", nil).body["token_endpoint"])
	identity := httptest.NewServer(Identity(s.URL))
	defer identity.Close()
	for _, token := range []answer{
		s.wants(200, "POST", authority+"/oauth2/v2.0/token", "grant_type=client_credentials"),
		s.wants(200, "GET", identity.URL+"/msi/token?resource=x", nil),
	} {
		text, _ := token.body["access_token"].(string)
		parts := strings.Split(text, ".")
		require.Len(t, parts, 3)
		raw, err := base64.RawURLEncoding.DecodeString(parts[1])
		require.NoError(t, err)
		var claims arm.Body
		require.NoError(t, json.Unmarshal(raw, &claims))
		assert.Equal(t, Tenant, claims["tid"])
	}
	assert.Len(t, s.wants(200, "GET", "/subscriptions", nil).body["value"], 1)
	s.wants(201, "PUT", "/subscriptions/99999999-2222-3333-4444-555555555555/resourceGroups/other", arm.Body{"location": "eastus"})
	assert.Len(t, s.wants(200, "GET", "/subscriptions", nil).body["value"], 2)
	assert.Equal(t, "Enabled", s.wants(200, "GET", subscription, nil).body["state"])
	assert.Len(t, s.wants(200, "GET", "/tenants", nil).body["value"], 1)
	assert.Contains(t, names(s.wants(200, "GET", subscription+"/locations", nil)), "westeurope")
	assert.Len(t, s.wants(200, "GET", subscription+"/providers", nil).body["value"], 2)
	assert.Equal(t, "Registered", s.wants(200, "POST", subscription+"/providers/microsoft.network/register", nil).body["registrationState"])
}

func TestDeployments(t *testing.T) {
	s := newSite(t)
	at := group + "/providers/Microsoft.Resources/deployments/one"
	template := func(name string, change func(arm.Body)) arm.Body {
		resource := arm.Body{
			"type": "Microsoft.Network/routeFilters", "name": "rf", "apiVersion": "2025-01-01", "location": "westeurope", "dependsOn": []any{},
			"tags": arm.Body{"key": "[parameters('key')]", "none": "[[not an expression]"}, "properties": arm.Body{},
		}
		change(resource)
		return arm.Body{"properties": arm.Body{
			"mode": "incremental", "parameters": arm.Body{"key": arm.Body{"value": "hunter2"}},
			"template": arm.Body{"resources": []any{resource}, "outputs": arm.Body{"resource": arm.Body{"type": "object", "value": "[reference('" + name + "')]"}}},
		}}
	}
	same := func(arm.Body) {}
	s.wants(200, "POST", at+"/validate", template("rf", same))
	s.refuses(404, "ResourceNotFound", "GET", filterID, nil)
	made := s.wants(201, "PUT", at, template("rf", same))
	assert.Equal(t, "Running", property(made.body, "provisioningState"))
	assert.Equal(t, "Succeeded", s.end(made)["status"])
	got := s.wants(200, "GET", at, nil)
	assert.Equal(t, "Succeeded", property(got.body, "provisioningState"))
	outputs := property(got.body, "outputs").(arm.Body)
	assert.Equal(t, "Succeeded", outputs["resource"].(arm.Body)["value"].(arm.Body)["provisioningState"])
	assert.Equal(t, "hunter2", s.wants(200, "GET", filterID, nil).body["tags"].(arm.Body)["key"])

	s.refuses(400, "InvalidTemplate", "PUT", at, template("other", same))
	s.refuses(400, "InvalidTemplate", "PUT", at, template("rf", func(r arm.Body) { r["location"] = "[resourceGroup().location]" }))
	s.refuses(400, "InvalidTemplate", "PUT", at, template("rf", func(r arm.Body) { r["location"] = "[parameters('none')]" }))
	s.refuses(400, "InvalidTemplate", "PUT", at, template("rf", func(r arm.Body) { r["name"] = "a/b" }))
	s.refuses(400, "InvalidTemplate", "PUT", at, arm.Body{"properties": arm.Body{"template": arm.Body{}}})
	s.refuses(400, "InvalidResourceType", "PUT", at, template("rf", func(r arm.Body) { r["type"] = "Microsoft.Network/loadBalancers" }))
	s.refuses(409, "InvalidResourceLocation", "PUT", at, template("rf", func(r arm.Body) { r["location"] = "eastus" }))

	s.fault("routeFilters update failed")
	failed := s.wants(201, "PUT", at, template("rf", same))
	assert.Equal(t, "Failed", s.end(failed)["status"])
	assert.Equal(t, "Failed", property(s.wants(200, "GET", at, nil).body, "provisioningState"))
}

func TestNoRequestBreaksTheServer(t *testing.T) {
	h := New(t.Context(), nil, "http://localhost", "s") // which cannot answer anything
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, circuit, nil))
	assert.Equal(t, 500, recorder.Code)
	assert.JSONEq(t, `{"error": {"code": "InternalServerError", "message": "The sandbox could not answer this request.", "details": []}}`, recorder.Body.String())
}
