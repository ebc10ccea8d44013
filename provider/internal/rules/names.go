package rules

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

var namesDoc = Source{"Naming rules for Azure resources", "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"}

var (
	networkName = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$`)
	groupName   = regexp.MustCompile(`^[\pL\pN_().-]{0,89}[\pL\pN_()-]$`)
)

// Rules on names.
var nameRules = []Rule{
	{
		ID: "resource-name", Topic: "Names", Severity: Error,
		What:    "Names of circuits, route filters, filter rules, authorizations and connections have 1 to 80 letters, digits, `_`, `.` and `-`. They start with a letter or digit and end with a letter, digit or `_`.",
		Why:     "Azure accepts no other names for Microsoft.Network resources.",
		Fix:     "Change the name, or leave it out where it is optional: it is then made from the component's name.",
		Sources: []Source{namesDoc},
		Wrong:   "circuit: {name: my circuit}",
		Right:   "circuit: {name: my-circuit}",
		Check: func(c *Check) {
			names := make([]spec.Value[string], 0, 16)
			if c.Spec.Circuit != nil {
				names = append(names, c.Spec.Circuit.Name)
			}
			if f := routeFilter(c.Spec); f != nil {
				names = append(names, f.Name, f.RuleName)
			}
			names = append(names, c.Spec.Authorizations.Items...)
			for _, conn := range c.Spec.GlobalReachConnections {
				names = append(names, conn.Name)
			}
			for _, g := range c.gateways() {
				names = append(names, g.Name)
			}
			for _, v := range names {
				if name, ok := Get(c, v); ok && !networkName.MatchString(name) {
					c.Report(v.Path, "%s is not a valid name; use 1 to 80 letters, digits, '_', '.' and '-', starting with a letter or digit and ending with a letter, digit or '_'", Show(v))
				}
			}
		},
	},
	{
		ID: "resource-group-name", Topic: "Names", Severity: Error,
		What:    "`resourceGroupName`, of the stack and of gateway connections, has 1 to 90 letters, digits, `_`, `-`, `.` and parentheses, and does not end with `.`.",
		Why:     "Azure accepts no other names for resource groups.",
		Fix:     "Give the name of the group alone, not its id.",
		Sources: []Source{namesDoc},
		Wrong:   "resourceGroupName: network.",
		Right:   "resourceGroupName: network-rg",
		Check: func(c *Check) {
			names := []spec.Value[string]{c.Spec.ResourceGroupName}
			for _, g := range c.Spec.VirtualNetworkGatewayConnections {
				names = append(names, g.ResourceGroupName)
			}
			for _, v := range names {
				name, ok := Get(c, v)
				if !ok || groupName.MatchString(name) {
					continue
				}
				remedy := "use 1 to 90 letters, digits, '_', '-', '.' and parentheses, and do not end with '.'"
				if strings.HasPrefix(name, "/") {
					remedy = "give the group's name alone, not its id"
				}
				c.Report(v.Path, "%s is not a valid name of a resource group; %s", Show(v), remedy)
			}
		},
	},
	{
		ID: "tag-limits", Topic: "Names", Severity: Error,
		What:    "There are at most 50 tags. Their names have 1 to 512 characters and none of `<>%&\\?/`, and their values have at most 256 characters.",
		Why:     "Azure refuses a resource with other tags.",
		Fix:     "Shorten or rename the tag.",
		Sources: []Source{{"Tag limitations", "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations"}},
		Wrong:   "tags: {cost/centre: '4711'}",
		Right:   "tags: {cost-centre: '4711'}",
		Check: func(c *Check) {
			tags := c.Spec.Tags
			if len(tags.Items) > maxTags {
				c.Report(tags.Path, "there are %d tags, and a resource can have %d; remove some", len(tags.Items), maxTags)
			}
			for _, name := range slices.Sorted(maps.Keys(tags.Items)) {
				v := tags.Items[name]
				switch length := utf8.RuneCountInString(name); {
				case length == 0 || length > maxTagName:
					c.Report(v.Path, "the tag name has %d characters; use 1 to %d", length, maxTagName)
				case strings.ContainsAny(name, `<>%&\?/`):
					shown := Show(spec.Value[string]{V: name, Secret: tags.Secret})
					c.Report(v.Path, `the tag name %s contains one of < > %% & \ ? /, which Azure does not allow; rename the tag`, shown)
				}
				if value, ok := Get(c, v); ok && utf8.RuneCountInString(value) > maxTagValue {
					c.Report(v.Path, "the tag value has %d characters; use at most %d", utf8.RuneCountInString(value), maxTagValue)
				}
			}
		},
	},
}

// Azure's limits on tags.
const (
	maxTags     = 50
	maxTagName  = 512
	maxTagValue = 256
)
