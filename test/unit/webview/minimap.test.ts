import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitOf, pointAt } from '../../../webview/minimap.ts';

const size = fc.record({ width: fc.integer({ min: 1, max: 50_000 }), height: fc.integer({ min: 1, max: 50_000 }) });

test('any picture lies whole in its corner, as large as it can be, in the middle', () => {
  fc.assert(
    fc.property(size, ({ width, height }) => {
      const { scale, left, top } = fitOf({ width, height });
      expect(left).toBeGreaterThanOrEqual(6 - 1e-9);
      expect(top).toBeGreaterThanOrEqual(6 - 1e-9);
      expect(left + width * scale + left).toBeCloseTo(200, 6);
      expect(top + height * scale + top).toBeCloseTo(140, 6);
      expect(Math.min(left, top)).toBeCloseTo(6, 6);
    }),
  );
});

test('each point of the corner is one of the picture, and its corners are the picture’s', () => {
  fc.assert(
    fc.property(
      size,
      fc.double({ min: -300, max: 500, noNaN: true }),
      fc.double({ min: -300, max: 500, noNaN: true }),
      (picture, x, y) => {
        const at = pointAt({ x, y }, picture);
        expect(at.x >= 0 && at.x <= picture.width && at.y >= 0 && at.y <= picture.height).toBe(true);
      },
    ),
  );
  const picture = { width: 1000, height: 300 };
  const { scale, left, top } = fitOf(picture);
  expect(pointAt({ x: left, y: top }, picture)).toEqual({ x: 0, y: 0 });
  const last = pointAt({ x: left + 1000 * scale, y: top + 300 * scale }, picture);
  expect(last.x).toBeCloseTo(1000, 6);
  expect(last.y).toBeCloseTo(300, 6);
  expect(pointAt({ x: left + 400 * scale, y: top + 75 * scale }, picture).x).toBeCloseTo(400, 6);
});
