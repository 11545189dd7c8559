import type { Json } from '../model/json.ts';
import { gapLine } from '../report/words.ts';
import type { Comparison, FindingChange, NotComparable, ResourceDifference, Side, Trend } from './types.ts';

/* Words that the text and the Markdown of a comparison share. */

const KINDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'vpc-endpoint': ['VPC endpoint', 'VPC endpoints'],
  'endpoint-service': ['endpoint service', 'endpoint services'],
  'service-detail': ['service as a consumer sees it', 'services as a consumer sees them'],
  'endpoint-connection': ['endpoint connection', 'endpoint connections'],
  'service-permission': ['permission', 'permissions'],
  'connection-notification': ['connection notification', 'connection notifications'],
  vpc: ['VPC', 'VPCs'],
  'vpc-attribute': ['VPC attribute', 'VPC attributes'],
  'dhcp-options': ['DHCP option set', 'DHCP option sets'],
  subnet: ['subnet', 'subnets'],
  'route-table': ['route table', 'route tables'],
  'network-acl': ['network ACL', 'network ACLs'],
  'security-group': ['security group', 'security groups'],
  'network-interface': ['network interface', 'network interfaces'],
  'prefix-list': ['prefix list', 'prefix lists'],
  'load-balancer': ['load balancer', 'load balancers'],
  'load-balancer-attributes': ['attributes of a load balancer', 'attributes of load balancers'],
  listener: ['listener', 'listeners'],
  'target-group': ['target group', 'target groups'],
  'target-group-attributes': ['attributes of a target group', 'attributes of target groups'],
  'target-health': ['target', 'targets'],
  'listener-attributes': ['attributes of a listener', 'attributes of listeners'],
  'listener-certificate': ['listener certificate', 'listener certificates'],
  'listener-rule': ['listener rule', 'listener rules'],
  certificate: ['certificate', 'certificates'],
  'availability-zone': ['Availability Zone', 'Availability Zones'],
  region: ['Region', 'Regions'],
  'endpoint-association': ['endpoint association', 'endpoint associations'],
  'security-group-rule': ['security group rule', 'security group rules'],
  'security-group-vpc-association': ['security group VPC association', 'security group VPC associations'],
  'managed-prefix-list': ['managed prefix list', 'managed prefix lists'],
  'flow-log': ['flow log', 'flow logs'],
  'peering-connection': ['VPC peering connection', 'VPC peering connections'],
  'transit-gateway-attachment': ['transit gateway attachment', 'transit gateway attachments'],
  'transit-gateway-route-table': ['transit gateway route table', 'transit gateway route tables'],
  'transit-gateway-route': ['transit gateway route', 'transit gateway routes'],
  'transit-gateway-association': ['transit gateway association', 'transit gateway associations'],
  'nat-gateway': ['NAT gateway', 'NAT gateways'],
  'hosted-zone': ['hosted zone of a VPC', 'hosted zones of VPCs'],
  'record-set': ['record', 'records'],
  'resolver-rule': ['Resolver rule', 'Resolver rules'],
  'resolver-rule-association': ['Resolver rule association', 'Resolver rule associations'],
  'resolver-endpoint': ['Resolver endpoint', 'Resolver endpoints'],
  'firewall-association': ['DNS Firewall association', 'DNS Firewall associations'],
  'query-log-association': ['query log association', 'query log associations'],
  'resource-gateway': ['resource gateway', 'resource gateways'],
  'resource-configuration': ['resource configuration', 'resource configurations'],
  'resource-endpoint-association': ['resource endpoint association', 'resource endpoint associations'],
  'service-network': ['service network', 'service networks'],
  'service-network-resource': ['resource of a service network', 'resources of service networks'],
  'service-network-endpoint': ['endpoint of a service network', 'endpoints of service networks'],
  'domain-verification': ['domain verification', 'domain verifications'],
  'resource-share': ['resource share', 'resource shares'],
  'resource-share-association': ['resource share association', 'resource share associations'],
  'service-quota': ['quota', 'quotas'],
  'account-alias': ['account alias', 'account aliases'],
  organization: ['organization', 'organizations'],
  alarm: ['alarm', 'alarms'],
};

/** The kind in AWS's own words. */
export function kindWords(kind: string, count = 1): string {
  const [one, many] = KINDS[kind] ?? [kind, kind];
  return count === 1 ? one : many;
}

export const CHANGE_TITLES: Readonly<Record<'removed' | 'changed' | 'added', string>> = {
  removed: 'Removed',
  changed: 'Changed',
  added: 'Added',
};

export const TREND_WORDS: Readonly<Record<Trend, string>> = {
  worse: '▼ worse',
  unproven: '? not provable',
  same: '= same verdict',
  better: '▲ better',
};

/** The name before the id, where there is one that says more. */
export function nameOf({ name, id }: { readonly name?: string; readonly id: string }): string {
  return name === undefined || name === id ? id : `${name} (${id})`;
}

export function placeOf({ account, region, seenBy }: ResourceDifference): string {
  return `${account} ${region}${seenBy === undefined ? '' : `, as ${seenBy} sees it`}`;
}

export function valueWords(value: Json | undefined): string {
  if (value === undefined) return 'not in the answer';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Why a finding that one side lacks may be true there all the same; empty where it is not. */
export function caveat(finding: FindingChange, lacking: Side): string {
  if (finding.unjudged !== undefined) {
    const when = lacking === 'before' ? 'could not be judged before' : 'can no longer be judged';
    return `${when}: ${gapLine(finding.unjudged)}`;
  }
  if (finding.followsFrom === undefined) return '';
  return lacking === 'before'
    ? `before, it followed from ${finding.followsFrom}`
    : `it now follows from ${finding.followsFrom}`;
}

/** What was missing on the side that does not show a resource. */
export function absenceWords({ reason, missing }: Pick<NotComparable, 'reason' | 'missing'>): string {
  return reason === 'other-account' ? `not read: ${missing.join(', ')}` : gapLine({ reason, missing });
}

/** One line for all resources of a kind that cannot be compared for the same reason. */
export interface GapGroup {
  readonly words: string;
  readonly items: readonly NotComparable[];
}

export function gapGroups(comparison: Comparison): readonly GapGroup[] {
  const groups = new Map<string, { readonly first: NotComparable; readonly items: NotComparable[] }>();
  for (const item of comparison.resources) {
    if (item.change !== 'not-comparable') continue;
    const key = JSON.stringify([item.in, item.kind, item.account, item.region, item.reason, item.missing]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { first: item, items: [item] });
    else known.items.push(item);
  }
  return [...groups.values()].map(({ first, items }) => ({
    words: `${items.length} ${kindWords(first.kind, items.length)} of ${placeOf(first)} only ${first.in}; ${first.in === 'before' ? 'after' : 'before'}, ${absenceWords(first)}`,
    items,
  }));
}

/** The answer in one sentence. */
export function summaryOf(comparison: Comparison): string {
  const { verdicts, resources } = comparison;
  const count = (change: ResourceDifference['change']): number =>
    resources.filter((item) => item.change === change).length;
  const verdictPart = (trend: Trend, words: string): readonly [number, string] => {
    const number = verdicts.filter((change) => change.trend === trend).length;
    return [number, `${number === 1 ? 'verdict' : 'verdicts'} ${words}`];
  };
  const parts: readonly (readonly [number, string])[] = [
    verdictPart('worse', 'got worse'),
    verdictPart('unproven', 'unknown on one side'),
    verdictPart('better', 'got better'),
    [count('removed'), 'removed'],
    [count('changed'), 'changed'],
    [count('added'), 'added'],
    [count('not-comparable'), 'not comparable'],
  ];
  const found = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  if (found.length > 0) return `${found.join(', ')}.`;
  if (verdicts.length > 0) return 'No resource differs; what is said of some does.';
  return isWhole(comparison) ? 'No difference.' : 'No difference in what both sides have read.';
}

/** True when both sides have read the same accounts and Regions, and all of them completely. */
function isWhole({ scopes, unread }: Comparison): boolean {
  return scopes.before.length + scopes.after.length + unread.length === 0;
}

/** Accounts and Regions of one side, and requests that did not come whole, a line each. */
export function limits({ scopes, unread }: Comparison): readonly string[] {
  return [
    ...(['before', 'after'] as const).flatMap((side) =>
      scopes[side].map(({ account, region }) => `${account} ${region}: read only ${side}`),
    ),
    ...unread.map(
      ({ side, account, region, operation, status }) => `${account} ${region}: ${operation} ${status} ${side}`,
    ),
  ];
}
