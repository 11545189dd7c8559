import type { Diagnosis, Finding, SubjectDiagnosis } from '../diagnosis.ts';
import { measurementLines } from '../measure/words.ts';
import { visible } from './visible.ts';
import {
  gapGroups,
  hasTwoOwners,
  provenSentence,
  sidesSentence,
  stateWord,
  suppressedBy,
  SYMPTOMS,
  trafficSentence,
  worstFirst,
  zoneTable,
} from './words.ts';

/** The diagnosis as a report that can be handed to the other side. Names and messages are escaped. Ends with a newline. */
export function renderMarkdown(diagnosis: Diagnosis): string {
  const [only] = diagnosis.subjects;
  const single = diagnosis.subjects.length === 1;
  const title = single && only !== undefined ? `Diagnosis of ${code(only.id)}` : 'PrivateLink diagnosis';
  const blocks = worstFirst(diagnosis.subjects).flatMap((subject) => subjectBlock(subject, single ? 2 : 3));
  const lines = [
    `# ${title}`,
    '',
    `Read at ${escape(diagnosis.now)} (UTC). **${escape(trafficSentence(diagnosis))}**`,
    ...callers(diagnosis),
    ...(diagnosis.configuration?.notes ?? []).flatMap((note) => ['', escape(note)]),
    ...(single ? [] : overview(diagnosis)),
    ...(blocks.length === 0 ? ['', 'No endpoint and no endpoint service was loaded.'] : blocks),
    ...(diagnosis.measurements === undefined
      ? []
      : bullets('## Measured', measurementLines(diagnosis.measurements).map(escape))),
    ...(single && only !== undefined && hasTwoOwners(only) && only.verdict !== 'healthy' ? handOver(only) : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What the two owners need of each other to go on from here. */
function handOver(subject: SubjectDiagnosis): readonly string[] {
  const endpoint = code(subject.id);
  return [
    '',
    '## For both sides',
    '',
    '| Symptom at the client | Points to |',
    '| --- | --- |',
    ...SYMPTOMS.map((row) => `| ${row.map(escape).join(' | ')} |`),
    '',
    `Compare the same five minutes: the consumer’s \`AWS/PrivateLinkEndpoints\` (NewConnections, RstPacketsReceived, PacketsDropped) with the provider’s \`AWS/PrivateLinkServices\` (NewConnections, RstPacketsSent), both for ${endpoint}. New connections on the consumer’s side and none on the provider’s: open a case with AWS. There are no metrics across Regions, and flow logs never show traffic between endpoint and load balancer.`,
    '',
    '- To the provider: which ports and AZ ids are offered, are the load balancer’s security groups enforced on PrivateLink traffic, is Proxy Protocol on, what is the idle time-out?',
    '- To the consumer: from which private CIDRs and zone do the clients connect, and which name do they use?',
  ];
}

/** Which accounts were read, and which calls were refused. */
function callers(diagnosis: Diagnosis): readonly string[] {
  const scopes = [...new Set(diagnosis.coverage.map((row) => `${row.account} ${row.region}`))].sort();
  const denied = diagnosis.coverage.filter((row) => row.status === 'denied');
  const refused = [
    ...new Set(denied.map((row) => `${code(row.operation)} in ${escape(`${row.account} ${row.region}`)}`)),
  ];
  return [
    ...(scopes.length === 0 ? [] : ['', `Read in: ${scopes.map(escape).join(', ')}.`]),
    ...(refused.length === 0 ? [] : ['', `Denied: ${refused.join(', ')}.`]),
  ];
}

function overview(diagnosis: Diagnosis): readonly string[] {
  if (diagnosis.subjects.length === 0) return [];
  return [
    '',
    '| Subject | Verdict | First fault | Owner |',
    '| --- | --- | --- | --- |',
    ...worstFirst(diagnosis.subjects).map((subject) => {
      const cause = subject.rootCause;
      const fault = cause === undefined ? '' : `${cause.hop} (${cause.rule}${cause.suspected ? ', suspected' : ''})`;
      return `| ${[nameOf(subject), subject.verdict, fault, cause?.owner ?? ''].map(escape).join(' | ')} |`;
    }),
  ];
}

function subjectBlock(subject: SubjectDiagnosis, level: number): readonly string[] {
  const head = '#'.repeat(level);
  return [
    ...(level > 2 ? ['', `## ${escape(nameOf(subject))}`] : []),
    '',
    `**${subject.verdict}** (${subject.verdictConfidence}): ${escape(subject.summary)}`,
    '',
    `${escape(subject.type)} ${subject.kind} ${code(subject.id)} in account ${escape(subject.account)}, ${escape(subject.region)}. ${sidesSentence(subject)}`,
    '',
    escape(provenSentence(subject)),
    '',
    `${head} Path`,
    '',
    '| Hop | State | What shows it |',
    '| --- | --- | --- |',
    ...subject.hops.map((hop) => `| ${hop.hop} | ${stateWord(hop.state)} | ${escape(hop.statement)} |`),
    ...zones(subject, head),
    ...connections(subject, head),
    ...(subject.findings.length === 0 ? [] : ['', `${head} Findings`]),
    ...subject.findings.flatMap((finding) => findingBlock(finding, level + 1)),
    ...bullets(
      `${head} Also noted`,
      subject.suppressed.map(
        (item) =>
          `${item.rule}, which ${escape(suppressedBy(item))}${item.resource === undefined ? '' : `: ${code(item.resource)}`}`,
      ),
    ),
    ...bullets(
      `${head} Not judged`,
      gapGroups(subject).map((item) => `**${item.hop}**: ${escape(item.line)} (${item.rules.join(', ')})`),
    ),
    ...bullets(`${head} Assumptions`, subject.assumptions.map(escape)),
  ];
}

function zones(subject: SubjectDiagnosis, head: string): readonly string[] {
  const { hops, rows } = zoneTable(subject);
  if (rows.length === 0) return [];
  return [
    '',
    `${head} By zone`,
    '',
    `| AZ id | ${hops.join(' | ')} |`,
    `| --- | ${hops.map(() => '---').join(' | ')} |`,
    ...rows.map(([zone, states]) => `| ${escape(zone)} | ${states.map(stateWord).join(' | ')} |`),
  ];
}

function connections(subject: SubjectDiagnosis, head: string): readonly string[] {
  if (subject.connections.length === 0) return [];
  return [
    '',
    `${head} Connections`,
    '',
    '| Endpoint | Account | Region | State |',
    '| --- | --- | --- | --- |',
    ...subject.connections.map(
      (item) =>
        `| ${[item.endpoint, item.account ?? '', item.region ?? '', item.state ?? ''].map(escape).join(' | ')} |`,
    ),
  ];
}

function findingBlock(finding: Finding, level: number): readonly string[] {
  return [
    '',
    `${'#'.repeat(level)} ${finding.rule} ${escape(finding.title)}`,
    '',
    `${finding.effect}, ${finding.severity}, ${finding.confidence}; owner: ${finding.owner}; hop: ${finding.hop}; resource: ${code(finding.resource)}`,
    '',
    escape(finding.message),
    '',
    ...finding.evidence.map((item) => `- ${code(item.resource)} ${code(item.field)} = ${code(item.value)}`),
    '',
    `Fix: ${escape(finding.fix)}`,
    ...finding.commands.flatMap((item) => ['', ...fenced(item.command), '', `Impact: ${escape(item.impact)}.`]),
    '',
    ...finding.docs.map((url) => `- <${url}>`),
  ];
}

function bullets(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, '', ...lines.map((line) => `- ${line}`)];
}

function nameOf(subject: SubjectDiagnosis): string {
  return subject.name === undefined ? subject.id : `${subject.name} (${subject.id})`;
}

/** Text that stays text in Markdown, tables included: no markup, no HTML, one line. */
export function escape(value: string): string {
  return visible(value).replace(/[\\`*_{}[\]<>#|~!&$]/g, (character) =>
    character === '<' ? '&lt;' : character === '>' ? '&gt;' : character === '&' ? '&amp;' : `\\${character}`,
  );
}

/** A code span that no content can end: its fence is longer than any run of backticks inside. */
export function code(value: string): string {
  const content = visible(value);
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = content === '' || content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

function fenced(command: string): readonly string[] {
  const content = visible(command);
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, content, fence];
}
