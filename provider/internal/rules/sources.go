package rules

// Pages that several rules rest on.
var (
	routingDoc     = Source{"ExpressRoute routing requirements (2026-03-12)", "https://learn.microsoft.com/azure/expressroute/expressroute-routing"}
	peeringDoc     = Source{"Create and modify peering", "https://learn.microsoft.com/azure/expressroute/expressroute-howto-routing-portal-resource-manager"}
	faqDoc         = Source{"ExpressRoute FAQ (2026-03-31)", "https://learn.microsoft.com/azure/expressroute/expressroute-faqs"}
	directDoc      = Source{"About ExpressRoute Direct (2026-03-02)", "https://learn.microsoft.com/azure/expressroute/expressroute-erdirect-about"}
	globalReachDoc = Source{"Configure ExpressRoute Global Reach", "https://learn.microsoft.com/azure/expressroute/expressroute-howto-set-global-reach"}
	linkVNetDoc    = Source{"Connect a virtual network to a circuit", "https://learn.microsoft.com/azure/expressroute/expressroute-howto-linkvnet-portal-resource-manager"}
	fastPathDoc    = Source{"About ExpressRoute FastPath", "https://learn.microsoft.com/azure/expressroute/about-fastpath"}
	limitsDoc      = Source{"ExpressRoute limits", "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#expressroute-limits"}
	filterDoc      = Source{"Configure route filters", "https://learn.microsoft.com/azure/expressroute/how-to-routefilter-powershell"}
	bgpFAQ         = Source{"VPN Gateway BGP FAQ", "https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-bgp-overview"}
	circuitSpec    = Source{"Microsoft.Network API, expressRouteCircuit.json", "https://github.com/Azure/azure-rest-api-specs/tree/main/specification/network/resource-manager/Microsoft.Network"}
	ianaASN        = Source{"IANA special-purpose AS numbers", "https://www.iana.org/assignments/iana-as-numbers-special-registry"}
	ianaIPv4       = Source{"IANA IPv4 special-purpose address registry", "https://www.iana.org/assignments/iana-ipv4-special-registry"}
	ianaIPv6       = Source{"IANA IPv6 special-purpose address registry", "https://www.iana.org/assignments/iana-ipv6-special-registry"}
	resourceIDs    = Source{"Resource ids in Azure Resource Manager", "https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource"}
	componentDoc   = Source{"The PeeringStack inputs", "https://github.com/expressroute-blueprints/pulumi-azure-expressroute#inputs"}
)
