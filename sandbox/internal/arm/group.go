package arm

var groupKind = &kind{
	typ:       groupType,
	located:   true,
	azureSets: []string{"provisioningState"},
	complete: func(_ *txn, _ ID, body Body) error {
		fill(object(body, "properties"), Body{"provisioningState": "Succeeded"})
		return nil
	},
	release: func(t *txn, id ID, _ Body) error {
		// Each resource is deleted by its own rules, so one that may not go keeps its group.
		for _, k := range kinds {
			members, err := t.ofType(id, k.typ)
			if err != nil {
				return err
			}
			for _, member := range members {
				if !member.isRoot() {
					continue // goes with its parent
				}
				if err := t.delete(member); err != nil {
					return err
				}
			}
		}
		return nil
	},
}
