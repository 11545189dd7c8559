import type { GraphNode } from '../core/graph/types.ts';
import type { Line, Plan, Scope } from './plan.ts';
import type { Side } from './problem.ts';

/*
 * Which wires run inside each scope. A line between two frames is cut at every border that it passes. Lines pass a border
 * by one gate when they come from the same card or lead to the same one, and between the same ends they share a wire; but
 * a line with a label has a wire of its own around both its ends, where the label stands.
 */

/** A member, and the gate in its border where it is a scope; or a gate of the scope itself. */
export type WireEnd = { readonly member: string; readonly gate?: string } | { readonly gate: string };

export interface ScopeWire {
  readonly from: WireEnd;
  readonly to: WireEnd;
  readonly label?: string;
}

export interface Wiring {
  readonly wires: ReadonlyMap<string, ScopeWire>;
  readonly gates: ReadonlyMap<string, Side>;
}

/** One of the wires of a line. */
export interface Cut {
  readonly scope: string;
  readonly wire: string;
}

export interface WiredPlan {
  readonly wirings: ReadonlyMap<string, Wiring>;
  /** From left to right, in the order of the plan's lines; of a loop at one card there is none. */
  readonly cuts: readonly (readonly Cut[])[];
}

/** A line with the scopes around its ends, from the innermost to the one around both. */
interface Way {
  readonly line: Line;
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly around: string;
}

export function wire(plan: Plan): WiredPlan {
  const wirings = new Map<string, { wires: Map<string, ScopeWire>; gates: Map<string, Side> }>();
  for (const id of plan.scopes.keys()) wirings.set(id, { wires: new Map(), gates: new Map() });
  const put = (scope: string, from: WireEnd, to: WireEnd, { edge }: Line, isAround: boolean): Cut => {
    const wiring = wirings.get(scope);
    const label = isAround ? edge.label : undefined;
    const key = [keyOf(from), keyOf(to), label === undefined ? '' : edge.id].join('\u0000');
    wiring?.wires.set(key, { from, to, ...(label === undefined ? {} : { label }) });
    if (!('member' in from)) wiring?.gates.set(from.gate, 'west');
    if (!('member' in to)) wiring?.gates.set(to.gate, 'east');
    return { scope, wire: key };
  };
  const ways = plan.lines.map((line) => (line.from === line.to ? undefined : wayOf(line, plan)));
  const isCommon = commonTargets(ways.filter((way) => way !== undefined));
  const cuts = ways.map((way): readonly Cut[] => {
    if (way === undefined) return [];
    const { line, left, right, around } = way;
    const made: Cut[] = [];
    let from: WireEnd = { member: line.from };
    for (const scope of left) {
      const gate = isCommon(scope) ? `to ${line.to}` : `from ${line.from}`;
      made.push(put(scope, from, { gate }, line, false));
      from = { member: scope, gate };
    }
    const entering: Cut[] = [];
    let to: WireEnd = { member: line.to };
    for (const scope of right) {
      const gate = `into ${line.to}`;
      entering.unshift(put(scope, { gate }, to, line, false));
      to = { member: scope, gate };
    }
    return [...made, put(around, from, to, line, true), ...entering];
  });
  return { wirings, cuts };
}

function keyOf(end: WireEnd): string {
  return 'member' in end ? `${end.member}\u0000${end.gate ?? ''}` : `\u0000${end.gate}`;
}

function wayOf(line: Line, plan: Plan): Way {
  const [left, right] = [plan.scopesAround(line.from), plan.scopesAround(line.to)];
  let shared = 0;
  while (shared < Math.min(left.length, right.length) && left.at(-1 - shared) === right.at(-1 - shared)) shared++;
  return {
    line,
    left: left.slice(0, left.length - shared),
    right: right.slice(0, right.length - shared),
    around: left.at(-shared) ?? '',
  };
}

/**
 * The scopes that lines leave to fewer cards than they come from: there they have a gate for each that they lead to.
 * Around such a scope all have: with a gate for each that they come from, it would look as if they led from any to any.
 */
function commonTargets(ways: readonly Way[]): (scope: string) => boolean {
  const leaving = new Map<
    string,
    { readonly from: Set<string>; readonly to: Set<string>; readonly around: Set<string> }
  >();
  for (const { line, left } of ways) {
    for (const [i, scope] of left.entries()) {
      const known = leaving.get(scope) ?? { from: new Set(), to: new Set(), around: new Set() };
      leaving.set(scope, known);
      known.from.add(line.from);
      known.to.add(line.to);
      for (const outer of left.slice(i + 1)) known.around.add(outer);
    }
  }
  const common = new Set<string>();
  for (const [scope, { from, to, around }] of leaving) {
    if (to.size >= from.size) continue;
    common.add(scope);
    for (const outer of around) common.add(outer);
  }
  return (scope) => common.has(scope);
}

/**
 * The members in the order of the paths through them, and side by side in the order of kinds and names: so ELK begins
 * with few crossings, equals stand in the order of their names, and frames of the same structure are the same to it.
 */
export function inOrder(scope: Scope, { wires }: Wiring, nodes: ReadonlyMap<string, GraphNode>): readonly string[] {
  const kinds = new Map<string, number>();
  for (const { kind } of nodes.values()) if (!kinds.has(kind)) kinds.set(kind, kinds.size);
  const keyOf = (id: string): string => {
    const node = nodes.get(id);
    const kind = String(node === undefined ? kinds.size : kinds.get(node.kind)).padStart(3, '0');
    const text = `${node?.label ?? ''} ${node?.detail ?? ''}`.replace(/\d+/g, (digits) => digits.padStart(16, '0'));
    return `${kind} ${text}\u0000${id}`;
  };
  const keys = new Map(scope.members.map((id) => [id, keyOf(id)]));
  const sorted = (ids: Iterable<string>): readonly string[] =>
    [...ids].sort((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1));
  const next = new Map<string, Set<string>>();
  const entered = new Set<string>();
  for (const { from, to } of wires.values()) {
    if (!('member' in from) || !('member' in to)) continue;
    entered.add(to.member);
    const targets = next.get(from.member) ?? new Set();
    next.set(from.member, targets.add(to.member));
  }
  const order = new Set<string>();
  const stack = [...sorted(scope.members.filter((id) => !entered.has(id)))].reverse();
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (order.has(id)) continue;
    order.add(id);
    stack.push(...[...sorted(next.get(id) ?? [])].reverse());
  }
  return [...order];
}
