import packageJson from '../../package.json' with { type: 'json' };
import { EXTRAS } from '../aws/plan/extra-names.ts';
import type { DiagnoseOptions, Diagnosis } from '../core/diagnosis.ts';
import { diagnose } from '../core/engine.ts';
import { renderCsv } from '../core/report/csv.ts';
import { renderMarkdown } from '../core/report/markdown.ts';
import { renderSarif } from '../core/report/sarif.ts';
import { renderText } from '../core/report/text.ts';
import { visible } from '../core/report/visible.ts';
import { SEVERITIES, type Severity } from '../core/severity.ts';
import { unreadListings } from '../core/unread-listings.ts';
import { configurationOption, CONFIG_USAGE } from './configuration.ts';
import { EXIT, json, nothingCollected, type ExitCode, type Io } from './io.ts';
import { checkMeasureOptions, MEASURE_OPTIONS, MEASURE_USAGE, measurementsFor } from './measure.ts';
import { choiceOption, listOption, parseCommand, portOption, textOption, usage, type Parsed } from './options.ts';
import { depthFor, extrasOption, openSource, SOURCE_USAGE } from './source.ts';
import { tellUnread } from './unread.ts';

const FAIL_ON = ['critical', 'high', 'medium', 'low', 'never'] as const;

export const DIAGNOSE_USAGE = `privatelink diagnose [ID] [options]

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
`;

/** `privatelink diagnose`. */
export async function runDiagnose(args: readonly string[], io: Io): Promise<ExitCode> {
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

const ARN_EXAMPLES = {
  principal: 'arn:aws:iam::111122223333:role/orders',
  resource: 'arn:aws:s3:::example-bucket/orders.csv',
} as const;

function callOption(parsed: Parsed): DiagnoseOptions['call'] {
  const action = textOption(parsed, 'action');
  if (action !== undefined && !/^[a-z0-9-]+:[A-Za-z0-9]+$/i.test(action)) {
    throw usage(`--action "${action}" is no action: give one such as s3:GetObject.`);
  }
  const given = (['principal', 'action', 'resource'] as const).flatMap((name): readonly [string, string][] => {
    const value = textOption(parsed, name);
    if (value !== undefined && name !== 'action' && !/^arn:aws[a-z-]*:[a-z0-9-]+:.+$/.test(value)) {
      throw usage(`--${name} "${value}" is no ARN: give one such as ${ARN_EXAMPLES[name]}.`);
    }
    return value === undefined ? [] : [[name, value]];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
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
