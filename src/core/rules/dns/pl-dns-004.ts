import { evidence, type EndpointContext } from '../../context.ts';
import { isLatticeEndpoint } from '../../lattice.ts';
import { answering, hiddenDomain, type Authority } from '../../reachability/dns.ts';
import type { HostedZone } from '../../resources/hosted-zone.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, malformed, pass, remark, ROUTE53_DOCS, type Draft, type EndpointRule } from '../rule.ts';
import { leadOf, type Lead } from './leads.ts';
import {
  ASSOCIATED_NAMES,
  authorities,
  givenName,
  isAmong,
  OFFERED_NAMES,
  ownNames,
  privateNames,
  serviceNames,
  userZones,
  ZONES,
} from './names.ts';

/** PL-DNS-004: a zone of the VPC answers for the name, and does not know it. */
export const plDns004: EndpointRule = {
  id: 'PL-DNS-004',
  title: 'A private hosted zone shadows the private name',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT, ZONES, OFFERED_NAMES, ASSOCIATED_NAMES],
  alsoReads: ['route53:ListResourceRecordSets'],
  suppressedBy: [...LIFECYCLE, 'PL-DNS-001', 'PL-DNS-002'],
  docs: [`${ROUTE53_DOCS}hosted-zone-private-considerations.html`],
  condition:
    'The most specific domain that covers the name is a private hosted zone of the VPC that the endpoint’s private DNS did not make, and its record, or the lack of one, does not lead to the endpoint. It breaks the path for the name that the user gave, and for a name that private DNS serves as a whole; of a name below a wildcard, and of the service’s name where private DNS is off, nobody knows whether clients use it, and it is a remark. With private DNS off the endpoint’s own names count, and a zone that stands before them breaks the path, unless another zone of the VPC may have a record that leads clients to the endpoint. Of a name with several record sets all that Route 53 may answer with count: it breaks the path where none of them leads to the endpoint, and impairs it where only some do; which of them a policy for failover, latency or places picks is unknown. A weight of 0 is not answered with, unless all have it.',
  why: 'Route 53 takes the most specific matching zone; where that holds no record it answers that the name does not exist, and asks no other zone.',
  fix: 'Add an alias to the endpoint in that zone, or dissociate the zone from the VPC.',
  examples: {
    bad: 'private name *.payments.example.com, and a zone eu.payments.example.com of the VPC without a record for api.eu.payments.example.com',
    good: 'the same, and an alias record api.eu.payments.example.com that leads to the endpoint',
  },
  check: (context) => {
    const { endpoint } = context;
    if (endpoint.privateDnsEnabled === undefined) return malformed('PrivateDnsEnabled');
    if (endpoint.dnsEntries === undefined && !isLatticeEndpoint(context)) return malformed('DnsEntries');
    const asked = givenName(context);
    return asked === undefined ? ofAllNames(context) : ofGivenName(context, asked);
  },
};

function ofGivenName(context: EndpointContext, name: string): ReturnType<EndpointRule['check']> {
  const own = privateNames(context, context.endpoint);
  const hidden = own.filter((one) => isAmong([one], name)).map(asHidden);
  const zone = shadowing(context, name, hidden);
  if (zone === undefined) return pass(`No private hosted zone stands before ${name}.`);
  const lead = leadOf(context, zone, name);
  if (lead.kind === 'unread') return { gap: lead.gap };
  if (lead.kind === 'endpoint')
    return pass(`${name} leads to ${lead.ids.join(', ')} in the zone ${zone.zoneName ?? ''}.`);
  const draft = draftOf(context, zone, name, lead.kind === 'none' ? 'no record' : lead.target);
  const resource = zone.hostedZoneId;
  return lead.kind === 'split'
    ? { instances: [{ resource, state: 'warn' }], findings: [inPart(context, draft, name, lead)] }
    : fails(draft, { resource });
}

/** Record sets of both kinds answer: whoever gets the other one is led astray. */
function inPart(
  { endpoint, vpcId }: EndpointContext,
  draft: Draft,
  name: string,
  { ids, target }: Extract<Lead, { readonly kind: 'split' }>,
): Draft {
  return {
    ...draft,
    title: 'A private hosted zone leads the name to the endpoint only in part',
    message: `In ${vpcId}, ${name} leads to ${ids.join(', ')} by some records and to ${target} by others: clients that get the latter do not reach ${endpoint.id}.`,
  };
}

/** Without a name: what is below a wildcard, and what the service would be called if private DNS were on. */
function ofAllNames(context: EndpointContext): ReturnType<EndpointRule['check']> {
  const own = privateNames(context, context.endpoint);
  const shadowed = own.length > 0 ? undefined : ofOwnNames(context);
  if (shadowed !== undefined) return shadowed;
  const below = own
    .filter((name) => name.startsWith('*.'))
    .flatMap((name) => userZones(context).filter((zone) => isAmong([name], zone.zoneName ?? '')));
  const others = own.length > 0 ? [] : serviceNames(context);
  const drafts: Draft[] = below.map((zone) =>
    draftOf(context, zone, `names in ${zone.zoneName ?? ''}`, 'only its own records'),
  );
  for (const name of others) {
    const zone = shadowing(context, hiddenDomain(name), []);
    // A zone of exactly that name is PL-DNS-005's.
    if (zone === undefined || zone.zoneName === hiddenDomain(name)) continue;
    const lead = leadOf(context, zone, name);
    if (lead.kind === 'none') drafts.push(draftOf(context, zone, name, 'no record'));
  }
  return drafts.length === 0
    ? pass('No private hosted zone stands before the endpoint’s names.')
    : remark(...drafts.map((draft) => ({ ...draft, effect: 'note' as const, severity: 'low' as const })));
}

/**
 * With private DNS off: the names that AWS made for the endpoint are the only ones, and a zone of the VPC may stand before
 * them. Clients may use a record of another zone instead; which, nobody knows.
 *
 * @returns `undefined` where none of them is taken
 */
function ofOwnNames(context: EndpointContext): ReturnType<EndpointRule['check']> | undefined {
  const names = ownNames(context.endpoint);
  const taken = names.flatMap((name) => {
    const zone = shadowing(context, name, []);
    const lead = zone === undefined ? undefined : leadOf(context, zone, name);
    return zone === undefined || lead === undefined || lead.kind === 'endpoint' ? [] : [{ name, zone, lead }];
  });
  const [first] = taken;
  if (first === undefined) return undefined;
  const unread = taken.flatMap(({ lead }) => (lead.kind === 'unread' ? [lead.gap] : []));
  if (unread[0] !== undefined) return { gap: unread[0] };
  const { name, zone, lead } = first;
  const others = userZones(context).filter((other) => taken.every(({ zone: one }) => one !== other));
  if (others.length > 0 || taken.length < names.length) {
    const instead =
      others.length > 0
        ? `a record in ${others.map((other) => other.zoneName ?? other.hostedZoneId).join(', ')}`
        : 'another of the endpoint’s names';
    const missing = [
      `whether clients use ${name}, which ${zone.zoneName ?? zone.hostedZoneId} answers, or ${instead} (--name)`,
    ];
    return { gap: { reason: 'input-missing', missing } };
  }
  const answer = lead.kind === 'elsewhere' || lead.kind === 'split' ? lead.target : 'no record';
  const draft = draftOf(context, zone, name, answer);
  return lead.kind === 'split'
    ? { instances: [{ resource: zone.hostedZoneId, state: 'warn' }], findings: [inPart(context, draft, name, lead)] }
    : fails(draft, { resource: zone.hostedZoneId });
}

function asHidden(name: string): Authority {
  return { kind: 'hidden-zone', id: name, domain: hiddenDomain(name) };
}

/** The user's zone that answers for a name; rules for forwarding are PL-DNS-007's. */
function shadowing(context: EndpointContext, name: string, hidden: readonly Authority[]): HostedZone | undefined {
  const [first] = answering(name, [...hidden, ...authorities(context)]);
  if (first?.kind !== 'zone') return undefined;
  return userZones(context).find((zone) => zone.hostedZoneId === first.id);
}

function draftOf(context: EndpointContext, zone: HostedZone, name: string, answer: string): Draft {
  const { endpoint, vpcId, region } = context;
  const zoneName = zone.zoneName ?? '';
  return {
    resource: endpoint.id,
    message: `In ${vpcId}, ${name} is answered by the private zone ${zoneName} (${zone.hostedZoneId}), which has ${answer === 'no record' ? 'no record for it' : answer}: it does not lead to ${endpoint.id}.`,
    evidence: [evidence(zone.hostedZoneId, 'Name', zoneName), evidence(zone.hostedZoneId, name, answer)],
    commands: [
      awsCommand('route53 list-resource-record-sets', region, { 'hosted-zone-id': zone.hostedZoneId }, READS_ONLY),
    ],
  };
}
