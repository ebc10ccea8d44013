package asn

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRangesHoldTheirEndsAndNothingBeyond(t *testing.T) {
	for _, ranges := range []Ranges{Microsoft, AzureReserved, IANAReserved, Documentation, Private} {
		for _, r := range ranges {
			for n, inside := range map[int64]bool{r.First - 1: false, r.First: true, r.Last: true, r.Last + 1: false} {
				assert.Equal(t, inside, r.Contains(n), "%s and %d", r, n)
			}
			found, ok := ranges.Find(r.First)
			assert.True(t, ok)
			assert.Equal(t, r, found)
		}
	}
	_, ok := AzureReserved.Find(65521)
	assert.False(t, ok)
	assert.Equal(t, "65515-65520", AzureReserved[0].String())
	assert.Equal(t, "23456", IANAReserved[0].String())
}
