import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Json, JsonObject } from '../../src/core/model/json.ts';

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
  const script = fileURLToPath(new URL('aws_cli.py', import.meta.url));
  const { code, stdout, stderr } = await run(python, [script], JSON.stringify(calls), environment);
  if (code !== 0) throw new Error(`The AWS CLI ended with ${code}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as readonly CliAnswer[];
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
