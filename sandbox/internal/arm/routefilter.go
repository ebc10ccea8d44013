package arm

import "strings"

var routeFilterKind = &kind{
	typ:         routeFilterType,
	located:     true,
	etagged:     true,
	collections: []collection{{"rules", "routeFilterRules"}},
	azureSets:   []string{"peerings", "ipv6Peerings"},
	inUse:       "InUseRouteFilterCannotBeDeleted",
	holds:       filterHolds,
	show:        showUsers,
}

var routeFilterRuleKind = &kind{
	typ:      routeFilterRuleType,
	etagged:  true,
	complete: completeRule,
}

func completeRule(_ *txn, id ID, body Body) error {
	properties := object(body, "properties")
	fill(properties, Body{"routeFilterRuleType": "Community"}) // there is no other
	for _, name := range []string{"access", "communities"} {
		if properties[name] == nil {
			return refuse(400, "InvalidRequestFormat", "Rule %s has no %s.", id.Name(), name)
		}
	}
	return nil
}

func atMostOneRule(t *txn, id ID) error {
	rules, err := t.children(id, "routeFilterRules")
	if err != nil {
		return err
	}
	if len(rules) > 1 {
		return refuse(400, "InvalidParameter", "Route filter %s has the rules %s and %s; a route filter takes one rule.",
			id.Name(), rules[0].Name(), rules[1].Name())
	}
	return nil
}

func showUsers(t *txn, id ID, body Body) error {
	users := map[string][]any{"peerings": {}, "ipv6Peerings": {}}
	err := t.eachUser(id, func(peering ID, family family) {
		property := map[int]string{32: "peerings", 128: "ipv6Peerings"}[family.bits]
		users[property] = append(users[property], Body{"id": peering.String()})
	})
	for property, peerings := range users {
		object(body, "properties")[property] = peerings
	}
	return err
}

// eachUser calls fn for each address family of each peering that uses the route filter.
func (t *txn) eachUser(filter ID, fn func(ID, family)) error {
	users, err := t.usersOf(filter)
	if err != nil {
		return err
	}
	for _, peering := range users {
		if peering.Type() != peeringType {
			continue
		}
		body, err := t.load(peering)
		if err != nil {
			return err
		}
		for _, family := range families(object(body, "properties")) {
			if strings.EqualFold(family.filter(), filter.String()) {
				fn(peering, family)
			}
		}
	}
	return nil
}
