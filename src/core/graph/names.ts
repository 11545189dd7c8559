import type { EndpointContext } from '../context.ts';
import { answering, hiddenDomain, type Authority } from '../reachability/dns.ts';
import { leadOf } from '../rules/dns/leads.ts';
import { authorities, ownNames, privateNames, serviceNames, userZones } from '../rules/dns/names.ts';
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
  /** All the places that clients may be led to; none where that is not known. */
  readonly leads: readonly Destination[];
}

type Destination =
  | { readonly to: 'endpoint' }
  /** Another endpoint, or an address that is none of the endpoint's. */
  | { readonly to: 'elsewhere'; readonly target: string };

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
      return (lead.kind === 'endpoint' || lead.kind === 'split') && lead.ids.includes(endpoint.id) ? [recordName] : [];
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
  if (winner === undefined) return { by: 'public DNS', resources: [], leads: [] };
  // AWS lets no VPC have two zones of one name, so which of them an answer comes from is nothing to guess at.
  if (winners.length > 1 && winner.kind !== 'rule') {
    return { by: 'more than one zone', resources: winners.map(({ id }) => id), leads: [] };
  }
  if (winner.kind === 'rule') {
    return { by: `forwarded by ${winner.id}`, resources: [winner.id], leads: [] };
  }
  if (winner.kind === 'hidden-zone') {
    return winner.id === endpoint.id
      ? { by: 'private DNS', resources: [], leads: [{ to: 'endpoint' }] }
      : { by: `private DNS of ${winner.id}`, resources: [winner.id], leads: [{ to: 'elsewhere', target: winner.id }] };
  }
  return zoneAnswer(path, winner.id, name);
}

function zoneAnswer(path: EndpointContext, hostedZoneId: string, name: string): Answer {
  const zone = userZones(path).find((item) => item.hostedZoneId === hostedZoneId);
  const resources = [hostedZoneId];
  const by = `hosted zone ${zone?.zoneName ?? hostedZoneId}`;
  if (zone === undefined) return { by, resources, leads: [] };
  const lead = leadOf(path, zone, name);
  switch (lead.kind) {
    case 'endpoint':
      return { by, resources, leads: lead.ids.map((id) => toEndpoint(path, id)) };
    case 'elsewhere':
      return { by, resources: [...resources, lead.record.id], leads: [{ to: 'elsewhere', target: lead.target }] };
    case 'split':
      return {
        by: `${by}, in part`,
        resources: [...resources, lead.record.id],
        leads: [...lead.ids.map((id) => toEndpoint(path, id)), { to: 'elsewhere', target: lead.target }],
      };
    case 'none':
      return { by: `${by} has no record`, resources, leads: [] };
    case 'unread':
      return {
        by: lead.gap.reason === 'input-missing' ? `${by}, by a routing policy` : `${by}, not read`,
        resources,
        leads: [],
      };
  }
}

function toEndpoint({ endpoint }: EndpointContext, id: string): Destination {
  return id === endpoint.id ? { to: 'endpoint' } : { to: 'elsewhere', target: id };
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
    judged: leads.length === 0 ? { ...judged, own: 'unknown' } : judged,
  };
  const stubs = leads.flatMap((lead): readonly DraftNode[] =>
    lead.to === 'endpoint'
      ? []
      : [
          {
            id: `answer/${path.vpcId}/${lead.target}`,
            kind: 'stub',
            label: lead.target,
            detail: 'not this endpoint',
            ...place,
            judged: { hops: [], resources: [lead.target] },
          },
        ],
  );
  return {
    nodes: [node, ...stubs],
    edges: [
      ...(leads.some(({ to }) => to === 'endpoint') ? resolves(path, id, interfaces, judged) : []),
      ...stubs.map((stub) => draftEdge('resolves', id, stub.id, judged)),
    ],
  };
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
