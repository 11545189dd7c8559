import { connect } from 'node:net';
import { test } from 'vitest';

test('a rejection that nobody handles', async () => {
  void Promise.reject(new Error('nobody handles this'));
  await new Promise((resolve) => setImmediate(resolve));
});

test('a connection to another machine', async () => {
  await new Promise((resolve) => connect(80, '192.0.2.1').once('error', resolve));
});
