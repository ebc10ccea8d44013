package rules

// Ids of the rules on the shape of the inputs. Package shape checks them before the configuration is resolved.
const (
	UnknownProperty = "unknown-property"
	WrongType       = "wrong-type"
	MissingProperty = "missing-property"
	UnknownShape    = "unknown-shape"
	SecretName      = "secret-name"
)

// Rules on the shape of the inputs: they come before all others and have no Check of their own.
// Shape are the rules on the shape of the inputs. Package shape checks them, and tests their examples.
var Shape = []Rule{
	{
		ID: UnknownProperty, Topic: "Shape", Severity: Error, Structural: true,
		What:    "Every property is one that the component has.",
		Why:     "A misspelt property would silently have no effect.",
		Fix:     "Correct the name; the message proposes the nearest ones.",
		Sources: []Source{componentDoc},
		Wrong:   "privatePeering: {vlan: 200}",
		Right:   "privatePeering: {vlanId: 200}",
	},
	{
		ID: WrongType, Topic: "Shape", Severity: Error, Structural: true,
		What:    "Every value has the type of its property.",
		Why:     "A string is never converted to a number: what you wrote is what is checked.",
		Fix:     "Give a value of the type that the message names. Write numbers without quotes.",
		Sources: []Source{componentDoc},
		Wrong:   "privatePeering: {vlanId: '200'}",
		Right:   "privatePeering: {vlanId: 200}",
	},
	{
		ID: MissingProperty, Topic: "Shape", Severity: Error, Structural: true,
		What:    "Every required property is given.",
		Why:     "No default could be right for it.",
		Fix:     "Add the property.",
		Sources: []Source{componentDoc},
		Wrong:   "privatePeering: {vlanId: null}",
		Right:   "privatePeering: {vlanId: 200}",
	},
	{
		ID: UnknownShape, Topic: "Shape", Severity: Error, Structural: true,
		What:    "Objects are written out. They are not outputs that are unknown in a preview.",
		Why:     "The objects decide which resources exist, and a preview must show those.",
		Fix:     "Write the object out and use outputs for the values in it.",
		Sources: []Source{componentDoc},
		Wrong:   "privatePeering: {ipv6PeeringConfig: !unknown x}",
		Right:   "privatePeering: {ipv6PeeringConfig: null}",
	},
	{
		ID: SecretName, Topic: "Shape", Severity: Error, Structural: true,
		What:    "The names of authorizations, connections and rules to ignore are not secret.",
		Why:     "They appear in plain text in URNs, in ids and in what Pulumi prints.",
		Fix:     "Give names as plain text.",
		Sources: []Source{componentDoc},
		Wrong:   "authorizations: [!secret branch]",
		Right:   "authorizations: [branch]",
	},
}
