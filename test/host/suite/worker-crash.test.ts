import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explorerSource } from '../../../src/extension/projections.ts';
import { installed, ownSession, samplePath } from './support.ts';

/** A worker that does its work, and ends at once when it is asked to write a file named `crash`. */
function crashingWorker(folder: string): string {
  const file = join(folder, 'worker.mjs');
  const real = join(installed().extensionPath, 'dist', 'worker', 'worker.js');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     parentPort.prependListener?.('message', ({ params }) => { if (params?.path === 'crash') process.exit(3); });
     parentPort.on('message', ({ params }) => { if (params?.path === 'crash') process.exit(3); });
     await import(${JSON.stringify(`file://${real}`)});`,
  );
  return file;
}

describe('a worker thread that dies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'privatelink-crash-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is told in one sentence with a way on, the tree stays, and a restart brings everything back', async () => {
    const own = ownSession(crashingWorker(folder));
    const { session, client } = own;
    await session.open({ kind: 'sample', path: samplePath() });
    const before = explorerSource(session).roots();
    assert(before.length > 0);

    const told: string[] = [];
    const actions: string[] = [];
    client.onDidStop((error) => {
      told.push(error.message);
      actions.push(...error.actions.map((action) => action.command));
    });
    await assert.rejects(session.call('saveFile', { path: 'crash', keys: [] }), { code: 'internal' });
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /stopped/);
    assert.deepEqual(actions, ['privatelink.restart', 'privatelink.showLog']);
    assert.deepEqual(explorerSource(session).roots(), before);
    await assert.rejects(session.call('inventory', {}), { code: 'internal' });

    await session.restart();
    assert.deepEqual(explorerSource(session).roots(), before);
    assert((await session.call('inventory', {})).rows.length > 0);
    own.dispose();
  });
});
