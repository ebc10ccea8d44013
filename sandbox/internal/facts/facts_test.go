package facts

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheListsAreWhole(t *testing.T) {
	names := map[string]bool{}
	for _, p := range Providers() {
		assert.NotEmpty(t, p.Name)
		assert.False(t, names[p.Name], "%s is listed twice", p.Name)
		names[p.Name] = true
		assert.NotContains(t, p.Locations, "", p.Name)
	}
	assert.True(t, names["Equinix"])
	i := slices.IndexFunc(Providers(), func(p Provider) bool { return p.Name == "Equinix" })
	assert.Contains(t, Providers()[i].Locations, "Amsterdam")
	assert.Contains(t, Ports(), Place{"Amsterdam", "Netherlands"})
	value, values := regexp.MustCompile(`^12076:5\d{4}$|^12076:5\d{3}$`), map[string]bool{}
	for _, c := range Communities() {
		assert.Regexp(t, value, c.Value)
		assert.False(t, values[c.Value], "%s is listed twice", c.Value)
		values[c.Value] = true
		assert.NotEmpty(t, c.Area)
	}
	assert.Contains(t, Communities(), Community{"westeurope", "West Europe", "12076:51002", true, "Europe"})
}
