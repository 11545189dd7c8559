import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';

export interface CliCall {
  /** `service:Operation`. */
  readonly operation: string;
  readonly params: JsonObject;
  readonly pageSize?: number;
  /** What should come back; only to learn which of its fields this AWS CLI does not know. */
  readonly expected?: JsonObject;
}

export interface CliAnswer {
  readonly output?: JsonObject;
  /** Paths of `expected` that the CLI's service models do not have, for example `NetworkInterfaces[].Operator`. */
  readonly unknown?: readonly string[];
  readonly error?: string;
}

/**
 * Runs AWS CLI commands, all in one process, and returns what each prints, its pages together.
 *
 * @param python a Python that can import `awscli`
 * @param environment the whole environment of the process, profile included
 */
export async function runAwsCli(
  python: string,
  calls: readonly CliCall[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly CliAnswer[]> {
  return (await runScript(python, 'aws_cli.py', calls, environment)) as readonly CliAnswer[];
}

/** AWS CLI commands, one after the other, of which each must succeed. */
export type AwsCli = (calls: readonly CliCall[]) => Promise<readonly JsonObject[]>;

/**
 * A client for a profile.
 *
 * @param environment the whole environment of the process
 */
export function awsCli(python: string, environment: Readonly<Record<string, string>>, profile: string): AwsCli {
  return async (calls) => {
    const answers = await runAwsCli(python, calls, { ...environment, AWS_PROFILE: profile });
    return answers.map(({ output, error }) => {
      if (output === undefined) throw new Error(error ?? 'The AWS CLI said nothing');
      return output;
    });
  };
}

/** A text in an answer, by its path: `at(answer, 'Vpc', 'VpcId')`. */
export function at(answer: Json | undefined, ...path: readonly (string | number)[]): string {
  let value: Json | undefined = answer;
  for (const step of path) {
    value = Array.isArray(value)
      ? (value as readonly Json[])[Number(step)]
      : isJsonObject(value)
        ? value[step]
        : undefined;
  }
  if (typeof value !== 'string')
    throw new Error(`The answer has no text at ${path.join('.')}: ${JSON.stringify(answer)}`);
  return value;
}

/**
 * Lets the AWS CLI's own parser judge command lines, all in one process; nothing is sent.
 *
 * @param python a Python that can import `awscli`
 * @param lines commands as a person would paste them into a shell
 * @returns for each line what is wrong with it, or `null`
 */
export async function checkCommands(python: string, lines: readonly string[]): Promise<readonly (string | null)[]> {
  // A stubbed answer is signed for like any other request.
  const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...NO_ACCOUNT };
  return (await runScript(python, 'aws_cli_check.py', lines, environment)) as readonly (string | null)[];
}

const NO_ACCOUNT = {
  AWS_ACCESS_KEY_ID: 'AKIANOBODY',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

async function runScript(
  python: string,
  name: string,
  input: unknown,
  environment: Readonly<Record<string, string>>,
): Promise<unknown> {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const { code, stdout, stderr } = await run(python, [script], JSON.stringify(input), environment);
  if (code !== 0) throw new Error(`The AWS CLI ended with ${code}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout);
}

/** True when this Python has the AWS CLI (version 1, whose parts can be imported). */
export async function hasAwsCli(python: string): Promise<boolean> {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  return (await run(python, ['-c', 'import awscli.clidriver, botocore'], '', environment)).code === 0;
}

async function run(
  program: string,
  args: readonly string[],
  input: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(program, args, { env, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  // A program that does not read its input closes the pipe early; its exit code says enough.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      resolve(status ?? 1);
    });
  });
  return { code, stdout, stderr };
}

/** The same value without the fields at these paths. */
export function withoutPaths(value: Json, paths: readonly string[], path = ''): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutPaths(item, paths, `${path}[]`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const where = path === '' ? key : `${path}.${key}`;
      return item === undefined || paths.includes(where) ? [] : [[key, withoutPaths(item, paths, where)]];
    }),
  );
}
