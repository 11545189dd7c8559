// Writes a vitest run as an outcome of scripts/lib/results.mjs, with the reason of each skipped test.
// PRIVATELINK_RESULTS names the file; it is written when the run is over, never before.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const messageOf = (error) => [error.stack ?? error.message ?? String(error), error.diff].filter(Boolean).join('\n');

const messagesOf = (errors) => errors.map(messageOf).join('\n') || 'no error was given';

export default class OutcomeReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const outcome = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
    const fail = (title, errors) => {
      outcome.failed++;
      outcome.failures.push({ title, message: messagesOf(errors) });
    };
    for (const testModule of modules) {
      const file = relative(process.cwd(), testModule.moduleId);
      // A file or a suite fails without a test of its own when it cannot be loaded, or when a hook throws.
      if (testModule.errors().length > 0) fail(file, testModule.errors());
      for (const suite of testModule.children.allSuites()) {
        if (suite.errors().length > 0) fail(`${file} › ${suite.fullName}`, suite.errors());
      }
      for (const test of testModule.children.allTests()) {
        const { state, errors, note } = test.result();
        const title = `${file} › ${test.fullName}`;
        if (state === 'passed') outcome.passed++;
        else if (state === 'failed') fail(title, errors);
        else {
          outcome.skipped++;
          outcome.skips.push(note ? `${title}: ${note}` : title);
        }
      }
    }
    if (unhandledErrors.length > 0) fail('an error that nobody handled', unhandledErrors);
    writeFileSync(process.env.PRIVATELINK_RESULTS, JSON.stringify(outcome));
  }
}
