package configurations

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEachByteHasItsPlace(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 0))
		data := make([]byte, Slots)
		for i := range data {
			data[i] = byte(random.IntN(256))
		}
		d := &decisions{data: data}
		one := stackOf(d)
		secondOf(d, one)
		assert.Equal(t, Slots, d.used, "whatever is decided, as many bytes are used")
	}
	least := Of(nil)
	assert.Len(t, least, 1)
	assert.Len(t, least["one"].Properties, 3, "0 decides for the least")
}
