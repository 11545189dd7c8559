import { readFile } from 'node:fs/promises';
import { argv, exit, stderr, stdout } from 'node:process';
import { parseSnapshot } from '../../src/core/model/snapshot.ts';
import { startWireServer } from './server.ts';
import { identitiesOf } from './identities.ts';

/*
 * Serves a snapshot file until it is interrupted: `node test/wire/run.mjs SNAPSHOT [MILLISECONDS]`, each answer after so
 * many milliseconds. Its first line of output is JSON with the server's address and an access key for each account.
 */
const [, , file, latency = '0'] = argv;
if (file === undefined || !/^\d+$/.test(latency)) {
  stderr.write('Usage: node test/wire/run.mjs SNAPSHOT [MILLISECONDS]\n');
  exit(2);
}
const worlds = parseSnapshot(await readFile(file, 'utf8'), file);
const identities = identitiesOf(worlds);
const server = await startWireServer({ worlds, identities, latencyMs: Number(latency) });
stdout.write(`${JSON.stringify({ url: server.url, identities })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.stop();
  });
}
