package arm

var groupKind = &kind{
	typ:     groupType,
	located: true,
	release: func(t *txn, id ID, _ Body) error {
		// Each resource is deleted by its own rules, so one that may not go keeps its group.
		for _, k := range kinds {
			members, err := t.ofType(id, k.typ)
			if err != nil {
				return err
			}
			for _, member := range members {
				if err := t.delete(member); err != nil {
					return err
				}
			}
		}
		return nil
	},
}
