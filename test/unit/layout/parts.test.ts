import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closingArcs, knots, type Arc } from '../../../src/layout/cycles.ts';
import { createMemory } from '../../../src/layout/memory.ts';
import { pack } from '../../../src/layout/pack.ts';

const seed = Number(process.env['LAYOUT_SEED'] ?? 20_261_128);

const digraphs = fc
  .integer({ min: 1, max: 12 })
  .chain((count) =>
    fc.tuple(
      fc.constant(count),
      fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)) as fc.Arbitrary<Arc>, { maxLength: 30 }),
    ),
  );

/** Which nodes each node leads to, over any number of arcs: the plain way. */
function reach(count: number, arcs: readonly Arc[]): readonly boolean[][] {
  const found = Array.from({ length: count }, () => Array.from({ length: count }, () => false));
  for (const [a, b] of arcs) found[a]![b] = true;
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) found[i]![j] ||= found[i]![k]! && found[k]![j]!;
    }
  }
  return found;
}

describe('cycles', () => {
  test('are gone without the arcs that close them, and each of these closes one', () => {
    fc.assert(
      fc.property(digraphs, ([count, arcs]) => {
        const closing = closingArcs(count, arcs);
        const kept = arcs.filter((_, i) => !closing.has(i));
        expect(reach(count, kept).every((row, i) => !row[i])).toBe(true);
        const all = reach(count, arcs);
        for (const i of closing) expect(all[arcs[i]![1]]![arcs[i]![0]] || arcs[i]![0] === arcs[i]![1]).toBe(true);
      }),
      { seed },
    );
  });

  test('are closed by the way back, seen from where paths begin', () => {
    expect(
      closingArcs(4, [
        [2, 1],
        [0, 1],
        [1, 2],
        [2, 3],
      ]),
    ).toEqual(new Set([0]));
  });

  test('hold together what leads to each other', () => {
    fc.assert(
      fc.property(digraphs, ([count, arcs]) => {
        const way = reach(count, arcs);
        const knotOf = (i: number): readonly number[] =>
          way.flatMap((row, j) => (i === j || (way[i]![j] && row[i]) ? [j] : []));
        const expected = way.map((_, i) => knotOf(i)).filter((knot, i) => knot.length > 1 && knot[0] === i);
        expect(knots(count, arcs)).toEqual(expected);
      }),
      { seed },
    );
  });

  test('as long as anything are found without running out of stack', () => {
    const long = Array.from({ length: 50_000 }, (_, i): Arc => [i, (i + 1) % 50_000]);
    expect(closingArcs(50_000, long)).toEqual(new Set([49_999]));
    expect(knots(50_000, long)[0]).toHaveLength(50_000);
  });
});

describe('memory', () => {
  test('forgets what was not asked for the longest, and keeps no more than its limit', () => {
    const memory = createMemory<number>(6);
    memory.put('aa', 1);
    memory.put('bb', 2);
    memory.put('cc', 3);
    expect(memory.get('aa')).toBe(1);
    memory.put('dd', 4);
    expect([memory.get('aa'), memory.get('bb'), memory.get('cc'), memory.get('dd')]).toEqual([1, undefined, 3, 4]);
  });

  test('counts a key once, however often it is put', () => {
    const memory = createMemory<number>(4);
    memory.put('aa', 1);
    memory.put('aa', 2);
    memory.put('bb', 3);
    expect([memory.get('aa'), memory.get('bb')]).toEqual([2, 3]);
  });

  test('keeps the newest even where it alone is too long', () => {
    const memory = createMemory<number>(4);
    memory.put('aa', 1);
    memory.put('longer', 2);
    expect([memory.get('aa'), memory.get('longer')]).toEqual([undefined, 2]);
  });
});

describe('a page', () => {
  test('holds all its parts, none over another, and is as large as it must be', () => {
    const sizes = fc.array(
      fc.record({ width: fc.integer({ min: 1, max: 900 }), height: fc.integer({ min: 1, max: 900 }) }),
      {
        minLength: 1,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(sizes, (all) => {
        const { places, width, height } = pack(all);
        const boxes = all.map((size, i) => ({ ...size, ...places[i]! }));
        expect(Math.min(...boxes.map((box) => box.x))).toBe(12);
        expect(Math.min(...boxes.map((box) => box.y))).toBe(12);
        expect(Math.max(...boxes.map((box) => box.x + box.width))).toBe(width - 12);
        expect(Math.max(...boxes.map((box) => box.y + box.height))).toBe(height - 12);
        for (const [i, a] of boxes.entries()) {
          for (const b of boxes.slice(i + 1)) {
            const apart = a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;
            expect(apart).toBe(true);
          }
        }
      }),
      { seed },
    );
  });

  test('goes on in a new row where the window is full', () => {
    const { places } = pack(Array.from({ length: 6 }, () => ({ width: 300, height: 300 })));
    expect(new Set(places.map(({ y }) => y)).size).toBe(2);
    expect(places[0]).toEqual({ x: 12, y: 12 });
    expect(places[1]!.y).toBe(12);
  });
});
