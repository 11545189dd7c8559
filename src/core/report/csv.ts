import type { Diagnosis } from '../diagnosis.ts';
import { visibleLines } from './visible.ts';

const COLUMNS = [
  'subject',
  'name',
  'kind',
  'type',
  'account',
  'region',
  'verdict',
  'rule',
  'hop',
  'effect',
  'severity',
  'confidence',
  'owner',
  'resource',
  'title',
  'message',
  'fix',
  'commands',
] as const;

/**
 * The findings as RFC 4180 text, a row each; a subject without findings has one row with its verdict. Lines end with CRLF.
 * https://www.rfc-editor.org/rfc/rfc4180
 */
export function renderCsv(diagnosis: Diagnosis): string {
  const rows = diagnosis.subjects.flatMap((subject) => {
    const own = [
      subject.id,
      subject.name ?? '',
      subject.kind,
      subject.type,
      subject.account,
      subject.region,
      subject.verdict,
    ];
    if (subject.findings.length === 0) return [[...own, ...COLUMNS.slice(own.length).map(() => '')]];
    return subject.findings.map((finding) => [
      ...own,
      finding.rule,
      finding.hop,
      finding.effect,
      finding.severity,
      finding.confidence,
      finding.owner,
      finding.resource,
      finding.title,
      finding.message,
      finding.fix,
      finding.commands.map(({ command }) => command).join('\n'),
    ]);
  });
  return [COLUMNS, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/**
 * Spreadsheets run what starts like a formula, and names come from tags that anyone may have written: such a text gets an
 * apostrophe in front. https://owasp.org/www-community/attacks/CSV_Injection
 * A sheet is also printed on terminals: nothing in it is unseen.
 */
function field(value: string): string {
  const text = visibleLines(value);
  const safe = /^\s*[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
