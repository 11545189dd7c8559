import type { Point } from '../src/core/graph/types.ts';

/** A route as cytoscape's segment edges want it: ends relative to the nodes' centres, bends relative to the line between the ends. */
export interface SegmentRoute {
  readonly sourceEndpoint: string;
  readonly targetEndpoint: string;
  readonly weights: readonly number[];
  readonly distances: readonly number[];
}

/**
 * Turns absolute points into cytoscape's terms. Of a bend, the weight is how far along the line from end to end it lies,
 * the distance how far beside it (https://js.cytoscape.org/#style/segments-edges).
 *
 * @returns `undefined` for a route without two distinct ends
 */
export function segmentRoute(points: readonly Point[], source: Point, target: Point): SegmentRoute | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const dx = last.x - first.x;
  const dy = last.y - first.y;
  const length = Math.hypot(dx, dy);
  if (length === 0) return undefined;
  const bends = points.slice(1, -1).map((point) => {
    const px = point.x - first.x;
    const py = point.y - first.y;
    return { weight: (px * dx + py * dy) / (length * length), distance: (py * dx - px * dy) / length };
  });
  return {
    sourceEndpoint: `${first.x - source.x}px ${first.y - source.y}px`,
    targetEndpoint: `${last.x - target.x}px ${last.y - target.y}px`,
    weights: bends.map((bend) => bend.weight),
    distances: bends.map((bend) => bend.distance),
  };
}
