package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
)

// An edit is taken or refused, and what is taken can be read, edited and deleted like anything else.
func FuzzEdit(f *testing.F) {
	s := newShell(f)
	for _, id := range []string{circuitID, privateID, authorizationID, filterID, groupID} {
		for _, change := range []string{
			`properties.vlanId=[1]`, `sku=[5]`, `tags=[1]`, `tags.a=null`, `properties=null`, `properties=5`, `id=1`, `name=null`, `type={}`,
			`location=7`, `etag=null`, `properties.provisioningState="x"`, `properties.peerings=[{}]`, `properties.peerings=[{"name":5}]`, `properties.authorizations=[null]`,
			`properties.microsoftPeeringConfig.advertisedPublicPrefixes=[5]`, `properties.routeFilter.id="x"`, `properties.stats={"primarybytesIn":1e400}`, `.=1`, `=`, `a`, "properties.\x00=1",
		} {
			f.Add(id, change)
		}
	}
	f.Fuzz(func(t *testing.T, id, change string) {
		code, _, problems := sandbox("edit", id, change)
		require.Contains(t, []int{0, exitFailed, exitUsage}, code, problems)
		bodies, err := s.arm.List()
		require.NoError(t, err)
		for _, body := range bodies {
			id, err := arm.ParseID(body["id"].(string))
			require.NoError(t, err)
			_, err = s.arm.Get(id)
			require.NoError(t, err)
		}
		code, _, problems = sandbox("edit", circuitID, `tags.after="it"`)
		require.Zero(t, code, problems)
	})
}

// A fault is refused, or says itself as it was understood.
func FuzzFaults(f *testing.F) {
	for _, text := range []string{
		"peerings create 409 times=4", "* * slow for=1s times=0", "expressRouteCircuits delete crash-after after=2", "peerings create 409 times=-1",
		"peerings create 409 times=99999999999999999999", "* * slow for=1e9h", "peerings", "peerings create", "x y z", "* * hang for=", "peerings create 409 times=1 times=2",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fault, err := faults.Parse(text, arm.Types())
		if err != nil {
			return
		}
		again, err := faults.Parse(fault.String(), arm.Types())
		require.NoError(t, err, fault.String())
		assert.Equal(t, fault, again)
		assert.False(t, strings.ContainsAny(fault.String(), "\n\r"))
	})
}
