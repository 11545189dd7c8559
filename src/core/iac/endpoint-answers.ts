import { plainName } from '../dns-name.ts';
import { buildLookup } from '../lookup.ts';
import type { Inventory } from '../model/inventory.ts';
import { hiddenDomain } from '../reachability/dns.ts';
import type { Subnet } from '../resources/subnet.ts';
import type { Vpc } from '../resources/vpc.ts';
import { ENDED_STATES, type VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { accountOf } from '../rules/acc/principals.ts';
import { gapIn } from './gaps.ts';
import type { OfferedService } from './offered-service.ts';

/*
 * What AWS would answer to somebody who creates an interface endpoint, as far as it was read.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */

/** `no` is what AWS would refuse, `unknown` what was not read. Sentences, without the point that ends them. */
export type Answer =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

const YES: Answer = { kind: 'yes' };
const no = (why: string): Answer => ({ kind: 'no', why });
const unknown = (why: string): Answer => ({ kind: 'unknown', why });

/** Whether the VPC's account may have an interface endpoint for the service at all. */
export function serviceAnswers(inventory: Inventory, offered: OfferedService, vpc: Vpc): readonly Answer[] {
  return [
    isOffered(inventory, offered, vpc),
    hasInterfaces(offered),
    isUp(offered),
    reachesRegion(offered, vpc),
    hasRoom(inventory, vpc),
  ];
}

function isOffered(inventory: Inventory, offered: OfferedService, vpc: Vpc): Answer {
  const { name, detail, gateway, service, unread } = offered;
  if (detail !== undefined) return YES;
  const where = `account ${vpc.seenBy} in ${vpc.region}`;
  if (gateway !== undefined) return no(`${name} has gateway endpoints only for ${where}, which lead by route tables`);
  const isElsewhere = offered.region !== vpc.region;
  if (service === undefined) {
    if (unread !== undefined) return unknown(`Whether AWS offers ${name} to ${where} was not read: ${unread}`);
    // Without its Region, the question is about services of the VPC's own Region.
    if (isElsewhere) return unknown(`Whether AWS offers ${name} to ${where} was not asked across Regions`);
    return no(`AWS does not offer ${name} to ${where}: it is not in the answer of ec2:DescribeVpcEndpointServices`);
  }
  if (service.account === vpc.seenBy) return YES;
  const gap = gapIn(inventory, service, 'ec2:DescribeVpcEndpointServicePermissions', service.id);
  if (gap !== undefined) return unknown(`Whether account ${vpc.seenBy} is an allowed principal was not read: ${gap}`);
  const principals = buildLookup(inventory)
    .permissionsOfService(service.id)
    .map((item) => item.principal);
  if (principals.some((item) => item === '*' || isWhole(item, vpc.seenBy))) return YES;
  const own = principals.filter((item) => accountOf(item) === vpc.seenBy);
  return own.length > 0
    ? unknown(
        `Only ${own.join(', ')} of account ${vpc.seenBy} may create endpoints for ${service.id}: apply the code as one of them`,
      )
    : no(
        `account ${vpc.seenBy} is not among the allowed principals of ${service.id}: its provider, account ${service.account}, has to add arn:${vpc.partition}:iam::${vpc.seenBy}:root`,
      );
}

/** True for a principal that stands for everybody in the account. */
function isWhole(principal: string, account: string): boolean {
  return principal === account || (accountOf(principal) === account && principal.endsWith(':root'));
}

function hasInterfaces({ name, detail, service }: OfferedService): Answer {
  const types = detail?.types ?? service?.types;
  if (types === undefined || types.length === 0) {
    return detail === undefined && service === undefined
      ? YES
      : unknown(`The endpoint types of ${name} were not in the answer`);
  }
  return types.includes('Interface')
    ? YES
    : no(`${name} has endpoints of the type ${types.join(', ')}: an interface endpoint cannot lead to it`);
}

function isUp({ name, service }: OfferedService): Answer {
  const state = service?.state;
  return state === undefined || state === 'available' || state === 'pending'
    ? YES
    : no(`${name} is in the state ${state}`);
}

function reachesRegion({ name, region, detail, service }: OfferedService, vpc: Vpc): Answer {
  if (region === vpc.region || detail !== undefined) return YES;
  const supported = service?.supportedRegions;
  if (supported === undefined) {
    return unknown(
      `Whether ${name} of ${region} can be reached from ${vpc.region} was not read: its supported Regions are not known`,
    );
  }
  const entry = supported.find((item) => item.region === vpc.region);
  if (entry === undefined) {
    const names = supported.map((item) => item.region).join(', ') || region;
    return no(`${name} is of ${region} and its supported Regions (${names}) do not hold ${vpc.region}`);
  }
  return entry.state === undefined || entry.state === 'available'
    ? YES
    : no(`${name} is not available from ${vpc.region}: there it is in the state ${entry.state}`);
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html */
const ENDPOINTS_PER_VPC = 'L-29B6F2EB';

function hasRoom(inventory: Inventory, vpc: Vpc): Answer {
  const quota = inventory.serviceQuotas.get([vpc.seenBy, vpc.region, 'vpc', ENDPOINTS_PER_VPC].join('/'))?.value;
  if (quota === undefined) return YES;
  const count = liveEndpoints(inventory, vpc).filter(({ type }) =>
    ['Interface', 'GatewayLoadBalancer'].includes(type ?? ''),
  ).length;
  if (count >= quota) return no(`${vpc.id} has ${count} interface endpoints, and its quota is ${quota}`);
  const gap = gapIn(inventory, vpc, 'ec2:DescribeVpcEndpoints', vpc.id);
  return gap === undefined ? YES : unknown(`Whether ${vpc.id} has room for an endpoint was not read: ${gap}`);
}

/** The zones in which the service can have an endpoint's interface; `undefined` where they were not read. */
export function offeredZones({ detail, service, region }: OfferedService, vpc: Vpc): readonly string[] | undefined {
  // A provider's zones are those of its own Region.
  return detail?.zoneIds ?? (region === vpc.region ? service?.zoneIds : undefined);
}

/** Whether the endpoint can have an interface in the subnet. */
export function subnetAnswer(offered: OfferedService, vpc: Vpc, subnet: Subnet): Answer {
  if (subnet.vpcId !== undefined && subnet.vpcId !== vpc.id)
    return no(`${subnet.id} is in ${subnet.vpcId}, not in ${vpc.id}`);
  if (subnet.availableIpAddressCount === 0) return no(`${subnet.id} has no free address`);
  const zones = offeredZones(offered, vpc);
  if (zones === undefined)
    return unknown(`The zones of ${offered.name} were not read: whether ${subnet.id} is in one of them is not known`);
  if (subnet.zoneId === undefined) return unknown(`The zone id of ${subnet.id} was not in the answer`);
  return zones.includes(subnet.zoneId)
    ? YES
    : no(`${subnet.id} is in ${subnet.zoneId}, where ${offered.name} is not (${zones.join(', ') || 'it has no zone'})`);
}

export const IP_ADDRESS_TYPES = ['ipv4', 'dualstack', 'ipv6'] as const;
export type IpAddressType = (typeof IP_ADDRESS_TYPES)[number];

/**
 * Whether the endpoint can have addresses of a type in these subnets.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html#vpce-interface-limitations
 */
export function addressAnswer(offered: OfferedService, subnets: readonly Subnet[], type: IpAddressType): Answer {
  const needed = type === 'dualstack' ? ['ipv4', 'ipv6'] : [type];
  const supported = offered.detail?.supportedIpAddressTypes ?? offered.service?.supportedIpAddressTypes;
  const missing = supported === undefined ? [] : needed.filter((item) => !supported.includes(item));
  if (missing.length > 0)
    return no(`${offered.name} does not take ${missing.join(' and ')} requests, which ${type} needs`);
  const unfit = subnets.flatMap((subnet) => unfitFor(subnet, type));
  const [refused] = unfit.filter((answer) => answer.kind === 'no');
  if (refused !== undefined) return refused;
  if (supported === undefined)
    return unknown(`The address types of ${offered.name} were not read: whether it takes ${type} is not known`);
  return unfit[0] ?? YES;
}

function unfitFor({ id, cidr, ipv6Cidrs, ipv6Native }: Subnet, type: IpAddressType): readonly Answer[] {
  const isOnlyIpv6 = ipv6Native === true;
  switch (type) {
    case 'ipv4':
      return isOnlyIpv6 ? [no(`${id} has IPv6 addresses only, and ipv4 needs IPv4`)] : [];
    case 'ipv6':
      if (ipv6Native === undefined) return [unknown(`Whether ${id} is a subnet of IPv6 only was not in the answer`)];
      return isOnlyIpv6 ? [] : [no(`${id} has IPv4 addresses too, and ipv6 needs subnets of IPv6 only`)];
    case 'dualstack':
      if (isOnlyIpv6 || cidr === undefined) return [no(`${id} has no IPv4 range, and dualstack needs both`)];
      if (ipv6Cidrs === undefined) return [unknown(`The IPv6 ranges of ${id} were not in the answer`)];
      return ipv6Cidrs.length > 0 ? [] : [no(`${id} has no IPv6 range, and dualstack needs both`)];
  }
}

/** Whether the group can be an endpoint's in the VPC. */
export function groupAnswer(inventory: Inventory, vpc: Vpc, id: string): Answer {
  const group = inventory.securityGroups.get(id);
  if (group === undefined) {
    const gap = gapIn(inventory, vpc, 'ec2:DescribeSecurityGroups', id);
    return gap === undefined
      ? no(`${id} is not among the security groups of account ${vpc.seenBy} in ${vpc.region}`)
      : unknown(`Whether ${id} exists was not read: ${gap}`);
  }
  const isShared = inventory.securityGroupVpcAssociations.get(`${id}/${vpc.id}`)?.state === 'associated';
  return group.vpcId === undefined || group.vpcId === vpc.id || isShared
    ? YES
    : no(`${id} is a security group of ${group.vpcId}, not of ${vpc.id}`);
}

/**
 * Whether private DNS can be on: the VPC resolves names, the service has a name that is its own, and nothing in the VPC
 * answers for it yet.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-private-dns
 */
export function privateDnsAnswer(inventory: Inventory, offered: OfferedService, vpc: Vpc): Answer {
  const answers = [
    ...(['enableDnsSupport', 'enableDnsHostnames'] as const).map((name) => attributeAnswer(inventory, vpc, name)),
    nameAnswer(offered),
    ...conflicts(inventory, offered, vpc),
  ];
  return answers.find(({ kind }) => kind === 'no') ?? answers.find(({ kind }) => kind === 'unknown') ?? YES;
}

function attributeAnswer(inventory: Inventory, vpc: Vpc, name: 'enableDnsSupport' | 'enableDnsHostnames'): Answer {
  const attribute = inventory.vpcAttributes.get(`${vpc.id}/${name}`);
  if (attribute === undefined) return unknown(`${name} of ${vpc.id} was not read`);
  return attribute.value ? YES : no(`${name} of ${vpc.id} is off`);
}

/** The service's own names, without the wildcard's label; `undefined` where they were not read. */
function namesOf({ detail, service }: OfferedService): readonly string[] | undefined {
  const own = service?.privateDnsName;
  const names = detail?.privateDnsNames ?? (service === undefined || own === '' ? undefined : own && [own]);
  if (names !== undefined && names !== '') return names.map((name) => hiddenDomain(plainName(name)));
  return detail === undefined && service === undefined ? undefined : [];
}

function nameAnswer(offered: OfferedService): Answer {
  const { name, detail, service } = offered;
  const names = namesOf(offered);
  if (names === undefined) return unknown(`The private DNS names of ${name} were not read`);
  if (names.length === 0) return no(`${name} has no private DNS name`);
  const state = detail?.privateDnsNameVerificationState ?? service?.privateDnsNameConfiguration?.state;
  if (state === 'verified' || (state === undefined && offered.isAws)) return YES;
  return state === undefined
    ? unknown(`Whether the private DNS name ${names.join(', ')} is verified was not read`)
    : no(`the private DNS name ${names.join(', ')} is not verified: its state is ${state}`);
}

/** What AWS calls a conflicting DNS domain. */
function conflicts(inventory: Inventory, offered: OfferedService, vpc: Vpc): readonly Answer[] {
  const names = namesOf(offered) ?? [];
  const endpoints = liveEndpoints(inventory, vpc).filter((item) => item.privateDnsEnabled === true);
  const hidden = new Set(
    liveEndpoints(inventory, vpc).flatMap((item) =>
      (item.dnsEntries ?? []).flatMap((entry) => entry.hostedZoneId ?? []),
    ),
  );
  const same = endpoints.find(
    (item) =>
      item.serviceName === offered.name ||
      (item.dnsEntries ?? []).some((entry) => names.includes(hiddenDomain(plainName(entry.dnsName)))),
  );
  if (same !== undefined) return [no(`${same.id} of ${vpc.id} has private DNS for the same name on already`)];
  const zone = buildLookup(inventory)
    .zonesOf(vpc.id)
    .find((item) => item.zoneName !== undefined && names.includes(item.zoneName) && !hidden.has(item.hostedZoneId));
  if (zone !== undefined) {
    return [
      no(`the private hosted zone ${zone.hostedZoneId} (${zone.zoneName ?? ''}) is associated with ${vpc.id} already`),
    ];
  }
  const gap = (operation: string, what: string): readonly Answer[] => {
    const why = gapIn(inventory, vpc, operation, vpc.id);
    return why === undefined ? [] : [unknown(`${what} of ${vpc.id} were not read: ${why}`)];
  };
  return [
    ...gap('ec2:DescribeVpcEndpoints', 'The endpoints'),
    ...gap('route53:ListHostedZonesByVPC', 'The private hosted zones'),
  ];
}

/** The endpoints of the VPC that take a place. */
export function liveEndpoints(inventory: Inventory, vpc: Vpc): readonly VpcEndpoint[] {
  return buildLookup(inventory)
    .endpointsOf(vpc.id)
    .filter((item) => !ENDED_STATES.has(item.state ?? ''));
}
