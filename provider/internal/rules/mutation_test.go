package rules

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// Were a rule taken out of the catalogue, its own findings and no others would be missing.
func TestEveryRuleIsMissedWhenItIsTakenOut(t *testing.T) {
	for i, r := range Catalogue {
		if r.Check == nil {
			continue // package shape checks it
		}
		t.Run(r.ID, func(t *testing.T) {
			without := slices.Delete(slices.Clone(Catalogue), i, i+1)
			changes := []string{r.Wrong, r.Right}
			for _, b := range boundaries[r.ID] {
				changes = append(changes, b.change)
			}
			missed := 0
			for _, change := range changes {
				s := spectest.Spec(spectest.OnValid(change))
				all := run(Catalogue, s).Findings
				others := slices.DeleteFunc(slices.Clone(all), func(f Finding) bool { return f.Rule == r.ID })
				assert.ElementsMatch(t, others, run(without, s).Findings, change)
				missed += len(all) - len(others)
			}
			assert.NotZero(t, missed)
		})
	}
}
