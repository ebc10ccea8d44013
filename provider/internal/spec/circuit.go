package spec

// Tiers and families of a circuit's SKU, as Azure spells them.
const (
	TierStandard  = "Standard"
	TierPremium   = "Premium"
	TierLocal     = "Local"
	TierBasic     = "Basic"
	MeteredData   = "MeteredData"
	UnlimitedData = "UnlimitedData"
)

// Sku is a circuit's SKU with its defaults filled in.
type Sku struct {
	Tier, Family string
}

// NewSku fills the defaults of an omitted (empty) tier and family: Standard and MeteredData, but UnlimitedData for a
// Local circuit at a carrier, whose outbound data is included. On an ExpressRoute Direct port Azure wants MeteredData.
func NewSku(tier, family string, onPort bool) Sku {
	if tier == "" {
		tier = TierStandard
	}
	if family == "" {
		family = MeteredData
		if tier == TierLocal && !onPort {
			family = UnlimitedData
		}
	}
	return Sku{Tier: tier, Family: family}
}

// Name is the SKU's name, which Azure wants to be tier and family, such as Standard_MeteredData.
func (s Sku) Name() string { return s.Tier + "_" + s.Family }

// OnPort reports whether the circuit runs on an ExpressRoute Direct port.
func (c *Circuit) OnPort() bool { return c.ExpressRouteDirect != nil }
