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
 * Ends a test that this machine cannot run: it is reported as skipped with the reason. With `CI=true`, where everything must
 * run, it fails.
 */
export function missing(context: Pick<TestContext, 'skip'>, reason: string): never {
  if (process.env['CI'] === 'true') throw new Error(`${reason}, and with CI=true nothing is skipped`);
  return context.skip(reason);
}

/** The full path of a program that a test needs; where there is none, the test ends as `missing` says. */
export function tool(context: Pick<TestContext, 'skip'>, name: string): string {
  return findTool(name) ?? missing(context, `${name} is not on PATH`);
}
