import { describe, expect, test } from 'vitest';
import { FRAME_OPACITY } from '../../../src/core/graph/card.ts';
import { DIAGRAM_THEMES, PALETTES } from '../../../src/core/graph/palettes.ts';

type Colour = readonly number[];

const parse = (hex: string): Colour => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
const over = (front: Colour, opacity: number, back: Colour): Colour =>
  front.map((value, i) => value * opacity + back[i]! * (1 - opacity));

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: Colour, b: Colour): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

test('contrast is computed as WCAG has it', () => {
  expect(contrast(parse('#000000'), parse('#ffffff'))).toBeCloseTo(21);
  expect(contrast(parse('#777777'), parse('#ffffff'))).toBeCloseTo(4.48, 2);
});

describe.each(DIAGRAM_THEMES)('the %s palette', (theme) => {
  const palette = PALETTES[theme];
  const background = parse(palette.background);
  const frames = [1, 2, 3, 4].reduce<readonly Colour[]>(
    (found) => [...found, over(parse(palette.muted), FRAME_OPACITY.fill, found.at(-1)!)],
    [background],
  );
  const card = parse(palette.card);
  const tinted = ([palette.states.fail, palette.states.warn] as const).map((hex) => over(parse(hex), 0.1, card));

  test.each(['foreground', 'muted'] as const)('lets %s text be read on everything that it stands on', (name) => {
    for (const back of [...frames, card, ...tinted]) {
      expect(contrast(parse(palette[name]), back)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('lets lines, signs and icons be seen', () => {
    for (const hex of Object.values(palette.states)) {
      for (const back of [...frames, card]) expect(contrast(parse(hex), back), hex).toBeGreaterThanOrEqual(3);
    }
    for (const hex of Object.values(palette.kinds)) {
      for (const back of [card, ...frames]) expect(contrast(parse(hex), back), hex).toBeGreaterThanOrEqual(3);
      expect(contrast(parse(palette.onColour), parse(hex)), hex).toBeGreaterThanOrEqual(3);
    }
  });
});
