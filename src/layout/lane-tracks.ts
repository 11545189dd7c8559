import type { Layers, Links } from './lane-links.ts';
import type { Stacked } from './lane-stack.ts';

/* Between two columns lines go up and down, side by side in tracks. */

export interface Tracks {
  /** How many there are before the first column, between each two, and after the last. */
  readonly counts: readonly number[];
  /** The track of a link in a channel; channel -1 is before the first column. */
  track(link: number, channel: number): number;
}

/** What goes up and down on one track: the lines of one port go together. */
interface Trunk {
  readonly links: number[];
  /** How far down lines come in on the left, and go out on the right. */
  readonly left: number[];
  readonly right: number[];
  low: number;
  high: number;
}

/** Lines of different ports keep that far apart, up and down, where they share a track. */
const APART = 8;
/** Two lines this close together look like one. */
const CLOSE = 4;
const OVERLAID = 1000;

export function tracksOf({ links }: Links, layers: Layers, { heights }: Stacked): Tracks {
  const channels = Array.from({ length: layers.count + 1 }, () => new Map<string, Trunk>());
  const put = (channel: number, key: string, link: number, left: number, right: number): void => {
    if (left === right) return;
    const trunks = channels[channel + 1];
    const [low, high] = [Math.min(left, right), Math.max(left, right)];
    const trunk = trunks?.get(key);
    if (trunk === undefined) {
      trunks?.set(key, { links: [link], left: [left], right: [right], low, high });
      return;
    }
    trunk.links.push(link);
    trunk.left.push(left);
    trunk.right.push(right);
    trunk.low = Math.min(trunk.low, low);
    trunk.high = Math.max(trunk.high, high);
  };
  for (const [i, link] of links.entries()) {
    const { from, to, corridor } = heights[i] ?? { from: 0, to: 0 };
    const [first, last] = [layers.first(link), layers.last(link)];
    const [start, end] = [
      { node: link.from, port: link.fromPort },
      { node: link.to, port: link.toPort },
    ].map(({ node, port }) =>
      node === undefined ? `gate ${link.gate ?? 0}` : port === undefined ? '' : `${node} ${port}`,
    );
    if (corridor === undefined) {
      put(first, end || start || `${i}`, i, from, to);
    } else {
      put(first, start || `${i}`, i, from, corridor);
      put(last - 1, end || `${i}`, i, corridor, to);
    }
  }
  const found = channels.map((trunks) => assigned([...trunks.values()]));
  return {
    counts: found.map(({ count }) => count),
    track: (link, channel) => found[channel + 1]?.tracks.get(link) ?? 0,
  };
}

function assigned(trunks: readonly Trunk[]): { readonly count: number; readonly tracks: ReadonlyMap<number, number> } {
  const wins = new Map(trunks.map((trunk) => [trunk, 0]));
  for (const [i, one] of trunks.entries()) {
    for (const other of trunks.slice(i + 1)) {
      const better = Math.sign(crossings(other, one) - crossings(one, other));
      wins.set(one, (wins.get(one) ?? 0) + better);
      wins.set(other, (wins.get(other) ?? 0) - better);
    }
  }
  const ordered = [...trunks].sort((a, b) => (wins.get(b) ?? 0) - (wins.get(a) ?? 0));
  const placed: { readonly trunk: Trunk; readonly track: number }[] = [];
  const tracks = new Map<number, number>();
  for (const trunk of ordered) {
    const before = placed.filter((other) => isNear(other.trunk, trunk)).map((other) => other.track + 1);
    const track = Math.max(0, ...before);
    placed.push({ trunk, track });
    for (const link of trunk.links) tracks.set(link, track);
  }
  return { count: Math.max(0, ...placed.map(({ track }) => track + 1)), tracks };
}

function isNear(one: Trunk, other: Trunk): boolean {
  return one.low - APART < other.high && other.low - APART < one.high;
}

/** How often two trunks cross when the first is left of the second. */
function crossings(first: Trunk, second: Trunk): number {
  const through = (at: number, { low, high }: Trunk): boolean => low < at && at < high;
  const overlaid = first.right.filter((at) => second.left.some((other) => Math.abs(at - other) < CLOSE)).length;
  return (
    first.right.filter((at) => through(at, second)).length +
    second.left.filter((at) => through(at, first)).length +
    overlaid * OVERLAID
  );
}
