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
  onFailedAttempt?: (error: unknown) => void,
): Promise<object> {
  const client = await createServiceClient(service, {
    region: SAMPLE_REGION,
    endpoint: server.url,
    credentials: { accessKeyId: accessKeyOf(SAMPLE_ACCOUNT), secretAccessKey: 'secret' },
    maxAttempts: 2,
  });
  try {
    return await client.send(operation, input, new AbortController().signal, onFailedAttempt);
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

it('each attempt that failed is told, also where the next one is answered', async () => {
  await server.change({ faults: [{ kind: 'throttle', nth: 1 }] });
  const failed: unknown[] = [];
  expect(await send('ec2', 'DescribeVpcs', {}, (error) => failed.push(error))).toMatchObject({ Vpcs: [{}] });
  expect(failed).toMatchObject([{ name: 'RequestLimitExceeded' }]);
});
