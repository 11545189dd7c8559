/** Choices that are the same each time for one seed. */
export interface Random {
  /** A whole number from 0 up to but not including `end`. */
  readonly below: (end: number) => number;
  /** A whole number from `first` to `last`. */
  readonly between: (first: number, last: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly shuffled: <T>(items: readonly T[]) => T[];
}

/** Mulberry32: 32 bits of state, plenty for a few thousand estates. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    between: (first, last) => first + below(last - first + 1),
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('There is nothing to pick from');
      return item;
    },
    shuffled: (items) => {
      const found = [...items];
      for (let at = found.length - 1; at > 0; at -= 1) {
        const other = below(at + 1);
        [found[at], found[other]] = [found[other] as (typeof found)[number], found[at] as (typeof found)[number]];
      }
      return found;
    },
  };
}
