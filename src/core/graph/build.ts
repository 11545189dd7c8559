import type { Diagnosis } from '../diagnosis.ts';
import type { Inventory } from '../model/inventory.ts';
import { judgedEdge, judgedNode, type DraftNode, type Path } from './draft.ts';
import { pathsAround } from './paths.ts';
import { stateOf, worst } from './state.ts';
import type { Graph, GraphState, NodeKind } from './types.ts';

/**
 * The picture of one endpoint's path, of a service with all its consumers, of everything that depends on another
 * resource, or of all that was read. States come from the diagnosis; without one every state is `none`.
 *
 * @param subject an endpoint or service, or anything on the path of one
 * @throws AppError `unknown-resource` when nothing that was read has to do with the subject
 */
export function buildGraph(inventory: Inventory, diagnosis: Diagnosis | undefined, subject?: string): Graph {
  const paths = pathsAround(inventory, subject);
  const states = judge(paths, diagnosis);
  const nodes = unique(paths.flatMap((path) => path.nodes)).sort(byKindAndId);
  const edges = unique(paths.flatMap((path) => path.edges)).sort((a, b) => (a.id < b.id ? -1 : 1));
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
    for (const element of [...path.nodes, ...path.edges]) {
      states.set(element.id, worst([states.get(element.id) ?? 'none', stateOf(subject, element.judged)]));
    }
  }
  return states;
}

/** The first of each id. An edge that says more (its label) is not lost: the paths that share it agree on it. */
function unique<T extends { readonly id: string }>(items: readonly T[]): T[] {
  const found = new Map<string, T>();
  for (const item of items) if (!found.has(item.id)) found.set(item.id, item);
  return [...found.values()];
}

const KIND_ORDER: readonly NodeKind[] = [
  'account',
  'vpc',
  'subnet',
  'route-table',
  'network-interface',
  'vpc-endpoint',
  'endpoint-service',
  'load-balancer',
  'listener',
  'target-group',
  'target',
  'stub',
];

function byKindAndId(a: DraftNode, b: DraftNode): number {
  return KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
