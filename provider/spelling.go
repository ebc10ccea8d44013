package provider

import (
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
)

// former is a child as it is, and what it is given by this update. Nothing is known of one that is not there, or
// that the state tells no inputs of.
type former struct {
	key   string
	held  *azure.Holding // in the state; nil when it is not there
	adopt importedChild  // in Azure, to be brought in
	given pulumi.Map
}

// was is the child of a kind as the last update left it, or as Azure has it when it is adopted. Kinds of which there are
// several have names.
func (w *wiring) was(kind, name string) former {
	key := azure.ChildKey(kind, name)
	given, begun := w.given[key].(pulumi.Map)
	if !begun {
		given = pulumi.Map{}
		w.given[key] = given
	}
	return former{key, w.world.Held(kind, name), w.adopt[key], given}
}

// as is how a name or an id is written now, where that is the same to Azure: it tells no letter case apart.
func (f former) as(path, given string) string {
	now := f.adopt.given[path]
	if f.held != nil {
		now = f.held.Given[path]
	}
	if strings.EqualFold(now, given) {
		return now
	}
	return given
}

// spelled is a name or an id for an input of azure-native's: as the state has it where the program writes the same in
// another letter case. azure-native compares letter by letter, and would replace what is one thing to Azure.
func (f former) spelled(path string, given pulumi.StringInput) pulumi.StringOutput {
	spelled := given.ToStringOutput().ApplyT(func(name string) string { return f.as(path, name) }).(pulumi.StringOutput)
	f.given[path] = spelled
	return spelled
}

// spelledPtr is spelled for an input that need not be given.
func (f former) spelledPtr(path string, given pulumi.StringPtrInput) pulumi.StringPtrInput {
	if given == nil {
		return nil
	}
	spelled := given.ToStringPtrOutput().ApplyT(func(name *string) *string {
		if name == nil {
			return nil
		}
		spelled := f.as(path, *name)
		return &spelled
	}).(pulumi.StringPtrOutput)
	f.given[path] = spelled
	return spelled
}

// named notes the name that azure-native has made up, where the program gives none.
func (f former) named(path string, name pulumi.Input) {
	if f.given[path] == nil {
		f.given[path] = name
	}
}

// aliased keeps a child in the state that has its name in another letter case.
func (f former) aliased(name string) pulumi.ResourceOption {
	was := nameInState(f.held, name)
	if was == name {
		return pulumi.Composite()
	}
	return pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String(was)}})
}

// untold is the option of a child of which nothing tells how the last update spelled its circuit, as with azure-native 3.x
// after an update that failed. The inputs in the state stay while the circuit stays in Azure, and so nothing tells them the
// next time either. It comes last, when the child is given all that it gets.
func (w *wiring) untold(was former, paths ...string) pulumi.ResourceOption {
	told := was.held == nil || len(was.held.Given) > 0
	if was.held == nil && w.seen.Holdings.State == azure.Denied { // it may be there
		told = false
	}
	if told || was.adopt.id != "" || !rules.CircuitStays(w.spec, w.seen) {
		return pulumi.Composite()
	}
	delete(w.given, was.key)
	return pulumi.IgnoreChanges(paths)
}

// paths are those of the names and ids that the child is given so far.
func (f former) paths() []string { return slices.Sorted(maps.Keys(f.given)) }

// nameInState is the name by which the state has a child, or the one that it should have there.
func nameInState(held *azure.Holding, name string) string {
	if held == nil {
		return name
	}
	return resource.URN(held.URN).Name()
}
