import type { Diagnosis, HopResult } from '../diagnosis.ts';
import type { Inventory } from '../model/inventory.ts';
import { judgedEdge, judgedNode, type DraftEdge, type DraftNode, type Path } from './draft.ts';
import { pathsAround } from './paths.ts';
import { isWorse } from './order.ts';
import { fromHop, hopState, stateOf } from './state.ts';
import type { Graph, GraphState, NodeKind } from './types.ts';

/**
 * The picture of one endpoint's path, of a service with all its consumers, of everything that depends on another
 * resource, or of all that was read. States come from the diagnosis; without one every state is `none`.
 *
 * @param subject an endpoint or service, or anything on the path of one
 * @param only the endpoints and services whose paths count; all by default
 * @throws AppError `unknown-resource` when nothing that was read has to do with the subject
 */
export function buildGraph(
  inventory: Inventory,
  diagnosis: Diagnosis | undefined,
  subject?: string,
  only?: ReadonlySet<string>,
): Graph {
  const paths = pathsAround(inventory, subject).filter((path) => only?.has(path.subject) !== false);
  const states = judge(paths, diagnosis);
  const nodes = unique(paths.map((path) => path.nodes)).sort(byKindAndId);
  const known = new Set(nodes.map(({ id }) => id));
  // A service's path holds the edges from all its consumers, those that do not count among them.
  const edges = unique(paths.map((path) => path.edges))
    .filter(({ source, target }) => known.has(source) && known.has(target))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    version: 1,
    nodes: nodes.map((node) => judgedNode(node, states.get(node.id) ?? 'none')),
    edges: edges.map((edge) => judgedEdge(edge, states.get(edge.id) ?? 'none')),
  };
}

/** Every element's state: the worst that the diagnoses of the paths through it say. */
export function judge(paths: readonly Path[], diagnosis: Diagnosis | undefined): ReadonlyMap<string, GraphState> {
  const subjects = new Map((diagnosis?.subjects ?? []).map((subject) => [subject.id, subject]));
  const states = new Map<string, GraphState>();
  for (const path of paths) {
    const subject = subjects.get(path.subject);
    if (subject === undefined) continue;
    const raise = (id: string, state: GraphState): void => {
      const known = states.get(id);
      if (known === undefined || isWorse(state, known)) states.set(id, state);
    };
    for (const { id, judged } of path.nodes) raise(id, stateOf(subject, judged));
    for (const { id, judged } of path.edges) raise(id, stateOf(subject, judged));
    for (const hop of subject.hops) for (const { id } of unshown(hop, path)) raise(id, fromHop(hop.state));
  }
  return states;
}

/**
 * A hop may say more than any element by itself: of a zone that has no element, of a metric that counts for all of
 * them. Then the nodes that stand for the hop show it, but for those of which AWS itself says how they are.
 */
function unshown(hop: HopResult, { nodes, edges }: Path): readonly DraftNode[] {
  const state = fromHop(hop.state);
  if (!isWorse(state, 'pass')) return [];
  const stands = ({ judged }: DraftNode | DraftEdge): boolean => judged.hops.includes(hop.hop);
  const isShown = [...nodes, ...edges].some((element) => {
    const shown = stands(element) ? hopState(hop, element.judged) : 'none';
    return shown === state || (isWorse(shown, state) && state !== 'unknown');
  });
  return isShown ? [] : nodes.filter((node) => stands(node) && node.judged.own === undefined);
}

/** The first of each id. An edge that says more (its label) is not lost: the paths that share it agree on it. */
function unique<T extends { readonly id: string }>(lists: readonly (readonly T[])[]): T[] {
  const found = new Map<string, T>();
  for (const items of lists) for (const item of items) if (!found.has(item.id)) found.set(item.id, item);
  return [...found.values()];
}

const KIND_ORDER: readonly NodeKind[] = [
  'account',
  'region',
  'vpc',
  'zone',
  'dns-name',
  'network-acl',
  'security-group',
  'subnet',
  'route-table',
  'prefix-list',
  'gateway',
  'network-interface',
  'vpc-endpoint',
  'endpoint-service',
  'load-balancer',
  'listener',
  'target-group',
  'target',
  'service-network',
  'resource-configuration',
  'resource-gateway',
  'resource',
  'stub',
];

const RANKS: ReadonlyMap<NodeKind, number> = new Map(KIND_ORDER.map((kind, i) => [kind, i]));

function byKindAndId(a: DraftNode, b: DraftNode): number {
  return (RANKS.get(a.kind) ?? 0) - (RANKS.get(b.kind) ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
