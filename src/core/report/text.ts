import type { Diagnosis, Finding, SubjectDiagnosis } from '../diagnosis.ts';
import { measurementLines } from '../measure/words.ts';
import { visible } from './visible.ts';
import {
  gapGroups,
  provenSentence,
  sidesSentence,
  stateWord,
  suppressedBy,
  trafficSentence,
  worstFirst,
  zoneTable,
} from './words.ts';

/** The diagnosis for a terminal: one block a subject, the answer first. Ends with a newline. */
export function renderText(diagnosis: Diagnosis): string {
  const several = diagnosis.subjects.length > 1;
  const blocks = worstFirst(diagnosis.subjects).map((subject) => subjectBlock(subject, several));
  const denied = diagnosis.coverage.filter((row) => row.status === 'denied');
  const foot = [
    `Read at ${diagnosis.now}. ${trafficSentence(diagnosis)}`,
    ...measured(diagnosis),
    ...(denied.length === 0
      ? []
      : [
          `Denied: ${[...new Set(denied.map((row) => `${row.operation} (${row.account} ${row.region})`))].join(', ')}.`,
        ]),
    ...(diagnosis.configuration?.notes ?? []),
  ];
  const body = blocks.length === 0 ? [['No endpoint and no endpoint service was loaded.']] : blocks;
  return `${[...body, foot].map((lines) => lines.map(visible).join('\n')).join('\n\n')}\n`;
}

function measured({ measurements }: Diagnosis): readonly string[] {
  if (measurements === undefined) return [];
  return [`Measured of ${measurements.endpoint}:`, ...measurementLines(measurements).map((line) => `  ${line}`)];
}

/** Among several, a subject with nothing to say has one line. */
function subjectBlock(subject: SubjectDiagnosis, several: boolean): readonly string[] {
  const headline = `${subject.verdict.toUpperCase()}  ${subject.summary}`;
  if (several && subject.verdict === 'healthy' && subject.findings.length === 0) return [headline];
  const width = Math.max(...subject.hops.map((hop) => hop.hop.length), 0);
  return [
    headline,
    `  ${subject.type} ${subject.kind} in account ${subject.account}, ${subject.region}. ${sidesSentence(subject)}`,
    `  ${provenSentence(subject)}`,
    '',
    ...subject.hops.map((hop) => `  ${hop.hop.padEnd(width)}  ${stateWord(hop.state).padEnd(16)}  ${hop.statement}`),
    ...zoneLines(subject),
    ...subject.findings.flatMap(findingLines),
    ...section(
      'Also noted',
      subject.suppressed.map((item) => `${item.rule} (${suppressedBy(item)})`),
    ),
    ...section(
      'Not judged',
      gapGroups(subject).map((item) => `${item.hop}: ${item.line} [${item.rules.join(', ')}]`),
    ),
    ...section('Assumed', subject.assumptions),
  ];
}

function zoneLines(subject: SubjectDiagnosis): readonly string[] {
  const { hops, rows } = zoneTable(subject);
  if (rows.length === 0) return [];
  return section(
    'By zone',
    rows.map(
      ([zone, states]) => `${zone}: ${states.map((state, i) => `${hops[i] ?? ''} ${stateWord(state)}`).join(', ')}`,
    ),
  );
}

function findingLines(finding: Finding): readonly string[] {
  return [
    '',
    `  ${finding.rule} ${finding.title}  [${finding.effect}, ${finding.severity}, ${finding.confidence}, owner ${finding.owner}]`,
    `    ${finding.message}`,
    ...finding.evidence.map((item) => `    evidence: ${item.resource} ${item.field} = ${item.value}`),
    `    fix: ${finding.fix}`,
    ...finding.commands.flatMap((item) => [`    $ ${item.command}`, `      impact: ${item.impact}`]),
    ...finding.docs.map((url) => `    ${url}`),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${title}:`, ...lines.map((line) => `    ${line}`)];
}
