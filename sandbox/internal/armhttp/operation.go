package armhttp

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// announce tells where an operation is looked after. Azure lets clients wait for ten seconds and more between two looks;
// here they need not.
func (c *call) announce(id arm.ID, op arm.Operation) {
	if id.Provider != "" { // a group's is looked after at Location alone
		c.ResponseWriter.Header().Set("Azure-AsyncOperation", c.operationURL(id, op, "operations"))
		c.ResponseWriter.Header().Set("Azure-AsyncNotification", "Enabled")
	}
	c.again()
}

func (c *call) again() {
	c.ResponseWriter.Header().Set("Retry-After", "1")
	c.ResponseWriter.Header().Set("Retry-After-Ms", "50")
	c.ResponseWriter.Header().Set("X-Ms-Retry-After-Ms", "50")
}

func (c *call) operationURL(id arm.ID, op arm.Operation, word string) string {
	location := op.Location
	if location == "" {
		location = "global"
	}
	return c.base + "/subscriptions/" + id.Subscription + network + "/locations/" + location + "/" + word + "/" + op.ID + c.version()
}

// resultURL is where the result of an operation is asked for.
func (c *call) resultURL(id arm.ID, op arm.Operation) string {
	if id.Provider == "" {
		return c.base + "/subscriptions/" + id.Subscription + "/operationresults/" + op.ID + c.version()
	}
	return c.operationURL(id, op, "operationResults")
}

// version is the api-version of the request, for an address that the client asks next.
func (c *call) version() string {
	version := c.r.URL.Query().Get("api-version")
	if version == "" {
		return ""
	}
	return "?api-version=" + url.QueryEscape(version)
}

// asked is the operation that a request is about: one in its subscription.
func (c *call) asked() (arm.Operation, error) {
	op, err := c.arm.Operation(c.params["operation"])
	if err != nil {
		return op, err
	}
	id, err := arm.ParseID(op.Resource)
	if err == nil && !strings.EqualFold(id.Subscription, c.params["subscription"]) {
		err = refuse(http.StatusNotFound, "NotFound", "There is no operation %s.", c.params["operation"])
	}
	return op, err
}

// operation answers how an operation stands.
func (c *call) operation() error {
	op, err := c.asked()
	if err != nil {
		return err
	}
	answer := arm.Body{"status": op.Status}
	switch {
	case op.Status == arm.InProgress:
		c.again()
	case op.Error != nil:
		answer["error"] = errorBody(op.Error)
	}
	return c.answer(http.StatusOK, answer)
}

// operationResult answers what came of an operation: 202 as long as nothing has.
func (c *call) operationResult() error {
	op, err := c.asked()
	switch {
	case err != nil:
		return err
	case op.Status == arm.InProgress:
		id, err := arm.ParseID(op.Resource)
		if err != nil {
			return err
		}
		c.again()
		c.ResponseWriter.Header().Set("Location", c.resultURL(id, op))
		c.WriteHeader(http.StatusAccepted)
		return nil
	case op.Error != nil:
		return op.Error
	case op.Result != nil:
		return c.answer(http.StatusOK, op.Result)
	}
	c.WriteHeader(http.StatusNoContent)
	return nil
}
