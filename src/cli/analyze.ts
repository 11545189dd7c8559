import { readFile } from 'node:fs/promises';
import { readAnalysis, type Analysis } from '../core/analyzer/analysis.ts';
import { ANALYSIS_ACTIONS, analysisCommands, ANALYSIS_PRICE, ANALYSIS_PRICE_PAGE } from '../core/analyzer/commands.ts';
import { compareWithAnalysis, renderAnalyzerComparison } from '../core/analyzer/compare.ts';
import { diagnose } from '../core/engine.ts';
import { AppError, isAppError } from '../core/model/errors.ts';
import { reason } from '../files/reason.ts';
import { checkFile, MAX_FILE_BYTES } from '../files/regular.ts';
import { EXIT, json, nothingCollected, type ExitCode, type Io } from './io.ts';
import { choiceOption, parseCommand, portOption, textOption, usage } from './options.ts';
import { depthFor, openSource, SOURCE_USAGE } from './source.ts';

export const ANALYZE_USAGE = `privatelink analyze ID --source ENI [options]

Without --analysis it prints the AWS CLI commands that have AWS's Reachability Analyzer look at the path; they create
things and cost money, so they are yours to run. With --analysis it sets the analyzer's word beside its own, hop by hop.

${SOURCE_USAGE}  --source ENI|INSTANCE          where the client is
  --port N                       the TCP port that the client connects to
  --analysis FILE                what describe-network-insights-analyses printed
  --format text|json             (default text)
`;

/** `privatelink analyze`. */
export async function runAnalyze(args: readonly string[], io: Io): Promise<ExitCode> {
  const options = {
    source: { type: 'string' },
    port: { type: 'string' },
    analysis: { type: 'string' },
    format: { type: 'string' },
  } as const;
  const parsed = parseCommand('analyze', args, options, { min: 1, max: 1, name: 'ID' });
  const format = choiceOption(parsed, 'format', ['text', 'json'], 'text');
  const [id = ''] = parsed.positionals;
  const source = textOption(parsed, 'source');
  const port = portOption(parsed);
  const file = textOption(parsed, 'analysis');
  if (file === undefined && (source === undefined || !/^(?:eni|i)-[0-9a-z]+$/.test(source))) {
    throw usage('"privatelink analyze" needs --source with the id of a network interface or an instance.');
  }
  if (file !== undefined && /^nia-[0-9a-z]+$/.test(file)) {
    throw usage(
      `--analysis takes a file. Save the analysis with: aws ec2 describe-network-insights-analyses --network-insights-analysis-ids ${file} --output json > analysis.json`,
    );
  }
  const analysis = file === undefined ? undefined : await readFileOf(file);
  const { inventory, now, isEmpty } = await openSource(parsed, io, depthFor(id));
  if (isEmpty) return nothingCollected(io);
  const endpoint = inventory.endpoints.get(id);
  if (endpoint === undefined) {
    throw new AppError('unknown-resource', `${id} is no endpoint of what was loaded: the analyzer needs one.`);
  }
  if (analysis === undefined) {
    const commands = analysisCommands(id, endpoint.region, source ?? '', port);
    io.err(
      `An analysis costs ${ANALYSIS_PRICE}, as AWS publishes it on ${ANALYSIS_PRICE_PAGE}. Nothing was started. The commands need ${ANALYSIS_ACTIONS.join(', ')} beside what reads the path.\n`,
    );
    io.out(
      format === 'json'
        ? json({ version: 1, commands })
        : commands.map(({ command, impact }) => `# ${impact}\n${command}\n`).join(''),
    );
    return EXIT.done;
  }
  // An instance is no source of this program's own diagnosis; its interface would be.
  const from = source?.startsWith('i-') === true ? undefined : source;
  const { subjects } = diagnose(inventory, {
    now,
    ids: [id],
    ...(from === undefined ? {} : { source: from }),
    ...(port === undefined ? {} : { port }),
  });
  const [subject] = subjects;
  if (subject === undefined) throw new AppError('unknown-resource', `${id} was not diagnosed.`);
  const compared = compareWithAnalysis(subject, analysis);
  io.out(format === 'json' ? json({ version: 1, ...compared }) : renderAnalyzerComparison(compared));
  return EXIT.done;
}

async function readFileOf(file: string): Promise<Analysis> {
  try {
    await checkFile(file, MAX_FILE_BYTES);
    return readAnalysis(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    const why = cause instanceof SyntaxError ? 'it is no JSON' : `it cannot be opened: ${reason(cause)}`;
    throw new AppError('unreadable-file', `${file} holds no analysis: ${why}.`, { cause });
  }
}
