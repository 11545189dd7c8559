import { expect, test, vi } from 'vitest';
import { ENGLISH } from '../../../src/core/graph/words.ts';

vi.mock('vscode', () => ({ l10n: { t: (text: string) => text } }));

const { diagramWords } = await import('../../../src/views/topology-strings.ts');

test('an untranslated editor and the command line write the same words into a diagram', () => {
  expect(diagramWords()).toEqual(ENGLISH);
});
