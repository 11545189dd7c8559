import type { EndpointContext } from '../../context.ts';
import { isLatticeEndpoint } from '../../lattice.ts';
import type { Lookup } from '../../lookup.ts';
import type { Gap } from '../../needs.ts';
import { hiddenDomain, stands, type Authority } from '../../reachability/dns.ts';
import type { HostedZone } from '../../resources/hosted-zone.ts';
import type { ResolverRule } from '../../resources/resolver-rule.ts';
import type { VpcEndpoint } from '../../resources/vpc-endpoint.ts';
import { byText, weakly } from '../../weakly.ts';
import type { Requirement } from '../rule.ts';
import { plainName } from '../../dns-name.ts';

/*
 * The names of an endpoint, and what answers for names in its VPC.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-dns-hostnames
 */

/** The private hosted zones that the endpoint's VPC resolves. */
export const ZONES: Requirement<EndpointContext> = {
  operation: 'route53:ListHostedZonesByVPC',
  about: ({ vpcId, region }) => [{ VPCId: vpcId, VPCRegion: region }],
};

/** The service's own names, which matter where private DNS does not say them. */
export const OFFERED_NAMES: Requirement<EndpointContext> = {
  operation: 'ec2:DescribeVpcEndpointServices',
  about: ({ endpoint, serviceRegion }) => {
    const { serviceName = '', privateDnsEnabled } = endpoint;
    // What leads to resources of VPC Lattice has no service.
    return privateDnsEnabled === true || serviceName === ''
      ? []
      : [{ 'service-name': serviceName, ServiceName: serviceName, ServiceRegion: serviceRegion }];
  },
};

/** The Resolver rules, and where they hold. */
export const RESOLVER_RULES: readonly Requirement<EndpointContext>[] = [
  { operation: 'route53resolver:ListResolverRules' },
  { operation: 'route53resolver:ListResolverRuleAssociations' },
];

/** Names of endpoints, and those that VPC Lattice makes for an endpoint and one of its resources or services. */
const VPCE_NAME = /\.vpce\.amazonaws\.com(?:\.cn)?$|\.vpc-lattice-(?:rsc|svcs)\.[a-z0-9-]+\.on\.aws$/;

/** What a resource or service-network endpoint answers to, its associations say. */
export const ASSOCIATED_NAMES: Requirement<EndpointContext> = {
  operation: 'ec2:DescribeVpcEndpointAssociations',
  about: (context) => (isLatticeEndpoint(context) ? [{ 'vpc-endpoint-id': context.endpoint.id }] : []),
};

/** True for a name that AWS made for one endpoint alone. */
export function isOwnName(name: string): boolean {
  return VPCE_NAME.test(name);
}

/** The names that AWS made for the endpoint alone, the Regional one first. They resolve everywhere. */
export function ownNames({ dnsEntries = [] }: VpcEndpoint): readonly string[] {
  return dnsEntries.map((entry) => entry.dnsName.toLowerCase()).filter(isOwnName);
}

/** The names of its service or its resources that an endpoint answers to while its private DNS is on. */
export function privateNames(
  { lookup }: Pick<EndpointContext, 'lookup'>,
  { id, dnsEntries = [], privateDnsEnabled }: VpcEndpoint,
): readonly string[] {
  if (privateDnsEnabled !== true) return [];
  const associated = lookup.associationsOf(id).flatMap((item) => item.privateDnsName ?? []);
  return [...dnsEntries.map((entry) => entry.dnsName), ...associated].map(plainName).filter((name) => !isOwnName(name));
}

/** The names that clients of the service use where nobody thinks of endpoints. */
export function serviceNames({ detail }: EndpointContext): readonly string[] {
  return (detail?.privateDnsNames ?? []).map((name) => name.toLowerCase());
}

/** The name that the user says is used: lower case, without a trailing dot. */
export function givenName({ options }: EndpointContext): string | undefined {
  return options.name === undefined ? undefined : plainName(options.name);
}

/**
 * The user's own zones of the VPC. What an endpoint's private DNS, or a service of AWS, has put there is listed beside them
 * and is the endpoint's own answer.
 */
export function userZones({ vpcId, lookup }: EndpointContext): readonly HostedZone[] {
  return userZonesIn(lookup)(vpcId);
}

const userZonesIn = weakly((lookup: Lookup) =>
  byText((vpcId): readonly HostedZone[] => {
    const zones = lookup.zonesOf(vpcId);
    const hidden = new Set(
      lookup.endpointsOf(vpcId).flatMap((item) => (item.dnsEntries ?? []).flatMap((entry) => entry.hostedZoneId ?? [])),
    );
    return zones.filter(
      (zone) => zone.owningService === undefined && !hidden.has(zone.hostedZoneId) && zone.zoneName !== undefined,
    );
  }),
);

/**
 * The forwarding rules that somebody made for the VPC. The Resolver's own rules are listed beside them: their ids start
 * with `rslvr-autodefined-`, or the Resolver owns them, and a recursive rule forwards nothing.
 */
export function forwardRules({ vpcId, lookup }: EndpointContext): readonly ResolverRule[] {
  return lookup
    .resolverRulesOf(vpcId)
    .filter(
      (rule) =>
        rule.ruleType === 'forward' &&
        !rule.id.startsWith('rslvr-autodefined-') &&
        rule.account !== 'Route 53 Resolver',
    );
}

/** The other endpoints of the VPC, which may answer for the same names. */
export const ENDPOINTS_OF_VPC: Requirement<EndpointContext> = {
  operation: 'ec2:DescribeVpcEndpoints',
  about: ({ vpcId }) => [{ 'vpc-id': vpcId }],
};

/** Everything in the VPC that answers for names beside the endpoint itself and the public DNS. */
export function authorities(context: EndpointContext): readonly Authority[] {
  const { lookup, vpcId } = context;
  return [
    ...hiddenZonesIn(lookup)(vpcId).filter(({ id }) => id !== context.endpoint.id),
    ...userZones(context).map((zone): Authority => ({
      kind: 'zone',
      id: zone.hostedZoneId,
      domain: zone.zoneName ?? '',
    })),
    ...forwardRules(context).flatMap((rule): Authority[] =>
      rule.domainName === undefined ? [] : [{ kind: 'rule', id: rule.id, domain: rule.domainName }],
    ),
  ];
}

/** Where a forwarding rule sends queries. */
export function targetsOf(rule: ResolverRule): string {
  return (rule.targetIps ?? []).map((target) => target.ip ?? '').join(', ') || 'its targets';
}

/** Why nobody knows what a name resolves to: servers answer for it that no API of AWS can ask. */
export function forwardedGap(context: EndpointContext, { id }: Authority, name: string): Gap {
  const rule = forwardRules(context).find((item) => item.id === id);
  const [targets, domain] = rule === undefined ? [id, ''] : [targetsOf(rule), rule.domainName ?? ''];
  return {
    reason: 'input-missing',
    missing: [`what ${targets} answers for ${name} (${id} forwards ${domain} there)`],
  };
}

/** The private names of a VPC's available endpoints. */
const hiddenZonesIn = weakly((lookup: Lookup) =>
  byText((vpcId): readonly Authority[] =>
    lookup
      .endpointsOf(vpcId)
      .filter((item) => item.state === 'available')
      .flatMap((item) =>
        privateNames({ lookup }, item).map((name): Authority => ({
          kind: 'hidden-zone',
          id: item.id,
          domain: hiddenDomain(name),
        })),
      ),
  ),
);

/** The addresses of the VPC's inbound Resolver endpoints, which answer queries from elsewhere as the VPC would. */
export function inboundAddresses({ vpcId, lookup }: EndpointContext): readonly string[] {
  return lookup
    .interfacesOf(vpcId)
    .filter((item) => item.description?.startsWith('Route 53 Resolver: rslvr-in-') === true)
    .flatMap((item) => [...(item.privateIps ?? []), ...(item.ipv6Addresses ?? [])]);
}

/** The interfaces that show them. */
export const INTERFACES_OF_VPC: Requirement<EndpointContext> = {
  operation: 'ec2:DescribeNetworkInterfaces',
  about: ({ vpcId }) => [{ 'vpc-id': vpcId }],
};

/** True when one of the names stands for the given one. */
export function isAmong(names: readonly string[], name: string): boolean {
  return names.some((one) => stands(one, name));
}
