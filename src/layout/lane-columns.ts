import type { Layers, Links } from './lane-links.ts';
import type { Stacked, StackedBand } from './lane-stack.ts';
import type { Band } from './problem.ts';

/* How far right everything is. */

const BESIDE_BLOCK = 12;
const BETWEEN_TRACKS = 8;

export interface Columns {
  readonly width: number;
  left(layer: number): number;
  track(channel: number, track: number): number;
  /** The left and the right border of a band. */
  band(band: StackedBand): readonly [number, number];
}

/** @param tracks how many there are in each channel, from the one before the first column */
export function columnsOf(links: Links, layers: Layers, { bands }: Stacked, tracks: readonly number[]): Columns {
  const widths = Array.from({ length: layers.count }, () => 0);
  for (const [i, { width }] of links.sizes.entries()) {
    const layer = layers.of[i] ?? 0;
    widths[layer] = Math.max(widths[layer] ?? 0, width);
  }
  const inner = bands.slice(1);
  const spans = new Map(inner.map((band) => [band.band, band]));
  const pads = new Map(inner.map((band) => [band, paddings(band, spans)]));
  const [left, right] = [widths.map(() => 0), widths.map(() => 0)];
  for (const [{ first, last }, pad] of pads) {
    left[first] = Math.max(left[first] ?? 0, pad.left);
    right[last] = Math.max(right[last] ?? 0, pad.right);
  }
  const channel = (i: number): number => {
    const count = tracks[i + 1] ?? 0;
    const isInside = i >= 0 && i < layers.count - 1;
    if (count === 0) return isInside ? 2 * BESIDE_BLOCK : 0;
    return (count - 1) * BETWEEN_TRACKS + 2 * BESIDE_BLOCK;
  };
  const lefts: number[] = [];
  const place = (): number => {
    let x = channel(-1);
    for (const [i, width] of widths.entries()) {
      lefts[i] = x + (left[i] ?? 0);
      x = (lefts[i] ?? 0) + width + (right[i] ?? 0) + channel(i);
    }
    return x;
  };
  const border = (band: StackedBand): readonly [number, number] => {
    const pad = pads.get(band) ?? { left: 0, right: 0 };
    return [(lefts[band.first] ?? 0) - pad.left, (lefts[band.last] ?? 0) + (widths[band.last] ?? 0) + pad.right];
  };
  let width = place();
  // The head of a frame needs its room whatever the frame holds.
  for (const band of [...inner].reverse()) {
    const [from, to] = border(band);
    if (to - from >= band.band.minWidth) continue;
    widths[band.last] = (widths[band.last] ?? 0) + band.band.minWidth - (to - from);
    width = place();
  }
  return {
    width,
    left: (layer) => lefts[layer] ?? 0,
    track: (at, track) => {
      const before = at < 0 ? 0 : (lefts[at] ?? 0) + (widths[at] ?? 0) + (right[at] ?? 0);
      return before + BESIDE_BLOCK + track * BETWEEN_TRACKS;
    },
    band: border,
  };
}

/** How far a band's borders are from the columns it begins and ends with: bands in it may begin and end there too. */
function paddings(
  { band, first, last }: StackedBand,
  spans: ReadonlyMap<Band, StackedBand>,
): { readonly left: number; readonly right: number } {
  const inner = band.content.flatMap((item) => (typeof item === 'number' ? [] : (spans.get(item) ?? [])));
  const [left, right] = [0, 0].map(() => band.padding.side) as [number, number];
  const of = inner.map((child) => ({ child, pad: paddings(child, spans) }));
  return {
    left: left + Math.max(0, ...of.filter(({ child }) => child.first === first).map(({ pad }) => pad.left)),
    right: right + Math.max(0, ...of.filter(({ child }) => child.last === last).map(({ pad }) => pad.right)),
  };
}
