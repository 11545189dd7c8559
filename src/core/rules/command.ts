import type { FixCommand } from '../diagnosis.ts';

export const READS_ONLY = 'reads only';

/** A value as one word of a POSIX shell: ids come from files that anyone may have written. */
export function shellWord(value: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** An AWS CLI command line with its impact; list values become several words. */
export function awsCommand(
  operation: string,
  region: string,
  options: Readonly<Record<string, string | readonly string[] | true>>,
  impact: string,
): FixCommand {
  const words = Object.entries(options).flatMap(([name, value]) => [
    `--${name}`,
    ...(value === true ? [] : typeof value === 'string' ? [value] : value).map(shellWord),
  ]);
  return { command: ['aws', operation, ...words, '--region', shellWord(region)].join(' '), impact };
}
