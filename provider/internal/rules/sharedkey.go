package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSharedKey is the longest MD5 key that Azure takes.
const maxSharedKey = 25

// Rules on the shared key of the BGP sessions. Their messages say nothing of the key but what is wrong with it.
var sharedKeyRules = []Rule{
	{
		ID: "shared-key-length", Topic: "Shared key", Severity: Error,
		What:    "`sharedKey` has 1 to 25 characters.",
		Why:     "Azure refuses longer keys.",
		Fix:     "Choose a key of up to 25 letters and digits, or leave it out.",
		Sources: []Source{peeringDoc},
		Wrong:   "privatePeering: {sharedKey: ABCDEFGHIJKLMNOPQRSTUVWXYZ}",
		Right:   "privatePeering: {sharedKey: ABCDEFGHIJKLMNOPQRSTUVWXY}",
		Check: func(c *Check) {
			for _, p := range c.peerings() {
				if key, ok := Get(c, p.SharedKey); ok && (key == "" || utf8.RuneCountInString(key) > maxSharedKey) {
					c.Report(p.SharedKey.Path, "the key has %d characters; use 1 to %d letters and digits", utf8.RuneCountInString(key), maxSharedKey)
				}
			}
		},
	},
	{
		ID: "shared-key-text", Topic: "Shared key", Severity: Error,
		What:    "`sharedKey` has no spaces, control characters or characters beyond ASCII.",
		Why:     "Many routers do not accept such a key, and Azure documents letters and digits only.",
		Fix:     "Choose a key of letters and digits. A space or line break at the end often comes from the file that the key was read from.",
		Sources: []Source{peeringDoc},
		Wrong:   "privatePeering: {sharedKey: 'secret key'}",
		Right:   "privatePeering: {sharedKey: secretkey}",
		Check: func(c *Check) {
			for _, p := range c.peerings() {
				if key, ok := Get(c, p.SharedKey); ok && strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
					c.Report(p.SharedKey.Path, "the key contains a space, a control character or a non-ASCII character; use letters and digits")
				}
			}
		},
	},
	{
		ID: "shared-key-symbols", Topic: "Shared key", Severity: Warning,
		What:    "`sharedKey` has letters and digits only.",
		Why:     "Azure's documentation excludes symbols. A live test of another tool used some and passed.",
		Fix:     "Choose a key of letters and digits.",
		Sources: []Source{peeringDoc, {"terraform-provider-azurerm pull request 2564", "https://github.com/hashicorp/terraform-provider-azurerm/pull/2564"}},
		Wrong:   "privatePeering: {sharedKey: 'secret!'}",
		Right:   "privatePeering: {sharedKey: secret1}",
		Check: func(c *Check) {
			for _, p := range c.peerings() {
				if key, ok := Get(c, p.SharedKey); ok && strings.ContainsFunc(key, func(r rune) bool {
					return r > ' ' && r <= '~' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
				}) {
					c.Report(p.SharedKey.Path, "the key contains symbols, and Azure documents letters and digits only; use those")
				}
			}
		},
	},
}
