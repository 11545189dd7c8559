// The same steps on two panels, one of which puts an error on the console: only that one may fail.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkbench, runCommand, webview, type Workbench } from '../../ui/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ extensions: [join(import.meta.dirname, '..', 'extension')] });
});

afterAll(async () => {
  await workbench.close();
});

test('a sound panel', async () => {
  await runCommand(workbench.page, 'Canary: Open a Sound Panel');
  await webview(workbench.page).getByRole('heading', { name: 'Sound' }).waitFor();
  expect(workbench.problems).toEqual([]);
});

test('a failing panel', async () => {
  await runCommand(workbench.page, 'Canary: Open a Failing Panel');
  await webview(workbench.page).getByRole('heading', { name: 'Failing' }).waitFor();
  expect(workbench.problems).toEqual([]);
});
