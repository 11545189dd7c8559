import type { EndpointContext } from '../context.ts';
import type { Gap } from '../needs.ts';

/** One DNS attribute of the endpoint's VPC. */
export function dnsAttribute(
  context: EndpointContext,
  attribute: 'enableDnsSupport' | 'enableDnsHostnames',
): boolean | { readonly gap: Gap } {
  const value = context.inventory.vpcAttributes.get(`${context.vpcId}/${attribute}`)?.value;
  return value ?? { gap: { reason: 'malformed', missing: [`${attribute} of ${context.vpcId}`] } };
}

/**
 * `undefined` when the VPC's clients ask the Amazon DNS server; else why that is not known. With DNS servers of the
 * customer's own, what they answer cannot be read from any API.
 */
export function resolverGap(context: EndpointContext): Gap | undefined {
  const { vpc, vpcId, inventory } = context;
  const unread = context.need('ec2:DescribeVpcs', { 'vpc-id': vpcId });
  if (unread !== undefined) return unread;
  if (vpc === undefined) return { reason: 'malformed', missing: [`${vpcId} in the listing of VPCs`] };
  if (vpc.dhcpOptionsId === undefined) return { reason: 'malformed', missing: ['DhcpOptionsId'] };
  if (vpc.dhcpOptionsId === 'default') {
    return { reason: 'input-missing', missing: ['which DNS servers clients ask: the VPC has no DHCP options set'] };
  }
  const unreadOptions = context.need('ec2:DescribeDhcpOptions', { 'dhcp-options-id': vpc.dhcpOptionsId });
  if (unreadOptions !== undefined) return unreadOptions;
  const options = inventory.dhcpOptions.get(vpc.dhcpOptionsId);
  if (options === undefined) {
    return { reason: 'malformed', missing: [`${vpc.dhcpOptionsId} in the listing of DHCP options`] };
  }
  const servers = options.domainNameServers;
  if (servers === undefined || servers.length === 0) {
    return { reason: 'input-missing', missing: [`which DNS servers clients ask: ${options.id} names none`] };
  }
  const own = ownServers(context);
  return own === undefined
    ? undefined
    : { reason: 'input-missing', missing: [`what the VPC’s own DNS servers answer (${own.join(', ')})`] };
}

const RULE_TYPES: ReadonlySet<string> = new Set(['forward', 'system', 'recursive', 'delegate']);

/** What decides where names lead and cannot be used: a Resolver rule, its VPC or a zone of which an answer lacks the essence. */
export function resolutionGap({ endpoint, inventory, lookup, vpcId }: EndpointContext): Gap | undefined {
  const associations = lookup.resolverRuleAssociationsIn(endpoint.region);
  const missing = [
    ...associations.flatMap(({ id, resolverRuleId, vpcId: place }) =>
      resolverRuleId === undefined || place === undefined ? [`ResolverRuleId and VPCId of ${id}`] : [],
    ),
    ...associations.flatMap(({ resolverRuleId = '', vpcId: place }) =>
      place === vpcId &&
      !resolverRuleId.startsWith('rslvr-autodefined-') &&
      !inventory.resolverRules.has(resolverRuleId)
        ? [`${resolverRuleId} in the listing of Resolver rules`]
        : [],
    ),
    ...lookup
      .resolverRulesOf(vpcId)
      .flatMap(({ id, ruleType = '' }) => (RULE_TYPES.has(ruleType) ? [] : [`RuleType of ${id}`])),
    ...lookup.zonesOf(vpcId).flatMap(({ id, zoneName }) => (zoneName === undefined ? [`Name of ${id}`] : [])),
  ];
  return missing.length === 0 ? undefined : { reason: 'malformed', missing };
}

/** DNS servers of the customer's own that the VPC's clients ask; `undefined` where there are none, or nobody said. */
export function ownServers({ vpc, inventory }: EndpointContext): readonly string[] | undefined {
  const servers = inventory.dhcpOptions.get(vpc?.dhcpOptionsId ?? '')?.domainNameServers ?? [];
  const [primary] = vpc?.cidrs ?? [];
  const own = servers.filter((server) => !AMAZON_DNS.has(server) && server !== secondAddress(primary));
  return own.length === 0 ? undefined : own;
}

/** The Amazon DNS server under its names: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html. */
const AMAZON_DNS: ReadonlySet<string> = new Set(['AmazonProvidedDNS', '169.254.169.253', 'fd00:ec2::253']);

/** The Amazon DNS server's address in the VPC: the primary CIDR's first address plus two. */
function secondAddress(cidr: string | undefined): string | undefined {
  return cidr?.replace(/(\d+)\/\d+$/, (_, last: string) => String(Number(last) + 2));
}
