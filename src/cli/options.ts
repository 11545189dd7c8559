import { parseArgs } from 'node:util';
import { AppError } from '../core/model/errors.ts';

type OptionTable = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

/** Where the data comes from: every command that reads any takes these. */
const SOURCE_OPTIONS = {
  snapshot: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
  help: { type: 'boolean' },
} as const satisfies OptionTable;

/** These take several values, with commas between them. */
const LIST_OPTIONS: ReadonlySet<string> = new Set([
  'snapshot',
  'profile',
  'region',
  'known-accounts',
  'required-tags',
  'with',
  'subnets',
  'security-groups',
  'ports',
]);

/** For a command that reads nothing. */
export const NO_SOURCE = { help: { type: 'boolean' } } as const satisfies OptionTable;

export interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

/**
 * Reads a command's arguments.
 *
 * @param source the options that say where the data comes from, or NO_SOURCE
 * @throws AppError `bad-input` for an unknown option, a missing value or too many arguments
 */
export function parseCommand(
  command: string,
  args: readonly string[],
  options: OptionTable,
  positionals: { readonly min: number; readonly max: number; readonly name: string },
  source: OptionTable = SOURCE_OPTIONS,
): Parsed {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...args], options: { ...source, ...options }, allowPositionals: true, tokens: true });
  } catch (cause) {
    throw usage(refused(command, args, cause), cause);
  }
  const values = parsed.values as Parsed['values'];
  if (values['help'] !== true) {
    refuseRepeated(parsed.tokens ?? []);
    const { min, max, name } = positionals;
    if (parsed.positionals.length < min) throw usage(`"privatelink ${command}" needs ${name}.`);
    if (parsed.positionals.length > max) {
      throw usage(
        `"privatelink ${command}" takes ${max === 0 ? 'no argument' : max === 1 ? `one ${name}` : name}; ${parsed.positionals[max] ?? ''} is one too many.`,
      );
    }
    if (parsed.positionals.some((argument) => argument.trim() === '')) {
      throw usage(`${name} is empty: name one${min === 0 ? ', or leave it out' : ''}.`);
    }
    for (const [option, value] of Object.entries(values)) {
      if (value === '') throw usage(`--${option} is empty.`);
    }
    if (values['snapshot'] !== undefined && (values['profile'] !== undefined || values['region'] !== undefined)) {
      throw usage('--snapshot reads files; it does not go with --profile or --region.');
    }
  }
  return { values, positionals: parsed.positionals };
}

/** What Node's parser did not take, in one sentence. */
function refused(command: string, args: readonly string[], cause: unknown): string {
  const why = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : '';
  const [, name] = /^Option '(?:-\w, )?--([\w-]+)[^']*' argument is ambiguous/.exec(why) ?? [];
  const value = name === undefined ? undefined : args[args.indexOf(`--${name}`) + 1];
  const help = `See "privatelink ${command} --help".`;
  if (name === undefined || value === undefined) return `${why}. ${help}`;
  if (value.startsWith('--')) return `--${name} has no value: give it one before ${value}. ${help}`;
  return name === 'port'
    ? noPort(value)
    : `--${name} has no value, or one that begins with "-": write --${name}=${value} if it is meant. ${help}`;
}

/** Of two values only the last would count, and nobody would be told. */
function refuseRepeated(tokens: NonNullable<ReturnType<typeof parseArgs>['tokens']>): void {
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue;
    const { name } = token;
    if (seen.has(name)) {
      const how = LIST_OPTIONS.has(name) ? 'give all of its values at once, with commas between them' : 'give it once';
      throw usage(`--${name} is given more than once; ${how}.`);
    }
    seen.add(name);
  }
}

export function usage(message: string, cause?: unknown): AppError {
  return new AppError('bad-input', message, cause === undefined ? {} : { cause });
}

/** The option's text, or `undefined`. */
export function textOption(parsed: Parsed, name: string): string | undefined {
  const value = parsed.values[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * The option's `A,B` as a list without empty parts and repetitions; empty where it is not given.
 *
 * @throws AppError `bad-input` for a value of commas only
 */
export function listOption(parsed: Parsed, name: string): readonly string[] {
  const value = textOption(parsed, name);
  if (value === undefined) return [];
  const parts = splitList(value);
  if (parts.length === 0) throw usage(`--${name} "${value}" names nothing: give at least one value, or leave it out.`);
  return parts;
}

/** `A,B` as a list without empty parts and repetitions. */
export function splitList(value: string): readonly string[] {
  const parts = value.split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** @throws AppError `bad-input` when a command whose arguments are its sources is given other sources */
export function refuseSources(command: string, parsed: Parsed): void {
  for (const option of ['snapshot', 'profile', 'region']) {
    if (parsed.values[option] !== undefined) {
      throw usage(`"privatelink ${command}" reads the files that are its arguments; it takes no --${option}.`);
    }
  }
}

/** @throws AppError `bad-input` when the value is none of `choices` */
export function choiceOption<T extends string>(
  parsed: Parsed,
  name: string,
  choices: readonly T[],
  fallback: T | undefined,
): T {
  const value = textOption(parsed, name);
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  if (value === undefined && fallback !== undefined) return fallback;
  const given = value === undefined ? 'is missing' : `"${value}" is not known`;
  throw usage(`--${name} ${given}; it is one of ${choices.join(', ')}.`);
}

/** @throws AppError `bad-input` for what is no port */
export function portOption(parsed: Parsed): number | undefined {
  const value = textOption(parsed, 'port');
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65535) throw usage(noPort(value));
  return port;
}

function noPort(value: string): string {
  return `--port "${value}" is not a port: give a number from 1 to 65535, such as 443.`;
}
