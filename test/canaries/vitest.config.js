// Suites that must fail: each is a project, so that the canaries run it as the test run runs its own.
import { defineConfig } from 'vitest/config';

const project = (name) => ({
  test: {
    name: `canary-${name}`,
    root: import.meta.dirname,
    include: [`vitest/${name}.test.ts`],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

export default defineConfig({
  test: { passWithNoTests: false, projects: ['careless', 'empty', 'missing', 'webview'].map(project) },
});
