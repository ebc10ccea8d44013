package session

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

func table(change string) []Session { return Table(spectest.Spec(spectest.OnValid(change))) }

func TestTheTableListsEveryLinkInOrder(t *testing.T) {
	sessions := table("privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fd00:10::/126', secondaryPeerAddressPrefix: 'fd00:10::4/126'}}")
	var rows [][]any
	for _, s := range sessions {
		rows = append(rows, []any{s.Peering, s.Side, s.Family, s.VlanID.V, s.Prefix.V, s.CustomerAddress.V, s.MicrosoftAddress.V, s.PeerASN.V, s.AzureASN})
	}
	assert.Equal(t, [][]any{
		{"AzurePrivatePeering", spec.Primary, spec.FamilyIPv4, 200, "192.168.16.252/30", "192.168.16.253", "192.168.16.254", "200", "12076"},
		{"AzurePrivatePeering", spec.Primary, spec.FamilyIPv6, 200, "fd00:10::/126", "fd00:10::1", "fd00:10::2", "200", "12076"},
		{"AzurePrivatePeering", spec.Secondary, spec.FamilyIPv4, 200, "192.168.18.252/30", "192.168.18.253", "192.168.18.254", "200", "12076"},
		{"AzurePrivatePeering", spec.Secondary, spec.FamilyIPv6, 200, "fd00:10::4/126", "fd00:10::5", "fd00:10::6", "200", "12076"},
		{"MicrosoftPeering", spec.Primary, spec.FamilyIPv4, 300, "123.0.0.0/30", "123.0.0.1", "123.0.0.2", "200", "12076"},
		{"MicrosoftPeering", spec.Secondary, spec.FamilyIPv4, 300, "123.0.0.4/30", "123.0.0.5", "123.0.0.6", "200", "12076"},
	}, rows)
}

func TestAnUnknownPrefixLeavesItsAddressesUnknown(t *testing.T) {
	sessions := table("microsoftPeering: null\nprivatePeering: {primaryPeerAddressPrefix: !unknown x}")
	require.Len(t, sessions, 2)
	assert.Equal(t, spec.Unknown, sessions[0].CustomerAddress.State)
	assert.Equal(t, spec.Unknown, sessions[0].MicrosoftAddress.State)
	assert.Equal(t, 200, sessions[0].VlanID.V)
	assert.Equal(t, "192.168.18.253", sessions[1].CustomerAddress.V)
}

func TestASecretPrefixKeepsItsAddressesSecret(t *testing.T) {
	sessions := table("microsoftPeering: null\nprivatePeering: {primaryPeerAddressPrefix: !secret 192.168.16.252/30}")
	assert.True(t, sessions[0].CustomerAddress.Secret)
	assert.Equal(t, "192.168.16.253", sessions[0].CustomerAddress.V)
	assert.False(t, sessions[1].CustomerAddress.Secret)
}

func TestAPrefixThatCannotBeReadHasNoAddresses(t *testing.T) {
	sessions := table("microsoftPeering: null\nprivatePeering: {primaryPeerAddressPrefix: nonsense}")
	assert.Equal(t, spec.Absent, sessions[0].CustomerAddress.State)
}

func TestASNsAreTextAsRoutersTakeIt(t *testing.T) {
	for given, text := range map[string]string{"1": "1", "65001": "65001", "4200000001": "4200000001", "4294967294": "4294967294"} {
		sessions := table("privatePeering: {peerASN: " + given + "}")
		assert.Equal(t, text, sessions[0].PeerASN.V)
		assert.Equal(t, "12076", sessions[0].AzureASN)
	}
	assert.Equal(t, spec.Unknown, table("privatePeering: {peerASN: !unknown x}")[0].PeerASN.State)
	assert.True(t, table("privatePeering: {peerASN: !secret 65001}")[0].PeerASN.Secret)
}
