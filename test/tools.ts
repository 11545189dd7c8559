import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'vitest';

/** The full path of a program on PATH; `undefined` when there is none. */
export function findTool(name: string): string | undefined {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(directory, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this directory.
    }
  }
  return undefined;
}

/**
 * The full path of a program that a test needs. Where it is missing the test is reported as skipped with the reason; with
 * `CI=true`, where everything must run, it fails.
 */
export function tool(context: Pick<TestContext, 'skip'>, name: string): string {
  const path = findTool(name);
  if (path !== undefined) return path;
  const reason = `${name} is not on PATH`;
  if (process.env['CI'] === 'true') throw new Error(`${reason}, and with CI=true nothing is skipped`);
  return context.skip(reason);
}
