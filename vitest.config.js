import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** No test talks to another machine: what tries is refused and written down. */
const guarded = { execArgv: ['--require', './test/guard.cjs'] };

/** Tests that put something in a module's place: others may not have loaded it before, and may not meet it after. */
const unit = join(import.meta.dirname, 'test', 'unit');
const mocking = readdirSync(unit, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && readFileSync(join(unit, name), 'utf8').includes('vi.mock('))
  .map((name) => `test/unit/${name.replaceAll('\\', '/')}`);

export default defineConfig({
  test: {
    passWithNoTests: false,
    dangerouslyIgnoreUnhandledErrors: false,
    projects: [
      // The files of a worker share what they import: it takes longer to load than most of them take to run.
      {
        test: {
          ...guarded,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: mocking,
          testTimeout: 60_000,
          isolate: false,
        },
      },
      { test: { ...guarded, name: 'unit-mocking', include: mocking, testTimeout: 60_000 } },
      {
        test: {
          ...guarded,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          isolate: false,
        },
      },
      {
        // Each file has a VS Code and a browser of its own: one after the other.
        test: {
          ...guarded,
          name: 'ui',
          include: ['test/ui/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
