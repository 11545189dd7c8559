import { code, escape } from '../report/markdown.ts';
import { unreadSentence, type UnreadListing } from '../unread-listings.ts';
import type { ZoneAnswer, ZoneMatrix, ZoneRow, ZonesOfSubject } from './types.ts';
import { outsideWords, zoneCells } from './words.ts';

/* A zone matrix as a page: zone by zone, because one zone fails at a time. */

export interface ZonesPage {
  /** ISO 8601. */
  readonly capturedAt: string;
  /** What may hide an endpoint or a service. */
  readonly unread: readonly UnreadListing[];
}

/** A row with what it is of. */
interface Placed {
  readonly subject: ZonesOfSubject;
  readonly row: ZoneRow;
}

/** What is lost first, then what nobody knows. */
const ANSWERS: readonly { readonly answer: ZoneAnswer; readonly word: string; readonly title: string }[] = [
  { answer: 'stops', word: 'stops', title: 'Stop' },
  { answer: 'unknown', word: 'unknown', title: 'Unknown' },
  { answer: 'loses-this-zone', word: 'loses this zone', title: 'Lose this zone' },
  { answer: 'keeps-working', word: 'keeps working', title: 'Keep working' },
];

const COLUMNS = [
  'Endpoint or service',
  'If it fails',
  'Leads to',
  'Endpoint there',
  'Offered',
  'Load balancer',
  'Healthy targets',
  'Cross-zone',
  'Withdrawn',
];

/** A table for each Availability Zone, by its id. Names are escaped. Ends with a newline. */
export function renderZonesMarkdown({ subjects }: ZoneMatrix, { capturedAt, unread }: ZonesPage): string {
  const zones = byZone(subjects);
  const lines = [
    '# What if an Availability Zone fails',
    '',
    `Read at ${escape(capturedAt)} (UTC). The answers are about the loss of one zone alone, of what works now. Whether what is left can carry all of the load is not asked.`,
    ...bullets('Not read in full', unread.map(unreadSentence)),
    ...(zones.size === 0 ? [] : overview(zones)),
    ...[...zones].flatMap(([zoneId, rows]) => zoneBlock(zoneId, rows)),
    ...bullets(
      'In no zone',
      subjects.flatMap((subject) => (subject.note === undefined ? [] : [`${nameOf(subject)}: ${subject.note}`])),
    ),
    ...bullets(
      'Targets outside the VPC',
      subjects.flatMap((subject) =>
        subject.outside === undefined ? [] : [`${nameOf(subject)}: ${outsideWords(subject.outside)}.`],
      ),
    ),
    ...(subjects.length === 0 ? ['', 'No endpoint and no endpoint service was read.'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function byZone(subjects: readonly ZonesOfSubject[]): ReadonlyMap<string, readonly Placed[]> {
  const zones = new Map<string, Placed[]>();
  for (const subject of subjects) {
    for (const row of subject.zones) zones.set(row.zoneId, [...(zones.get(row.zoneId) ?? []), { subject, row }]);
  }
  return new Map([...zones].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function overview(zones: ReadonlyMap<string, readonly Placed[]>): readonly string[] {
  const rows = [...zones].map(([zoneId, placed]) => [
    escape(zoneId),
    ...ANSWERS.map(({ answer }) => String(placed.filter(({ row }) => row.ifFails.answer === answer).length)),
  ]);
  return ['', ...table(['Zone', ...ANSWERS.map(({ title }) => title)], rows)];
}

function zoneBlock(zoneId: string, placed: readonly Placed[]): readonly string[] {
  const order = ANSWERS.map(({ answer }) => answer);
  const worstFirst = [...placed].sort(
    (a, b) => order.indexOf(a.row.ifFails.answer) - order.indexOf(b.row.ifFails.answer),
  );
  const called = new Map(
    placed.flatMap(({ row }) => row.names.map(({ account, name }) => [`${account} ${name}`, { account, name }])),
  );
  const names = [...called].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  return [
    '',
    `## If ${escape(zoneId)} fails`,
    ...(names.length === 0
      ? []
      : [
          '',
          `It is called ${names.map(({ account, name }) => `${escape(name)} in account ${escape(account)}`).join(', ')}.`,
        ]),
    '',
    ...table(COLUMNS, worstFirst.map(rowCells)),
    '',
    ...reasons(worstFirst),
  ];
}

function rowCells({ subject, row }: Placed): readonly string[] {
  const { endpoint, offered, loadBalancer, healthy, crossZone, withdrawn } = zoneCells(row);
  const { answer, listeners } = row.ifFails;
  const word = wordOf(answer);
  const fails = listeners === undefined ? word : `${word} on ${listeners.join(', ')}`;
  return [
    `${subject.kind} ${subject.name === undefined ? '' : `${escape(subject.name)} `}${code(subject.id)}`,
    answer === 'stops' ? `**${escape(fails)}**` : escape(fails),
    ...[subject.service ?? '-', endpoint, offered, loadBalancer, healthy, crossZone, withdrawn].map(escape),
  ];
}

function wordOf(answer: ZoneAnswer): string {
  return ANSWERS.find((item) => item.answer === answer)?.word ?? answer;
}

/** Each reason once, with all that it is true of: a column of them would be too narrow to read. */
function reasons(placed: readonly Placed[]): readonly string[] {
  const whys = new Map<string, string[]>();
  for (const { subject, row } of placed) {
    const { answer, why } = row.ifFails;
    const said = `**${escape(wordOf(answer))}:** ${escape(why)}`;
    whys.set(said, [...(whys.get(said) ?? []), escape(nameOf(subject))]);
  }
  return [...whys].map(([said, names]) => `- ${said} ${names.join(', ')}`);
}

function nameOf({ id, name }: ZonesOfSubject): string {
  return name === undefined ? id : `${name} (${id})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function bullets(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', `## ${title}`, '', ...items.map((item) => `- ${escape(item)}`)];
}
