import { code, escape } from '../report/markdown.ts';
import { isSetChange, type Comparison, type FieldChange, type FindingChange, type Side } from './types.ts';
import {
  caveat,
  CHANGE_TITLES,
  gapGroups,
  kindWords,
  limits,
  nameOf,
  placeOf,
  summaryOf,
  TREND_WORDS,
  valueWords,
} from './words.ts';

/** The comparison as a page that can be sent to others. Names and values are escaped. Ends with a newline. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const lines = [
    '# Comparison of two snapshots',
    '',
    `**${summaryOf(comparison)}**`,
    '',
    `Before: ${escape(comparison.before.capturedAt)}. After: ${escape(comparison.after.capturedAt)}.`,
    ...verdictBlock(comparison),
    ...(['removed', 'changed', 'added'] as const).flatMap((change) => resourceBlock(comparison, change)),
    ...bullets(
      'Not comparable',
      'Each is on one side, and nothing proves that the other side lacks it.',
      gapGroups(comparison).map(
        ({ words, items }) => `${escape(words)}: ${items.map((item) => code(nameOf(item))).join(', ')}`,
      ),
    ),
    ...bullets(
      'Not read on both sides',
      'What these would have shown was not compared.',
      limits(comparison).map(escape),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function verdictBlock({ verdicts }: Comparison): readonly string[] {
  if (verdicts.length === 0) return [];
  return [
    '',
    '## Verdicts',
    '',
    '| | Subject | Before | After |',
    '| --- | --- | --- | --- |',
    ...verdicts.map(
      (change) =>
        `| ${[TREND_WORDS[change.trend], `${change.kind} ${nameOf(change)}`, change.before, change.after].map(escape).join(' | ')} |`,
    ),
    ...verdicts.flatMap((change) => [
      '',
      `### ${escape(nameOf(change))}`,
      '',
      ...change.appeared.map((finding) => findingLine('New', finding, 'before')),
      ...change.disappeared.map((finding) => findingLine('Gone', finding, 'after')),
    ]),
  ];
}

function findingLine(word: string, finding: FindingChange, lacking: Side): string {
  const why = caveat(finding, lacking);
  return `- ${word}: **${finding.rule}** ${escape(finding.title)}: ${code(finding.resource)}${why === '' ? '' : ` (${escape(why)})`}`;
}

function resourceBlock({ resources }: Comparison, change: 'removed' | 'changed' | 'added'): readonly string[] {
  const found = resources.filter((item) => item.change === change);
  if (found.length === 0) return [];
  return [
    '',
    `## ${CHANGE_TITLES[change]}`,
    '',
    ...found.flatMap((item) => {
      const verdict = 'verdict' in item ? `: **${item.verdict}**` : '';
      const head = `- ${escape(kindWords(item.kind))} ${code(nameOf(item))}, ${escape(placeOf(item))}${verdict}`;
      return [head, ...(item.change === 'changed' ? item.fields.flatMap(fieldLines) : [])];
    }),
  ];
}

function fieldLines(field: FieldChange): readonly string[] {
  const head = `  - ${code(field.field)}`;
  if (!isSetChange(field)) return [`${head}: ${valueCode(field.before)} → ${valueCode(field.after)}`];
  return [
    head,
    ...field.removed.map((member) => `    - removed ${code(member)}`),
    ...field.added.map((member) => `    - added ${code(member)}`),
  ];
}

/** What AWS gave is code; that it gave nothing is said in words. */
function valueCode(value: Parameters<typeof valueWords>[0]): string {
  return value === undefined ? valueWords(value) : code(valueWords(value));
}

function bullets(title: string, lead: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', lead, '', ...lines.map((line) => `- ${line}`)];
}
