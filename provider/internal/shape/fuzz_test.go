package shape

import (
	"encoding/binary"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/archive"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
)

// trees builds arbitrary inputs from fuzz data. Once the data is used up, every decision is 0.
type trees struct{ data []byte }

func (g *trees) next() byte {
	if len(g.data) == 0 {
		return 0
	}
	b := g.data[0]
	g.data = g.data[1:]
	return b
}

func (g *trees) text() string {
	n := min(int(g.next())%32, len(g.data))
	s := string(g.data[:n])
	g.data = g.data[n:]
	return s
}

// hidden is in every secret text and nowhere else.
const hidden = "hunter2"

// value is a value for the type, or one of another kind. Few levels down it is a scalar.
func (g *trees) value(t *Type, secret bool, depth int) resource.PropertyValue {
	if t == nil || depth > 6 {
		t = &Type{Kind: String}
	}
	secret = secret || t.Secret
	switch g.next() % 16 {
	case 1:
		return resource.NewNullProperty()
	case 2:
		return resource.MakeComputed(resource.NewProperty(""))
	case 3:
		return resource.MakeSecret(g.value(t, true, depth+1))
	case 4:
		secret = secret || g.next()%2 == 1
		return resource.NewProperty(resource.Output{
			Element: g.value(t, secret, depth+1), Known: g.next()%4 != 1, Secret: secret, Dependencies: []resource.URN{"urn:pulumi:s::p::a:b:c::d"},
		})
	case 5:
		return resource.NewProperty(math.Float64frombits(binary.LittleEndian.Uint64([]byte{g.next(), g.next(), g.next(), g.next(), g.next(), g.next(), g.next(), g.next()})))
	case 6:
		return resource.NewProperty(resource.ResourceReference{URN: "urn:pulumi:s::p::a:b:c::d"})
	case 7:
		return resource.NewProperty(&asset.Asset{Text: g.text()})
	case 8:
		return resource.NewProperty(&archive.Archive{Path: g.text()})
	case 9:
		return resource.NewProperty([]resource.PropertyValue{g.value(t.Elem, secret, depth+1)})
	case 10:
		return resource.NewProperty(resource.PropertyMap{resource.PropertyKey(g.text()): g.value(t.Elem, secret, depth+1)})
	case 11:
		return g.string(secret)
	}
	switch t.Kind {
	case Object:
		return resource.NewProperty(g.object(t, secret, depth+1))
	case Array:
		items := []resource.PropertyValue{}
		for range g.next() % 4 {
			items = append(items, g.value(t.Elem, secret, depth+1))
		}
		return resource.NewProperty(items)
	case Map:
		return resource.NewProperty(resource.PropertyMap{resource.PropertyKey(g.text()): g.value(t.Elem, secret, depth+1)})
	case Number, Integer:
		return resource.NewProperty(float64(g.next()))
	case Boolean:
		return resource.NewProperty(g.next()%2 == 1)
	}
	return g.string(secret)
}

func (g *trees) string(secret bool) resource.PropertyValue {
	if secret {
		return resource.NewProperty(hidden + g.text())
	}
	return resource.NewProperty(strings.ReplaceAll(g.text(), hidden, ""))
}

// object has most of the type's properties, and sometimes another.
func (g *trees) object(t *Type, secret bool, depth int) resource.PropertyMap {
	m := resource.PropertyMap{}
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		if g.next()%4 != 3 {
			m[resource.PropertyKey(name)] = g.value(t.Fields[name], secret, depth)
		}
	}
	if g.next()%8 == 7 {
		m[resource.PropertyKey(g.text())] = g.value(nil, secret, depth)
	}
	return m
}

func FuzzCheck(f *testing.F) {
	schema, err := os.ReadFile("../../../schema.json")
	require.NoError(f, err)
	pkg, err := Read(schema)
	require.NoError(f, err)
	in, _, err := pkg.Component("azure-expressroute:index:PeeringStack")
	require.NoError(f, err)

	f.Add([]byte(nil))
	for seed := range byte(16) {
		f.Add(slices.Repeat([]byte{0, seed, 4}, 40))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fitting, findings := in.Check((&trees{data: data}).object(in, false, 0))
		for _, found := range findings {
			assert.NotContains(t, found.Text(), hidden, "a secret is shown")
		}
		again, left := in.Check(fitting)
		assert.True(t, fitting.DeepEquals(again), "what fits comes back as it is")
		for _, found := range left {
			assert.Equal(t, rules.MissingProperty, found.Rule, "%s: %s", found.Path, found.Text())
		}
	})
}
