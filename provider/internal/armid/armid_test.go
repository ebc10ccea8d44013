package armid

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseReadsIdsInAnyLetterCase(t *testing.T) {
	id, err := Parse("/SUBSCRIPTIONS/Sub/resourcegroups/My-Group/Providers/microsoft.network/EXPRESSROUTECIRCUITS/My-Circuit", Circuit)
	require.NoError(t, err)
	assert.Equal(t, ID{Subscription: "Sub", ResourceGroup: "My-Group", Type: Circuit, Name: "My-Circuit"}, id)
	assert.Equal(t, "/subscriptions/Sub/resourceGroups/My-Group/providers/Microsoft.Network/expressRouteCircuits/My-Circuit", id.String())
}

func TestParseReadsIdsOfChildren(t *testing.T) {
	const peering = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c/peerings/AzurePrivatePeering"
	id, err := Parse(peering, Peering)
	require.NoError(t, err)
	assert.Equal(t, ID{Subscription: "s", ResourceGroup: "g", Type: Peering, Parents: []string{"c"}, Name: "AzurePrivatePeering"}, id)
	assert.Equal(t, peering, id.String())
	assert.Equal(t, "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c", id.Parent().String())
	assert.Equal(t, "/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/virtualHubs/<name>/routeMaps/<name>", Form(HubRouteMap))
	assert.True(t, Same(peering, "/SUBSCRIPTIONS"+peering[len("/subscriptions"):]))
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for s, why := range map[string]string{
		"":           "does not start with",
		"my-circuit": "does not start with",
		"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c ":                             "white space",
		"/subscriptions/s/resourceGroups//providers/Microsoft.Network/expressRouteCircuits/c":                               "empty part",
		"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c/":                             "empty part",
		"/subscriptions/s/resourceGroups/g":                                                                                 "not the id of a resource in a resource group",
		"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c/peerings/AzurePrivatePeering": "its type is Microsoft.Network/expressRouteCircuits/peerings",
		"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c/peerings":                     "not the id of a resource in a resource group",
		"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeFilters/f":                                      "its type is Microsoft.Network/routeFilters",
	} {
		_, err := Parse(s, Circuit)
		require.Error(t, err, s)
		assert.Contains(t, err.Error(), why, s)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c")
	f.Add("//")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := Parse(s, Circuit)
		if err != nil {
			return
		}
		again, err := Parse(id.String(), Circuit)
		require.NoError(t, err)
		assert.Equal(t, id, again)
	})
}
