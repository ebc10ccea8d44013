package azurenative

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// differ collects the differences of two sets of inputs.
type differ struct {
	replaceOn []string
	changes   map[string]*pulumirpc.PropertyDiff
	replaces  []string // inputs at the top with a change that replaces the resource
	changed   []string // inputs at the top with a change
}

// diff compares inputs. It looks through secrets, takes null for absent and an unknown value for a changed one.
func (rt *resourceType) diff(olds, news resource.PropertyMap) *pulumirpc.DiffResponse {
	d := &differ{replaceOn: append(rt.parameters(), rt.replaceOn...), changes: map[string]*pulumirpc.PropertyDiff{}}
	d.object(nil, olds, news)
	response := d.response()
	// Two resources cannot have one id at the same time.
	random := olds[randomlyNamed]
	response.DeleteBeforeReplace = len(d.replaces) > 0 && (!random.IsBool() || !random.BoolValue())
	return response
}

func (d *differ) response() *pulumirpc.DiffResponse {
	response := &pulumirpc.DiffResponse{
		Changes: pulumirpc.DiffResponse_DIFF_NONE, Diffs: d.changed, Replaces: d.replaces,
		DetailedDiff: d.changes, HasDetailedDiff: true,
	}
	if len(d.changes) > 0 {
		response.Changes = pulumirpc.DiffResponse_DIFF_SOME
	}
	return response
}

func (d *differ) object(path resource.PropertyPath, olds, news resource.PropertyMap) {
	for _, key := range union(olds, news) {
		d.value(join(path, string(key)), olds[key], news[key])
	}
}

func (d *differ) value(path resource.PropertyPath, was, is resource.PropertyValue) {
	was, is = bare(was), bare(is)
	wasObject, isObject := was.IsObject() || was.IsNull(), is.IsObject() || is.IsNull()
	switch {
	case was.IsNull() && is.IsNull():
	case is.IsComputed():
		d.record(path, kindOfChange(was, is))
	// An object that comes or goes is looked into only when one of its properties matters by itself.
	case wasObject && isObject && (was.IsObject() && is.IsObject() || d.replacesWithin(path)):
		d.object(path, objectOf(was), objectOf(is))
	case was.IsArray() && is.IsArray():
		for i := range max(len(was.ArrayValue()), len(is.ArrayValue())) {
			d.value(join(path, i), elementOf(was, i), elementOf(is, i))
		}
	case path.String() == "location" && was.IsString() && is.IsString() && sameLocation(was.StringValue(), is.StringValue()):
	case !was.DeepEquals(is):
		d.record(path, kindOfChange(was, is))
	}
}

func (d *differ) record(path resource.PropertyPath, kind pulumirpc.PropertyDiff_Kind) {
	top, _ := path[0].(string)
	if d.replacesAt(path) || kind != pulumirpc.PropertyDiff_ADD && d.replacesWithin(path) {
		kind++ // the kind that replaces follows each kind
		if !slices.Contains(d.replaces, top) {
			d.replaces = append(d.replaces, top)
		}
	}
	if !slices.Contains(d.changed, top) {
		d.changed = append(d.changed, top)
	}
	d.changes[path.String()] = &pulumirpc.PropertyDiff{Kind: kind, InputDiff: true}
}

func (d *differ) replacesAt(path resource.PropertyPath) bool {
	return slices.Contains(d.replaceOn, pattern(path))
}

func (d *differ) replacesWithin(path resource.PropertyPath) bool {
	return slices.ContainsFunc(d.replaceOn, func(on string) bool { return strings.HasPrefix(on, pattern(path)+".") })
}

func kindOfChange(was, is resource.PropertyValue) pulumirpc.PropertyDiff_Kind {
	switch {
	case was.IsNull():
		return pulumirpc.PropertyDiff_ADD
	case is.IsNull():
		return pulumirpc.PropertyDiff_DELETE
	default:
		return pulumirpc.PropertyDiff_UPDATE
	}
}

func union(olds, news resource.PropertyMap) []resource.PropertyKey {
	keys := append(olds.StableKeys(), news.StableKeys()...)
	keys = slices.DeleteFunc(keys, resource.IsInternalPropertyKey)
	slices.Sort(keys)
	return slices.Compact(keys)
}

func objectOf(value resource.PropertyValue) resource.PropertyMap {
	if value.IsObject() {
		return value.ObjectValue()
	}
	return nil
}

func elementOf(array resource.PropertyValue, i int) resource.PropertyValue {
	if i < len(array.ArrayValue()) {
		return array.ArrayValue()[i]
	}
	return resource.NewNullProperty()
}

// sameLocation compares regions as Azure does: "West Europe" is "westeurope".
func sameLocation(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, " ", ""), strings.ReplaceAll(b, " ", ""))
}
