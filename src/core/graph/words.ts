import { displayText } from './size.ts';
import type { EdgeKind, Graph, GraphEdge, GraphNode, GraphState, NodeKind, PlacedEdge } from './types.ts';

/** The words of a diagram, so that an export speaks the language of whoever makes it. */
export interface DiagramWords {
  /** The title of the picture of all that was read. */
  readonly everything: string;
  /** `{0}` is the time, such as `2026-03-01 12:00 UTC`. */
  readonly captured: string;
  /** `{0}` nodes, `{1}` edges. */
  readonly counts: string;
  readonly legend: string;
  /** Of an edge that closes a cycle. */
  readonly leadsBack: string;
  readonly states: Readonly<Record<GraphState, string>>;
  readonly kinds: Readonly<Record<NodeKind, string>>;
  readonly edgeKinds: Readonly<Record<EdgeKind, string>>;
}

/** For the command line; the editor has the same through its translations. */
export const ENGLISH: DiagramWords = {
  everything: 'Everything loaded',
  captured: 'As of {0}',
  counts: '{0} nodes, {1} edges',
  legend: 'Legend',
  leadsBack: 'Leads back to where the path came from',
  states: { fail: 'Broken', warn: 'Impaired', unknown: 'Unknown', pass: 'Works', none: 'Not judged' },
  kinds: {
    account: 'Account',
    region: 'Region',
    vpc: 'VPC',
    zone: 'Availability Zone',
    'dns-name': 'DNS name',
    'network-acl': 'Network ACL',
    'security-group': 'Security group',
    'prefix-list': 'Prefix list',
    gateway: 'Internet or virtual private gateway',
    'service-network': 'Service network',
    'resource-configuration': 'Resource configuration',
    'resource-gateway': 'Resource gateway',
    resource: 'Resource',
    subnet: 'Subnet with workloads',
    'vpc-endpoint': 'VPC endpoint',
    'network-interface': 'Endpoint network interface',
    'endpoint-service': 'Endpoint service',
    'load-balancer': 'Load balancer',
    listener: 'Listener',
    'target-group': 'Target group',
    target: 'Target',
    'route-table': 'Route table',
    stub: 'Not visible from here',
  },
  edgeKinds: {
    uses: 'uses',
    resolves: 'resolves to',
    guards: 'guards',
    destination: 'is the destination of routes to',
    continues: 'continues by',
    associates: 'is associated with',
    'reached-through': 'is reached through',
    reaches: 'reaches',
    'has-interface': 'is a network interface of',
    connects: 'connects to',
    'served-by': 'is served by',
    listens: 'listens on',
    forwards: 'forwards to',
    targets: 'sends to',
    routes: 'routes to',
  },
};

/** What a picture is called: after its subject, or after everything. */
export function diagramTitle(
  graph: Graph,
  subject: string | undefined,
  words: Pick<DiagramWords, 'everything'>,
): string {
  if (subject === undefined) return words.everything;
  return graph.nodes.find((node) => node.id === subject)?.label ?? subject;
}

/** An ISO 8601 moment to the minute, in UTC. */
export function capturedText(iso: string, words: Pick<DiagramWords, 'captured'>): string {
  return fill(words.captured, `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`);
}

/** A node in words: name, detail, kind and state, a line each. */
export function nodeSentences(node: GraphNode, words: Pick<DiagramWords, 'states' | 'kinds'>): string {
  const kind = words.kinds[node.kind];
  const state = node.state === 'none' ? kind : `${kind}: ${words.states[node.state]}`;
  return [displayText(node.label), displayText(node.detail ?? ''), state].filter((line) => line !== '').join('\n');
}

/**
 * An edge in words: who does what to whom, its label and its state, and whether it closes a cycle.
 *
 * @param names the shown name of each node by its id
 */
export function edgeSentence(
  edge: GraphEdge & Pick<PlacedEdge, 'closesCycle'>,
  names: ReadonlyMap<string, string>,
  words: Pick<DiagramWords, 'states' | 'edgeKinds' | 'leadsBack'>,
): string {
  const name = (id: string): string => names.get(id) ?? displayText(id);
  const label = edge.label === undefined ? '' : ` (${displayText(edge.label)})`;
  const state = edge.state === 'none' ? '' : `: ${words.states[edge.state]}`;
  const back = edge.closesCycle === true ? `. ${words.leadsBack}` : '';
  return `${name(edge.source)} ${words.edgeKinds[edge.kind]} ${name(edge.target)}${label}${state}${back}`;
}

/** The shown name of each node by its id. */
export function shownNames(nodes: readonly GraphNode[]): ReadonlyMap<string, string> {
  return new Map(nodes.map((node) => [node.id, displayText(node.label)]));
}

/** Puts values in the places `{0}`, `{1}` of a sentence. */
export function fill(sentence: string, ...values: readonly (string | number)[]): string {
  return sentence.replace(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
