// Package community is the catalogue of BGP communities that Microsoft tags its routes with on Microsoft peering.
//
// Its values are those of https://learn.microsoft.com/azure/expressroute/expressroute-routing as of AsOf. Microsoft adds
// regions; a value that is not listed here can still be right.
package community

import (
	"regexp"
	"strings"
)

// AsOf is the date of the page the catalogue was taken from.
const AsOf = "2026-03-12"

// Service is a Microsoft service that routes are tagged for.
type Service struct {
	// Name is the service's name in a PeeringStack, such as ExchangeOnline.
	Name string
	// Title is what Microsoft calls it.
	Title string
	// Value is the community, such as 12076:5010.
	Value string
	// Microsoft365 services need a Premium circuit and Microsoft's authorisation.
	Microsoft365 bool
	// Government services are those of the US Government clouds.
	Government bool
	// Note says what the name does not.
	Note string
}

// Counterpart is the service of the other cloud: the US Government's of a public one, and the other way round.
func (s Service) Counterpart() (Service, bool) {
	const government = "Government"
	if s.Government {
		return FindService(strings.TrimSuffix(s.Name, government))
	}
	return FindService(s.Name + government)
}

// Region is an Azure region that routes are tagged for.
type Region struct {
	// Name is the region's name in Azure, such as westeurope.
	Name string
	// Title is what Microsoft calls it.
	Title string
	// Value is the community, such as 12076:51002.
	Value string
}

// Services are the known services, public ones first.
var Services = []Service{
	{"ExchangeOnline", "Exchange Online", "12076:5010", true, false, ""},
	{"SharePointOnline", "SharePoint Online", "12076:5020", true, false, ""},
	{"SkypeForBusinessOnline", "Skype for Business Online", "12076:5030", true, false, "carries the routes of Microsoft Teams, too"},
	{"Dynamics365", "CRM Online", "12076:5040", false, false, "Dynamics 8.2 and earlier; later versions are reached by the region of their deployment"},
	{"AzureGlobalServices", "Azure Global Services", "12076:5050", false, false, "only Azure DevOps"},
	{"AzureActiveDirectory", "Microsoft Entra ID", "12076:5060", false, false, "formerly Azure Active Directory"},
	{"AzureResourceManager", "Azure Resource Manager", "12076:5070", false, false, ""},
	{"OtherOffice365Services", "Other Office 365 Online services", "12076:5100", true, false, ""},
	{"MicrosoftDefenderForIdentity", "Microsoft Defender for Identity", "12076:5220", false, false, ""},
	{"MicrosoftPstnServices", "Microsoft PSTN services", "12076:5250", false, false, "restricted to specific uses"},
	{"ExchangeOnlineGovernment", "Exchange Online, US Government", "12076:5110", true, true, ""},
	{"SharePointOnlineGovernment", "SharePoint Online, US Government", "12076:5120", true, true, ""},
	{"SkypeForBusinessOnlineGovernment", "Skype for Business Online, US Government", "12076:5130", true, true, "carries the routes of Microsoft Teams, too"},
	{"AzureActiveDirectoryGovernment", "Microsoft Entra ID, US Government", "12076:5160", false, true, "formerly Azure Active Directory"},
	{"OtherOffice365ServicesGovernment", "Other Office 365 Online services, US Government", "12076:5200", true, true, ""},
}

// Regions are the known regions: public ones, US Government, then China (21Vianet).
var Regions = []Region{
	{"westeurope", "West Europe", "12076:51002"},
	{"northeurope", "North Europe", "12076:51003"},
	{"eastus", "East US", "12076:51004"},
	{"eastus2", "East US 2", "12076:51005"},
	{"westus", "West US", "12076:51006"},
	{"northcentralus", "North Central US", "12076:51007"},
	{"southcentralus", "South Central US", "12076:51008"},
	{"centralus", "Central US", "12076:51009"},
	{"eastasia", "East Asia", "12076:51010"},
	{"southeastasia", "Southeast Asia", "12076:51011"},
	{"japaneast", "Japan East", "12076:51012"},
	{"japanwest", "Japan West", "12076:51013"},
	{"brazilsouth", "Brazil South", "12076:51014"},
	{"australiaeast", "Australia East", "12076:51015"},
	{"australiasoutheast", "Australia Southeast", "12076:51016"},
	{"centralindia", "Central India", "12076:51017"},
	{"westindia", "West India", "12076:51018"},
	{"southindia", "South India", "12076:51019"},
	{"canadacentral", "Canada Central", "12076:51020"},
	{"canadaeast", "Canada East", "12076:51021"},
	{"uksouth", "UK South", "12076:51024"},
	{"ukwest", "UK West", "12076:51025"},
	{"westus2", "West US 2", "12076:51026"},
	{"westus3", "West US 3", "12076:51044"},
	{"westcentralus", "West Central US", "12076:51027"},
	{"koreasouth", "Korea South", "12076:51028"},
	{"koreacentral", "Korea Central", "12076:51029"},
	{"francecentral", "France Central", "12076:51030"},
	{"francesouth", "France South", "12076:51031"},
	{"australiacentral", "Australia Central", "12076:51032"},
	{"australiacentral2", "Australia Central 2", "12076:51033"},
	{"southafricanorth", "South Africa North", "12076:51034"},
	{"southafricawest", "South Africa West", "12076:51035"},
	{"uaenorth", "UAE North", "12076:51036"},
	{"uaecentral", "UAE Central", "12076:51037"},
	{"switzerlandnorth", "Switzerland North", "12076:51038"},
	{"switzerlandwest", "Switzerland West", "12076:51039"},
	{"germanynorth", "Germany North", "12076:51040"},
	{"germanywestcentral", "Germany West Central", "12076:51041"},
	{"norwayeast", "Norway East", "12076:51042"},
	{"norwaywest", "Norway West", "12076:51043"},
	{"newzealandnorth", "New Zealand North", "12076:51059"},
	{"usgovarizona", "US Gov Arizona", "12076:51106"},
	{"usgoviowa", "US Gov Iowa", "12076:51109"},
	{"usgovvirginia", "US Gov Virginia", "12076:51105"},
	{"usgovtexas", "US Gov Texas", "12076:51108"},
	{"usdodcentral", "US DoD Central", "12076:51209"},
	{"usdodeast", "US DoD East", "12076:51205"},
	{"chinanorth", "China North", "12076:51301"},
	{"chinaeast", "China East", "12076:51302"},
	{"chinaeast2", "China East 2", "12076:51303"},
	{"chinanorth2", "China North 2", "12076:51304"},
	{"chinanorth3", "China North 3", "12076:51305"},
}

// unpublished are regions whose value no page lists, with the last two digits of the one that Azure has answered for
// their Backup service. All families of a region end alike, so the others are taken for right, but no name stands for
// them.
var unpublished = map[string]string{"swedencentral": "47", "swedensouth": "48", "qatarcentral": "49"}

// unnamed are values that Azure has answered and that no page lists.
var unnamed = map[string]string{
	"12076:5210":  "OneDSCollector (Microsoft Defender for Endpoint)",
	"12076:55023": "Backup in UK South 2",
}

var (
	serviceByName  = map[string]Service{}
	serviceByValue = map[string]Service{}
	regionByName   = map[string]Region{}
	regionByValue  = map[string]Region{}
	format         = regexp.MustCompile(`^12076:[1-9][0-9]{3,4}$`)
)

func init() {
	for _, s := range Services {
		serviceByName[s.Name], serviceByValue[s.Value] = s, s
	}
	for _, r := range Regions {
		regionByName[r.Name], regionByValue[r.Value] = r, r
	}
}

// FindService looks a service up by its exact name.
func FindService(name string) (Service, bool) { s, ok := serviceByName[name]; return s, ok }

// FindRegion looks a region up by its exact name.
func FindRegion(name string) (Region, bool) { r, ok := regionByName[name]; return r, ok }

// ServiceOf looks a service up by its community.
func ServiceOf(value string) (Service, bool) { s, ok := serviceByValue[value]; return s, ok }

// Known reports whether the catalogue lists the community, or it is one of a listed region's for a single service:
// 12076:520NN is the region's Storage, 530NN SQL, 540NN Cosmos DB and 550NN Backup, where 510NN is all of the region.
func Known(value string) bool {
	_, s := serviceByValue[value]
	_, u := unnamed[value]
	_, r := RegionOf(value)
	return s || u || r
}

// RegionOf is the name of the region that a community is for, be it all of the region's routes or those of one service.
func RegionOf(value string) (region string, found bool) {
	if r, ok := regionByValue[value]; ok {
		return r.Name, true
	}
	for _, family := range []string{"510", "520", "530", "540", "550"} {
		suffix, ok := strings.CutPrefix(value, "12076:"+family)
		if !ok {
			continue
		}
		if r, ok := regionByValue["12076:510"+suffix]; ok {
			return r.Name, true
		}
		for name, end := range unpublished {
			if end == suffix {
				return name, true
			}
		}
	}
	return "", false
}

// families are what the communities of one service in a region are for, by their first digits.
var families = map[string]string{"520": "Storage", "530": "SQL", "540": "Cosmos DB", "550": "Backup"}

// Title is what a community of the catalogue is for, such as West Europe or Storage in West Europe, or empty.
func Title(value string) string {
	if s, ok := serviceByValue[value]; ok {
		return s.Title
	}
	name, regional := RegionOf(value)
	if !regional {
		return unnamed[value]
	}
	title := name
	if r, listed := regionByName[name]; listed {
		title = r.Title
	}
	if r, ok := regionByValue[value]; ok {
		return r.Title
	}
	if service, ok := families[value[len("12076:"):][:3]]; ok {
		return service + " in " + title
	}
	return title
}

// WellFormed reports whether value has the form of Microsoft's communities: 12076 and four or five digits.
func WellFormed(value string) bool { return format.MatchString(value) }

// PrivatePeeringOnly reports whether a well-formed community tags routes of private peering (12076:500NN), which no
// route filter ever sees.
func PrivatePeeringOnly(value string) bool {
	return len(value) == len("12076:500NN") && strings.HasPrefix(value, "12076:500")
}

// Union is the list of communities that a filter's three inputs stand for: in the order given, each once. Names that
// the catalogue does not know are left out; rules report them.
func Union(communities, services, regions []string) []string {
	var all []string
	seen := map[string]bool{}
	add := func(value string) {
		if !seen[value] {
			seen[value] = true
			all = append(all, value)
		}
	}
	for _, c := range communities {
		add(c)
	}
	for _, name := range services {
		if s, ok := FindService(name); ok {
			add(s.Value)
		}
	}
	for _, name := range regions {
		if r, ok := FindRegion(name); ok {
			add(r.Value)
		}
	}
	return all
}
