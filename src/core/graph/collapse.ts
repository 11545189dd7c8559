import { isFrameKind } from './size.ts';
import { worst } from './order.ts';
import type { Graph, GraphChange, GraphEdge, GraphNode } from './types.ts';

/* Large pictures: frames are closed until what is left can be read, and drawn quickly. */

/**
 * How many nodes and edges a picture may have before frames are closed of themselves: what cytoscape pans and zooms at an
 * interactive speed where no graphics card helps.
 */
export const ELEMENT_BUDGET = 600;

/** What the user opened and closed by hand; everything else follows from the size of the picture. */
export interface Openings {
  readonly opened: ReadonlySet<string>;
  readonly closed: ReadonlySet<string>;
}

export const NO_OPENINGS: Openings = { opened: new Set(), closed: new Set() };

/** Which kinds of frames are open, the most telling picture first. */
const LEVELS: readonly ReadonlySet<string>[] = [
  new Set(['account', 'region', 'vpc', 'zone']),
  new Set(['account', 'region', 'vpc']),
  new Set(['account', 'region']),
  new Set(['account']),
];

/**
 * The graph with frames closed, level by level from the innermost, until it has no more elements than the budget. A closed
 * frame is a node that says how much it hides, and is in the worst state of anything in it; edges lead to it instead, one for
 * all that lead the same way.
 *
 * @param openings frames that are open or closed whatever the budget says
 */
export function collapse(graph: Graph, openings: Openings = NO_OPENINGS, budget: number = ELEMENT_BUDGET): Graph {
  const tree = treeOf(graph);
  const drawnAt = (level: ReadonlySet<string>): Graph =>
    closeFrames(graph, tree, openings, ({ kind }) => level.has(kind));
  for (const level of LEVELS) {
    const drawn = drawnAt(level);
    if (elementsOf(drawn) <= budget) return drawn;
  }
  return gather(drawnAt(new Set()), openings, budget);
}

function elementsOf({ nodes, edges }: Graph): number {
  return nodes.length + edges.length;
}

interface Tree {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly children: ReadonlyMap<string | undefined, readonly GraphNode[]>;
}

function treeOf({ nodes }: Graph): Tree {
  const children = new Map<string | undefined, GraphNode[]>();
  for (const node of nodes) {
    const siblings = children.get(node.parent);
    if (siblings === undefined) children.set(node.parent, [node]);
    else siblings.push(node);
  }
  return { nodes: new Map(nodes.map((node) => [node.id, node])), children };
}

function closeFrames(
  graph: Graph,
  tree: Tree,
  { opened, closed: shut }: Openings,
  isOpenAnyway: (frame: GraphNode) => boolean,
): Graph {
  /** For each node that is hidden, the closed frame that stands for it. */
  const standIn = new Map<string, string>();
  const isHiddenIn =
    (frame: string) =>
    (edge: GraphEdge): boolean =>
      standIn.get(edge.source) === frame && standIn.get(edge.target) === frame;
  const differing = graph.edges.filter(({ change }) => change !== undefined);
  const nodes: GraphNode[] = [];
  const visit = (node: GraphNode, isOnlyChildOfOpened: boolean): void => {
    const inside = tree.children.get(node.id);
    // Whoever opens an account of one Region wants to see what is in it, not the Region's frame.
    const byHand = opened.has(node.id) || (isOnlyChildOfOpened && node.kind === 'region' && !shut.has(node.id));
    if (inside === undefined || !isFrameKind(node) || byHand || (isOpenAnyway(node) && !shut.has(node.id))) {
      nodes.push(node);
      for (const child of inside ?? []) visit(child, byHand && inside?.length === 1);
      return;
    }
    const hidden = membersOf(tree, node);
    for (const { id } of hidden) standIn.set(id, node.id);
    const changed = [...hidden, ...differing.filter(isHiddenIn(node.id))].filter(({ change }) => change !== undefined);
    nodes.push(closed(node, hidden, changed));
  };
  for (const node of tree.children.get(undefined) ?? []) visit(node, false);
  return { ...graph, nodes, edges: redirected(graph.edges, standIn) };
}

/** Everything in a frame, at any depth. */
function membersOf(tree: Tree, frame: GraphNode): readonly GraphNode[] {
  const found: GraphNode[] = [];
  const visit = (node: GraphNode): void => {
    for (const child of tree.children.get(node.id) ?? []) {
      found.push(child);
      visit(child);
    }
  };
  visit(frame);
  return found;
}

/** @param changed what differs inside of it, in a picture of two readings */
function closed(
  frame: GraphNode,
  hidden: readonly GraphNode[],
  changed: readonly (GraphNode | GraphEdge)[],
): GraphNode {
  const things = hidden.filter((node) => !isFrameKind(node));
  // That all inside of it was added does not make the frame itself an added one.
  const change = frame.change ?? changeOfMany([undefined, ...changed.map((item) => item.change)]);
  return {
    ...frame,
    detail: changed.length === 0 ? contents(things) : `${contents(things)}, ${changed.length} differ`,
    state: worst([frame, ...hidden].map(({ state }) => state)),
    inside: things.length,
    ...(change === undefined ? {} : { change }),
  };
}

/** What is said of one that stands for many: what all have in common, and that something differs where they have nothing. */
function changeOfMany(changes: readonly (GraphChange | undefined)[]): GraphChange | undefined {
  const [first, ...others] = new Set(changes);
  if (others.length === 0) return first;
  const isUnproved = [first, ...others].every((change) => change === undefined || change === 'not-comparable');
  return isUnproved ? 'not-comparable' : 'changed';
}

/** `25 endpoints, 2 services`; what else there is, where there is neither. */
function contents(things: readonly GraphNode[]): string {
  const count = (kind: GraphNode['kind'], one: string): readonly string[] => {
    const found = things.filter((node) => node.kind === kind).length;
    return found === 0 ? [] : [`${found} ${one}${found === 1 ? '' : 's'}`];
  };
  const main = [...count('vpc-endpoint', 'endpoint'), ...count('endpoint-service', 'service')];
  const others = [...count('load-balancer', 'load balancer'), ...count('target', 'target'), ...count('stub', 'stub')];
  return (main.length > 0 ? main : others.length > 0 ? others : [`${things.length} inside`]).join(', ');
}

/** The edges between what is left; of those that became one, the worst state and how many they are. */
function redirected(edges: readonly GraphEdge[], standIn: ReadonlyMap<string, string>): readonly GraphEdge[] {
  const kept: GraphEdge[] = [];
  const merged = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const source = standIn.get(edge.source) ?? edge.source;
    const target = standIn.get(edge.target) ?? edge.target;
    if (source === edge.source && target === edge.target) {
      kept.push(edge);
      continue;
    }
    if (source === target) continue;
    const key = `${source} ${target}`;
    const among = merged.get(key);
    if (among === undefined) merged.set(key, [{ ...edge, source, target }]);
    else among.push({ ...edge, source, target });
  }
  return [...kept, ...[...merged.values()].flatMap(joined)];
}

/** The kinds of edges by how much they say of a bundle. */
const TELLING: readonly GraphEdge['kind'][] = ['connects', 'associates', 'served-by', 'targets', 'uses'];

function joined(bundle: readonly GraphEdge[]): readonly GraphEdge[] {
  const [first] = bundle;
  if (first === undefined) return [];
  const kind = TELLING.find((wanted) => bundle.some((edge) => edge.kind === wanted)) ?? first.kind;
  const told = bundle.filter((edge) => edge.kind === kind);
  const label = told.length === 1 ? told[0]?.label : `${told.length}×`;
  const change = changeOfMany(bundle.map((edge) => edge.change));
  return [
    {
      id: `${first.source} ${kind} ${first.target}`,
      source: first.source,
      target: first.target,
      kind,
      state: worst(bundle.map(({ state }) => state)),
      ...(label === undefined ? {} : { label }),
      ...(change === undefined ? {} : { change }),
    },
  ];
}

const GATHERED = 'group/';

/** True for a node that stands for many alike: it is nothing that AWS knows. */
export function isGathered({ id }: Pick<GraphNode, 'id'>): boolean {
  return id.startsWith(GATHERED);
}

/** How many alike are drawn one by one. */
const ALIKE = 8;

/**
 * A service that a thousand accounts use has a thousand closed accounts beside it. Those that lead to the same, and of which
 * there is nothing else to see, become one node.
 */
function gather(graph: Graph, openings: Openings, budget: number): Graph {
  if (elementsOf(graph) <= budget) return graph;
  const neighbours = new Map<string, string[]>();
  const note = (id: string, neighbour: string): void => {
    const known = neighbours.get(id);
    if (known === undefined) neighbours.set(id, [neighbour]);
    else known.push(neighbour);
  };
  for (const edge of graph.edges) {
    note(edge.source, `> ${edge.target}`);
    note(edge.target, `< ${edge.source}`);
  }
  const alike = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    if (node.inside === undefined && node.kind !== 'stub') continue;
    const key = `${node.kind} ${node.parent ?? ''} ${(neighbours.get(node.id) ?? []).sort().join(' ')}`;
    const among = alike.get(key);
    if (among === undefined) alike.set(key, [node]);
    else among.push(node);
  }
  const standIn = new Map<string, string>();
  const groups: GraphNode[] = [];
  for (const among of alike.values()) {
    const [first] = among;
    const id = `${GATHERED}${first?.id ?? ''}`;
    if (first === undefined || among.length <= ALIKE || openings.opened.has(id)) continue;
    for (const node of among) standIn.set(node.id, id);
    groups.push(groupOf(id, first, among));
  }
  return {
    ...graph,
    nodes: [...graph.nodes.filter((node) => !standIn.has(node.id)), ...groups],
    edges: redirected(graph.edges, standIn),
  };
}

function groupOf(id: string, first: GraphNode, among: readonly GraphNode[]): GraphNode {
  const { kind, account, region, parent } = first;
  const change = changeOfMany(among.map((node) => node.change));
  return {
    id,
    kind,
    label: `${among.length} ${kind === 'account' ? 'accounts' : 'more like this'}`,
    ...(parent === undefined ? {} : { parent }),
    account,
    region,
    state: worst(among.map(({ state }) => state)),
    inside: among.reduce((sum, node) => sum + (node.inside ?? 1), 0),
    ...(change === undefined ? {} : { change }),
  };
}
