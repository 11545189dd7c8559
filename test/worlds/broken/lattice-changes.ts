import {
  addResourceEndpoint,
  changeConfiguration,
  type ResourceEstate,
  type ServiceNetworkEstate,
} from '../lattice.ts';
import { addSubnets, groupItem, permission } from '../network.ts';
import { answerTo, textOf, type Item } from '../world.ts';

/* What happens to resources and the endpoints that lead to them, for the worlds of several rules. */

/** AWS: an association is inaccessible while its resource configuration is not available. */
export function inaccessible({ endpoint }: ResourceEstate, more: Item = {}): void {
  for (const item of endpoint.associations) {
    Object.assign(item, { AssociatedResourceAccessibility: 'Inaccessible', ...more });
    delete item['PrivateDnsEntry'];
  }
}

export function status(value: string): (estate: ResourceEstate) => void {
  return ({ configuration }) => {
    changeConfiguration(configuration, { status: value });
  };
}

export function gatewayStatus(value: string): (estate: ResourceEstate) => void {
  return ({ gateway }) => {
    gateway.raw['status'] = value;
  };
}

/** The gateway in subnets of these zones, and nowhere else. */
export function gatewayIn(zoneIds: readonly string[]): (estate: ResourceEstate) => void {
  return ({ owner, resourceVpc, gateway }) => {
    const subnets = addSubnets(owner, resourceVpc, { zoneIds, tier: 'other-gateway', firstNet: 91 });
    gateway.raw['subnetIds'] = subnets.map((subnet) => subnet.id);
  };
}

/** The endpoint's group and the database's admit more ports. */
export function admitAlso(
  { consumer, owner, endpointGroupId, consumerVpc, resource, gateway }: ResourceEstate,
  ...ports: number[]
): void {
  for (const port of ports) {
    (groupItem(consumer, endpointGroupId)['IpPermissions'] as Item[]).push(permission(port, consumerVpc.cidr));
    (groupItem(owner, resource.groupId)['IpPermissions'] as Item[]).push(permission(port, gateway.groupId));
  }
}

export function ranges({ configuration }: ResourceEstate, ...portRanges: string[]): void {
  configuration.detail['portRanges'] = portRanges;
}

export function databaseRules({ owner, resource }: ResourceEstate, ...rules: readonly Item[]): void {
  groupItem(owner, resource.groupId)['IpPermissions'] = [...rules];
}

export function gatewayAddresses({ owner, gateway }: ResourceEstate): readonly string[] {
  return owner.tables['ec2:DescribeNetworkInterfaces']
    .filter((item) => textOf(item, 'Description').endsWith(gateway.id))
    .map((item) => `${textOf(item, 'PrivateIpAddress')}/32`);
}

/** What RAM says of the share that the consumer has. */
export function share(fields: Item, type: 'PRINCIPAL' | 'RESOURCE' = 'PRINCIPAL'): (estate: ResourceEstate) => void {
  return ({ owner }) => {
    const output = answerTo(owner, 'ram:GetResourceShareAssociations', { associationType: type });
    Object.assign((output['resourceShareAssociations'] as Item[])[0] ?? {}, fields);
  };
}

/** The consumer's listing without what it is not given. */
export function unlisted({ consumer }: ResourceEstate): void {
  consumer.tables['vpc-lattice:ListResourceConfigurations'].length = 0;
  const isOfLattice = ({ operation }: { readonly operation: string }): boolean => operation.startsWith('vpc-lattice:');
  consumer.answers.splice(0, consumer.answers.length, ...consumer.answers.filter((answer) => !isOfLattice(answer)));
}

export function emptyNetwork({ consumer, network, endpoint }: ServiceNetworkEstate): void {
  network.resources.length = 0;
  network.raw['numberOfAssociatedResourceConfigurations'] = 0;
  const own = consumer.tables['ec2:DescribeVpcEndpointAssociations'];
  own.splice(0, own.length, ...own.filter((item) => item['VpcEndpointId'] !== endpoint.id));
}

export function member(fields: Item, index = 0): (estate: ServiceNetworkEstate) => void {
  return ({ memberships }) => {
    Object.assign(memberships[index] ?? {}, fields);
  };
}

/** An endpoint that is there in part, with a subnet in that zone. */
export function partlyIn(zoneId: string, state = 'Partial', subnets = 1): (estate: ResourceEstate) => void {
  return ({ consumer, endpoint, endpointSubnets }) => {
    endpoint.raw['State'] = state;
    for (const { raw, id } of endpointSubnets.slice(0, subnets)) {
      raw['AvailabilityZoneId'] = zoneId;
      for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) {
        if (item['SubnetId'] === id) item['AvailabilityZoneId'] = zoneId;
      }
    }
  };
}

/** A second endpoint of the VPC straight to one of the databases. */
export function secondWay(given: {
  privateDns: boolean;
  to?: 'archive' | 'ledger';
}): (estate: ServiceNetworkEstate) => void {
  return ({ consumer, consumerVpc, endpointGroupId, endpointSubnets, configuration, archive }) => {
    addResourceEndpoint(consumer, consumerVpc, given.to === 'archive' ? archive : configuration, {
      name: 'straight',
      groupIds: [endpointGroupId],
      subnets: endpointSubnets,
      privateDns: given.privateDns,
    });
  };
}
