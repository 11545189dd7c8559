/* Cycles in directed graphs whose nodes are numbers from 0. */

export type Arc = readonly [from: number, to: number];

/** The nodes that each node leads to, as positions in the list of arcs. */
function leaving(count: number, arcs: readonly Arc[]): readonly (readonly number[])[] {
  const out = Array.from({ length: count }, (): number[] => []);
  for (const [i, [from]] of arcs.entries()) out[from]?.push(i);
  return out;
}

/**
 * The arcs that close a cycle on the way from the sources: without them there is none.
 *
 * @returns their positions in the list; the same for the same list
 */
export function closingArcs(count: number, arcs: readonly Arc[]): ReadonlySet<number> {
  const out = leaving(count, arcs);
  const closing = new Set<number>();
  const state = new Uint8Array(count);
  const entered = new Set(arcs.filter(([from, to]) => from !== to).map(([, to]) => to));
  const starts = Array.from({ length: count }, (_, i) => i);
  for (const start of [...starts.filter((i) => !entered.has(i)), ...starts]) {
    if (state[start] !== 0) continue;
    const stack = [{ node: start, next: 0 }];
    state[start] = 1;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const arc = out[top.node]?.[top.next++];
      if (arc === undefined) {
        state[top.node] = 2;
        stack.pop();
        continue;
      }
      const to = arcs[arc]?.[1] ?? 0;
      if (state[to] === 1) closing.add(arc);
      if (state[to] !== 0) continue;
      state[to] = 1;
      stack.push({ node: to, next: 0 });
    }
  }
  return closing;
}

/**
 * The strongly connected components of more than one node, each in rising order, by their first.
 * R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972), without recursion.
 */
export function knots(count: number, arcs: readonly Arc[]): readonly (readonly number[])[] {
  const out = leaving(count, arcs);
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const open: number[] = [];
  const isOpen = new Uint8Array(count);
  const found: number[][] = [];
  let seen = 0;
  const enter = (node: number): { node: number; next: number } => {
    order[node] = low[node] = seen++;
    open.push(node);
    isOpen[node] = 1;
    return { node, next: 0 };
  };
  const lower = (node: number, to: number): void => {
    low[node] = Math.min(low[node] ?? 0, to);
  };
  for (let start = 0; start < count; start++) {
    if (order[start] !== -1) continue;
    const stack = [enter(start)];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { node } = top;
      const arc = out[node]?.[top.next++];
      if (arc !== undefined) {
        const to = arcs[arc]?.[1] ?? 0;
        if (order[to] === -1) stack.push(enter(to));
        else if (isOpen[to] === 1) lower(node, order[to] ?? 0);
        continue;
      }
      stack.pop();
      const below = stack.at(-1);
      if (below !== undefined) lower(below.node, low[node] ?? 0);
      if (low[node] !== order[node]) continue;
      const component = open.splice(open.lastIndexOf(node));
      for (const member of component) isOpen[member] = 0;
      if (component.length > 1) found.push(component.sort((a, b) => a - b));
    }
  }
  return found.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}
