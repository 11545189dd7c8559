import { describe, expect, test } from 'vitest';
import { POLICY_PURPOSES, policyFor } from '../../../src/aws/permissions.ts';
import { main } from '../../../src/cli/main.ts';

async function privatelink(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const io = {
    out: (text: string) => (out += text),
    err: (text: string) => (err += text),
    signal: new AbortController().signal,
  };
  return { code: await main(argv, io, '0.0.0'), out, err };
}

describe('privatelink policy', () => {
  test.each(POLICY_PURPOSES)('--for %s prints that policy as JSON and nothing else', async (purpose) => {
    const { code, out, err } = await privatelink('policy', '--for', purpose);
    expect([code, err]).toEqual([0, '']);
    expect(out.endsWith('}\n')).toBe(true);
    expect(JSON.parse(out)).toEqual(policyFor(purpose));
  });

  test('is to read when nothing else is asked for', async () => {
    expect(JSON.parse((await privatelink('policy')).out)).toEqual(policyFor('read'));
  });

  test.each([
    [['--for', 'write'], /--for "write" is not known; it is one of read, diagnose, act\./],
    [['--for'], /policy --help/],
    [['--profile', 'consumer'], /Unknown option '--profile'/],
    [['vpce-1'], /takes no argument/],
  ])('%s is wrong usage', async (args, message) => {
    const { code, out, err } = await privatelink('policy', ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  test('is in the overview, and has help of its own', async () => {
    expect((await privatelink('--help')).out).toMatch(/^ {2}policy +the least-privilege IAM policy$/m);
    const help = await privatelink('policy', '--help');
    expect(help.code).toBe(0);
    for (const purpose of POLICY_PURPOSES) expect(help.out).toContain(`${purpose}: `);
  });
});
