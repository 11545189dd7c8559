import { describe, expect, test } from 'vitest';
import { listRows } from '../../../src/core/list.ts';
import { compareDiagnosed } from '../../../src/core/compare/compare.ts';
import { renderComparisonMarkdown } from '../../../src/core/compare/markdown.ts';
import { renderComparisonText } from '../../../src/core/compare/text.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { find } from '../../../src/core/find/find.ts';
import { renderFoundText } from '../../../src/core/find/text.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { renderCsv } from '../../../src/core/report/csv.ts';
import { renderListText } from '../../../src/core/report/list.ts';
import { renderMarkdown } from '../../../src/core/report/markdown.ts';
import { renderSarif } from '../../../src/core/report/sarif.ts';
import { renderText } from '../../../src/core/report/text.ts';
import { visible, visibleJson, visibleLines } from '../../../src/core/report/visible.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';

const PAYLOAD = 'pay\u001b[31mroll\u202e\u2066x\u0007\u009b2J\u200bend';
const SHOWN = 'pay\\u001b[31mroll\\u202e\\u2066x\\u0007\\u009b2J\\u200bend';

describe('JSON and SARIF', () => {
  test('read back as they were, and turn no terminal and no direction', () => {
    const value = { name: `${PAYLOAD}\u{e0041}é界`, [PAYLOAD]: ['a\tb\nc'] };
    const text = visibleJson(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(text).toContain('\\u202e');
    expect(text).toContain('\\udb40\\udc41');
    expect(text).toContain('é界');
  });
});

describe('a text for people', () => {
  test.each([
    ['a sequence that colours a terminal', '\u001b[31m', '\\u001b[31m'],
    ['a C1 control', '\u009b2J', '\\u009b2J'],
    ['NUL and delete', '\0\u007f', '\\u0000\\u007f'],
    ['a backspace', 'ab\b', 'ab\\u0008'],
    ['an override', 'a\u202eb\u202c', 'a\\u202eb\\u202c'],
    ['an isolate', 'a\u2066b\u2069', 'a\\u2066b\\u2069'],
    ['what has no width', 'a\u200b\ufeffb', 'a\\u200b\\ufeffb'],
    ['a tag of Unicode', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half a character', 'a\ud83e', 'a\\ud83e'],
  ])('writes %s out', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('has one line: a line end or a tab is a space', () => {
    expect(visible('a\r\nb\tc\u2028d\u0085e')).toBe('a b c d e');
  });

  test('keeps its tabs and lines where they belong to a field', () => {
    expect(visibleLines('a\r\nb\tc\u2028d\u001b')).toBe('a\r\nb\tc\\u2028d\\u001b');
  });

  test('is left as it is otherwise', () => {
    expect(visible('Zürich – 東京 🏢 \\u202e')).toBe('Zürich – 東京 🏢 \\u202e');
  });
});

describe('what a terminal, a page or a sheet shows', () => {
  const estate = healthyEstate();
  estate.endpoint.raw['State'] = 'failed';
  estate.endpoint.raw['FailureReason'] = PAYLOAD;
  estate.endpoint.raw['Tags'] = [{ Key: 'Name', Value: PAYLOAD }];
  const snapshot = snapshotOf(estate.world);
  // A file can say that it is anybody's.
  const inventory = buildInventory([
    {
      ...snapshot,
      scopes: snapshot.scopes.map((scope) => ({
        ...scope,
        calls: [
          ...scope.calls,
          { ...scope.calls[0]!, operation: `ec2:Describe\u001b[2J`, status: 'denied', complete: false, output: {} },
        ],
      })),
    },
  ]);
  const healthy = buildInventory([snapshotOf(healthyEstate().world)]);
  const diagnosis = diagnose(inventory, { now: snapshot.capturedAt });
  const comparison = compareDiagnosed(healthy, inventory);

  test.each([
    ['the text of a diagnosis', renderText(diagnosis), SHOWN],
    ['its page', renderMarkdown(diagnosis), SHOWN],
    ['its page’s prose', renderMarkdown(diagnosis), SHOWN.replaceAll(/[\\[]/g, '\\$&')],
    ['its sheet', renderCsv(diagnosis), SHOWN],
    ['the text of a comparison', renderComparisonText(comparison), SHOWN],
    ['its page', renderComparisonMarkdown(comparison), SHOWN],
    ['what was found', renderFoundText(find(inventory, estate.endpoint.id)), SHOWN],
    ['the list', renderListText(listRows(inventory)), SHOWN],
  ])('%s shows a hostile name and does nothing', (_, text, shown) => {
    expect(text).toContain(shown);
    expect(text).not.toMatch(/[\0-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069]/);
  });

  test('what programs read has the name as it is', () => {
    const log = renderSarif(diagnosis, '1.0.0');
    expect(log).not.toMatch(/[\0-\u0009\u000b-\u001f]/);
    expect(JSON.stringify(JSON.parse(log))).toContain(JSON.stringify(PAYLOAD).slice(1, -1));
  });
});
