import { edgeLabelSize, frameHeader } from '../../../src/core/graph/size.ts';
import type { PlacedEdge, PlacedGraph, PlacedNode, Point } from '../../../src/core/graph/types.ts';

/* What must hold of any picture, and how good it is, by its geometry alone. */

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const boxOf = ({ x, y, width, height }: Pick<PlacedNode, 'x' | 'y' | 'width' | 'height'>): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const inside = (inner: Box, outer: Box): boolean =>
  inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

type Segment = readonly [from: Point, to: Point];

export const segmentsOf = ({ points }: Pick<PlacedEdge, 'points'>): readonly Segment[] =>
  points.flatMap((point, i): readonly Segment[] => {
    const next = points[i + 1];
    return next === undefined ? [] : [[point, next]];
  });

const boxOfSegment = ([a, b]: Segment): Box => ({
  left: Math.min(a.x, b.x),
  right: Math.max(a.x, b.x),
  top: Math.min(a.y, b.y),
  bottom: Math.max(a.y, b.y),
});

/** Pairs of boxes of two lists that overlap; sorted by their tops, so that thousands are quick. */
function clashes<T>(
  items: readonly { readonly box: Box; readonly of: T }[],
  isFine: (a: T, b: T) => boolean,
): [T, T][] {
  const sorted = items.toSorted((a, b) => a.box.top - b.box.top);
  const found: [T, T][] = [];
  for (const [i, a] of sorted.entries()) {
    for (let j = i + 1; j < sorted.length; j++) {
      const b = sorted[j]!;
      if (b.box.top >= a.box.bottom && b.box.top > a.box.top) break;
      if (overlap(a.box, b.box) && !isFine(a.of, b.of)) found.push([a.of, b.of]);
    }
  }
  return found;
}

/** Everything that is wrong with a picture, in words; nothing for a good one. */
export function faultsOf(placed: PlacedGraph): readonly string[] {
  const nodes = new Map(placed.nodes.map((node) => [node.id, node]));
  const frames = new Set(placed.nodes.map((node) => node.parent));
  const holds = (outer: string, inner: string): boolean => {
    for (let at = nodes.get(inner); at !== undefined; at = nodes.get(at.parent ?? '')) if (at.id === outer) return true;
    return false;
  };
  const page: Box = { left: 0, top: 0, right: placed.width, bottom: placed.height };
  const faults: string[] = [];
  for (const node of placed.nodes) {
    const parent = nodes.get(node.parent ?? '');
    if (!inside(boxOf(node), parent === undefined ? page : boxOf(parent)))
      faults.push(`${node.id} is out of its frame`);
    if (parent !== undefined && boxOf(node).top < boxOf(parent).top + frameHeader(parent.kind)) {
      faults.push(`${node.id} lies on the name of ${parent.id}`);
    }
  }
  const boxes = placed.nodes.map((node) => ({ box: boxOf(node), of: node.id }));
  for (const [a, b] of clashes(boxes, (one, other) => holds(one, other) || holds(other, one))) {
    faults.push(`${a} and ${b} overlap`);
  }
  const cards = placed.nodes.filter((node) => !frames.has(node.id)).map((node) => ({ box: boxOf(node), of: node.id }));
  const labels = placed.edges.flatMap((edge) => {
    if (edge.label === undefined) return [];
    if (edge.labelAt === undefined) {
      faults.push(`${edge.id} has no place for its label`);
      return [];
    }
    return [{ box: boxOf({ ...edge.labelAt, ...edgeLabelSize(edge.label) }), of: `the label of ${edge.id}` }];
  });
  for (const { box, of } of labels) if (!inside(box, page)) faults.push(`${of} is out of the page`);
  const isLabel = new Set(labels.map(({ of }) => of));
  for (const [a, b] of clashes([...cards, ...labels], (one, other) => !isLabel.has(one) && !isLabel.has(other))) {
    faults.push(`${a} is over ${b}`);
  }
  for (const edge of placed.edges) faults.push(...faultsOfRoute(edge, nodes, holds, page));
  const segments = placed.edges.flatMap((edge) =>
    segmentsOf(edge).map((segment) => ({ box: boxOfSegment(segment), of: edge })),
  );
  const crossed = clashes<PlacedEdge | string>([...cards, ...segments], (one, other) => {
    if (typeof one === typeof other) return true;
    const [edge, card] = (typeof one === 'string' ? [other, one] : [one, other]) as [PlacedEdge, string];
    return edge.source === edge.target && edge.source === card;
  });
  for (const [one, other] of crossed) {
    const name = (of: PlacedEdge | string): string => (typeof of === 'string' ? of : of.id);
    faults.push(`${name(one)} runs through ${name(other)}`);
  }
  return faults;
}

function faultsOfRoute(
  edge: PlacedEdge,
  nodes: ReadonlyMap<string, PlacedNode>,
  holds: (outer: string, inner: string) => boolean,
  page: Box,
): readonly string[] {
  const faults: string[] = [];
  const [source, target] = [nodes.get(edge.source)!, nodes.get(edge.target)!];
  const [first, last] = [edge.points[0], edge.points.at(-1)];
  if (first === undefined || last === undefined || edge.points.length < 2) return [`${edge.id} has no route`];
  for (const [a, b] of segmentsOf(edge)) {
    if (a.x !== b.x && a.y !== b.y) faults.push(`${edge.id} runs askew`);
    if (!inside(boxOfSegment([a, b]), page)) faults.push(`${edge.id} leaves the page`);
  }
  const isNested = holds(edge.source, edge.target) || holds(edge.target, edge.source);
  if (isNested && edge.source !== edge.target) return faults;
  const onSide = ({ x, y }: Point, { left, right, top, bottom }: Box, side: 'left' | 'right'): boolean =>
    x === (side === 'left' ? left : right) && y >= top && y <= bottom;
  const back = edge.closesCycle === true && edge.source !== edge.target;
  const isFrame = (node: PlacedNode): boolean => [...nodes.values()].some((other) => other.parent === node.id);
  // A frame may be met at its top or bottom, too: a line of its own runs inside it up to there.
  if (!isFrame(source) && !onSide(first, boxOf(source), back ? 'left' : 'right'))
    faults.push(`${edge.id} leaves beside its source`);
  if (!isFrame(target) && !onSide(last, boxOf(target), back ? 'right' : 'left'))
    faults.push(`${edge.id} arrives beside its target`);
  if (edge.source === edge.target) return faults;
  const [left, right] = back ? [target, source] : [source, target];
  const isCard = !isFrame(source) && !isFrame(target);
  if (isCard && boxOf(left).right > boxOf(right).left) faults.push(`${edge.id} does not run from left to right`);
  return faults;
}

export interface Looks {
  readonly crossings: number;
  readonly bends: number;
  /** Of all lines, in pixels. */
  readonly length: number;
  /** Of the page, in pixels. */
  readonly area: number;
}

/** How good a picture is. Where lines of one card run on one track they count each by itself. */
export function looksOf(placed: PlacedGraph): Looks {
  const upright: { readonly edge: PlacedEdge; readonly x: number; readonly low: number; readonly high: number }[] = [];
  const level: { readonly edge: PlacedEdge; readonly y: number; readonly low: number; readonly high: number }[] = [];
  let length = 0;
  let bends = 0;
  for (const edge of placed.edges) {
    bends += Math.max(0, edge.points.length - 2);
    for (const segment of segmentsOf(edge)) {
      const { left, right, top, bottom } = boxOfSegment(segment);
      length += right - left + bottom - top;
      if (left === right) upright.push({ edge, x: left, low: top, high: bottom });
      else level.push({ edge, y: top, low: left, high: right });
    }
  }
  level.sort((a, b) => a.y - b.y);
  const from = (y: number): number => {
    let [low, high] = [0, level.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (level[middle]!.y <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  let crossings = 0;
  for (const { edge, x, low, high } of upright) {
    for (let i = from(low); i < level.length && level[i]!.y < high; i++) {
      const other = level[i]!;
      const isShared = other.edge.source === edge.source || other.edge.target === edge.target;
      if (!isShared && other.low < x && x < other.high) crossings++;
    }
  }
  return { crossings, bends, length: Math.round(length), area: Math.round(placed.width * placed.height) };
}
