import type { EndpointContext } from '../context.ts';
import { answering, hiddenDomain, type Authority } from '../reachability/dns.ts';
import { authorities, leadOf, ownNames, privateNames, serviceNames, userZones } from '../rules/dns/names.ts';
import type { Framed } from './compounds.ts';
import { draftEdge, type DraftEdge, type DraftNode, type Judged, type Part } from './draft.ts';

/*
 * The names that lead to an endpoint in its VPC, and those that should and do not: who answers for each is decided as the
 * diagnosis decides it.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-dns-hostnames
 */

/** Who answers for a name in the VPC, and what with. */
interface Answer {
  /** Who answers, in words. */
  readonly by: string;
  /** What a finding may name in the answerer's place. */
  readonly resources: readonly string[];
  readonly leads:
    | { readonly to: 'endpoint' }
    /** Another endpoint, or an address that is none of the endpoint's. */
    | { readonly to: 'elsewhere'; readonly target: string }
    | { readonly to: 'nowhere-known' };
}

/**
 * The endpoint's private names and its custom ones with what they resolve to; its own name where it has no other.
 *
 * @param interfaces the endpoint's network interfaces in the picture
 */
export function namesPart(path: EndpointContext, home: Framed, interfaces: readonly DraftNode[]): Part {
  const { endpoint } = path;
  if (endpoint.type === 'Gateway' || endpoint.type === 'GatewayLoadBalancer' || path.vpcId === '') {
    return { nodes: [], edges: [] };
  }
  const named = new Map<string, Answer>();
  for (const name of privateNames(path, endpoint)) named.set(name, answerFor(path, name));
  for (const name of customNames(path)) if (!named.has(name)) named.set(name, answerFor(path, name));
  const parts = [...named].map(([name, answer]) => namePart(path, home, interfaces, name, answer));
  const [own] = ownNames(endpoint);
  if (parts.length === 0 && own !== undefined) {
    parts.push(ownNamePart(path, home, interfaces, own));
  }
  return { nodes: parts.flatMap((part) => part.nodes), edges: parts.flatMap((part) => part.edges) };
}

/** Names that somebody's zone of the VPC gives the endpoint, or the service's own names that such a zone answers for. */
function customNames(path: EndpointContext): readonly string[] {
  const { lookup, endpoint } = path;
  const zones = userZones(path);
  const recorded = zones.flatMap((zone) =>
    lookup.recordsOf(zone.hostedZoneId).flatMap(({ recordName, type }) => {
      if (type !== 'A' && type !== 'AAAA' && type !== 'CNAME') return [];
      const lead = leadOf(path, zone, recordName);
      return lead.kind === 'endpoint' && lead.id === endpoint.id ? [recordName] : [];
    }),
  );
  const offered = endpoint.privateDnsEnabled === true ? [] : serviceNames(path);
  const answered = offered.filter((name) => answering(name, authorities(path)).some(({ kind }) => kind === 'zone'));
  return [...new Set([...recorded, ...answered])].sort();
}

function answerFor(path: EndpointContext, name: string): Answer {
  const { endpoint } = path;
  const own: readonly Authority[] = privateNames(path, endpoint)
    .filter((item) => item === name)
    .map((item) => ({ kind: 'hidden-zone', id: endpoint.id, domain: hiddenDomain(item) }));
  const winners = answering(name, [...own, ...authorities(path)]);
  const [winner] = winners;
  if (winner === undefined) return { by: 'public DNS', resources: [], leads: { to: 'nowhere-known' } };
  // AWS lets no VPC have two zones of one name, so which of them an answer comes from is nothing to guess at.
  if (winners.length > 1 && winner.kind !== 'rule') {
    return { by: 'more than one zone', resources: winners.map(({ id }) => id), leads: { to: 'nowhere-known' } };
  }
  if (winner.kind === 'rule') {
    return { by: `forwarded by ${winner.id}`, resources: [winner.id], leads: { to: 'nowhere-known' } };
  }
  if (winner.kind === 'hidden-zone') {
    return winner.id === endpoint.id
      ? { by: 'private DNS', resources: [], leads: { to: 'endpoint' } }
      : { by: `private DNS of ${winner.id}`, resources: [winner.id], leads: { to: 'elsewhere', target: winner.id } };
  }
  return zoneAnswer(path, winner.id, name);
}

function zoneAnswer(path: EndpointContext, hostedZoneId: string, name: string): Answer {
  const zone = userZones(path).find((item) => item.hostedZoneId === hostedZoneId);
  const resources = [hostedZoneId];
  const by = `hosted zone ${zone?.zoneName ?? hostedZoneId}`;
  if (zone === undefined) return { by, resources, leads: { to: 'nowhere-known' } };
  const lead = leadOf(path, zone, name);
  switch (lead.kind) {
    case 'endpoint':
      return {
        by,
        resources,
        leads: lead.id === path.endpoint.id ? { to: 'endpoint' } : { to: 'elsewhere', target: lead.id },
      };
    case 'elsewhere':
      return { by, resources: [...resources, lead.record.id], leads: { to: 'elsewhere', target: lead.target } };
    case 'none':
      return { by: `${by} has no record`, resources, leads: { to: 'nowhere-known' } };
    case 'unread':
      return { by: `${by}, not read`, resources, leads: { to: 'nowhere-known' } };
  }
}

function namePart(
  path: EndpointContext,
  { place }: Framed,
  interfaces: readonly DraftNode[],
  name: string,
  { by, resources, leads }: Answer,
): Part {
  const id = nameId(path, name);
  const judged: Judged = { hops: ['dns'], resources: [name, ...resources] };
  const node: DraftNode = {
    id,
    kind: 'dns-name',
    label: name,
    detail: by,
    ...place,
    subject: path.endpoint.id,
    judged: leads.to === 'nowhere-known' ? { ...judged, own: 'unknown' } : judged,
  };
  if (leads.to === 'nowhere-known') return { nodes: [node], edges: [] };
  if (leads.to === 'endpoint') return { nodes: [node], edges: resolves(path, id, interfaces, judged) };
  const stub: DraftNode = {
    id: `answer/${path.vpcId}/${leads.target}`,
    kind: 'stub',
    label: leads.target,
    detail: 'not this endpoint',
    ...place,
    judged: { hops: [], resources: [leads.target] },
  };
  return { nodes: [node, stub], edges: [draftEdge('resolves', id, stub.id, judged)] };
}

/** The name that AWS made for the endpoint alone: it resolves everywhere, whatever the VPC's zones and rules say. */
function ownNamePart(path: EndpointContext, { place }: Framed, interfaces: readonly DraftNode[], name: string): Part {
  const id = nameId(path, name);
  const judged: Judged = { hops: [], resources: [name] };
  return {
    nodes: [
      {
        id,
        kind: 'dns-name',
        label: name,
        detail: 'the endpoint’s own name',
        ...place,
        subject: path.endpoint.id,
        judged,
      },
    ],
    edges: resolves(path, id, interfaces, judged),
  };
}

function nameId({ vpcId }: EndpointContext, name: string): string {
  return `dns/${vpcId}/${name}`;
}

/** A name of an endpoint resolves to its network interfaces' addresses. */
function resolves(
  { endpoint }: EndpointContext,
  id: string,
  interfaces: readonly DraftNode[],
  judged: Judged,
): readonly DraftEdge[] {
  const targets = interfaces.length > 0 ? interfaces.map((node) => node.id) : [endpoint.id];
  return targets.map((target) => draftEdge('resolves', id, target, judged));
}
