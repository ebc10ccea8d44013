// Package armhttp is the sandbox's face to clients of Azure Resource Manager: HTTP, as the Azure CLI and the Azure SDKs
// speak it, on the ARM model in place of Azure. Any api-version is taken, and any credential.
package armhttp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// Tenant is the only tenant there is.
const Tenant = "00000000-0000-0000-0000-00000000e550"

// mostBody is how large a request may be.
const mostBody = 4 << 20

// Handler serves Azure Resource Manager, and what a client needs to log in.
type Handler struct {
	arm          *arm.Server
	base         string
	subscription string
	// stopped is done when nobody is served any more: what never ends is given up.
	stopped     context.Context
	held        sync.WaitGroup
	deployments deployments
}

// New returns a handler of the resources on server. Clients reach it at base, such as https://localhost:8443; subscription
// is there from the start. What never ends is given up when the context is done.
func New(stopped context.Context, server *arm.Server, base, subscription string) *Handler {
	return &Handler{arm: server, base: strings.TrimSuffix(base, "/"), subscription: subscription, stopped: stopped}
}

// Wait waits, once the handler is stopped, until what never ends is given up.
func (h *Handler) Wait() { h.held.Wait() }

// call is one request at work.
type call struct {
	*Handler
	http.ResponseWriter
	r      *http.Request
	params map[string]string
}

// route is a request that is understood: a method, and a path whose words are in any case and whose parts in braces are
// any. The last part may be {rest...}, for all that follows.
type route struct {
	method, path string
	serve        func(*call) error
}

// The beginnings of paths.
const (
	inSubscription = "/subscriptions/{subscription}"
	inGroup        = inSubscription + "/resourceGroups/{group}"
	network        = "/providers/Microsoft.Network"
	onCircuit      = inGroup + network + "/expressRouteCircuits/{circuit}"
	onPeering      = onCircuit + "/peerings/{peering}"
	onPort         = inGroup + network + "/expressRoutePorts/{port}"
	deployment     = inGroup + "/providers/Microsoft.Resources/deployments/{name}"
)

// routes are looked through from the first to the last.
var routes = []route{
	{"GET", "/metadata/endpoints", (*call).endpoints},
	{"GET", "/{tenant}/v2.0/.well-known/openid-configuration", (*call).openID},
	{"POST", "/{tenant}/oauth2/v2.0/token", (*call).token},
	{"POST", "/{tenant}/oauth2/token", (*call).token},

	{"GET", "/tenants", (*call).tenants},
	{"GET", "/subscriptions", (*call).subscriptions},
	{"GET", inSubscription, (*call).oneSubscription},
	{"GET", inSubscription + "/locations", (*call).locations},
	{"GET", inSubscription + "/providers", (*call).providers},
	{"GET", inSubscription + "/providers/{namespace}", (*call).provider},
	{"POST", inSubscription + "/providers/{namespace}/register", (*call).provider},
	{"GET", inSubscription + "/resources", (*call).resources},
	{"GET", inGroup + "/resources", (*call).resources},
	{"GET", inSubscription + "/providers/{namespace}/locations/{location}/operations/{operation}", (*call).operation},
	{"GET", inSubscription + "/providers/{namespace}/locations/{location}/operationResults/{operation}", (*call).operationResult},
	{"GET", inSubscription + "/operationResults/{operation}", (*call).operationResult},

	{"GET", inSubscription + network + "/expressRouteServiceProviders", (*call).serviceProviders},
	{"GET", inSubscription + network + "/expressRoutePortsLocations", (*call).portLocations},
	{"GET", inSubscription + network + "/expressRoutePortsLocations/{place}", (*call).portLocation},
	{"GET", inSubscription + network + "/bgpServiceCommunities", (*call).communities},
	{"GET", onCircuit + "/stats", (*call).stats},
	{"GET", onPeering + "/stats", (*call).stats},
	{"POST", onPeering + "/arpTables/{device}", (*call).table},
	{"POST", onPeering + "/routeTables/{device}", (*call).table},
	{"POST", onPeering + "/routeTablesSummary/{device}", (*call).table},
	{"GET", onPeering + "/peerConnections", (*call).peerConnections},
	{"GET", onPeering + "/peerConnections/{name}", (*call).peerConnection},
	{"GET", onPort + "/links", (*call).links},
	{"GET", onPort + "/links/{name}", (*call).link},
	{"POST", onPort + "/generateLoa", (*call).letterOfAuthorization},

	{"POST", deployment + "/validate", (*call).validate},
	{"PUT", deployment, (*call).deploy},
	{"GET", deployment, (*call).deployed},

	{"GET", inSubscription + "/resourceGroups", (*call).listed},
	{"GET", inSubscription + "/providers/{namespace}/{rest...}", (*call).listed},
	{"GET", inGroup + "/{rest...}", (*call).got},
	{"GET", inGroup, (*call).got},
	{"HEAD", inGroup, (*call).exists},
	{"PUT", inGroup, (*call).put},
	{"PUT", inGroup + "/{rest...}", (*call).put},
	{"PATCH", inGroup, (*call).patched},
	{"PATCH", inGroup + "/{rest...}", (*call).patched},
	{"DELETE", inGroup, (*call).deleted},
	{"DELETE", inGroup + "/{rest...}", (*call).deleted},
}

// match gives the parts of a path that a pattern leaves open.
func (r route) match(path string) (map[string]string, bool) {
	words, parts := strings.Split(r.path, "/"), strings.Split(strings.TrimSuffix(path, "/"), "/")
	params := map[string]string{}
	for i, word := range words {
		name, open := strings.CutPrefix(word, "{")
		name = strings.TrimSuffix(name, "}")
		switch rest, all := strings.CutSuffix(name, "..."); {
		case i >= len(parts):
			return nil, false
		case open && all:
			params[rest] = strings.Join(parts[i:], "/")
			return params, true
		case open && parts[i] != "":
			params[name] = parts[i]
		case !strings.EqualFold(word, parts[i]):
			return nil, false
		}
	}
	return params, len(words) == len(parts)
}

// ServeHTTP answers a request, in ARM's form whatever becomes of it.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{Handler: h, ResponseWriter: w, r: r}
	defer func() {
		if recover() != nil { // what went wrong is nobody's business but ours
			c.fail(&arm.Error{Status: http.StatusInternalServerError, Code: "InternalServerError", Message: "The sandbox could not answer this request."})
		}
	}()
	w.Header().Set("X-Ms-Request-Id", requestID(r))
	if id := r.Header.Get("X-Ms-Client-Request-Id"); id != "" {
		w.Header().Set("X-Ms-Client-Request-Id", id)
	}
	if err := c.serve(); err != nil {
		c.fail(err)
	}
}

func (c *call) serve() error {
	r, params, err := find(c.r.Method, c.r.URL.Path)
	if err != nil {
		return err
	}
	c.params = params
	return r.serve(c)
}

// find finds the route of a request.
func find(method, path string) (route, map[string]string, error) {
	var others []string
	for _, r := range routes {
		params, matches := r.match(path)
		switch {
		case !matches:
		case r.method == method:
			return r, params, nil
		case !slices.Contains(others, r.method):
			others = append(others, r.method)
		}
	}
	if len(others) > 0 {
		return route{}, nil, refuse(http.StatusMethodNotAllowed, "MethodNotAllowed",
			"%s is not possible on %s; there is %s.", method, path, strings.Join(others, ", "))
	}
	return route{}, nil, refuse(http.StatusNotFound, "InvalidResourceType", "The sandbox has nothing at %s.", path)
}

func refuse(status int, code, format string, args ...any) error {
	return &arm.Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// fail answers an error in ARM's form.
func (c *call) fail(err error) {
	var refusal *arm.Error
	switch {
	case errors.As(err, &refusal):
	case errors.Is(err, context.Canceled):
		return // nobody is there to be answered
	default:
		refusal = &arm.Error{Status: http.StatusInternalServerError, Code: "InternalServerError", Message: "The sandbox could not answer: " + err.Error()}
	}
	status := refusal.Status
	switch {
	case status < http.StatusBadRequest: // planned for an operation's end
		status = http.StatusInternalServerError
	case status == http.StatusTooManyRequests || refusal.Code == "AnotherOperationInProgress":
		c.ResponseWriter.Header().Set("Retry-After", "1")
	}
	c.ResponseWriter.Header().Set("X-Ms-Failure-Cause", "gateway")
	_ = c.answer(status, arm.Body{"error": errorBody(refusal)})
}

func errorBody(e *arm.Error) arm.Body {
	return arm.Body{"code": e.Code, "message": e.Message, "details": []any{}}
}

// answer answers JSON.
func (c *call) answer(status int, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	c.ResponseWriter.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.ResponseWriter.Header().Set("Cache-Control", "no-cache")
	c.WriteHeader(status)
	if c.r.Method == http.MethodHead {
		return nil
	}
	_, _ = c.Write(raw) // who asked may have gone
	return nil
}

func (c *call) answerList(values any) error {
	return c.answer(http.StatusOK, arm.Body{"value": values})
}

// body reads the request's body, a JSON object.
func (c *call) body() (arm.Body, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(c.ResponseWriter, c.r.Body, mostBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, refuse(http.StatusRequestEntityTooLarge, "RequestContentTooLarge", "A request may have %d bytes.", mostBody)
	case err != nil:
		return nil, fmt.Errorf("read the request: %w", err)
	}
	var body arm.Body
	if err := json.Unmarshal(raw, &body); err != nil || body == nil {
		return nil, refuse(http.StatusBadRequest, "InvalidRequestContent",
			"The request content was invalid and could not be deserialized: it should be a JSON object.")
	}
	return body, nil
}

// requestID is the id of a request, of whoever made it or new.
func requestID(r *http.Request) string {
	if id := r.Header.Get("X-Ms-Client-Request-Id"); id != "" {
		return id
	}
	return newUUID()
}
