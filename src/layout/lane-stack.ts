import type { Layers, Link, Links } from './lane-links.ts';
import type { Band, Problem } from './problem.ts';

/* How far down everything is: blocks, labels, corridors and bands, none over another. */

export interface StackedBand {
  readonly band: Band;
  readonly first: number;
  readonly last: number;
  readonly top: number;
  readonly height: number;
}

/** How far down a link is at its ends, and in between where it passes columns. */
export interface Heights {
  readonly from: number;
  readonly to: number;
  readonly corridor?: number;
}

export interface Stacked {
  readonly height: number;
  readonly tops: readonly number[];
  /** Outer ones before those in them; the first is the outermost. */
  readonly bands: readonly StackedBand[];
  readonly heights: readonly Heights[];
  readonly gates: readonly number[];
}

/** The room above and below a block or band; lines need less. */
const BLOCK_MARGIN = 8;
const LINE_MARGIN = 5;
/** How often the order is tried to be bettered. */
const ROUNDS = 12;

type Item = { readonly first: number; readonly last: number; readonly margin: number } & (
  | { readonly block: number; readonly height: number }
  | { readonly link: number; readonly height: number }
  | { readonly lane: Lane }
);

interface Lane {
  readonly band: Band;
  readonly items: Item[];
}

export function stack(problem: Problem, root: Band, links: Links, layers: Layers): Stacked {
  const lane = laneOf(root, links, layers);
  let best = placed(lane, problem, links, layers);
  let current = best;
  for (let round = 0; round < ROUNDS; round++) {
    reorder(lane, current, links);
    current = placed(lane, problem, links, layers);
    if (lengthOf(current) < lengthOf(best)) best = current;
  }
  return best;
}

function laneOf(root: Band, links: Links, layers: Layers): Lane {
  const lanes = new Map<Band, Lane>();
  const open = (band: Band): void => {
    lanes.set(band, { band, items: [] });
    for (const item of band.content) if (typeof item !== 'number') open(item);
  };
  open(root);
  const laneAt = (bands: readonly Band[] | undefined): Lane =>
    lanes.get(bands?.at(-1) ?? root) ?? { band: root, items: [] };
  for (const [block, { height }] of links.sizes.entries()) {
    const layer = layers.of[block] ?? 0;
    const item: Item = { first: layer, last: layer, margin: BLOCK_MARGIN, block, height };
    laneAt(links.around[block]).items.push(item);
  }
  for (const [link, of] of links.links.entries()) {
    const [first, last] = [layers.first(of) + 1, layers.last(of) - 1];
    if (first <= last) laneAt(of.band).items.push({ first, last, margin: LINE_MARGIN, link, height: 0 });
  }
  const nest = (lane: Lane): Lane => {
    for (const item of lane.band.content) {
      const inner = typeof item === 'number' ? undefined : lanes.get(item);
      if (inner === undefined) continue;
      const { items } = nest(inner);
      const first = Math.min(...items.map((of) => of.first));
      const last = Math.max(...items.map((of) => of.last));
      lane.items.push({ first, last, margin: BLOCK_MARGIN, lane: inner });
    }
    return lane;
  };
  return nest(laneAt(undefined));
}

interface Tops {
  readonly blocks: number[];
  readonly corridors: Map<number, number>;
  readonly bands: StackedBand[];
}

function placed(lane: Lane, problem: Problem, links: Links, layers: Layers): Stacked {
  const tops: Tops = { blocks: [], corridors: new Map(), bands: [] };
  const relative = new Map<Item, number>();
  const heights = new Map<Lane, number>();
  measure(lane, layers.count, relative, heights);
  settle(lane, 0, 0, layers.count - 1, relative, heights, tops);
  const ends = endsOf(problem, links, tops);
  return {
    height: heights.get(lane) ?? 0,
    tops: tops.blocks,
    bands: tops.bands,
    heights: links.links.map((_, i) => {
      const corridor = tops.corridors.get(i);
      return { ...(ends[i] ?? { from: 0, to: 0 }), ...(corridor === undefined ? {} : { corridor }) };
    }),
    gates: gatesOf(problem, links, ends),
  };
}

/** Each item as high in its lane as those before it let it: below all that share a column with it. */
function measure(lane: Lane, count: number, relative: Map<Item, number>, heights: Map<Lane, number>): number {
  const { top, bottom } = lane.band.padding;
  const skyline = Array.from({ length: count }, () => top);
  for (const item of lane.items) {
    const height = 'lane' in item ? measure(item.lane, count, relative, heights) : item.height;
    const at = Math.max(...skyline.slice(item.first, item.last + 1)) + item.margin;
    relative.set(item, at);
    skyline.fill(at + height + item.margin, item.first, item.last + 1);
  }
  const height = Math.max(...skyline) + bottom;
  heights.set(lane, height);
  return height;
}

function settle(
  lane: Lane,
  top: number,
  first: number,
  last: number,
  relative: ReadonlyMap<Item, number>,
  heights: ReadonlyMap<Lane, number>,
  tops: Tops,
): void {
  tops.bands.push({ band: lane.band, first, last, top, height: heights.get(lane) ?? 0 });
  // Bands are listed as the problem names them, whatever order they stand in.
  const inner = new Map<Band, Item & { readonly lane: Lane }>();
  for (const item of lane.items) {
    const at = top + (relative.get(item) ?? 0);
    if ('lane' in item) inner.set(item.lane.band, item);
    else if ('block' in item) tops.blocks[item.block] = at;
    else tops.corridors.set(item.link, at);
  }
  for (const band of lane.band.content) {
    const item = typeof band === 'number' ? undefined : inner.get(band);
    if (item === undefined) continue;
    settle(item.lane, top + (relative.get(item) ?? 0), item.first, item.last, relative, heights, tops);
  }
}

type Ends = Pick<Heights, 'from' | 'to'>;

/** Where links meet blocks: at the port, or spread over the side in the order of where they lead. */
function endsOf(problem: Problem, links: Links, tops: Tops): readonly Ends[] {
  const { blocks } = problem;
  const middle = (node: number): number => (tops.blocks[node] ?? 0) + (links.sizes[node]?.height ?? 0) / 2;
  const port = (node: number, index: number): number =>
    (tops.blocks[node] ?? 0) + (blocks[node]?.ports?.[index]?.y ?? 0);
  const rough = (link: Link, i: number, side: 'from' | 'to'): number => {
    const far = side === 'from' ? link.to : link.from;
    const farPort = side === 'from' ? link.toPort : link.fromPort;
    const near = side === 'from' ? link.from : link.to;
    const corridor = tops.corridors.get(i);
    if (corridor !== undefined) return corridor;
    if (far === undefined) return middle(near ?? 0);
    return farPort === undefined ? middle(far) : port(far, farPort);
  };
  const spread = (side: 'from' | 'to'): readonly number[] => {
    const at: number[] = [];
    const meeting = new Map<number, { readonly link: number; readonly far: number }[]>();
    for (const [i, link] of links.links.entries()) {
      const node = link[side];
      if (node === undefined) continue;
      const index = side === 'from' ? link.fromPort : link.toPort;
      if (index !== undefined) at[i] = port(node, index);
      else meeting.set(node, [...(meeting.get(node) ?? []), { link: i, far: rough(link, i, side) }]);
    }
    for (const [node, met] of meeting) {
      met.sort((a, b) => a.far - b.far || a.link - b.link);
      const height = links.sizes[node]?.height ?? 0;
      for (const [n, { link }] of met.entries()) {
        at[link] = (tops.blocks[node] ?? 0) + Math.round((height * (n + 1)) / (met.length + 1));
      }
    }
    return at;
  };
  const [from, to] = [spread('from'), spread('to')];
  const ends = links.links.map((_, i): Ends => {
    const corridor = tops.corridors.get(i);
    const [a, b] = [from[i], to[i]];
    return { from: a ?? corridor ?? b ?? 0, to: b ?? corridor ?? a ?? 0 };
  });
  const gates = gatesOf(problem, links, ends);
  return links.links.map((link, i) => {
    const { from: a, to: b } = ends[i] ?? { from: 0, to: 0 };
    const gate = gates[link.gate ?? -1];
    if (gate === undefined) return { from: a, to: b };
    return link.from === undefined ? { from: gate, to: b } : { from: a, to: gate };
  });
}

/** A gate is as far down as one of its links, so the others bend to it: the middle one of them. */
function gatesOf({ gates }: Problem, { links }: Links, ends: readonly Ends[]): readonly number[] {
  const found = gates.map((): number[] => []);
  for (const [i, { gate, from }] of links.entries()) {
    const end = ends[i];
    if (gate !== undefined && end !== undefined) found[gate]?.push(from === undefined ? end.from : end.to);
  }
  return found.map((heights) => heights.sort((a, b) => a - b)[heights.length >> 1] ?? 0);
}

/** How far all links go up and down. */
function lengthOf({ heights }: Stacked): number {
  return heights.reduce(
    (sum, { from, to, corridor = from }) => sum + Math.abs(corridor - from) + Math.abs(to - corridor),
    0,
  );
}

/** Puts the items of each lane in the order of where their links come from and lead to. */
function reorder(lane: Lane, now: Stacked, links: Links): void {
  const wanted = new Map<number, number[]>();
  const want = (node: number | undefined, at: number): void => {
    if (node === undefined) return;
    const known = wanted.get(node);
    if (known === undefined) wanted.set(node, [at]);
    else known.push(at);
  };
  for (const [i, { from, to }] of links.links.entries()) {
    const { from: a, to: b } = now.heights[i] ?? { from: 0, to: 0 };
    want(from, b);
    want(to, a);
  }
  const mean = (values: readonly number[], other: number): number =>
    values.length === 0 ? other : values.reduce((sum, value) => sum + value, 0) / values.length;
  const nodesIn = (item: Item): readonly number[] => {
    if ('lane' in item) return item.lane.items.flatMap(nodesIn);
    return 'block' in item ? [item.block] : [];
  };
  const wish = (item: Item): number => {
    if ('link' in item) {
      const { from, to } = now.heights[item.link] ?? { from: 0, to: 0 };
      return (from + to) / 2;
    }
    const nodes = nodesIn(item);
    return mean(
      nodes.flatMap((node) => wanted.get(node) ?? []),
      mean(
        nodes.map((node) => now.tops[node] ?? 0),
        0,
      ),
    );
  };
  const sort = ({ items }: Lane): void => {
    const wishes = new Map(items.map((item, i) => [item, [wish(item), i] as const]));
    const none = [0, 0] as const;
    items.sort((a, b) => {
      const [[x, i], [y, j]] = [wishes.get(a) ?? none, wishes.get(b) ?? none];
      return x - y || i - j;
    });
    for (const item of items) if ('lane' in item) sort(item.lane);
  };
  sort(lane);
}
