import { writeFile } from 'node:fs/promises';
import { EXTRAS } from '../aws/plan/extra-names.ts';
import { POLICY_PURPOSES, policyFor } from '../aws/permissions.ts';
import { compareDiagnosed } from '../core/compare/compare.ts';
import { renderComparisonMarkdown } from '../core/compare/markdown.ts';
import { renderComparisonText } from '../core/compare/text.ts';
import { diagnose } from '../core/engine.ts';
import { find } from '../core/find/find.ts';
import { gapLines, renderFoundText } from '../core/find/text.ts';
import { buildGraph } from '../core/graph/build.ts';
import { comparedGraph, judgedReading } from '../core/graph/difference.ts';
import { withMarks } from '../core/graph/marks.ts';
import { DIAGRAM_FORMATS } from '../core/graph/formats.ts';
import { DIAGRAM_THEMES } from '../core/graph/palettes.ts';
import { capturedText, diagramTitle, ENGLISH } from '../core/graph/words.ts';
import { generateCode } from '../core/iac/generate.ts';
import { CODE_FORMATS, CODE_SCOPES } from '../core/iac/types.ts';
import { listRows } from '../core/list.ts';
import { renderListText } from '../core/report/list.ts';
import { visible } from '../core/report/visible.ts';
import { REDACTION_MODES } from '../core/redact/known.ts';
import { redactSnapshot } from '../core/redact/redact.ts';
import { unreadListings } from '../core/unread-listings.ts';
import { keyedHash, randomKey, readKeyFile } from '../files/redaction-key.ts';
import { checkWritable, writeSnapshotFile } from '../files/snapshot-file.ts';
import { renderDiagram } from '../layout/diagram.ts';
import { ANALYZE_USAGE, runAnalyze } from './analyze.ts';
import { configurationOption, CONFIG_USAGE } from './configuration.ts';
import { DIAGNOSE_USAGE, runDiagnose } from './diagnose.ts';
import { IMPACT_USAGE, runImpact, runZones, ZONES_USAGE } from './impact.ts';
import { EXIT, json, nothingCollected, type ExitCode, type Io } from './io.ts';
import { choiceOption, NO_SOURCE, parseCommand, refuseSources, splitList, textOption, usage } from './options.ts';
import { depthFor, extrasOption, openFiles, openSource, SOURCE_USAGE } from './source.ts';
import { tellUnread } from './unread.ts';

/** A command of `privatelink`: what it takes, and what it does with it. */
export interface CliCommand {
  readonly summary: string;
  readonly usage: string;
  readonly run: (args: readonly string[], io: Io) => Promise<ExitCode>;
}

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
    usage: DIAGNOSE_USAGE,
    run: runDiagnose,
  },
  analyze: {
    summary: 'how to have AWS’s Reachability Analyzer look too, and whether it agrees',
    usage: ANALYZE_USAGE,
    run: runAnalyze,
  },
  graph: {
    summary: 'the path as a graph',
    usage: `privatelink graph [ID] --format ${DIAGRAM_FORMATS.join('|')} [options]

${SOURCE_USAGE}${CONFIG_USAGE}  --format ${DIAGRAM_FORMATS.join('|')}
  --theme ${DIAGRAM_THEMES.join('|')}             of an SVG (default light)
`,
    run: runGraph,
  },
  impact: {
    summary: 'what depends on a resource or an Availability Zone, and how much of it',
    usage: IMPACT_USAGE,
    run: runImpact,
  },
  zones: {
    summary: 'what each Availability Zone holds, and what happens if it fails',
    usage: ZONES_USAGE,
    run: runZones,
  },
  code: {
    summary: 'infrastructure as code for an endpoint or a service',
    usage: `privatelink code ID --format ${CODE_FORMATS.join('|')} [options]

${SOURCE_USAGE}  --format ${CODE_FORMATS.join('|')}
  --scope ${CODE_SCOPES.join('|')}  the thing alone; with what it needs: security groups and what an endpoint leads to;
                                 or a service with its load balancers
  --import                       the code takes over what exists: import blocks of Terraform, logical ids and what
                                 names them for CloudFormation and the CDK
  --import-file FILE             with --import: also save the resources to import of CloudFormation, or the resource
                                 mapping of the CDK
`,
    run: async (args, io) => {
      const options = {
        format: { type: 'string' },
        scope: { type: 'string' },
        import: { type: 'boolean' },
        'import-file': { type: 'string' },
      } as const;
      const parsed = parseCommand('code', args, options, { min: 1, max: 1, name: 'ID' });
      const format = choiceOption(parsed, 'format', CODE_FORMATS, undefined);
      const scope =
        parsed.values['scope'] === undefined ? undefined : choiceOption(parsed, 'scope', CODE_SCOPES, undefined);
      const imports = parsed.values['import'] === true;
      const importFile = textOption(parsed, 'import-file');
      if (importFile !== undefined && !imports) throw usage('--import-file goes with --import.');
      if (importFile !== undefined && format === 'terraform') {
        throw usage('--import-file is for CloudFormation and the CDK: Terraform’s import blocks stand in the code.');
      }
      if (importFile !== undefined) await checkWritable(importFile);
      // An import names the rules of security groups by ids that nothing else asks for.
      const extras = scope === 'path' ? (['group-rules'] as const) : [];
      const source = await openSource(parsed, io, depthFor(parsed.positionals[0]), extras);
      if (source.isEmpty) return nothingCollected(io);
      const code = generateCode(source.inventory, parsed.positionals[0] ?? '', format, {
        imports,
        ...(scope === undefined ? {} : { scope }),
      });
      if (importFile !== undefined) await writeFile(importFile, json(code.toImport));
      for (const note of code.notes) io.err(`${visible(note)}\n`);
      io.out(code.text);
      return EXIT.done;
    },
  },
  compare: {
    summary: 'what differs between two snapshots',
    usage: `privatelink compare A B [options]

A and B are snapshot files, each FILE[,FILE…]: what was before, and what is after.

${CONFIG_USAGE}  --format text|json|markdown|mermaid|svg|drawio
                                 (default text; the last three draw both as one, with +, −, ~ for added, removed,
                                 changed and ≟ for what cannot be compared)
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

async function runGraph(args: readonly string[], io: Io): Promise<ExitCode> {
  const options = { format: { type: 'string' }, theme: { type: 'string' }, config: { type: 'string' } } as const;
  const parsed = parseCommand('graph', args, options, { min: 0, max: 1, name: 'ID' });
  const format = choiceOption(parsed, 'format', DIAGRAM_FORMATS, undefined);
  if (textOption(parsed, 'theme') !== undefined && format !== 'svg') throw usage('--theme goes with --format svg.');
  const theme = choiceOption(parsed, 'theme', DIAGRAM_THEMES, 'light');
  const configured = await configurationOption(parsed, io);
  const [subject] = parsed.positionals;
  const source = await openSource(parsed, io, depthFor(subject));
  if (source.isEmpty) return nothingCollected(io);
  const { inventory } = source;
  const graph = buildGraph(inventory, diagnose(inventory, { now: source.now, ...configured }), subject);
  const title = diagramTitle(graph, subject, ENGLISH);
  const subtitle = capturedText(inventory.capturedAt, ENGLISH);
  io.out(await renderDiagram(graph, format, { theme, title, subtitle, words: ENGLISH }));
  if (subject === undefined) tellUnread(unreadListings(inventory), io);
  return EXIT.done;
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
  const format = choiceOption(parsed, 'format', ['text', 'json', 'markdown', 'mermaid', 'svg', 'drawio'], 'text');
  const [before = '', after = ''] = parsed.positionals;
  const [old, now] = await Promise.all([openFiles(splitList(before)), openFiles(splitList(after))]);
  const { configuration } = await configurationOption(parsed, io);
  const comparison = compareDiagnosed(old.inventory, now.inventory, configuration);
  switch (format) {
    case 'json':
      io.out(json(comparison));
      break;
    case 'markdown':
      io.out(renderComparisonMarkdown(comparison));
      break;
    case 'text':
      io.out(renderComparisonText(comparison));
      break;
    default: {
      const graph = withMarks(
        comparedGraph(
          judgedReading(old.inventory, configuration),
          judgedReading(now.inventory, configuration),
          comparison,
        ),
      );
      const title = `${old.now} → ${now.now}`;
      io.out(await renderDiagram(graph, format, { theme: 'light', title, words: ENGLISH }));
    }
  }
  return EXIT.done;
}
