package rules

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Were a rule taken out of the catalogue, its own findings and no others would be missing.
func TestEveryRuleIsMissedWhenItIsTakenOut(t *testing.T) {
	for _, r := range Catalogue {
		if r.Check == nil {
			continue // package shape checks it
		}
		t.Run(r.ID, func(t *testing.T) {
			changes := []string{r.Wrong, r.Right}
			for _, b := range boundaries[r.ID] {
				changes = append(changes, b.change)
			}
			missed := 0
			for _, change := range changes {
				all := judged(change)
				assert.ElementsMatch(t, others(r.ID, all), others(r.ID, judgedWithout(r.ID, change)), change)
				missed += len(found(r.ID, change))
			}
			assert.NotZero(t, missed)
		})
	}
}

// others are the findings of the other rules, but for the one that names the rules which could not look.
func others(id string, findings []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return f.Rule == id || f.Rule == "azure-unseen" })
}
