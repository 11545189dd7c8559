import type { Size } from '../core/graph/size.ts';
import type { Point } from '../core/graph/types.ts';

const MARGIN = 12;
const BETWEEN = 24;
/** How much wider than high a page is that fills a window. */
const ASPECT = 1.6;

export interface Packed extends Size {
  readonly places: readonly Point[];
}

/** Puts rectangles on a page, in rows from the top and in their order. */
export function pack(sizes: readonly Size[]): Packed {
  if (sizes.length === 0) return { places: [], width: 0, height: 0 };
  const area = sizes.reduce((sum, { width, height }) => sum + (width + BETWEEN) * (height + BETWEEN), 0);
  const room = Math.max(Math.sqrt(area * ASPECT), ...sizes.map(({ width }) => width));
  const places: Point[] = [];
  let [x, y, row, widest] = [0, 0, 0, 0];
  for (const { width, height } of sizes) {
    if (x > 0 && x + width > room) [x, y, row] = [0, y + row + BETWEEN, 0];
    places.push({ x: MARGIN + x, y: MARGIN + y });
    widest = Math.max(widest, x + width);
    x += width + BETWEEN;
    row = Math.max(row, height);
  }
  return { places, width: widest + 2 * MARGIN, height: y + row + 2 * MARGIN };
}
