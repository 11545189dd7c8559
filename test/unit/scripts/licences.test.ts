import { expect, test } from 'vitest';
import { licenceProblems, renderNotices } from '../../../scripts/licences.mjs';

const one = (name: string, licence: string, text = `text of ${licence}`) => ({
  name,
  version: '1.0.0',
  licence,
  source: `https://example.org/${name}`,
  text,
});

test('names each package with its licence, and a common text once', () => {
  const notices = renderNotices([one('a', 'MIT'), one('b', 'ISC'), one('c', 'MIT')]);
  for (const name of ['a', 'b', 'c']) expect(notices).toContain(`${name} 1.0.0`);
  expect(notices.split('text of MIT')).toHaveLength(2);
});

test.each(['AGPL-3.0-only', 'GPL-3.0', 'MIT AND GPL-3.0', 'UNLICENSED', 'none stated'])('refuses %s', (licence) => {
  expect(licenceProblems([one('bad', licence), one('good', 'MIT')])).toEqual([
    expect.stringContaining(`bad 1.0.0 has the licence "${licence}"`),
  ]);
});

test.each(['Apache-2.0', 'MIT', 'BSD-3-Clause', 'ISC', '0BSD', 'EPL-2.0 OR GPL-3.0-or-later'])(
  'lets %s through',
  (licence) => {
    expect(licenceProblems([one('good', licence)])).toEqual([]);
  },
);
