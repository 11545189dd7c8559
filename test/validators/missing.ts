import type { TestContext } from 'vitest';

/** Something that judges generated code is not on this machine, and cannot be fetched. */
export class MissingTool extends Error {
  override readonly name = 'MissingTool';
}

export type Prepared<T> = { readonly value: T } | { readonly missing: MissingTool };

/** What was prepared, or why it could not be; any other error stays one. */
export async function prepared<T>(prepare: () => Promise<T>): Promise<Prepared<T>> {
  try {
    return { value: await prepare() };
  } catch (error) {
    if (error instanceof MissingTool) return { missing: error };
    throw error;
  }
}

/** What was prepared; where it could not be, the test is skipped with the reason, or fails where everything must run. */
export function use<T>(context: Pick<TestContext, 'skip'>, preparation: Prepared<T> | undefined): T {
  if (preparation === undefined) throw new Error('nothing was prepared');
  if ('value' in preparation) return preparation.value;
  if (process.env['CI'] === 'true')
    throw new Error(`${preparation.missing.message}, and with CI=true nothing is skipped`);
  return context.skip(preparation.missing.message);
}
