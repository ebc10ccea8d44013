package armhttp

import (
	"net/http"
	"regexp"
	"strings"
	"sync"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// Deployments of templates: as much of them as the Azure CLI needs to make a connection. That is one resource, written out
// but for parameters, and references to it as outputs.

// deploymentRecord is a deployment that was made, until the sandbox stops.
type deploymentRecord struct {
	id, operation string
	resource      arm.ID
	outputs       []string
}

// deployments keeps what was deployed, by lower-case id.
type deployments struct {
	mu   sync.Mutex
	made map[string]deploymentRecord
}

func (d *deployments) keep(record deploymentRecord) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.made == nil {
		d.made = map[string]deploymentRecord{}
	}
	d.made[strings.ToLower(record.id)] = record
}

func (d *deployments) find(id string) (deploymentRecord, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	record, found := d.made[strings.ToLower(id)]
	return record, found
}

// template is what a deployment is to make.
type template struct {
	id      arm.ID
	body    arm.Body
	outputs []string
}

func badTemplate(format string, args ...any) error {
	return refuse(http.StatusBadRequest, "InvalidTemplate", format, args...)
}

// template reads the template in a request.
func (c *call) template() (template, error) {
	var result template
	request, err := c.body()
	if err != nil {
		return result, err
	}
	properties, _ := request["properties"].(arm.Body)
	given, _ := properties["template"].(arm.Body)
	resources, _ := given["resources"].([]any)
	if len(resources) != 1 {
		return result, badTemplate("The template has %d resources; the sandbox deploys templates of one.", len(resources))
	}
	parameters, _ := properties["parameters"].(arm.Body)
	value, err := substitute(resources[0], parameters)
	if err != nil {
		return result, err
	}
	resource, _ := value.(arm.Body)
	typ, _ := resource["type"].(string)
	name, _ := resource["name"].(string)
	types, names := strings.Split(typ, "/"), strings.Split(name, "/")
	if name == "" || len(types) != len(names)+1 {
		return result, badTemplate("The resource of the template has type '%s' and name '%s', which do not go together.", typ, name)
	}
	path := "/subscriptions/" + c.params["subscription"] + "/resourceGroups/" + c.params["group"] + "/providers/" + types[0]
	for i, word := range types[1:] {
		path += "/" + word + "/" + names[i]
	}
	if result.id, err = arm.ParseID(path); err != nil {
		return result, err
	}
	if !arm.IsModelled(typ) {
		return result, refuse(http.StatusBadRequest, "InvalidResourceType", "The sandbox has no model of resource type %s.", typ)
	}
	outputs, _ := given["outputs"].(arm.Body)
	for output, value := range outputs {
		body, _ := value.(arm.Body)
		if expression, _ := body["value"].(string); expression != "[reference('"+name+"')]" {
			return result, badTemplate("Output %s is %s; the sandbox knows [reference('%s')] alone.", output, expression, name)
		}
		result.outputs = append(result.outputs, output)
	}
	result.body = arm.Body{}
	for property, value := range resource {
		switch property {
		case "type", "name", "apiVersion", "dependsOn", "comments":
		default:
			if value != nil {
				result.body[property] = value
			}
		}
	}
	return result, nil
}

var parameter = regexp.MustCompile(`^\[parameters\('([^']+)'\)\]$`)

// substitute puts parameters where a value names them, and refuses all other expressions.
func substitute(value any, parameters arm.Body) (any, error) {
	switch value := value.(type) {
	case arm.Body:
		result := arm.Body{}
		for name, inner := range value {
			replaced, err := substitute(inner, parameters)
			if err != nil {
				return nil, err
			}
			result[name] = replaced
		}
		return result, nil
	case []any:
		result := make([]any, len(value))
		for i, inner := range value {
			replaced, err := substitute(inner, parameters)
			if err != nil {
				return nil, err
			}
			result[i] = replaced
		}
		return result, nil
	case string:
		match := parameter.FindStringSubmatch(value)
		switch {
		case match != nil:
			given, _ := parameters[match[1]].(arm.Body)
			if given == nil {
				return nil, badTemplate("The template names the parameter %s, which is not given.", match[1])
			}
			return given["value"], nil
		case strings.HasPrefix(value, "[") && !strings.HasPrefix(value, "[["):
			return nil, badTemplate("The sandbox does not evaluate %s: a template may name parameters, and nothing else.", value)
		}
		return value, nil
	default:
		return value, nil
	}
}

// deploy begins to make what a template says.
func (c *call) deploy() error {
	wanted, err := c.template()
	if err != nil {
		return err
	}
	begun, err := c.begin(arm.Request{ID: wanted.id, Body: wanted.body})
	if err != nil {
		return err
	}
	record := deploymentRecord{c.r.URL.Path, begun.ID, wanted.id, wanted.outputs}
	c.deployments.keep(record)
	c.announce(wanted.id, begun.Operation)
	return c.answerDeployment(http.StatusCreated, record, begun.Operation)
}

// deployed answers a deployment that was made.
func (c *call) deployed() error {
	record, found := c.deployments.find(c.r.URL.Path)
	if !found {
		return refuse(http.StatusNotFound, "DeploymentNotFound", "Deployment '%s' could not be found.", c.params["name"])
	}
	op, err := c.arm.Operation(record.operation)
	if err != nil {
		return err
	}
	return c.answerDeployment(http.StatusOK, record, op)
}

func (c *call) answerDeployment(status int, record deploymentRecord, op arm.Operation) error {
	properties := arm.Body{
		"provisioningState": "Running", "mode": "Incremental", "timestamp": op.Started,
		"outputResources": []any{arm.Body{"id": record.resource.String()}},
	}
	switch {
	case op.Status != arm.InProgress && op.Error != nil:
		properties["provisioningState"], properties["error"] = "Failed", errorBody(op.Error)
	case op.Status != arm.InProgress:
		properties["provisioningState"] = string(op.Status)
		body, err := c.arm.Get(record.resource)
		if err != nil {
			return err
		}
		outputs := arm.Body{}
		for _, name := range record.outputs {
			outputs[name] = arm.Body{"type": "Object", "value": body["properties"]}
		}
		properties["outputs"] = outputs
	}
	return c.answer(status, arm.Body{"id": record.id, "name": c.params["name"], "type": "Microsoft.Resources/deployments", "properties": properties})
}

// validate answers whether a template would be deployed, as far as can be said without doing it.
func (c *call) validate() error {
	wanted, err := c.template()
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, arm.Body{"properties": arm.Body{
		"provisioningState": "Succeeded", "mode": "Incremental", "validatedResources": []any{arm.Body{"id": wanted.id.String()}},
	}})
}
