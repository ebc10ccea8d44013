package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

// command is one of the things that sandbox does.
type command struct {
	name, operands, summary, example string
	least, most                      int // operands
	run                              func(request) error
}

// commands has them in the order of the help.
var commands = []command{
	{
		"list", "", "Lists all resources with the states they are in",
		"sandbox list", 0, 0, list,
	},
	{
		"show", "ID", "Shows a resource, a line for each value in the form that edit takes; keys are masked",
		"sandbox show contoso", 1, 1, show,
	},
	{
		"provision", "[CIRCUIT]", "Does as the service provider that has connected a circuit, or all of them: it is Provisioned from now on",
		"sandbox provision contoso", 0, 1,
		func(r request) error {
			if r.layer3 {
				return r.carry((*arm.Server).ProvisionManaged, "Provisioned")
			}
			return r.carry((*arm.Server).Provision, "Provisioned")
		},
	},
	{
		"deprovision", "[CIRCUIT]", "Does as the service provider that has let a circuit go, or all of them: it is NotProvisioned, and can be deleted",
		"sandbox deprovision contoso", 0, 1,
		func(r request) error {
			if r.strict {
				return r.carry((*arm.Server).DeprovisionUnused, "NotProvisioned")
			}
			return r.carry((*arm.Server).Deprovision, "NotProvisioned")
		},
	},
	{
		"edit", "ID PATH=JSONVALUE...", "Changes a resource behind Pulumi's back, as in the portal; null removes a value",
		`sandbox edit contoso 'tags.owner="network"' properties.allowClassicOperations=true`, 2, math.MaxInt, edit,
	},
	{
		"delete", "ID", "Deletes a resource behind Pulumi's back, as in the portal, unless Azure would refuse to",
		"sandbox delete /subscriptions/S/resourceGroups/net/providers/Microsoft.Network/routeFilters/contoso", 1, 1, remove,
	},
	{
		"faults", "[list | add FAULT | clear]", "Lists, adds or clears faults: operations that are to fail, for tests; clear gives up what hangs",
		"sandbox faults add --type peerings --on create --fault 409 --times 4", 0, math.MaxInt, planFaults,
	},
	{
		"operations", "", "Lists the latest operations, and what was refused because another one was in progress",
		"sandbox operations --json", 0, 0, operations,
	},
	{
		"serve", "[-- COMMAND...]", "Serves Azure Resource Manager for the Azure CLI and Azure SDKs, or runs a command that uses it",
		"sandbox serve -- az network express-route list", 0, 0, serve,
	},
	{
		"reset", "", "Forgets all resources, whatever state they are in, all operations and all faults",
		"sandbox reset", 0, 0, reset,
	},
}

func list(r request) error {
	bodies, unreadable := r.arm.List()
	if err := r.listed(bodies, unreadable == nil); err != nil {
		return err
	}
	return unreadable
}

func (r request) listed(bodies []arm.Body, all bool) error {
	if r.json {
		masked := []any{}
		for _, body := range bodies {
			masked = append(masked, withoutKeys(body))
		}
		return r.printJSON(masked)
	}
	if len(bodies) == 0 && all {
		return r.printf("The sandbox in %s has no resources.\n", r.path)
	}
	for _, body := range bodies {
		if err := r.printf("%s  %s\n", body["id"], strings.Join(states(body), ", ")); err != nil {
			return err
		}
	}
	return nil
}

// states are what a resource says of how it is.
func states(body arm.Body) []string {
	var states []string
	properties, _ := body["properties"].(arm.Body)
	for _, name := range []string{
		"provisioningState", "serviceProviderProvisioningState", "authorizationUseStatus", "circuitConnectionStatus", "connectionStatus",
	} {
		if state, _ := properties[name].(string); state != "" {
			states = append(states, state)
		}
	}
	return states
}

func show(r request) error {
	id, err := r.find(r.args[0], "")
	if err != nil {
		return err
	}
	body, err := r.arm.Get(id)
	if err != nil {
		return err
	}
	if r.json {
		return r.printJSON(withoutKeys(body))
	}
	return r.printLines("", withoutKeys(body))
}

const circuitType = "Microsoft.Network/expressRouteCircuits"

// carry lets the service provider do something to a circuit, or to all that have one.
func (r request) carry(do func(*arm.Server, arm.ID) error, state string) error {
	circuits, err := r.circuits()
	if err != nil {
		return err
	}
	answers := []any{}
	for _, id := range circuits {
		if err := do(r.arm, id); err != nil {
			return err
		}
		body, err := r.arm.Get(id)
		if err != nil {
			return err
		}
		if answers = append(answers, withoutKeys(body)); r.json {
			continue
		}
		if err := r.printf("Circuit %s is %s.\n", id.Name(), state); err != nil {
			return err
		}
	}
	switch {
	case r.json && len(r.args) == 0:
		return r.printJSON(answers)
	case r.json:
		return r.printJSON(answers[0])
	case len(answers) == 0:
		return r.printf("The sandbox in %s has no circuit at a service provider.\n", r.path)
	}
	return nil
}

// circuits are the one that is named or, without a name, all that have a service provider.
func (r request) circuits() ([]arm.ID, error) {
	if len(r.args) == 1 {
		id, err := r.find(r.args[0], circuitType)
		return []arm.ID{id}, err
	}
	bodies, err := r.arm.List()
	if err != nil {
		return nil, err
	}
	var ids []arm.ID
	for _, body := range bodies {
		if properties, _ := body["properties"].(arm.Body); body["type"] != circuitType || properties["expressRoutePort"] != nil {
			continue
		}
		text, _ := body["id"].(string)
		id, err := arm.ParseID(text)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func edit(r request) error {
	var edits []arm.Edit
	for _, argument := range r.args[1:] {
		path, value, assigned := strings.Cut(argument, "=")
		e := arm.Edit{Path: strings.Split(path, ".")}
		// The value may be a key, so it is not shown.
		if !assigned || strings.Contains("."+path+".", "..") {
			return usageError(fmt.Sprintf("%s: a change looks like properties.vlanId=200", path))
		}
		if err := json.Unmarshal([]byte(value), &e.Value); err != nil {
			return usageError(fmt.Sprintf(`%s: the value should be JSON, with text in quotes: '%s="text"'`, path, path))
		}
		edits = append(edits, e)
	}
	id, err := r.find(r.args[0], "")
	if err != nil {
		return err
	}
	body, err := r.arm.Edit(id, edits...)
	if err != nil {
		return err
	}
	return r.report(body, "%s is changed.\n", body["id"])
}

func remove(r request) error {
	id, err := r.find(r.args[0], "")
	if err != nil {
		return err
	}
	body, err := r.arm.Get(id)
	if err != nil {
		return err
	}
	if err := r.arm.Delete(id); err != nil {
		return err
	}
	return r.report(body, "%s is deleted.\n", body["id"])
}

// faultFlags are the words of a fault as flags.
type faultFlags struct{ typ, on, kind, times, after, duration, code string }

func (f *faultFlags) define(flags *flag.FlagSet) {
	flags.StringVar(&f.typ, "type", "", "resource type, such as Microsoft.Network/routeFilters or its end, peerings; * for any")
	flags.StringVar(&f.on, "on", "", "operation: create, update, delete, read; * for any")
	flags.StringVar(&f.kind, "fault", "", "what goes wrong: "+strings.Join(faults.KindNames(), ", "))
	flags.StringVar(&f.times, "times", "", "how often it strikes; default: 1; 0: always")
	flags.StringVar(&f.after, "after", "", "so many operations go through first")
	flags.StringVar(&f.duration, "for", "", "how long a slow operation takes, such as 2s")
	flags.StringVar(&f.code, "code", "", "what an operation fails with, such as SubscriptionNotAuthorized")
}

// words puts the flags where a fault in words, which may stand in their place, has them.
func (f *faultFlags) words(args []string) string {
	var words []string
	for _, word := range []string{f.typ, f.on, f.kind} {
		if word != "" {
			words = append(words, word)
		}
	}
	words = append(words, args...)
	for _, option := range [][2]string{{"times", f.times}, {"after", f.after}, {"for", f.duration}, {"code", f.code}} {
		if option[1] != "" {
			words = append(words, option[0]+"="+option[1])
		}
	}
	return strings.Join(words, " ")
}

// planFaults lists, adds or clears what is to go wrong.
func planFaults(r request) error {
	verb := append(r.args, "list")[0]
	given := r.fault.words(r.args[min(1, len(r.args)):])
	switch {
	case verb == "add":
		f, err := faults.Parse(given, arm.Types())
		if err != nil {
			return usageError(err.Error())
		}
		if err := r.plan.Add(f); err != nil {
			return err
		}
	case verb == "clear" && given == "":
		if _, err := r.plan.Clear(); err != nil {
			return err
		}
		if err := r.arm.GiveUp(); err != nil { // what hangs because of them
			return err
		}
	case verb != "list" || given != "":
		return usageError("faults takes list, add with a fault, or clear")
	}
	planned, err := r.plan.List()
	if err != nil {
		return err
	}
	if r.json {
		return r.printJSON(append([]faults.Fault{}, planned...))
	}
	if len(planned) == 0 {
		return r.printf("No faults are planned in %s.\n", r.path)
	}
	for _, f := range planned {
		if err := r.printf("%s  struck %d of %d\n", f, f.Struck, f.Seen); err != nil {
			return err
		}
	}
	return nil
}

func operations(r request) error {
	all, err := r.arm.Operations()
	if err != nil {
		return err
	}
	if r.json {
		return r.printJSON(append([]arm.Operation{}, all...))
	}
	if len(all) == 0 {
		return r.printf("The sandbox in %s has had no operations.\n", r.path)
	}
	for _, op := range all {
		why := ""
		if op.Error != nil {
			why = ": " + op.Error.Message + " (" + op.Error.Code + ")"
		}
		if err := r.printf("%s  %s %s  %s%s\n", op.Started.UTC().Format(time.RFC3339), op.Verb, op.Resource, op.Status, why); err != nil {
			return err
		}
	}
	return nil
}

func reset(r request) error {
	count, err := r.arm.Reset()
	if damaged := (*store.DamagedError)(nil); errors.As(err, &damaged) {
		aside, err := store.At(r.path).SetAside()
		if err != nil {
			return err
		}
		if _, err := r.arm.Reset(); err != nil { // there is a file again
			return err
		}
		if r.json {
			return r.printJSON(map[string]any{"setAside": aside})
		}
		return r.printf("The sandbox in %s starts anew; the damaged file is kept as %s.\n", r.path, aside)
	}
	if err != nil {
		return err
	}
	if _, err := r.plan.Clear(); err != nil {
		return err
	}
	if r.json {
		return r.printJSON(map[string]any{"forgotten": count})
	}
	return r.printf("The sandbox in %s is empty; it had %d resources.\n", r.path, count)
}

// find is the id that reference is or ends: a name does for an id, and so does CIRCUIT/peerings/NAME, where only one
// resource, of type typ if given, has it.
func (r request) find(reference, typ string) (arm.ID, error) {
	if strings.HasPrefix(reference, "/") {
		return arm.ParseID(reference)
	}
	bodies, unreadable := r.arm.List()
	var found []string
	for _, body := range bodies {
		id, _ := body["id"].(string)
		if strings.HasSuffix(strings.ToLower(id), "/"+strings.ToLower(reference)) && (typ == "" || body["type"] == typ) {
			found = append(found, id)
		}
	}
	kind := "resource"
	if typ != "" {
		kind = "circuit"
	}
	switch len(found) {
	case 0:
		return arm.ID{}, errors.Join(fmt.Errorf("there is no %s named %s in %s; see sandbox list", kind, reference, r.path), unreadable)
	case 1:
		return arm.ParseID(found[0])
	default:
		return arm.ID{}, fmt.Errorf("there are %d resources named %s; give the id of the one meant:\n  %s", len(found), reference, strings.Join(found, "\n  "))
	}
}
