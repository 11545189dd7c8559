import type { Point } from '../core/graph/types.ts';
import type { Rectangle } from './problem.ts';

/* The pieces of a line as one route. */

/**
 * The route without points that bend nothing, from border to border.
 *
 * @param reversed the points run from the target to the source
 */
export function straightened(
  points: readonly Point[],
  source: Rectangle | undefined,
  target: Rectangle | undefined,
  reversed: boolean,
): readonly Point[] {
  const forth = reversed ? [...points].reverse() : points;
  const outside = cut(cut(forth, source).reverse(), target).reverse();
  const route: Point[] = [];
  for (const point of outside) {
    const [before, last] = [route.at(-2), route.at(-1)];
    if (last?.x === point.x && last.y === point.y) continue;
    if (before !== undefined && last !== undefined && isBetween(before, last, point)) route.pop();
    route.push(point);
  }
  return route;
}

function isBetween(a: Point, b: Point, c: Point): boolean {
  return (a.x === b.x && b.x === c.x) || (a.y === b.y && b.y === c.y);
}

/** A line that begins in a frame, for the frame itself, begins at the frame's border. One to what lies in it does not. */
function cut(points: readonly Point[], box: Rectangle | undefined): Point[] {
  if (box === undefined || !isInside(points[0], box)) return [...points];
  const out = points.findIndex((point) => !isInside(point, box) && !isOn(point, box));
  const [inner, outer] = [points[out - 1], points[out]];
  if (inner === undefined || outer === undefined) return [...points];
  const at = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
  const border = { x: at(outer.x, box.x, box.x + box.width), y: at(outer.y, box.y, box.y + box.height) };
  return [border, ...points.slice(out)];
}

function isInside(point: Point | undefined, { x, y, width, height }: Rectangle): boolean {
  return point !== undefined && point.x > x && point.x < x + width && point.y > y && point.y < y + height;
}

function isOn(point: Point, { x, y, width, height }: Rectangle): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

/** A line from a card to itself: out on the right and back on the left, below it. */
export function selfLoop({ x, y, width, height }: Rectangle): readonly Point[] {
  const beside = 6;
  const middle = y + height / 2;
  const below = y + height + beside;
  return [
    { x: x + width, y: middle },
    { x: x + width + beside, y: middle },
    { x: x + width + beside, y: below },
    { x: x - beside, y: below },
    { x: x - beside, y: middle },
    { x, y: middle },
  ];
}
