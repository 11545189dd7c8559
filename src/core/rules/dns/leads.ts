import type { EndpointContext } from '../../context.ts';
import type { Gap } from '../../needs.ts';
import { recordNames } from '../../reachability/dns.ts';
import type { HostedZone } from '../../resources/hosted-zone.ts';
import type { RecordSet, RoutingPolicy } from '../../resources/record-set.ts';

/*
 * Where a private hosted zone leads a name. A name may have several record sets; which of them answers, their routing
 * policy says.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 */

/** Where a zone sends a name. */
export type Lead =
  /** To the endpoint, or to others of its service that are available. */
  | { readonly kind: 'endpoint'; readonly ids: readonly string[] }
  /** `record` is the first of those that lead there, `target` all that they say. */
  | { readonly kind: 'elsewhere'; readonly record: RecordSet; readonly target: string }
  /** Both: some clients, or some connections, get the one and others the other. */
  | { readonly kind: 'split'; readonly ids: readonly string[]; readonly record: RecordSet; readonly target: string }
  | { readonly kind: 'none' }
  /** `stray` where it leads to an endpoint that is not in what was loaded: it may be another account's, or gone. */
  | { readonly kind: 'unread'; readonly gap: Gap; readonly stray?: Stray };

export interface Stray {
  readonly id: string;
  readonly record: RecordSet;
  /** The endpoint's name that the record leads to. */
  readonly target: string;
}

const OPERATION = 'route53:ListResourceRecordSets';
const ADDRESSES = new Set(['A', 'AAAA', 'CNAME']);

/** Policies that give a client one answer out of several, by what no API says of it: its place, or what is healthy. */
const CHOOSING: ReadonlySet<RoutingPolicy | undefined> = new Set([
  'failover',
  'latency',
  'geolocation',
  'geoproximity',
  'IP-based',
]);

/** What the zone answers for the name. Only the zone's owner can read its records. */
export function leadOf(context: EndpointContext, zone: HostedZone, name: string): Lead {
  const { lookup, need, accounts } = context;
  const { owningAccount = '', hostedZoneId, zoneName = '' } = zone;
  if (!accounts.includes(owningAccount)) {
    return {
      kind: 'unread',
      gap: { reason: 'other-account', missing: [`records of ${zoneName}, zone ${hostedZoneId}`] },
    };
  }
  for (const recordName of recordNames(name, zoneName)) {
    const unread = need(OPERATION, { HostedZoneId: hostedZoneId, StartRecordName: recordName });
    if (unread !== undefined) return { kind: 'unread', gap: unread };
    const sets = lookup.recordsOf(hostedZoneId).filter((item) => item.recordName === recordName);
    // A name that the zone has stands before any wildcard, whatever its types (https://datatracker.ietf.org/doc/html/rfc4592).
    if (sets.length === 0) continue;
    if (isCutOff(context, hostedZoneId, recordName, sets.length)) {
      const missing = [
        `${OPERATION}: the record sets of ${recordName} in ${hostedZoneId} behind the first ${sets.length}`,
      ];
      return { kind: 'unread', gap: { reason: 'not-asked', missing } };
    }
    return together(recordName, answeringSets(sets), (set) => leadsFrom(context, set));
  }
  return { kind: 'none' };
}

/** True where every answer about the name may end before the last of its record sets: a look-up asks for so many. */
function isCutOff(
  { inventory: { coverage }, accounts, region }: EndpointContext,
  hostedZoneId: string,
  recordName: string,
  count: number,
): boolean {
  return !accounts
    .flatMap((account) => coverage.rowsAbout(account, region, OPERATION, [hostedZoneId]))
    .some(({ params, complete }) => {
      const { HostedZoneId, StartRecordName = recordName, MaxItems } = params;
      if (!complete || HostedZoneId !== hostedZoneId || StartRecordName !== recordName) return false;
      return typeof MaxItems !== 'number' || count < MaxItems;
    });
}

/**
 * Those that Route 53 answers with. A weight of 0 is never chosen, unless all of the same type have it
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html).
 */
function answeringSets(sets: readonly RecordSet[]): readonly RecordSet[] {
  return sets.filter(
    ({ type, weight }) =>
      ADDRESSES.has(type) && (weight !== 0 || sets.every((other) => other.type !== type || other.weight === 0)),
  );
}

/** What all that answers comes to. The order in which it stands decides nothing. */
function together(name: string, sets: readonly RecordSet[], leadsOf: (set: RecordSet) => readonly Lead[]): Lead {
  const leads = sets.flatMap(leadsOf);
  const unread = leads.flatMap((lead) => (lead.kind === 'unread' ? [lead] : []));
  const [open] = unread;
  if (open !== undefined) {
    const isAllStray = leads.every((lead) => lead.kind === 'unread' && lead.stray !== undefined);
    return isAllStray ? open : { kind: 'unread', gap: open.gap };
  }
  const ids = [...new Set(leads.flatMap((lead) => (lead.kind === 'endpoint' ? lead.ids : [])))].sort();
  const others = leads.flatMap((lead) => (lead.kind === 'elsewhere' ? [lead] : []));
  const [other] = others;
  if (other === undefined) return ids.length === 0 ? { kind: 'none' } : { kind: 'endpoint', ids };
  const target = [...new Set(others.map((lead) => lead.target))].sort().join(', ');
  if (ids.length === 0) return { kind: 'elsewhere', record: other.record, target };
  const policy = sets.find((set) => CHOOSING.has(set.policy))?.policy;
  if (policy === undefined) return { kind: 'split', ids, record: other.record, target };
  const missing = [
    `which record set of ${name} answers: its ${policy} records lead to ${ids.join(', ')} and to ${target}`,
  ];
  return { kind: 'unread', gap: { reason: 'input-missing', missing } };
}

/** Where each thing that a record set says leads. */
function leadsFrom(context: EndpointContext, record: RecordSet): readonly Lead[] {
  const targets = [record.aliasTarget?.dnsName, ...(record.values ?? [])].flatMap(
    (value) => value?.toLowerCase() ?? [],
  );
  if (targets.length > 0) return targets.map((target) => leadTo(context, record, target));
  const missing = [`ResourceRecords of ${record.recordName} in ${record.hostedZoneId}`];
  return [{ kind: 'unread', gap: { reason: 'malformed', missing } }];
}

function leadTo({ endpoint, inventory, interfaces }: EndpointContext, record: RecordSet, target: string): Lead {
  const id = /(?:^|\.)(vpce-[0-9a-z]+)-[0-9a-z]+/.exec(target)?.[1];
  if (id === undefined) {
    const isOwn = interfaces.some(({ privateIps = [], ipv6Addresses = [] }) =>
      [...privateIps, ...ipv6Addresses].includes(target),
    );
    return isOwn ? { kind: 'endpoint', ids: [endpoint.id] } : { kind: 'elsewhere', record, target };
  }
  const other = inventory.endpoints.get(id);
  const isSame = other?.serviceName !== undefined && other.serviceName === endpoint.serviceName;
  if (id === endpoint.id || (isSame && other.state === 'available')) return { kind: 'endpoint', ids: [id] };
  if (other !== undefined) return { kind: 'elsewhere', record, target };
  return {
    kind: 'unread',
    gap: { reason: 'other-account', missing: [`${id}, to which ${record.recordName} leads`] },
    stray: { id, record, target: target.replace(/\.$/, '') },
  };
}
