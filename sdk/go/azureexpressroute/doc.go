// A Pulumi component package for Azure ExpressRoute: the circuit, the route filter and the peerings as one validated resource.
package azureexpressroute
