import { visible } from '../report/visible.ts';
import type { Impact, ZoneMatrix, ZoneRow, ZonesOfSubject } from './types.ts';
import { outsideWords, wayWords, zoneCells } from './words.ts';

/* Impacts and zone matrices for a terminal. */

/** What depends on a resource, a block each. Ends with a newline. */
export function renderImpactText({ of, summary, affected, gaps }: Impact): string {
  const title = `${of.kind.replaceAll('-', ' ')} ${of.name === undefined ? of.id : `${of.name} (${of.id})`}`;
  const blocks = affected.flatMap((item) => {
    const name = item.name === undefined ? item.id : `${item.name} (${item.id})`;
    const place = [item.account ?? 'account unknown', item.region, item.vpcId, item.state]
      .filter((part) => part !== undefined)
      .join(' ');
    const verdict = item.verdict === 'not-loaded' ? 'not loaded' : item.verdict;
    const [way, ...others] = item.ways;
    const more = others.length === 0 ? '' : ` (and ${others.length} more ${others.length === 1 ? 'way' : 'ways'})`;
    return [
      '',
      `${item.extent.toUpperCase()}  ${item.kind} ${name}, ${place}: ${verdict}`,
      `  ${item.why}`,
      ...(way === undefined ? [] : [`  ${wayWords(way)}${more}`]),
    ];
  });
  const unread = gaps.map(({ operation, account, region }) => `  ${operation} in account ${account}, ${region}`);
  const lines = [title, summary, ...blocks, ...(unread.length === 0 ? [] : ['', 'Not read in full:', ...unread])];
  return `${lines.map(visible).join('\n')}\n`;
}

const COLUMNS = ['zone', 'endpoint', 'offered', 'load balancer', 'healthy', 'cross-zone', 'withdrawn', 'if it fails'];

/** A table for each endpoint and service. Ends with a newline. */
export function renderZonesText({ subjects }: ZoneMatrix): string {
  if (subjects.length === 0) return 'No endpoint and no endpoint service was read.\n';
  return `${subjects.map((subject) => subjectLines(subject).join('\n')).join('\n\n')}\n`;
}

function subjectLines(subject: ZonesOfSubject): readonly string[] {
  const { kind, id, name, account, region, verdict, service, note, outside, zones } = subject;
  const leads = service === undefined ? '' : ` → ${service}`;
  const head = `${kind} ${name === undefined ? id : `${name} (${id})`}, ${account} ${region}${leads}: ${verdict}`;
  const table = zones.length === 0 ? [] : aligned([COLUMNS.map((column) => column.toUpperCase()), ...zones.map(cells)]);
  const reasons = zones.map(({ zoneId, ifFails }) => visible(`${zoneId}: ${ifFails.why}`));
  const away = outside === undefined ? [] : [outsideWords(outside)];
  return [
    visible(head),
    ...[...table, ...away, ...(note === undefined ? [] : [note]), ...reasons].map((line) => `  ${line}`),
  ];
}

function cells(row: ZoneRow): readonly string[] {
  const { zone, endpoint, offered, loadBalancer, healthy, crossZone, withdrawn } = zoneCells(row);
  const { answer, listeners } = row.ifFails;
  const fails = listeners === undefined ? answer : `${answer}: ${listeners.join(', ')}`;
  return [zone, endpoint, offered, loadBalancer, healthy, crossZone, withdrawn, fails].map(visible);
}

function aligned(lines: readonly (readonly string[])[]): readonly string[] {
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
