package community

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheCatalogueIsConsistent(t *testing.T) {
	names, values := map[string]bool{}, map[string]bool{}
	entry := func(name, value string) {
		assert.False(t, names[name], "%s stands twice", name)
		assert.False(t, values[value], "%s stands twice", value)
		names[name], values[value] = true, true
		assert.True(t, WellFormed(value), value)
		assert.False(t, PrivatePeeringOnly(value), value)
		assert.True(t, Known(value), value)
	}
	for _, s := range Services {
		entry(s.Name, s.Value)
	}
	for _, r := range Regions {
		entry(r.Name, r.Value)
	}
	assert.Len(t, Services, 15)
	assert.Len(t, Regions, 53)
	for value, known := range map[string]bool{
		"12076:5555": false, "12076:52005": true, "12076:55043": true, "12076:52022": false, "12076:56005": false, "12076:5200": true, "12076:520": false,
		"12076:51044": true, "12076:55059": true, "12076:51305": true, "12076:51047": true, "12076:55049": true, "12076:51046": false, "12076:5210": true, "12076:5215": false,
	} {
		assert.Equal(t, known, Known(value), value)
	}
}

func TestTitlesSayWhatACommunityIsFor(t *testing.T) {
	for value, title := range map[string]string{
		"12076:5060": "Microsoft Entra ID", "12076:51002": "West Europe", "12076:52002": "Storage in West Europe", "12076:55047": "Backup in swedencentral",
		"12076:51047": "swedencentral", "12076:5210": "OneDSCollector (Microsoft Defender for Endpoint)", "12076:51305": "China North 3", "12076:5555": "", "123.1.0.0/24": "", "": "",
	} {
		assert.Equal(t, title, Title(value), value)
	}
}

func TestUnionKeepsTheOrderAndDropsRepeats(t *testing.T) {
	assert.Equal(t,
		[]string{"12076:5070", "12076:9999", "12076:5010", "12076:51002"},
		Union([]string{"12076:5070", "12076:9999"}, []string{"ExchangeOnline", "AzureResourceManager", "Nothing"}, []string{"westeurope", "westeurope", "nowhere"}))
	assert.Empty(t, Union(nil, nil, nil))
}
