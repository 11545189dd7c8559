import { connect } from 'node:net';

/** TEST-NET-1 of RFC 5737: an address that belongs to nobody. */
const elsewhere = '192.0.2.1';

describe('a suite that passes, and yet', () => {
  it('leaves a rejection that nobody handles', async () => {
    void Promise.reject(new Error('nobody handles this'));
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('tries to reach another machine', async () => {
    await new Promise((resolve) => connect(80, elsewhere).once('error', resolve));
  });
});
