import type { Size } from '../core/graph/size.ts';
import type { Band, End, Problem } from './problem.ts';

/* The wires of a problem as links from column to column. A label is a stop of its own on its wire. */

export interface Link {
  readonly wire: number;
  /** A block or label; `undefined` for the border. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly gate?: number;
  /** The innermost band around both ends, by its path from the outermost. */
  readonly band: readonly Band[];
}

export interface Links {
  readonly links: readonly Link[];
  /** Of the blocks, and after them of the labels. */
  readonly sizes: readonly Size[];
  /** Which of these is the label of a wire. */
  readonly labels: ReadonlyMap<number, number>;
  /** The bands around each block and label, the outermost first. */
  readonly around: readonly (readonly Band[])[];
}

export function linksOf({ blocks, wires }: Problem, root: Band): Links {
  const around: (readonly Band[])[] = [];
  const visit = (band: Band, outer: readonly Band[]): void => {
    const chain = [...outer, band];
    for (const item of band.content) {
      if (typeof item === 'number') around[item] = chain;
      else visit(item, chain);
    }
  };
  visit(root, []);
  const sizes: Size[] = [...blocks];
  const labels = new Map<number, number>();
  const links: Link[] = [];
  for (const [wire, { from, to, label }] of wires.entries()) {
    const band = shared(bandsAt(from, around, root), bandsAt(to, around, root));
    const [start, end] = [startOf(from), endOf(to)];
    if (label === undefined) {
      links.push({ wire, ...start, ...end, band });
      continue;
    }
    const stop = sizes.push(label) - 1;
    around[stop] = band;
    labels.set(wire, stop);
    links.push({ wire, ...start, to: stop, band }, { wire, from: stop, ...end, band });
  }
  return { links, sizes, labels, around };
}

function bandsAt(end: End, around: readonly (readonly Band[])[], root: Band): readonly Band[] {
  return 'gate' in end ? [root] : (around[end.block] ?? [root]);
}

function shared(one: readonly Band[], other: readonly Band[]): readonly Band[] {
  return one.filter((band, i) => other[i] === band);
}

function startOf(end: End): Pick<Link, 'from' | 'fromPort' | 'gate'> {
  if ('gate' in end) return { from: undefined, gate: end.gate };
  return end.port === undefined ? { from: end.block } : { from: end.block, fromPort: end.port };
}

function endOf(end: End): Pick<Link, 'to' | 'toPort' | 'gate'> {
  if ('gate' in end) return { to: undefined, gate: end.gate };
  return end.port === undefined ? { to: end.block } : { to: end.block, toPort: end.port };
}

export interface Layers {
  readonly count: number;
  /** The column of each block and label. */
  readonly of: readonly number[];
  /** The column that a link comes from; -1 for the border. */
  first(link: Link): number;
  /** The column that it leads to; the number of columns for the border. */
  last(link: Link): number;
}

/** Columns by the longest way; what nothing leads to stands as far right as it can. */
export function layersOf({ links, sizes }: Links): Layers {
  const layer = sizes.map(() => 0);
  const missing = sizes.map(() => 0);
  const out = sizes.map((): number[] => []);
  const entered = new Set<number>();
  for (const { from, to } of links) {
    if (to !== undefined) entered.add(to);
    if (from === undefined || to === undefined) continue;
    out[from]?.push(to);
    missing[to] = (missing[to] ?? 0) + 1;
  }
  const ready = sizes.map((_, i) => i).filter((i) => missing[i] === 0);
  for (const node of ready) {
    for (const to of out[node] ?? []) {
      layer[to] = Math.max(layer[to] ?? 0, (layer[node] ?? 0) + 1);
      missing[to] = (missing[to] ?? 0) - 1;
      if (missing[to] === 0) ready.push(to);
    }
  }
  for (const node of ready.filter((i) => !entered.has(i) && (out[i]?.length ?? 0) > 0)) {
    layer[node] = Math.min(...(out[node] ?? []).map((to) => layer[to] ?? 0)) - 1;
  }
  const count = Math.max(0, ...layer) + 1;
  return {
    count,
    of: layer,
    first: ({ from }) => (from === undefined ? -1 : (layer[from] ?? 0)),
    last: ({ to }) => (to === undefined ? count : (layer[to] ?? 0)),
  };
}
