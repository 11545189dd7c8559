import type { Graph, GraphEdge } from '../core/graph/types.ts';
import { closingArcs, knots, type Arc } from './cycles.ts';
import { nestingOf, PAGE, sharedDepth, standIn, type Nesting } from './nesting.ts';

/*
 * A graph cut into what is laid out at a time. A frame is laid out by itself, and then is one block for what is around
 * it. That goes wrong where a wire leaves a frame and another one comes back into it, over however many others: whether
 * the frame stands left or right of these, one of the wires would run from right to left. So the frames on such a round
 * are opened, and what they hold is placed together, in a group.
 */

/** An edge as it is laid out: from left to right. */
export interface Line {
  readonly edge: GraphEdge;
  readonly from: string;
  readonly to: string;
  /** It closes a cycle: what it comes from lies on the right. */
  readonly reversed: boolean;
}

/** A frame that was opened, with what lies in it. */
export interface Opened {
  readonly frame: string;
  readonly content: readonly (string | Opened)[];
}

/** What is laid out at a time: the inside of a frame, the frames of a round, or a part of the page. */
export interface Scope {
  /** The frame's id where it is one. */
  readonly id: string;
  /** Cards, frames and groups. */
  readonly members: readonly string[];
  /** Of a group: its members by the frames that were opened. */
  readonly opened?: readonly (string | Opened)[];
}

export interface Plan {
  readonly lines: readonly Line[];
  readonly scopes: ReadonlyMap<string, Scope>;
  /** The parts of the page, which nothing connects. */
  readonly parts: readonly string[];
  /** The scopes around a card or frame, from its own to the part of the page. */
  scopesAround(id: string): readonly string[];
}

export function planOf(graph: Graph): Plan {
  const frames = new Set(graph.nodes.map((node) => node.parent));
  const isFrame = (id: string): boolean => frames.has(id);
  const ends = graph.edges.flatMap(({ source, target }) => [source, target]);
  const nesting = nestingOf(graph, new Set(ends.filter(isFrame)));
  const lines = linesOf(graph, (id) => (isFrame(id) ? standIn(id) : id));
  const scopes = new Map<string, Scope>();
  const queue: Scope[] = [{ id: PAGE, members: nesting.children.get(PAGE) ?? [] }];
  const linesIn = byFrame(lines, nesting);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { scope, groups } = grouped(next, nesting, linesIn);
    for (const item of [scope, ...groups]) {
      scopes.set(item.id, item);
      for (const id of item.members) {
        const members = nesting.children.get(id);
        if (members !== undefined) queue.push({ id, members });
      }
    }
  }
  const parts = partsOf(scopes, linesIn.get(PAGE) ?? [], nesting);
  scopes.delete(PAGE);
  for (const part of parts) scopes.set(part.id, part);
  return { lines, scopes, parts: parts.map((part) => part.id), scopesAround: around(scopes) };
}

function linesOf(graph: Graph, endOf: (id: string) => string): readonly Line[] {
  const numbers = new Map<string, number>();
  const numberOf = (id: string): number => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  for (const node of graph.nodes) numberOf(endOf(node.id));
  const arcs = graph.edges.map((edge): Arc => [numberOf(endOf(edge.source)), numberOf(endOf(edge.target))]);
  const closing = closingArcs(numbers.size, arcs);
  return graph.edges.map((edge, i) => {
    const [from, to] = [endOf(edge.source), endOf(edge.target)];
    return closing.has(i) ? { edge, from: to, to: from, reversed: true } : { edge, from, to, reversed: false };
  });
}

/** The lines by the innermost frame around both ends; loops at one card are in none. */
function byFrame(lines: readonly Line[], nesting: Nesting): ReadonlyMap<string, readonly Line[]> {
  const found = new Map<string, Line[]>();
  for (const line of lines) {
    if (line.from === line.to) continue;
    const chain = nesting.chainOf(line.from);
    const frame = chain[sharedDepth(chain, nesting.chainOf(line.to)) - 1] ?? PAGE;
    const known = found.get(frame);
    if (known === undefined) found.set(frame, [line]);
    else known.push(line);
  }
  return found;
}

/** The scope with its rounds as groups. */
function grouped(
  scope: Scope,
  nesting: Nesting,
  linesIn: ReadonlyMap<string, readonly Line[]>,
): { readonly scope: Scope; readonly groups: readonly Scope[] } {
  const groups = rounds(scope.members, linesIn.get(scope.id) ?? [], nesting).map((members, i): Scope => {
    const content = opened(members, linesIn.get(scope.id) ?? [], nesting, linesIn);
    return { id: `${scope.id}\u0000group${i}`, members: content.flatMap(leaves), opened: content };
  });
  if (groups.length === 0) return { scope, groups };
  const taken = new Set(groups.flatMap((group) => (group.opened ?? []).map((item) => frameOf(item))));
  const rest = scope.members.filter((id) => !taken.has(id));
  return { scope: { ...scope, members: [...rest, ...groups.map((group) => group.id)] }, groups };
}

function frameOf(item: string | Opened): string {
  return typeof item === 'string' ? item : item.frame;
}

function leaves(item: string | Opened): readonly string[] {
  return typeof item === 'string' ? [item] : item.content.flatMap(leaves);
}

/** The members that stand on a round of lines, by round. */
function rounds(members: readonly string[], lines: readonly Line[], nesting: Nesting): readonly (readonly string[])[] {
  const places = new Map(members.map((id, i) => [id, i]));
  const placeOf = (id: string): number | undefined => {
    for (const frame of nesting.chainOf(id)) {
      const place = places.get(frame);
      if (place !== undefined) return place;
    }
    return undefined;
  };
  const arcs = lines.flatMap(({ from, to }): readonly Arc[] => {
    const [a, b] = [placeOf(from), placeOf(to)];
    return a === undefined || b === undefined ? [] : [[a, b]];
  });
  return knots(members.length, arcs).map((knot) => knot.flatMap((i) => members[i] ?? []));
}

/** The members with as many frames opened as it takes until no round is left. The lines themselves make none. */
function opened(
  members: readonly string[],
  lines: readonly Line[],
  nesting: Nesting,
  linesIn: ReadonlyMap<string, readonly Line[]>,
): readonly (string | Opened)[] {
  const open = new Set<string>();
  for (let frontier = members, all = lines; ;) {
    const onRounds = rounds(frontier, all, nesting).flat();
    const toOpen = new Set(onRounds.filter((id) => nesting.children.has(id)));
    if (toOpen.size === 0) break;
    for (const frame of toOpen) open.add(frame);
    frontier = frontier.flatMap((id) => (toOpen.has(id) ? (nesting.children.get(id) ?? []) : [id]));
    all = [...all, ...[...toOpen].flatMap((frame) => linesIn.get(frame) ?? [])];
  }
  const content = (id: string): string | Opened =>
    open.has(id) ? { frame: id, content: (nesting.children.get(id) ?? []).map(content) } : id;
  return members.map(content);
}

/** The page cut where nothing connects it. */
function partsOf(scopes: ReadonlyMap<string, Scope>, lines: readonly Line[], nesting: Nesting): readonly Scope[] {
  const members = scopes.get(PAGE)?.members ?? [];
  const memberOf = new Map<string, number>();
  for (const [i, id] of members.entries()) {
    for (const item of scopes.get(id)?.opened ?? [id]) memberOf.set(frameOf(item), i);
  }
  const first = members.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (first[at] !== at) at = first[at] ?? 0;
    return (first[i] = at);
  };
  for (const { from, to } of lines) {
    const [a, b] = [from, to].map((id) => root(memberOf.get(nesting.chainOf(id)[0] ?? id) ?? 0)) as [number, number];
    first[Math.max(a, b)] = Math.min(a, b);
  }
  const parts = new Map<number, string[]>();
  for (const [i, id] of members.entries()) {
    const known = parts.get(root(i));
    if (known === undefined) parts.set(root(i), [id]);
    else known.push(id);
  }
  return [...parts.values()].map((ids, i) => ({ id: `${PAGE}${i}`, members: ids }));
}

function around(scopes: ReadonlyMap<string, Scope>): (id: string) => readonly string[] {
  const scopeOf = new Map<string, string>();
  for (const scope of scopes.values()) for (const id of scope.members) scopeOf.set(id, scope.id);
  const chains = new Map<string, readonly string[]>();
  const chainOf = (id: string): readonly string[] => {
    const known = chains.get(id);
    if (known !== undefined) return known;
    const scope = scopeOf.get(id);
    const chain = scope === undefined ? [] : [scope, ...chainOf(scope)];
    chains.set(id, chain);
    return chain;
  };
  return chainOf;
}
