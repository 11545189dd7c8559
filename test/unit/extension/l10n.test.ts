import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { extractStrings } from './l10n-strings.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const bundle = join(root, 'l10n', 'bundle.l10n.json');

/** The bundle's text for what is in the code. */
function expected(): string {
  const strings = [...extractStrings(join(root, 'src')).keys()].sort();
  return `${JSON.stringify(Object.fromEntries(strings.map((text) => [text, text])), null, 2)}\n`;
}

test('the bundle that translators start from holds exactly the strings of the code', () => {
  if (process.env['UPDATE_L10N'] === '1') writeFileSync(bundle, expected());
  expect(readFileSync(bundle, 'utf8'), 'UPDATE_L10N=1 npx vitest run test/unit/extension/l10n.test.ts writes it').toBe(
    expected(),
  );
});

test('every placeholder of a string has its number, from {0} on', () => {
  for (const text of extractStrings(join(root, 'src')).keys()) {
    const numbers = [...new Set([...text.matchAll(/\{(\d+)\}/g)].map((match) => Number(match[1])))].sort();
    expect(numbers, text).toEqual(numbers.map((_, i) => i));
  }
});
