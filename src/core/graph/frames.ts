import type { GraphNode } from './types.ts';

/**
 * What a node lies in, from the outside to the inside.
 *
 * @returns the ids of a node's frames by its id; of one that is not among the nodes, none
 */
export function framesAmong(nodes: readonly Pick<GraphNode, 'id' | 'parent'>[]): (id: string) => readonly string[] {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  return (id) => {
    const frames: string[] = [];
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) frames.unshift(at);
    return frames;
  };
}
