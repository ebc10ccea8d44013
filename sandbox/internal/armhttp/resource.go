package armhttp

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// id is the id of what a request is on.
func (c *call) id() (arm.ID, error) {
	id, err := arm.ParseID(strings.TrimSuffix(c.r.URL.Path, "/"))
	if err != nil {
		return id, err
	}
	if !arm.IsModelled(id.Type()) {
		status := http.StatusBadRequest
		if c.r.Method == http.MethodGet {
			status = http.StatusNotFound // clients take it for a resource that is not there
		}
		return id, refuse(status, "InvalidResourceType", "The sandbox has no model of resource type %s.", id.Type())
	}
	return id, nil
}

// above is the id of what a path of a route leads through, without its last parts.
func (c *call) above(parts int) (arm.ID, error) {
	path := strings.Split(strings.TrimSuffix(c.r.URL.Path, "/"), "/")
	return arm.ParseID(strings.Join(path[:len(path)-parts], "/"))
}

// got answers a resource, or a list of them: what ends with a type, and not with a name.
func (c *call) got() error {
	path := strings.TrimSuffix(c.r.URL.Path, "/")
	if strings.Count(path, "/")%2 != 0 {
		return c.listed()
	}
	id, err := c.id()
	if err != nil {
		return err
	}
	body, err := c.arm.Read(c.r.Context(), id)
	if err != nil {
		return err
	}
	if etag, _ := body["etag"].(string); etag != "" {
		c.ResponseWriter.Header().Set("ETag", etag)
	}
	return c.answer(http.StatusOK, body)
}

// exists answers whether a group is there.
func (c *call) exists() error {
	id, err := c.id()
	if err != nil {
		return err
	}
	if _, err := c.arm.Read(c.r.Context(), id); err != nil {
		return err
	}
	c.WriteHeader(http.StatusNoContent)
	return nil
}

// listed answers the resources of a type in a subscription, in a group or below a parent.
func (c *call) listed() error {
	path := strings.TrimSuffix(c.r.URL.Path, "/")
	words := strings.Split(path, "/")[1:]
	switch {
	case len(words) == 3: // /subscriptions/S/resourceGroups
		groups, err := c.arm.ListOfType(path[:strings.LastIndexByte(path, '/')], "Microsoft.Resources/resourceGroups")
		if err != nil {
			return err
		}
		return c.answerList(groups)
	case strings.EqualFold(words[2], "providers"): // …/providers/NAMESPACE/TYPE
		typ := strings.Join(words[3:], "/")
		if len(words) != 5 || !arm.IsModelled(typ) {
			return refuse(http.StatusNotFound, "InvalidResourceType", "The sandbox has no model of resource type %s.", typ)
		}
		all, err := c.arm.ListOfType("/"+strings.Join(words[:2], "/"), typ)
		if err != nil {
			return err
		}
		return c.answerList(all)
	}
	above := strings.Join(words[:len(words)-1], "/")
	if len(words) == 7 { // …/resourceGroups/G/providers/NAMESPACE/TYPE
		above = strings.Join(words[:4], "/")
	}
	parent, err := arm.ParseID("/" + above)
	if err != nil {
		return err
	}
	typ := parent.Type() + "/" + words[len(words)-1]
	if len(words) == 7 {
		typ = words[5] + "/" + words[6]
	}
	if !arm.IsModelled(typ) {
		return refuse(http.StatusNotFound, "InvalidResourceType", "The sandbox has no model of resource type %s.", typ)
	}
	children, err := c.arm.Children(parent, typ)
	if err != nil {
		return err
	}
	return c.answerList(children)
}

// resources answers all top-level resources in short, of one type or name where $filter says so.
func (c *call) resources() error {
	place := strings.TrimSuffix(c.r.URL.Path, "/")
	place = place[:strings.LastIndexByte(place, '/')]
	wanted, err := parseFilter(c.r.URL.Query())
	if err != nil {
		return err
	}
	all, err := c.arm.ListTopLevel(place)
	if err != nil {
		return err
	}
	short := []arm.Body{}
	for _, body := range all {
		if !wanted.admits(body) {
			continue
		}
		entry := arm.Body{}
		for _, name := range []string{"id", "name", "type", "location", "tags", "sku"} {
			if value := body[name]; value != nil {
				entry[name] = value
			}
		}
		short = append(short, entry)
	}
	return c.answerList(short)
}

// filter is what properties of an entry have to be.
type filter map[string]string

// filtered are the words of $filter, in lower case, and the property that each is about.
var filtered = map[string]string{"resourcetype": "type", "name": "name", "location": "location", "resourcegroup": "group"}

// parseFilter reads $filter, of comparisons with eq that and joins.
func parseFilter(query url.Values) (filter, error) {
	wanted := filter{}
	text := query.Get("$filter")
	if strings.TrimSpace(text) == "" {
		return wanted, nil
	}
	for _, term := range strings.Split(text, " and ") {
		name, value, found := strings.Cut(strings.TrimSpace(term), " eq ")
		property, known := filtered[strings.ToLower(strings.TrimSpace(name))]
		value = strings.TrimSpace(value)
		if !found || !known || len(value) < 2 || value[0] != '\'' || value[len(value)-1] != '\'' {
			return nil, refuse(http.StatusBadRequest, "InvalidFilterInQueryString",
				"Invalid $filter '%s': the sandbox takes resourceType, name, location and resourceGroup, as in resourceType eq 'Microsoft.Network/routeFilters'.", text)
		}
		wanted[property] = value[1 : len(value)-1]
	}
	return wanted, nil
}

func (f filter) admits(body arm.Body) bool {
	for property, value := range f {
		has, _ := body[property].(string)
		if property == "group" {
			written, _ := body["id"].(string)
			id, err := arm.ParseID(written)
			if err != nil {
				return false
			}
			has = id.ResourceGroup
		}
		if !strings.EqualFold(has, value) {
			return false
		}
	}
	return true
}

// put begins to put a resource.
func (c *call) put() error {
	id, err := c.id()
	if err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	begun, err := c.begin(arm.Request{ID: id, Body: body, IfMatch: c.r.Header.Get("If-Match"), IfNoneMatch: c.r.Header.Get("If-None-Match")})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if begun.Created() {
		status = http.StatusCreated
	}
	if begun.Status == arm.InProgress {
		c.announce(id, begun.Operation)
	}
	return c.answer(status, begun.Answer)
}

// begin begins an operation, and stays with it should it never end.
func (c *call) begin(r arm.Request) (arm.Begun, error) {
	begun, err := c.arm.Begin(r)
	if err == nil && begun.NeverEnds() {
		c.held.Go(func() { _ = c.arm.Hold(c.stopped, begun) }) // it is given up when the sandbox stops
	}
	return begun, err
}

// patched replaces the tags of a resource.
func (c *call) patched() error {
	id, err := c.id()
	if err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	answer, err := c.arm.Patch(id, body)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, answer)
}

// deleted begins to delete a resource.
func (c *call) deleted() error {
	id, err := c.id()
	if err != nil {
		return err
	}
	begun, err := c.begin(arm.Request{ID: id, Delete: true, IfMatch: c.r.Header.Get("If-Match")})
	if err != nil {
		return err
	}
	if begun.ID == "" { // gone already
		c.WriteHeader(http.StatusNoContent)
		return nil
	}
	c.announce(id, begun.Operation)
	c.ResponseWriter.Header().Set("Location", c.resultURL(id, begun.Operation))
	c.WriteHeader(http.StatusAccepted)
	return nil
}
