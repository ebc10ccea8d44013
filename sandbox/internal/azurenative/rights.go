package azurenative

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// mayReach refuses what lies in another subscription: a provider has rights in its own alone. Resources of two
// subscriptions are those of two owners here, as they are where a circuit's owner and its user are two teams.
func (p *Provider) mayReach(id arm.ID, action string) error {
	if strings.EqualFold(id.Subscription, p.subscription) {
		return nil
	}
	return &arm.Error{
		Status: 403, Code: "AuthorizationFailed",
		Message: "The client of subscription " + p.subscription + " has no right to " + action + " " + id.String() + ", which is in another subscription.",
	}
}
