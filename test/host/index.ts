// Runs inside VS Code's extension host: the suites beside it, through mocha, with their results in a file.
// The file is written last of all, so that a host which dies on the way leaves none.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { measureActivation } from '../bench/activation.ts';

interface Failure {
  title: string;
  message: string;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);

/** Rejections that nobody handles and that come from the extension or its tests: VS Code itself only logs them. */
function watchRejections(folders: readonly string[]): Failure[] {
  const seen: Failure[] = [];
  process.on('unhandledRejection', (reason) => {
    const message = messageOf(reason);
    const ours = folders.some((folder) => message.includes(folder));
    // mocha raises again what it did not expect.
    if (ours && seen.every((one) => one.message !== message)) seen.push({ title: 'unhandled rejection', message });
  });
  return seen;
}

function runMocha(files: readonly string[]): Promise<{ passed: string[]; pending: string[]; failures: Failure[] }> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, forbidOnly: true });
  for (const file of files) mocha.addFile(file);
  const passed: string[] = [];
  const pending: string[] = [];
  const failures: Failure[] = [];
  return new Promise((resolve) => {
    mocha
      .run(() => {
        resolve({ passed, pending, failures });
      })
      .on('pass', (test: Mocha.Test) => passed.push(test.fullTitle()))
      .on('pending', (test: Mocha.Test) => pending.push(test.fullTitle()))
      .on('fail', (test: Mocha.Test, error: unknown) =>
        failures.push({ title: test.fullTitle(), message: messageOf(error) }),
      );
  });
}

/** What VS Code calls as the tests' entry. */
export async function run(): Promise<void> {
  const results = process.env['PRIVATELINK_RESULTS'];
  const suites = process.env['PRIVATELINK_SUITES'];
  if (!results || !suites)
    throw new Error('PRIVATELINK_RESULTS and PRIVATELINK_SUITES say where results and suites are.');
  const rejections = watchRejections([suites, process.env['PRIVATELINK_EXTENSION'] ?? suites]);
  const bench = await measureActivation();
  const files = readdirSync(suites)
    .filter((name) => name.endsWith('.test.cjs'))
    .sort()
    .map((name) => join(suites, name));
  const { passed, pending, failures } = await runMocha(files);
  const all = [...failures, ...rejections];
  writeFileSync(
    results,
    JSON.stringify({
      passed: passed.length,
      failed: all.length,
      skipped: pending.length,
      failures: all,
      skips: pending,
      bench,
    }),
  );
  if (all.length > 0) throw new Error(`${all.length} tests failed`);
}
