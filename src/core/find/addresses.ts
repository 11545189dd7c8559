import { covers, parseCidr, type AddressRange } from '../model/cidr.ts';
import type { Inventory } from '../model/inventory.ts';
import { object, objects, text } from '../model/read.ts';
import type { ResourceBase } from '../resources/kind.ts';
import type { NetworkInterface } from '../resources/network-interface.ts';
import type { IpPermission } from '../resources/security-group.ts';
import { RANK, type Candidate } from './candidate.ts';
import { entriesOf, type Entry } from './entries.ts';
import type { Match, MatchHow } from './types.ts';

/* What an address or a block of addresses means: whose it is, where it lies, and what speaks of it. */

/** `owner` has the address; `place` is a network that it lies in; `about` routes, admits, denies or names it. */
type Role = 'owner' | 'place' | 'about';

interface AddressField {
  readonly field: string;
  /** An address or a CIDR. */
  readonly block: string;
  readonly role: Role;
  /** What is shown, where that is not the block: how the address comes to the resource. */
  readonly value?: string;
}

interface AddressFact extends AddressField {
  readonly entry: Entry;
  readonly range: AddressRange;
  /** How many bits of an address the block leaves open. */
  readonly open: number;
}

const known = new WeakMap<Inventory, readonly AddressFact[]>();

/**
 * Everything that has to do with an address or a block.
 *
 * @param block an address or a CIDR; for anything else there is nothing
 */
export function onAddress(inventory: Inventory, block: string): readonly Candidate[] {
  const wanted = parseCidr(block);
  if (wanted === undefined) return [];
  return factsOf(inventory).flatMap((fact) => {
    const answer = answerOf(fact, wanted);
    if (answer === undefined) return [];
    const [rank, how] = answer;
    return [
      { entry: fact.entry, rank, match: (): Match => ({ field: fact.field, value: fact.value ?? fact.block, how }) },
    ];
  });
}

function answerOf({ range, role, open }: AddressFact, wanted: AddressRange): readonly [number, MatchHow] | undefined {
  if (covers(range, wanted)) {
    if (covers(wanted, range)) return [role === 'about' ? RANK.named : RANK.own, 'exact'];
    return [(role === 'about' ? RANK.about : RANK.around) + open, 'contains'];
  }
  // What is large comes first: the VPC, its subnets, then what is in them.
  return covers(wanted, range) ? [(role === 'about' ? RANK.aboutPart : RANK.within) + 128 - open, 'within'] : undefined;
}

function factsOf(inventory: Inventory): readonly AddressFact[] {
  const cached = known.get(inventory);
  if (cached !== undefined) return cached;
  const { of } = entriesOf(inventory);
  const rangeOf = remembered(parseCidr);
  const facts = fieldsOf(inventory).flatMap(([item, fields]) => {
    const entry = of(item);
    if (entry === undefined) return [];
    return fields.flatMap((field): readonly AddressFact[] => {
      const range = rangeOf(field.block);
      return range === undefined ? [] : [{ ...field, entry, range, open: openBits(range) }];
    });
  });
  known.set(inventory, facts);
  return facts;
}

/** Thousands of rules say 0.0.0.0/0. */
function remembered<T>(read: (value: string) => T): (value: string) => T {
  const values = new Map<string, T>();
  return (value) => {
    const cached = values.get(value);
    if (cached !== undefined || values.has(value)) return cached as T;
    const fresh = read(value);
    values.set(value, fresh);
    return fresh;
  };
}

function openBits({ first, last }: AddressRange): number {
  return (last - first + 1n).toString(2).length - 1;
}

type Fields = readonly [item: ResourceBase, fields: readonly AddressField[]];

function fieldsOf(inventory: Inventory): readonly Fields[] {
  const each = <T extends ResourceBase>(
    items: ReadonlyMap<string, T>,
    read: (item: T) => readonly AddressField[],
  ): readonly Fields[] => [...items.values()].map((item): Fields => [item, read(item)]);
  return [
    ...each(inventory.networkInterfaces, interfaceFields),
    ...byInterfaces(inventory),
    ...each(inventory.endpoints, (endpoint) => [
      ...(endpoint.ipv4Prefixes ?? []).flatMap((of) => fields('Ipv4Prefixes.IpPrefixes', 'owner', of.prefixes)),
      ...(endpoint.ipv6Prefixes ?? []).flatMap((of) => fields('Ipv6Prefixes.IpPrefixes', 'owner', of.prefixes)),
    ]),
    ...each(inventory.loadBalancers, ({ raw }) =>
      (objects(raw, 'AvailabilityZones') ?? [])
        .flatMap((zone) => objects(zone, 'LoadBalancerAddresses') ?? [])
        .flatMap((address) =>
          ['PrivateIPv4Address', 'IpAddress', 'IPv6Address'].flatMap((name) =>
            fields(`AvailabilityZones.LoadBalancerAddresses.${name}`, 'owner', [text(address, name)]),
          ),
        ),
    ),
    ...each(inventory.natGateways, ({ addresses = [] }) => [
      ...fields(
        'NatGatewayAddresses.PrivateIp',
        'owner',
        addresses.map((address) => address.privateIp),
      ),
      ...fields(
        'NatGatewayAddresses.PublicIp',
        'owner',
        addresses.map((address) => address.publicIp),
      ),
    ]),
    ...each(inventory.targetHealth, ({ targetId }) => fields('Target.Id', 'owner', [targetId])),
    ...each(inventory.subnets, ({ cidr, ipv6Cidrs }) => [
      ...fields('CidrBlock', 'place', [cidr]),
      ...fields('Ipv6CidrBlockAssociationSet.Ipv6CidrBlock', 'place', ipv6Cidrs),
    ]),
    ...each(inventory.vpcs, ({ cidrs }) => fields('CidrBlock', 'place', cidrs)),
    ...each(inventory.securityGroups, ({ ingress = [], egress = [] }) => [
      ...ingress.flatMap((permission) => permissionFields('IpPermissions', permission)),
      ...egress.flatMap((permission) => permissionFields('IpPermissionsEgress', permission)),
    ]),
    ...each(inventory.securityGroupRules, ({ groupId, cidr, ipv6Cidr }) =>
      // The group tells of its rules where it was read.
      groupId !== undefined && inventory.securityGroups.has(groupId)
        ? []
        : [...fields('CidrIpv4', 'about', [cidr]), ...fields('CidrIpv6', 'about', [ipv6Cidr])],
    ),
    ...each(inventory.networkAcls, ({ entries = [] }) => [
      ...fields(
        'Entries.CidrBlock',
        'about',
        entries.map((entry) => entry.cidr),
      ),
      ...fields(
        'Entries.Ipv6CidrBlock',
        'about',
        entries.map((entry) => entry.ipv6Cidr),
      ),
    ]),
    ...each(inventory.routeTables, ({ routes = [] }) => [
      ...fields(
        'Routes.DestinationCidrBlock',
        'about',
        routes.map((route) => route.destinationCidr),
      ),
      ...fields(
        'Routes.DestinationIpv6CidrBlock',
        'about',
        routes.map((route) => route.destinationIpv6Cidr),
      ),
    ]),
    ...each(inventory.prefixLists, ({ cidrs }) => fields('Cidrs', 'about', cidrs)),
    ...each(inventory.peeringConnections, ({ requester, accepter }) => [
      ...fields('RequesterVpcInfo.CidrBlock', 'about', requester?.cidrs),
      ...fields('AccepterVpcInfo.CidrBlock', 'about', accepter?.cidrs),
    ]),
    ...each(inventory.transitGatewayRoutes, ({ destination }) =>
      fields('DestinationCidrBlock', 'about', [destination]),
    ),
    ...each(inventory.resolverRules, ({ targetIps = [] }) =>
      fields(
        'TargetIps.Ip',
        'about',
        targetIps.map((target) => target.ip),
      ),
    ),
    ...each(inventory.dhcpOptions, ({ domainNameServers }) =>
      fields('DhcpConfigurations.Values', 'about', domainNameServers),
    ),
    ...each(inventory.recordSets, ({ values }) => fields('ResourceRecords.Value', 'about', values)),
    ...each(inventory.resourceConfigurations, ({ definition }) =>
      fields('resourceConfigurationDefinition.ipResource.ipAddress', 'about', [definition?.ipAddress]),
    ),
  ];
}

function fields(
  field: string,
  role: Role,
  blocks: readonly (string | undefined)[] | undefined,
): readonly AddressField[] {
  return (blocks ?? []).flatMap((block) => (block === undefined ? [] : [{ field, block, role }]));
}

function permissionFields(list: string, { cidrs, ipv6Cidrs }: IpPermission): readonly AddressField[] {
  return [
    ...fields(`${list}.IpRanges.CidrIp`, 'about', cidrs),
    ...fields(`${list}.Ipv6Ranges.CidrIpv6`, 'about', ipv6Cidrs),
  ];
}

function interfaceFields({ raw, privateIps, ipv6Addresses }: NetworkInterface): readonly AddressField[] {
  const listed = objects(raw, 'PrivateIpAddresses') ?? [];
  return [
    ...fields('PrivateIpAddresses.PrivateIpAddress', 'owner', privateIps),
    ...fields('Ipv6Addresses.Ipv6Address', 'owner', ipv6Addresses),
    ...fields('Association.PublicIp', 'owner', [
      text(object(raw, 'Association') ?? {}, 'PublicIp'),
      ...listed.map((address) => text(object(address, 'Association') ?? {}, 'PublicIp')),
    ]),
    ...fields(
      'Ipv4Prefixes.Ipv4Prefix',
      'owner',
      (objects(raw, 'Ipv4Prefixes') ?? []).map((entry) => text(entry, 'Ipv4Prefix')),
    ),
    ...fields(
      'Ipv6Prefixes.Ipv6Prefix',
      'owner',
      (objects(raw, 'Ipv6Prefixes') ?? []).map((entry) => text(entry, 'Ipv6Prefix')),
    ),
  ];
}

/** What an interface was made for has its addresses: it names the interface, or the interface names it. */
function byInterfaces(inventory: Inventory): readonly Fields[] {
  const targets = groupBy([...inventory.targetHealth.values()], (target) => target.targetId);
  const balancers = new Map(
    [...inventory.loadBalancers.values()].map((balancer) => [balancer.id.split(':loadbalancer/')[1] ?? '', balancer]),
  );
  const endpoints = groupBy(
    [...inventory.endpoints.values()].flatMap((item) =>
      (item.networkInterfaceIds ?? []).map((interfaceId) => ({ item, interfaceId })),
    ),
    ({ interfaceId }) => interfaceId,
  );
  return [...inventory.networkInterfaces.values()].flatMap((item) => {
    const addresses = interfaceFields(item);
    const through = (owner: ResourceBase, field: string, value: string): Fields => [
      owner,
      addresses.map(({ block }) => ({ field, block, role: 'owner', value })),
    ];
    const [, balancerName = ''] = /^ELB (\S+)$/.exec(item.description ?? '') ?? [];
    const [, resolverId = ''] = /^Route 53 Resolver: (rslvr-[a-z]+-[0-9a-f]+)/.exec(item.description ?? '') ?? [];
    const instanceId = text(object(item.raw, 'Attachment') ?? {}, 'InstanceId') ?? '';
    const [balancer, resolver] = [balancers.get(balancerName), inventory.resolverEndpoints.get(resolverId)];
    return [
      ...(endpoints.get(item.id) ?? []).map((owner) => through(owner.item, 'NetworkInterfaceIds', item.id)),
      ...(targets.get(instanceId) ?? []).map((target) => through(target, 'Target.Id', instanceId)),
      ...(balancer === undefined ? [] : [through(balancer, 'NetworkInterfaceId', item.id)]),
      ...(resolver === undefined ? [] : [through(resolver, 'NetworkInterfaceId', item.id)]),
    ];
  });
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(key(item));
    if (list === undefined) groups.set(key(item), [item]);
    else list.push(item);
  }
  return groups;
}
