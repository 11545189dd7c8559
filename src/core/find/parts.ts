import { serviceDetailKey, type Inventory } from '../model/inventory.ts';
import type { ResourceBase } from '../resources/kind.ts';
import type { Interpretation } from './types.ts';

/* What AWS answers one resource at a time: each resource that must have been asked about. */

export interface Part {
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  /** What the request names. */
  readonly about: string;
}

type Read = (inventory: Inventory, asked: Interpretation) => readonly Part[];

const all = <T extends ResourceBase>(items: ReadonlyMap<string, T>): readonly T[] => [...items.values()];

const of =
  (operation: string, parents: (inventory: Inventory, asked: Interpretation) => readonly ResourceBase[]): Read =>
  (inventory, asked) =>
    parents(inventory, asked).map(({ id, seenBy, region }) => ({ operation, account: seenBy, region, about: id }));

/** By the kind that the answers are of. */
const PARTS: Readonly<Record<string, readonly Read[]>> = {
  'service-permission': [of('ec2:DescribeVpcEndpointServicePermissions', ({ services }) => all(services))],
  listener: [of('elasticloadbalancing:DescribeListeners', ({ loadBalancers }) => all(loadBalancers))],
  'target-health': [of('elasticloadbalancing:DescribeTargetHealth', ({ targetGroups }) => all(targetGroups))],
  'listener-rule': [
    of('elasticloadbalancing:DescribeRules', ({ listeners }) =>
      all(listeners).filter(({ protocol }) => /^https?$/i.test(protocol ?? '')),
    ),
  ],
  'elb-tags': [
    of('elasticloadbalancing:DescribeTags', ({ loadBalancers, targetGroups }) => [
      ...all(loadBalancers),
      ...all(targetGroups),
    ]),
  ],
  certificate: [
    ({ listeners }) =>
      all(listeners).flatMap(({ certificateArns = [], seenBy, region }) =>
        certificateArns.map((about) => ({ operation: 'acm:DescribeCertificate', account: seenBy, region, about })),
      ),
  ],
  'hosted-zone': [of('route53:ListHostedZonesByVPC', ({ vpcs }) => all(vpcs))],
  'record-set': [
    ({ hostedZones }, asked) =>
      all(hostedZones).flatMap(({ hostedZoneId, zoneName, seenBy, region }) =>
        zoneName !== undefined && isIn(asked, zoneName)
          ? [{ operation: 'route53:ListResourceRecordSets', account: seenBy, region, about: hostedZoneId }]
          : [],
      ),
  ],
  'service-detail': [
    ({ endpoints, serviceDetails }) =>
      all(endpoints).flatMap(({ serviceName, seenBy, region, type }) =>
        serviceName === undefined || serviceDetails.has(serviceDetailKey(seenBy, region, serviceName, type))
          ? []
          : [{ operation: 'ec2:DescribeVpcEndpointServices', account: seenBy, region, about: serviceName }],
      ),
  ],
  'endpoint-association': [
    of('ec2:DescribeVpcEndpointAssociations', ({ endpoints }) =>
      all(endpoints).filter(({ type }) => type === 'Resource' || type === 'ServiceNetwork'),
    ),
  ],
  'prefix-list': [
    of('ec2:GetManagedPrefixListEntries', ({ managedPrefixLists, prefixLists }) =>
      all(managedPrefixLists).filter(({ id }) => prefixLists.get(id)?.cidrs === undefined),
    ),
  ],
  'transit-gateway-route': [
    of('ec2:SearchTransitGatewayRoutes', ({ transitGatewayRouteTables }) => all(transitGatewayRouteTables)),
  ],
  'transit-gateway-association': [
    of('ec2:GetTransitGatewayRouteTableAssociations', ({ transitGatewayRouteTables }) =>
      all(transitGatewayRouteTables),
    ),
  ],
  'resource-configuration': [
    of('vpc-lattice:GetResourceConfiguration', ({ resourceConfigurations }) => all(resourceConfigurations)),
  ],
  'resource-endpoint-association': [
    of('vpc-lattice:ListResourceEndpointAssociations', ({ resourceConfigurations }) => all(resourceConfigurations)),
  ],
  'service-network-resource': [
    of('vpc-lattice:ListServiceNetworkResourceAssociations', ({ serviceNetworks }) => all(serviceNetworks)),
  ],
  'service-network-endpoint': [
    of('vpc-lattice:ListServiceNetworkVpcEndpointAssociations', ({ serviceNetworks }) => all(serviceNetworks)),
  ],
  'resource-share': [
    ({ scopes }) =>
      scopes.flatMap(({ account, region }) =>
        ['SELF', 'OTHER-ACCOUNTS'].map((about) => ({ operation: 'ram:GetResourceShares', account, region, about })),
      ),
  ],
};

/** Everything that must have been asked about to know all resources of the kinds. */
export function partsOf(inventory: Inventory, kinds: ReadonlySet<string>, asked: Interpretation): readonly Part[] {
  return Object.entries(PARTS).flatMap(([kind, reads]) =>
    kinds.has(kind) ? reads.flatMap((read) => read(inventory, asked)) : [],
  );
}

/** The records of a zone matter for a name in it; anything else may stand in those of every zone. */
function isIn(asked: Interpretation, zone: string): boolean {
  return asked.kind !== 'dns-name' || asked.name === zone || asked.name.endsWith(`.${zone}`);
}
