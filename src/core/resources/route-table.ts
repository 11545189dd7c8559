import { defined, type Defined } from '../model/defined.ts';
import { bool, listed, lower, objects, tags, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface Route {
  readonly destinationCidr?: string;
  readonly destinationIpv6Cidr?: string;
  readonly destinationPrefixListId?: string;
  /** `local`, igw-…, vpce-… (gateway and Gateway Load Balancer endpoints), vgw-…. */
  readonly gatewayId?: string;
  readonly natGatewayId?: string;
  readonly transitGatewayId?: string;
  readonly vpcPeeringConnectionId?: string;
  readonly egressOnlyInternetGatewayId?: string;
  readonly networkInterfaceId?: string;
  /** Lower case: active, blackhole, filtered. */
  readonly state?: string;
  /** Lower case: createroutetable, createroute; enablevgwroutepropagation and advertisement are propagated ones. */
  readonly origin?: string;
}

export interface RouteTable extends ResourceBase {
  readonly kind: 'route-table';
  readonly vpcId?: string;
  readonly main: boolean;
  readonly subnetIds: readonly string[];
  /** Internet and virtual private gateways whose incoming traffic follows the table. */
  readonly gatewayIds: readonly string[];
  readonly routes?: readonly Route[];
}

export const routeTableKind: ResourceKind<RouteTable> = {
  kind: 'route-table',
  operation: 'ec2:DescribeRouteTables',
  list: 'RouteTables',
  read: (call, scope) =>
    (listed(call.output, 'RouteTables') ?? []).flatMap((raw) => {
      const id = text(raw, 'RouteTableId');
      if (id === undefined) return [];
      const associations = objects(raw, 'Associations') ?? [];
      return [
        defined({
          ...base(scope, raw, { id, owner: text(raw, 'OwnerId'), tags: tags(raw) }),
          kind: 'route-table' as const,
          vpcId: text(raw, 'VpcId'),
          main: associations.some((association) => bool(association, 'Main') === true),
          subnetIds: associations.flatMap((association) => text(association, 'SubnetId') ?? []),
          gatewayIds: associations.flatMap((association) => text(association, 'GatewayId') ?? []),
          routes: objects(raw, 'Routes')?.map((route): Defined<Route> =>
            defined({
              destinationCidr: text(route, 'DestinationCidrBlock'),
              destinationIpv6Cidr: text(route, 'DestinationIpv6CidrBlock'),
              destinationPrefixListId: text(route, 'DestinationPrefixListId'),
              gatewayId: text(route, 'GatewayId'),
              natGatewayId: text(route, 'NatGatewayId'),
              transitGatewayId: text(route, 'TransitGatewayId'),
              vpcPeeringConnectionId: text(route, 'VpcPeeringConnectionId'),
              egressOnlyInternetGatewayId: text(route, 'EgressOnlyInternetGatewayId'),
              networkInterfaceId: text(route, 'NetworkInterfaceId'),
              state: lower(route, 'State'),
              origin: lower(route, 'Origin'),
            }),
          ),
        }),
      ];
    }),
};
