package rules

import "strings"

// unseenRules are those on what could not be looked at. They stand at the end of the catalogue, behind the rules that looked.
var unseenRules = []Rule{
	{
		ID: "azure-unseen", Topic: "What Azure says", Severity: Warning, Phase: BeforeAnything | WithCircuit,
		What:    "What the program refers to can be read.",
		Why:     "Some rules look at what Azure has. What cannot be read is not checked, and the stack is built anyway.",
		Fix:     "Give the identity of the azure-native provider the right to read it (role Reader), or make sure yourself that the rules named in the message are met.",
		Needs:   "what the rules named in the message look at",
		Unseen:  "this warning",
		Sources: []Source{{"Azure built-in roles", "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/general#reader"}},
		Wrong:   onCircuit + "azure: {circuit: {denied: AuthorizationFailed}}",
		Right:   onCircuit + "azure: {circuit: {found: {name: c}}}",
		Check: func(c *Check) {
			type resource struct{ path, why string }
			rules := map[resource][]string{}
			var order []resource
			for _, u := range c.verdict.unseen {
				r := resource{u.path, u.why}
				if rules[r] == nil {
					order = append(order, r)
				}
				if earlier := rules[r]; len(earlier) == 0 || earlier[len(earlier)-1] != u.rule {
					rules[r] = append(earlier, u.rule)
				}
			}
			for _, r := range order {
				c.Report(r.path, "it cannot be read: %s. These rules could not be checked against it: %s. Give the identity of the azure-native provider the right to read it, or make sure that they are met", brief(r.why), strings.Join(rules[r], ", "))
			}
		},
	},
}

// brief is what Azure answered, in one line that is not too long.
func brief(why string) string {
	line := strings.Join(strings.Fields(why), " ")
	if cut := []rune(line); len(cut) > longest {
		line = string(cut[:longest]) + "…"
	}
	return strings.TrimSuffix(line, ".")
}
