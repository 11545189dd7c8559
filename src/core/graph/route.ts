import type { Point } from './types.ts';

/* Lines of an edge as path data: cut short of the arrow, bends rounded, an end of the same size as on the canvas. */

/** An arrow's length and half its width in pixels: cytoscape's at a scale of 0.85 for lines up to 2.5 wide. */
export const ARROW = { length: 7.4, half: 3.7 } as const;
/** The bar of a path that is blocked: how thick, and where it ends before the node. */
export const BAR = { thickness: 2.5, gap: 1 } as const;

/** The path through points, with arcs of at most the radius in the bends. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const steps = rest.map((point, i) => {
    const before = points[i] ?? first;
    const after = rest[i + 1];
    if (after === undefined) return `L${pair(point)}`;
    const room = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
    return `L${pair(towards(point, before, room))}Q${pair(point)} ${pair(towards(point, after, room))}`;
  });
  return `M${pair(first)}${steps.join('')}`;
}

/** The route without its last pixels, as far as its last stretch has so many. */
export function shortened(points: readonly Point[], by: number): readonly Point[] {
  const last = points.at(-1);
  const before = points.at(-2);
  if (last === undefined || before === undefined) return points;
  return [...points.slice(0, -1), towards(last, before, Math.min(by, distance(last, before)))];
}

/** A filled arrow whose tip is the end of the route. */
export function arrowPath(points: readonly Point[]): string {
  return endShape(points, [
    [0, 0],
    [ARROW.length, ARROW.half],
    [ARROW.length, -ARROW.half],
  ]);
}

/** A filled bar across the end of the route. */
export function barPath(points: readonly Point[]): string {
  const { gap, thickness } = BAR;
  return endShape(points, [
    [gap, ARROW.half],
    [gap + thickness, ARROW.half],
    [gap + thickness, -ARROW.half],
    [gap, -ARROW.half],
  ]);
}

/** The point half-way along the route. */
export function middleOf(points: readonly Point[]): Point | undefined {
  const lengths = points.slice(1).map((point, i) => distance(points[i] ?? point, point));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [i, length] of lengths.entries()) {
    const from = points[i];
    const to = points[i + 1];
    if (from !== undefined && to !== undefined && left <= length) return towards(from, to, left);
    left -= length;
  }
  return points.at(-1);
}

/** A shape in terms of the route's end: how far back along it, how far beside it. */
function endShape(points: readonly Point[], corners: readonly (readonly [number, number])[]): string {
  const tip = points.at(-1);
  const from = tip && points.findLast((point) => distance(point, tip) > 0);
  if (tip === undefined || from === undefined) return '';
  const length = distance(from, tip);
  const [dx, dy] = [(from.x - tip.x) / length, (from.y - tip.y) / length];
  const at = corners.map(([back, beside]) =>
    pair({ x: tip.x + dx * back - dy * beside, y: tip.y + dy * back + dx * beside }),
  );
  return `M${at.join('L')}Z`;
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function pair({ x, y }: Point): string {
  return `${rounded(x)} ${rounded(y)}`;
}

/** Pixels to the hundredth: more would only make files longer. */
export function rounded(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
