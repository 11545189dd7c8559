import { visible } from '../report/visible.ts';
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

/** The comparison for a terminal, the answer first. Ends with a newline. */
export function renderComparisonText(comparison: Comparison): string {
  const lines = [
    summaryOf(comparison),
    `Before: ${comparison.before.capturedAt}. After: ${comparison.after.capturedAt}.`,
    ...verdictLines(comparison),
    ...(['removed', 'changed', 'added'] as const).flatMap((change) => resourceLines(comparison, change)),
    ...section(
      'Not comparable',
      gapGroups(comparison).flatMap(({ words, items }) => [
        `  ${words}`,
        ...items.map((item) => `    ${nameOf(item)}`),
      ]),
    ),
    ...section(
      'Not read on both sides',
      limits(comparison).map((line) => `  ${line}`),
    ),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}

function verdictLines({ verdicts }: Comparison): readonly string[] {
  const lines = verdicts.flatMap((change) => [
    `  ${TREND_WORDS[change.trend]}  ${change.kind} ${nameOf(change)}, ${change.account} ${change.region}: ${change.before} → ${change.after}`,
    ...change.appeared.map((finding) => findingLine('+', finding, 'before')),
    ...change.disappeared.map((finding) => findingLine('-', finding, 'after')),
  ]);
  return section('Verdicts', lines);
}

function findingLine(sign: string, finding: FindingChange, lacking: Side): string {
  const why = caveat(finding, lacking);
  return `    ${sign} ${finding.rule} ${finding.title}: ${finding.resource}${why === '' ? '' : ` (${why})`}`;
}

function resourceLines({ resources }: Comparison, change: 'removed' | 'changed' | 'added'): readonly string[] {
  const lines = resources.flatMap((item) => {
    if (item.change !== change) return [];
    const verdict = item.change !== 'changed' && item.verdict !== undefined ? `: ${item.verdict}` : '';
    const head = `  ${kindWords(item.kind)} ${nameOf(item)}, ${placeOf(item)}${verdict}`;
    return [head, ...(item.change === 'changed' ? item.fields.map((field) => `    ${fieldWords(field)}`) : [])];
  });
  return section(CHANGE_TITLES[change], lines);
}

function fieldWords(field: FieldChange): string {
  if (!isSetChange(field)) return `${field.field}: ${valueWords(field.before)} → ${valueWords(field.after)}`;
  const members = [...field.removed.map((member) => `- ${member}`), ...field.added.map((member) => `+ ${member}`)];
  return `${field.field}: ${members.join(', ')}`;
}
