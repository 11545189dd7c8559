import type { Graph, GraphNode } from '../core/graph/types.ts';

/* How the frames of a graph lie in each other. */

/** Where the outermost frames lie; no node has this id. */
export const PAGE = '\u0000page';

export interface Nesting {
  /** The ids of what lies in a frame or on the page, in the graph's order; of nothing else there is an entry. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** The frames around a node, the outermost first and the node last. */
  chainOf(id: string): readonly string[];
}

/** What stands in a frame for the frame itself, where an edge leads to the frame and to nothing in it. */
export function standIn(frame: string): string {
  return `${frame}\u0000itself`;
}

/** @param withStandIn the frames that need one */
export function nestingOf(graph: Graph, withStandIn: ReadonlySet<string>): Nesting {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const parents = new Map<string, string>();
  const children = new Map<string, string[]>();
  const put = (id: string, parent: string): void => {
    parents.set(id, parent);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [id]);
    else siblings.push(id);
  };
  for (const frame of withStandIn) put(standIn(frame), frame);
  for (const node of graph.nodes) put(node.id, parentOf(node, nodes));
  const chains = new Map<string, readonly string[]>();
  const chainOf = (id: string): readonly string[] => {
    const known = chains.get(id);
    if (known !== undefined) return known;
    const parent = parents.get(id) ?? PAGE;
    const chain = parent === PAGE ? [id] : [...chainOf(parent), id];
    chains.set(id, chain);
    return chain;
  };
  return { children, chainOf };
}

function parentOf({ parent }: GraphNode, nodes: ReadonlyMap<string, GraphNode>): string {
  return parent !== undefined && nodes.has(parent) ? parent : PAGE;
}

/** How many frames two chains share from the outside. */
export function sharedDepth(one: readonly string[], other: readonly string[]): number {
  let depth = 0;
  while (depth < one.length - 1 && depth < other.length - 1 && one[depth] === other[depth]) depth++;
  return depth;
}
