import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceName } from '../../../src/aws/client.ts';
import { createServiceClient } from '../../../src/aws/services.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { accessKeyOf, identitiesOf } from '../../wire/identities.ts';
import { SAMPLE_ACCOUNT, SAMPLE_REGION, sampleWorld } from '../../wire/sample-world.ts';
import { startWireServer, type WireServer } from '../../wire/server.ts';

let server: WireServer;
beforeAll(async () => {
  const worlds: Snapshot = await sampleWorld(1);
  server = await startWireServer({ worlds, identities: identitiesOf(worlds) });
});
afterAll(() => server.stop());

async function send(
  service: ServiceName,
  operation: string,
  input: object,
  onAttempt?: (attempt: Promise<unknown>) => void,
): Promise<object> {
  const client = await createServiceClient(service, {
    region: SAMPLE_REGION,
    endpoint: server.url,
    credentials: { accessKeyId: accessKeyOf(SAMPLE_ACCOUNT), secretAccessKey: 'secret' },
    maxAttempts: 2,
  });
  try {
    return await client.send(operation, input, new AbortController().signal, onAttempt);
  } finally {
    client.destroy();
  }
}

describe('a web page that is well-formed XML', () => {
  it.each<[ServiceName, string, object]>([
    ['ec2', 'DescribeVpcs', {}],
    ['elbv2', 'DescribeLoadBalancers', {}],
    ['iam', 'ListAccountAliases', {}],
    ['route53', 'ListHostedZonesByVPC', { VPCId: 'vpc-1', VPCRegion: SAMPLE_REGION }],
    ['vpc-lattice', 'ListResourceGateways', {}],
  ])('is no answer of %s that lists nothing', async (service, operation, input) => {
    await server.change({ faults: [{ kind: 'garbage', body: '<html><body><p>Please sign in</p></body></html>' }] });
    await expect(send(service, operation, input)).rejects.toThrow();
  });
});

it('each attempt is told, also one that is followed by another', async () => {
  await server.change({ faults: [{ kind: 'throttle', nth: 1 }] });
  const attempts: Promise<unknown>[] = [];
  expect(await send('ec2', 'DescribeVpcs', {}, (attempt) => attempts.push(attempt))).toMatchObject({ Vpcs: [{}] });
  expect(await Promise.allSettled(attempts)).toMatchObject([
    { status: 'rejected', reason: { name: 'RequestLimitExceeded' } },
    { status: 'fulfilled' },
  ]);
});
