import { edgeLabelSize, FRAME, frameHeader, type Size } from '../core/graph/size.ts';
import type { GraphNode } from '../core/graph/types.ts';
import type { Opened, Plan, Scope } from './plan.ts';
import type { Band, Block, End, Padding, Problem, Solution, Wire } from './problem.ts';
import { inOrder, type ScopeWire, type WiredPlan, type WireEnd, type Wiring } from './wiring.ts';

/* From the inside to the outside: each scope as a problem, whose blocks are the scopes that were solved before it. */

/** A scope with its solution, and what stands at each place of the solution's lists. */
export interface Arranged {
  readonly solution: Solution;
  readonly members: readonly string[];
  /** The opened frames. */
  readonly bands: readonly string[];
  readonly wires: ReadonlyMap<string, number>;
}

export type Solve = (problem: Problem) => Promise<Solution>;

export async function arrange(
  plan: Plan,
  { wirings }: WiredPlan,
  nodes: ReadonlyMap<string, GraphNode>,
  sizes: ReadonlyMap<string, Size>,
  solve: Solve,
): Promise<ReadonlyMap<string, Arranged>> {
  const arranged = new Map<string, Arranged & { readonly gates: ReadonlyMap<string, number> }>();
  const visit = async (id: string): Promise<void> => {
    const scope = plan.scopes.get(id);
    const wiring = wirings.get(id);
    if (scope === undefined || wiring === undefined) return;
    const members = inOrder(scope, wiring, nodes);
    for (const member of members) await visit(member);
    const places = new Map(members.map((member, i) => [member, i]));
    const endOf = (end: WireEnd): End => {
      if (!('member' in end)) return { gate: gates.get(end.gate) ?? 0 };
      const block = places.get(end.member) ?? 0;
      const port = end.gate === undefined ? undefined : arranged.get(end.member)?.gates.get(end.gate);
      return port === undefined ? { block } : { block, port };
    };
    const gates = gateOrder(wiring, places);
    const wires = wireOrder(wiring, endOf);
    const { bands, ids } = bandsOf(scope, places, nodes, sizes);
    const node = nodes.get(id);
    const problem: Problem = {
      blocks: members.map((member): Block => {
        const inner = arranged.get(member);
        if (inner === undefined) return sizes.get(member) ?? STAND_IN;
        const { width, height, gates: heights } = inner.solution;
        const sides = [...inner.gates.keys()].map((gate) => wirings.get(member)?.gates.get(gate) ?? 'west');
        return { width, height, ports: sides.map((side, i) => ({ side, y: heights[i] ?? 0 })) };
      }),
      gates: [...gates.keys()].map((gate) => wiring.gates.get(gate) ?? 'west'),
      wires: wires.map(([, wire]) => wire),
      padding: node === undefined ? NO_PADDING : framePadding(node),
      minWidth: sizes.get(id)?.width ?? 0,
      ...(bands === undefined ? {} : { bands }),
    };
    arranged.set(id, {
      solution: await solve(problem),
      members,
      bands: ids,
      wires: new Map(wires.map(([key], i) => [key, i])),
      gates,
    });
  };
  for (const part of plan.parts) await visit(part);
  return arranged;
}

const STAND_IN: Size = { width: 8, height: 16 };
const NO_PADDING: Padding = { top: 0, side: 0, bottom: 0 };

function framePadding({ kind }: GraphNode): Padding {
  return { top: frameHeader(kind) + 8, side: FRAME.padding, bottom: FRAME.padding };
}

/** The gates by the place of the first member that they lead to. */
function gateOrder(wiring: Wiring, places: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  const see = (end: WireEnd, gate: WireEnd): void => {
    if ('member' in gate || !('member' in end)) return;
    first.set(gate.gate, Math.min(first.get(gate.gate) ?? Infinity, places.get(end.member) ?? 0));
  };
  for (const { from, to } of wiring.wires.values()) {
    see(from, to);
    see(to, from);
  }
  const sorted = [...first].sort(([, a], [, b]) => a - b);
  return new Map(sorted.map(([gate], i) => [gate, i]));
}

function wireOrder(wiring: Wiring, endOf: (end: WireEnd) => End): readonly (readonly [string, Wire])[] {
  const made = [...wiring.wires].map(([key, wire]) => [key, wireOf(wire, endOf)] as const);
  const rank = (end: End): number => ('gate' in end ? -1e9 + end.gate : end.block * 1e4 + (end.port ?? 0));
  return made.sort(([, a], [, b]) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to));
}

function wireOf({ from, to, label }: ScopeWire, endOf: (end: WireEnd) => End): Wire {
  const wire = { from: endOf(from), to: endOf(to) };
  return label === undefined ? wire : { ...wire, label: edgeLabelSize(label) };
}

function bandsOf(
  { opened }: Scope,
  places: ReadonlyMap<string, number>,
  nodes: ReadonlyMap<string, GraphNode>,
  sizes: ReadonlyMap<string, Size>,
): { readonly bands?: Band; readonly ids: readonly string[] } {
  const ids: string[] = [];
  const contentOf = (items: readonly (string | Opened)[]): Band['content'] =>
    items.map((item) => {
      if (typeof item === 'string') return places.get(item) ?? 0;
      ids.push(item.frame);
      const node = nodes.get(item.frame);
      return {
        padding: node === undefined ? NO_PADDING : framePadding(node),
        minWidth: sizes.get(item.frame)?.width ?? 0,
        content: contentOf(item.content),
      };
    });
  if (opened === undefined) return { ids };
  return { bands: { padding: NO_PADDING, minWidth: 0, content: contentOf(opened) }, ids };
}
