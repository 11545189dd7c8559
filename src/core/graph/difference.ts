import type { Comparison, ResourceDifference, Side } from '../compare/types.ts';
import type { Configuration } from '../configuration/types.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { diagnose } from '../engine.ts';
import { serviceIdOf } from '../lookup.ts';
import type { Inventory } from '../model/inventory.ts';
import { buildGraph } from './build.ts';
import { isFrame } from './size.ts';
import type { Graph, GraphChange, GraphEdge, GraphNode, GraphWas } from './types.ts';

/* Two pictures as one, with what differs. It says no more than the comparison does: what one side did not read is not gone. */

/** A reading with what a diagnosis says of it. */
export interface JudgedReading {
  readonly inventory: Inventory;
  readonly diagnosis: Diagnosis | undefined;
}

/** A reading, judged as of the moment at which it was taken. */
export function judgedReading(inventory: Inventory, configuration?: Configuration): JudgedReading {
  const inForce = configuration === undefined ? {} : { configuration };
  return { inventory, diagnosis: diagnose(inventory, { now: inventory.capturedAt, ...inForce }) };
}

/** Both readings of a comparison drawn as one, whole: what `differenceGraph` says of the two pictures. */
export function comparedGraph(before: JudgedReading, after: JudgedReading, comparison: Comparison): Graph {
  const pictureOf = ({ inventory, diagnosis }: JudgedReading): Graph => buildGraph(inventory, diagnosis);
  return differenceGraph(pictureOf(before), pictureOf(after), comparison);
}

/**
 * All nodes and edges of two pictures. What differs has its `change`, and what it `was` where it is another now; what only
 * one has, and nothing proves that the other lacks it, is `not-comparable`.
 *
 * @param comparison of the inventories that the two pictures are of
 */
export function differenceGraph(before: Graph, after: Graph, comparison: Comparison): Graph {
  const names = commonNames(before, after);
  const [old, now] = [renamed(before, names), renamed(after, names)];
  const proofs = proofsOf(comparison);
  const nodes = nodeChanges(old, now, proofs);
  const edges = edgeChanges(old, now, nodes, proofs);
  return { version: 1, nodes: settled([...nodes.values()], edges, proofs), edges };
}

/** A service that one side did not read has an id of its own there: it is drawn under the real one. */
function commonNames(...graphs: readonly Graph[]): ReadonlyMap<string, string> {
  const real = new Set(graphs.flatMap(({ nodes }) => nodes.map(({ id }) => id)));
  const stubs = graphs.flatMap(({ nodes }) => nodes.filter(({ kind }) => kind === 'stub'));
  return new Map(
    stubs.flatMap(({ id }): [string, string][] => {
      const service = serviceIdOf(id.slice(id.lastIndexOf('/') + 1));
      return service !== undefined && service !== id && real.has(service) ? [[id, service]] : [];
    }),
  );
}

function renamed({ nodes, edges }: Graph, names: ReadonlyMap<string, string>): Graph {
  const nameOf = (id: string): string => names.get(id) ?? id;
  return {
    version: 1,
    nodes: nodes.map((node) => ({ ...node, id: nameOf(node.id) })),
    edges: edges.map((edge) => {
      const [source, target] = [nameOf(edge.source), nameOf(edge.target)];
      return { ...edge, id: `${source} ${edge.kind} ${target}`, source, target };
    }),
  };
}

interface Proofs {
  /** What the comparison says of a resource that only one side has. */
  readonly of: (id: string) => Exclude<ResourceDifference['change'], 'changed'> | undefined;
  /** Whether a side lacks answers about a place: what is not drawn there may be there all the same. */
  readonly lacks: (side: Side, place: Pick<GraphNode, 'account' | 'region'>) => boolean;
}

function proofsOf({ resources, scopes, unread }: Comparison): Proofs {
  const known = new Map(
    resources.flatMap(({ id, change }): [string, Exclude<ResourceDifference['change'], 'changed'>][] =>
      change === 'changed' ? [] : [[id, change]],
    ),
  );
  return {
    of: (id) => known.get(id),
    lacks: (side, { account, region }) =>
      unread.some((call) => call.side === side && call.account === account && call.region === region) ||
      scopes[lacking(side)].some((scope) => scope.account === account && (region === '' || scope.region === region)),
  };
}

function oneSided(side: Side): GraphChange {
  return side === 'before' ? 'removed' : 'added';
}

function lacking(side: Side): Side {
  return side === 'before' ? 'after' : 'before';
}

function nodeChanges(before: Graph, after: Graph, proofs: Proofs): ReadonlyMap<string, GraphNode> {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const all = [...now.values(), ...[...old.values()].filter(({ id }) => !now.has(id))];
  return new Map(
    all.map((node) => {
      const [was, is] = [old.get(node.id), now.get(node.id)];
      if (was !== undefined && is !== undefined) return [node.id, bothNode(was, is)];
      const side: Side = is === undefined ? 'before' : 'after';
      const change = nodeChange(node, side, proofs);
      return [node.id, change === undefined ? node : { ...node, change }];
    }),
  );
}

/** A node that both have. Where one side shows a stub, it did not read what the other shows. */
function bothNode(was: GraphNode, is: GraphNode): GraphNode {
  if ((was.kind === 'stub') !== (is.kind === 'stub')) {
    return { ...(is.kind === 'stub' ? was : is), change: 'not-comparable' };
  }
  return withWas(is, difference(was, is));
}

function withWas<T extends GraphNode | GraphEdge>(item: T, was: GraphWas): T {
  return Object.keys(was).length === 0 ? item : { ...item, change: 'changed', was };
}

function difference(was: GraphWas, is: GraphWas): GraphWas {
  return {
    ...(was.state === is.state || was.state === undefined ? {} : { state: was.state }),
    ...(was.label === is.label ? {} : { label: was.label ?? '' }),
    ...(was.detail === is.detail ? {} : { detail: was.detail ?? '' }),
  };
}

/** Of a resource that both have, and one picture leaves out, only the edges changed. */
function nodeChange(node: GraphNode, side: Side, proofs: Proofs): GraphChange | undefined {
  const proved = proofs.of(node.id);
  if (proved !== undefined) return proved;
  if (node.kind === 'stub') return 'not-comparable';
  return proofs.lacks(lacking(side), node) ? 'not-comparable' : isMadeUp(node) ? oneSided(side) : undefined;
}

/** True for what is drawn and is no resource: frames, names, what a resource endpoint reaches, a service of AWS. */
function isMadeUp({ id, kind }: GraphNode): boolean {
  return (
    (isFrame({ kind }) && kind !== 'vpc') || kind === 'dns-name' || kind === 'resource' || id.startsWith('amazon/')
  );
}

function edgeChanges(
  before: Graph,
  after: Graph,
  nodes: ReadonlyMap<string, GraphNode>,
  proofs: Proofs,
): readonly GraphEdge[] {
  const old = new Map(before.edges.map((edge) => [edge.id, edge]));
  const now = new Map(after.edges.map((edge) => [edge.id, edge]));
  const all = [...now.values(), ...[...old.values()].filter(({ id }) => !now.has(id))];
  return all.map((edge) => {
    const [was, is] = [old.get(edge.id), now.get(edge.id)];
    if (was !== undefined && is !== undefined) return withWas(is, difference(was, is));
    const side: Side = is === undefined ? 'before' : 'after';
    const ends = [nodes.get(edge.source), nodes.get(edge.target)].flatMap((node) => node ?? []);
    const isOpen =
      ends.some(({ change }) => change === 'not-comparable') ||
      // Both ends are there, and an answer that joins them may be missing.
      (ends.every(({ change }) => change !== oneSided(side)) && ends.some((node) => proofs.lacks(lacking(side), node)));
    return { ...edge, change: isOpen ? 'not-comparable' : oneSided(side) };
  });
}

/** A name or a service of AWS is gone, or new, only with what it is joined to; a frame only with all that lies in it. */
function settled(nodes: readonly GraphNode[], edges: readonly GraphEdge[], proofs: Proofs): readonly GraphNode[] {
  const joinsOpen = new Set(
    edges.flatMap(({ source, target, change }) => (change === 'not-comparable' ? [source, target] : [])),
  );
  const isUnproved = ({ id, change }: GraphNode): boolean =>
    (change === 'added' || change === 'removed') && proofs.of(id) === undefined;
  const opened = (node: GraphNode): GraphNode => ({ ...node, change: 'not-comparable' });
  const leaves = nodes.map((node) =>
    !isFrame(node) && isUnproved(node) && joinsOpen.has(node.id) ? opened(node) : node,
  );
  const inside = new Map<string, GraphNode[]>();
  for (const node of leaves) {
    if (node.parent !== undefined) inside.set(node.parent, [...(inside.get(node.parent) ?? []), node]);
  }
  const holdsOpen = (node: GraphNode): boolean =>
    node.change === 'not-comparable' || (inside.get(node.id) ?? []).some((child) => holdsOpen(child));
  return leaves.map((node) => (isFrame(node) && isUnproved(node) && holdsOpen(node) ? opened(node) : node));
}
