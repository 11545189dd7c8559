import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../../src/core/configuration/parse.ts';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { renderCsv } from '../../../src/core/report/csv.ts';
import { renderSarif } from '../../../src/core/report/sarif.ts';
import { sampleEstate } from '../../worlds/sample.ts';

const inventory = buildInventory([sampleEstate()]);
const plain = diagnose(inventory, { now: inventory.capturedAt });
const first = plain.subjects.flatMap(({ findings }) => findings).find(({ rule }) => rule === 'PL-NLB-004');
const configured = diagnose(inventory, {
  now: inventory.capturedAt,
  configuration: parseConfiguration(
    JSON.stringify({
      suppressions: [
        { rule: 'PL-NLB-004', resource: first?.resource, reason: 'known', expires: '2099-01-01' },
        { rule: 'PL-SG-001', resource: 'sg-1', reason: 'over', expires: '2020-01-01' },
      ],
    }),
    '.privatelink.json',
  ),
});

/** RFC 4180, read by its grammar. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const form = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  let at = 0;
  for (let found = form.exec(text); found !== null; found = form.exec(text)) {
    const [whole, field = '', end] = found;
    rows.at(-1)?.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === '\r\n') rows.push([]);
    at += whole.length;
  }
  expect(at).toBe(text.length);
  return rows.slice(0, -1);
}

describe('csv', () => {
  const rows = parseCsv(renderCsv(plain));

  test('has a row for each finding, and one for each subject that has none', () => {
    const quiet = plain.subjects.filter(({ findings }) => findings.length === 0).length;
    const found = plain.subjects.flatMap(({ findings }) => findings);
    expect(rows).toHaveLength(1 + found.length + quiet);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([18]));
    expect(
      rows
        .slice(1)
        .filter(([, , , , , , , rule]) => rule !== '')
        .map((row) => row[15]),
    ).toEqual(found.map(({ message }) => message));
  });

  test.each(['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '＋1', '－1', '＠SUM(A1)'])(
    '%j is text to a spreadsheet',
    (name) => {
      const subjects = plain.subjects.slice(0, 1).map((subject) => ({ ...subject, name, findings: [] }));
      const [, row] = parseCsv(renderCsv({ ...plain, subjects }));
      expect(row?.[1]).toBe(`'${name}`);
    },
  );

  test('quotes, commas and line ends stay inside their field', () => {
    const name = 'a "b", c\r\nd';
    const subjects = plain.subjects.slice(0, 1).map((subject) => ({ ...subject, name, findings: [] }));
    expect(parseCsv(renderCsv({ ...plain, subjects }))[1]?.[1]).toBe(name);
  });
});

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[] }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
}

interface Log {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly rules: readonly {
          readonly id: string;
          readonly helpUri: string;
          readonly defaultConfiguration: object;
        }[];
      };
    };
    readonly invocations: readonly { readonly toolExecutionNotifications: readonly { message: { text: string } }[] }[];
    readonly results: readonly Result[];
  }[];
}

function sarif(diagnosis: Diagnosis): Log['runs'][number] {
  const log = JSON.parse(renderSarif(diagnosis, '1.2.3')) as Log;
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toContain('sarif-schema-2.1.0.json');
  expect(log.runs).toHaveLength(1);
  return log.runs[0] as Log['runs'][number];
}

describe('sarif', () => {
  const { tool, results } = sarif(plain);

  test('has a result for each finding, at its level and place', () => {
    const counted = results.filter(({ suppressions }) => suppressions === undefined);
    const found = plain.subjects.flatMap(({ findings }) => findings);
    expect(counted.map(({ ruleId }) => ruleId)).toEqual(found.map(({ rule }) => rule));
    const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' };
    expect(counted.map(({ level }) => level)).toEqual(found.map(({ severity }) => levels[severity]));
    for (const { locations, message, partialFingerprints } of results) {
      expect(message.text).not.toBe('');
      expect(locations[0]?.logicalLocations[0]?.fullyQualifiedName).toMatch(/^(arn:|\d{12}\/[a-z0-9-]+\/)/);
      expect(Object.keys(partialFingerprints)).toEqual(['finding/v1']);
    }
  });

  test('tells results apart, and points each to its rule’s description', () => {
    const marks = results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
    const repeated = marks.filter((mark, i) => marks.indexOf(mark) !== i);
    // One rule may find two things of one resource.
    expect(repeated.length).toBeLessThan(marks.length / 10);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    for (const rule of tool.driver.rules) expect(rule.helpUri).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });

  test('a suppressed finding is a result that says so, and what ended is a notification', () => {
    const run = sarif(configured);
    const [suppressed] = run.results.filter(
      ({ ruleId, suppressions }) => ruleId === 'PL-NLB-004' && suppressions !== undefined,
    );
    expect(suppressed?.suppressions).toEqual([{ kind: 'external', justification: 'known' }]);
    expect(run.invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
      expect.stringContaining('suppressions[1] ended on 2020-01-01'),
    ]);
  });
});
