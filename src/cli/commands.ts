import packageJson from '../../package.json' with { type: 'json' };
import { EXTRAS, type Extra } from '../aws/plan/extra-names.ts';
import { POLICY_PURPOSES, policyFor } from '../aws/permissions.ts';
import { compareDiagnosed } from '../core/compare/compare.ts';
import { renderComparisonMarkdown } from '../core/compare/markdown.ts';
import { renderComparisonText } from '../core/compare/text.ts';
import type { DiagnoseOptions, Diagnosis } from '../core/diagnosis.ts';
import { diagnose } from '../core/engine.ts';
import { find } from '../core/find/find.ts';
import { gapLines, renderFoundText } from '../core/find/text.ts';
import { buildGraph } from '../core/graph/build.ts';
import { renderMermaid } from '../core/graph/mermaid.ts';
import { generateCode } from '../core/iac/generate.ts';
import { CODE_FORMATS, CODE_SCOPES } from '../core/iac/types.ts';
import { listRows } from '../core/list.ts';
import { renderCsv } from '../core/report/csv.ts';
import { renderListText } from '../core/report/list.ts';
import { renderMarkdown } from '../core/report/markdown.ts';
import { renderSarif } from '../core/report/sarif.ts';
import { renderText } from '../core/report/text.ts';
import { visible } from '../core/report/visible.ts';
import type { Inventory } from '../core/model/inventory.ts';
import { gapOf } from '../core/needs.ts';
import { REDACTION_MODES } from '../core/redact/known.ts';
import { redactSnapshot } from '../core/redact/redact.ts';
import { keyedHash, randomKey, readKeyFile } from '../files/redaction-key.ts';
import { checkWritable, writeSnapshotFile } from '../files/snapshot-file.ts';
import { ANALYZE_USAGE, runAnalyze } from './analyze.ts';
import { configurationOption, CONFIG_USAGE } from './configuration.ts';
import { EXIT, type ExitCode, type Io } from './io.ts';
import { checkMeasureOptions, MEASURE_OPTIONS, MEASURE_USAGE, measurementsFor } from './measure.ts';
import {
  choiceOption,
  listOption,
  NO_SOURCE,
  parseCommand,
  portOption,
  refuseSources,
  splitList,
  textOption,
  usage,
  type Parsed,
} from './options.ts';
import { depthFor, openFiles, openSource, SOURCE_USAGE } from './source.ts';
import { SEVERITIES, type Severity } from '../core/severity.ts';

/** A command of `privatelink`: what it takes, and what it does with it. */
export interface CliCommand {
  readonly summary: string;
  readonly usage: string;
  readonly run: (args: readonly string[], io: Io) => Promise<ExitCode>;
}

const FAIL_ON = ['critical', 'high', 'medium', 'low', 'never'] as const;
const NOTHING = 'Nothing could be collected.\n';

export const COMMANDS: Readonly<Record<string, CliCommand>> = {
  snapshot: {
    summary: 'collect and save a snapshot',
    usage: `privatelink snapshot --out FILE [options]

${SOURCE_USAGE}  --out FILE                     where to save it
  --with LIST                    also ${EXTRAS.join(', ')}: comma-separated
  --redact full|handover         replace names, addresses, accounts and ids; handover keeps what both companies see
  --redact-key FILE              a secret of at least 16 bytes: who has the same gets the same tokens (default: random)
`,
    run: runSnapshot,
  },
  list: {
    summary: 'list VPC endpoints and endpoint services',
    usage: `privatelink list [options]\n\n${SOURCE_USAGE}  --format text|json             (default text)\n`,
    run: async (args, io) => {
      const parsed = parseCommand('list', args, { format: { type: 'string' } }, { min: 0, max: 0, name: 'argument' });
      const format = choiceOption(parsed, 'format', ['text', 'json'], 'text');
      const source = await openSource(parsed, io, 'tree');
      if (source.isEmpty) return nothingCollected(io);
      const rows = listRows(source.inventory);
      const unread = unreadListings(source.inventory);
      io.out(format === 'json' ? json({ version: 1, rows, unread }) : renderListText(rows));
      tellUnread(unread, io);
      return EXIT.done;
    },
  },
  find: {
    summary: 'by id, name, tag, address, DNS name, service, port or account',
    usage: `privatelink find QUERY [options]

QUERY is an id or an ARN, an address or a CIDR, a DNS name or a URL, a service name, key=value or tag:key=value,
tcp/443, an account, a Region, an Availability Zone, or words of names and tags.

${SOURCE_USAGE}  --format text|json             (default text)
`,
    run: runFind,
  },
  diagnose: {
    summary: 'say which hop is broken, and whose it is',
    usage: `privatelink diagnose [ID] [options]

ID is an endpoint, a service, or anything that they depend on; without it, everything is diagnosed.

${SOURCE_USAGE}  --source SUBNET|ENI|IP|CIDR    where the client is
  --port N                       the port that the client connects to
  --name HOST                    the DNS name that the client uses
  --principal ARN                who calls, for the endpoint’s policy
  --action SERVICE:ACTION        what is called, for the endpoint’s policy
  --resource ARN                 what it is called on, for the endpoint’s policy
${CONFIG_USAGE}  --known-accounts A,B           accounts that are yours or trusted
  --required-tags KEY,KEY        tags that every endpoint and service must carry
${MEASURE_USAGE}  --with LIST                    also read ${EXTRAS.join(', ')} and judge by them:
                                 comma-separated
  --format text|json|markdown|sarif|csv      (default text)
  --fail-on critical|high|medium|low|never   exit 1 from this severity on (default high)
  --fail-on-unknown              exit 4 when an applicable hop is unknown
`,
    run: runDiagnose,
  },
  analyze: {
    summary: 'how to have AWS’s Reachability Analyzer look too, and whether it agrees',
    usage: ANALYZE_USAGE,
    run: runAnalyze,
  },
  graph: {
    summary: 'the path as a graph',
    usage: `privatelink graph [ID] --format json|mermaid [options]\n\n${SOURCE_USAGE}${CONFIG_USAGE}  --format json|mermaid\n`,
    run: async (args, io) => {
      const options = { format: { type: 'string' }, config: { type: 'string' } } as const;
      const parsed = parseCommand('graph', args, options, { min: 0, max: 1, name: 'ID' });
      const format = choiceOption(parsed, 'format', ['json', 'mermaid'], undefined);
      const configured = await configurationOption(parsed, io);
      const source = await openSource(parsed, io, depthFor(parsed.positionals[0]));
      if (source.isEmpty) return nothingCollected(io);
      const diagnosis = diagnose(source.inventory, { now: source.now, ...configured });
      const graph = buildGraph(source.inventory, diagnosis, parsed.positionals[0]);
      io.out(format === 'json' ? json(graph) : renderMermaid(graph));
      if (parsed.positionals[0] === undefined) tellUnread(unreadListings(source.inventory), io);
      return EXIT.done;
    },
  },
  code: {
    summary: 'infrastructure as code for an endpoint or a service',
    usage: `privatelink code ID --format ${CODE_FORMATS.join('|')} [options]

${SOURCE_USAGE}  --format ${CODE_FORMATS.join('|')}
  --scope ${CODE_SCOPES.join('|')}       the thing alone, or a service with all that it needs
`,
    run: async (args, io) => {
      const options = { format: { type: 'string' }, scope: { type: 'string' } } as const;
      const parsed = parseCommand('code', args, options, { min: 1, max: 1, name: 'ID' });
      const format = choiceOption(parsed, 'format', CODE_FORMATS, undefined);
      const scope =
        parsed.values['scope'] === undefined ? undefined : choiceOption(parsed, 'scope', CODE_SCOPES, undefined);
      const source = await openSource(parsed, io, depthFor(parsed.positionals[0]));
      if (source.isEmpty) return nothingCollected(io);
      const code = generateCode(
        source.inventory,
        parsed.positionals[0] ?? '',
        format,
        scope === undefined ? {} : { scope },
      );
      for (const note of code.notes) io.err(`${visible(note)}\n`);
      io.out(code.text);
      return EXIT.done;
    },
  },
  compare: {
    summary: 'what differs between two snapshots',
    usage: `privatelink compare A B [options]

A and B are snapshot files, each FILE[,FILE…]: what was before, and what is after.

${CONFIG_USAGE}  --format text|json|markdown    (default text)
`,
    run: runCompare,
  },
  policy: {
    summary: 'the least-privilege IAM policy',
    usage: `privatelink policy [--for ${POLICY_PURPOSES.join('|')}]

  --for ${POLICY_PURPOSES.join('|')}        read: the tree and the topology (the default); diagnose: these, the
                                 diagnosis and what is read on request; act: these and the commands that
                                 findings print for you to run
`,
    run: runPolicy,
  },
};

/** Needs neither a snapshot nor credentials: who has none yet is who asks. */
function runPolicy(args: readonly string[], io: Io): Promise<ExitCode> {
  const takesNone = { min: 0, max: 0, name: 'argument' };
  const parsed = parseCommand('policy', args, { for: { type: 'string' } }, takesNone, NO_SOURCE);
  io.out(json(policyFor(choiceOption(parsed, 'for', POLICY_PURPOSES, 'read'))));
  return Promise.resolve(EXIT.done);
}

const UNKEYED_HANDOVER =
  'Without --redact-key, addresses of this file mean nothing beside those of the other company’s file: redact both with one key to have them compared.\n';

async function runSnapshot(args: readonly string[], io: Io): Promise<ExitCode> {
  const options = {
    out: { type: 'string' },
    with: { type: 'string' },
    redact: { type: 'string' },
    'redact-key': { type: 'string' },
  } as const;
  const parsed = parseCommand('snapshot', args, options, { min: 0, max: 0, name: 'argument' });
  const out = textOption(parsed, 'out');
  if (out === undefined) throw usage('"privatelink snapshot" needs --out FILE.');
  const mode =
    parsed.values['redact'] === undefined ? undefined : choiceOption(parsed, 'redact', REDACTION_MODES, undefined);
  const keyFile = textOption(parsed, 'redact-key');
  if (keyFile !== undefined && mode === undefined) throw usage('--redact-key goes with --redact full or handover.');
  const key = keyFile === undefined ? randomKey() : await readKeyFile(keyFile);
  const extras = extrasOption(parsed);
  // Before anything is read: reading may take minutes.
  await checkWritable(out);
  const { snapshot, inventory, isEmpty } = await openSource(parsed, io, 'diagnosis', extras);
  if (isEmpty) return nothingCollected(io);
  await writeSnapshotFile(
    out,
    mode === undefined ? snapshot : redactSnapshot(snapshot, { mode, hash: keyedHash(key) }),
  );
  const how = mode === undefined ? '' : mode === 'full' ? ', redacted in full' : ', redacted for hand-over';
  io.err(`Saved ${inventory.scopes.length} scope(s) to ${out}${how}.\n`);
  if (mode === 'handover' && keyFile === undefined) io.err(UNKEYED_HANDOVER);
  return EXIT.done;
}

/** What `--with` names; only AWS can be asked for it. */
function extrasOption(parsed: Parsed): readonly Extra[] {
  const names = listOption(parsed, 'with');
  if (names.length > 0 && listOption(parsed, 'snapshot').length > 0) {
    throw usage('--with reads from AWS, and --snapshot from files: name one of the two.');
  }
  return names.map((name) => {
    const extra = EXTRAS.find((known) => known === name);
    if (extra === undefined) throw usage(`--with "${name}" is none of ${EXTRAS.join(', ')}.`);
    return extra;
  });
}

async function runFind(args: readonly string[], io: Io): Promise<ExitCode> {
  const parsed = parseCommand('find', args, { format: { type: 'string' } }, { min: 1, max: 1, name: 'QUERY' });
  const format = choiceOption(parsed, 'format', ['text', 'json'], 'text');
  const source = await openSource(parsed, io);
  if (source.isEmpty) return nothingCollected(io);
  const found = find(source.inventory, parsed.positionals[0] ?? '');
  io.out(format === 'json' ? json(found) : renderFoundText(found));
  if (format === 'text' && found.gaps.length > 0) {
    io.err(`Not everything was read that could hold it:\n${gapLines(found.gaps).map(visible).join('\n')}\n`);
  }
  return EXIT.done;
}

async function runCompare(args: readonly string[], io: Io): Promise<ExitCode> {
  const options = { format: { type: 'string' }, config: { type: 'string' } } as const;
  const parsed = parseCommand('compare', args, options, { min: 2, max: 2, name: 'A and B' });
  refuseSources('compare', parsed);
  const format = choiceOption(parsed, 'format', ['text', 'json', 'markdown'], 'text');
  const [before = '', after = ''] = parsed.positionals;
  const [old, now] = await Promise.all([openFiles(splitList(before)), openFiles(splitList(after))]);
  const { configuration } = await configurationOption(parsed, io);
  const comparison = compareDiagnosed(old.inventory, now.inventory, configuration);
  const renderers = { json, markdown: renderComparisonMarkdown, text: renderComparisonText };
  io.out(renderers[format](comparison));
  return EXIT.done;
}

async function runDiagnose(args: readonly string[], io: Io): Promise<ExitCode> {
  const options = {
    source: { type: 'string' },
    port: { type: 'string' },
    name: { type: 'string' },
    principal: { type: 'string' },
    action: { type: 'string' },
    resource: { type: 'string' },
    'known-accounts': { type: 'string' },
    'required-tags': { type: 'string' },
    with: { type: 'string' },
    config: { type: 'string' },
    format: { type: 'string' },
    'fail-on': { type: 'string' },
    'fail-on-unknown': { type: 'boolean' },
    ...MEASURE_OPTIONS,
  } as const;
  const parsed = parseCommand('diagnose', args, options, { min: 0, max: 1, name: 'ID' });
  const format = choiceOption(parsed, 'format', ['text', 'json', 'markdown', 'sarif', 'csv'], 'text');
  const failOn = choiceOption(parsed, 'fail-on', FAIL_ON, 'high');
  const port = portOption(parsed);
  const from = textOption(parsed, 'source');
  const name = nameOption(parsed);
  const call = callOption(parsed);
  const knownAccounts = accountsOption(parsed);
  checkMeasureOptions(parsed);
  const extras = extrasOption(parsed);
  const configured = await configurationOption(parsed, io);
  const source = await openSource(parsed, io, depthFor(parsed.positionals[0], name, from), extras);
  if (source.isEmpty) return nothingCollected(io);
  const asked: DiagnoseOptions = {
    now: source.now,
    ...configured,
    knownAccounts,
    requiredTags: listOption(parsed, 'required-tags'),
    ...(parsed.positionals[0] === undefined ? {} : { ids: [parsed.positionals[0]] }),
    ...(from === undefined ? {} : { source: from }),
    ...(port === undefined ? {} : { port }),
    ...(name === undefined ? {} : { name }),
    ...(call === undefined ? {} : { call }),
  };
  const measurements = await measurementsFor(parsed, source.inventory, asked, io);
  const diagnosis = diagnose(source.inventory, measurements === undefined ? asked : { ...asked, measurements });
  const sarif = (found: Diagnosis): string => renderSarif(found, packageJson.version);
  const renderers = { json, markdown: renderMarkdown, text: renderText, sarif, csv: renderCsv };
  io.out(renderers[format](diagnosis));
  // The other formats say it themselves.
  if (format === 'csv') for (const note of diagnosis.configuration?.notes ?? []) io.err(`${visible(note)}\n`);
  const unread = parsed.positionals[0] === undefined ? unreadListings(source.inventory) : [];
  tellUnread(unread, io);
  return exitCodeOf(diagnosis, failOn, parsed.values['fail-on-unknown'] === true, unread.length > 0, io);
}

/** A host name of the clients: https://datatracker.ietf.org/doc/html/rfc1035#section-2.3.4 for the lengths. */
function nameOption(parsed: Parsed): string | undefined {
  const value = textOption(parsed, 'name');
  if (value !== undefined && (value.length > 254 || !/^(?:[\w-]{1,63}\.)+[\w-]{1,63}\.?$/.test(value))) {
    throw usage(`--name "${value}" is no DNS name: give the host that clients use, such as payments.example.com.`);
  }
  if (value !== undefined && /^\d+(?:\.\d+){3}\.?$/.test(value)) {
    throw usage(
      `--name "${value}" is an address, no DNS name: name a client’s with --source, or look it up with "find".`,
    );
  }
  return value;
}

/** A spelling mistake would make a stranger of an account that is known. */
function accountsOption(parsed: Parsed): readonly string[] {
  const accounts = listOption(parsed, 'known-accounts');
  const wrong = accounts.find((account) => !/^\d{12}$/.test(account));
  if (wrong !== undefined) throw usage(`--known-accounts "${wrong}" is no account id of twelve digits.`);
  return accounts;
}

function callOption(parsed: Parsed): DiagnoseOptions['call'] {
  const action = textOption(parsed, 'action');
  if (action !== undefined && !/^[a-z0-9-]+:[A-Za-z0-9]+$/i.test(action)) {
    throw usage(`--action "${action}" is no action: give one such as s3:GetObject.`);
  }
  const given = (['principal', 'action', 'resource'] as const).flatMap((name): readonly [string, string][] => {
    const value = textOption(parsed, name);
    return value === undefined ? [] : [[name, value]];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

/** A listing of endpoints or services that was not read whole: what it hides is in no answer. */
interface UnreadListing {
  readonly operation: string;
  readonly account?: string;
  readonly profile?: string;
  readonly region: string;
}

function unreadListings(inventory: Inventory): readonly UnreadListing[] {
  const operations = ['ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcEndpointServiceConfigurations'];
  return [
    ...inventory.scopes.flatMap(({ account, region }) =>
      operations.flatMap((operation) =>
        gapOf(inventory, { operation, accounts: [account], region }) === undefined
          ? []
          : [{ operation, account, region }],
      ),
    ),
    ...inventory.unread.map(({ profile = 'default', region = '' }) => ({
      operation: 'sts:GetCallerIdentity',
      profile,
      region,
    })),
  ];
}

function tellUnread(unread: readonly UnreadListing[], io: Io): void {
  for (const { operation, account, profile, region } of unread) {
    const whose = account === undefined ? `profile ${profile ?? ''}` : `account ${account}`;
    const line = `${operation} was not read in full in ${whose}, ${region}: what it would list is not here.`;
    io.err(`${visible(line)}\n`);
  }
}

function exitCodeOf(
  diagnosis: Diagnosis,
  failOn: (typeof FAIL_ON)[number],
  failOnUnknown: boolean,
  isPartial: boolean,
  io: Io,
): ExitCode {
  const unknown = diagnosis.subjects.filter((subject) => subject.hops.some((hop) => hop.state === 'unknown'));
  if (unknown.length > 0) {
    io.err(`${unknown.length} of ${diagnosis.subjects.length} subject(s) have hops that could not be judged.\n`);
  }
  const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
  const limit = failOn === 'never' ? -1 : rank(failOn);
  const reached = diagnosis.subjects.some((subject) => subject.findings.some((item) => rank(item.severity) <= limit));
  if (reached) return EXIT.findings;
  return failOnUnknown && (isPartial || unknown.length > 0) ? EXIT.unknownHops : EXIT.done;
}

function nothingCollected(io: Io): ExitCode {
  io.err(NOTHING);
  return EXIT.nothingCollected;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
