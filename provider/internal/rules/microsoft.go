package rules

// Rules on what is advertised to Microsoft.
var microsoftRules = []Rule{
	{
		ID: "advertised-prefixes-empty", Topic: "Microsoft peering", Severity: Error,
		What:    "`advertisedPublicPrefixes` has at least one prefix.",
		Why:     "Microsoft validates what you advertise; with nothing to validate the peering never carries a route.",
		Fix:     "List the public prefixes that you announce over the sessions.",
		Sources: []Source{peeringDoc},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: []}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24]}}",
		Check: func(c *Check) {
			for _, config := range c.Spec.MicrosoftConfigs() {
				if l := config.AdvertisedPublicPrefixes; l.Given() {
					if items, complete := Items(c, l); complete && len(items) == 0 {
						c.Report(l.Path, "the list is empty; name at least one public prefix that you announce")
					}
				}
			}
		},
	},
}
