import { DescribeVpcsCommand, DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeLoadBalancersCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListHostedZonesByVPCCommand, Route53Client } from '@aws-sdk/client-route-53';
import { ListServiceQuotasCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ListResourceGatewaysCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { SAMPLE_ACCOUNT, SAMPLE_REGION, sampleWorld } from '../wire/sample-world.ts';
import { startWireServer, type WireFault, type WireServer, type WireServerOptions } from '../wire/server.ts';

let worlds: Snapshot;
beforeAll(async () => {
  worlds = await sampleWorld(1);
});

const servers: WireServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(options: Partial<WireServerOptions>): Promise<WireServer> {
  const server = await startWireServer({ worlds, identities: identitiesOf(worlds), ...options });
  servers.push(server);
  return server;
}

function settings(server: WireServer, maxAttempts = 1) {
  return {
    endpoint: server.url,
    region: SAMPLE_REGION,
    maxAttempts,
    credentials: { accessKeyId: accessKeyOf(SAMPLE_ACCOUNT), secretAccessKey: 'secret' },
  };
}

/** One request to each service, which is one in each protocol. */
const REQUESTS: readonly (readonly [string, (server: WireServer) => Promise<unknown>])[] = [
  ['ec2', (server) => new EC2Client(settings(server)).send(new DescribeVpcsCommand({}))],
  [
    'elasticloadbalancing',
    (server) => new ElasticLoadBalancingV2Client(settings(server)).send(new DescribeLoadBalancersCommand({})),
  ],
  ['sts', (server) => new STSClient(settings(server)).send(new GetCallerIdentityCommand({}))],
  [
    'route53',
    (server) =>
      new Route53Client(settings(server)).send(
        new ListHostedZonesByVPCCommand({ VPCId: 'vpc-1', VPCRegion: SAMPLE_REGION }),
      ),
  ],
  ['vpc-lattice', (server) => new VPCLatticeClient(settings(server)).send(new ListResourceGatewaysCommand({}))],
  [
    'servicequotas',
    (server) => new ServiceQuotasClient(settings(server)).send(new ListServiceQuotasCommand({ ServiceCode: 'vpc' })),
  ],
];

const CODES: Readonly<Record<'throttle' | 'deny' | 'expired', Readonly<Record<string, string>>>> = {
  throttle: {
    ec2: 'RequestLimitExceeded',
    elasticloadbalancing: 'Throttling',
    sts: 'Throttling',
    route53: 'Throttling',
    'vpc-lattice': 'ThrottlingException',
    servicequotas: 'ThrottlingException',
  },
  deny: {
    ec2: 'UnauthorizedOperation',
    elasticloadbalancing: 'AccessDenied',
    sts: 'AccessDenied',
    route53: 'AccessDenied',
    'vpc-lattice': 'AccessDeniedException',
    servicequotas: 'AccessDeniedException',
  },
  expired: {
    ec2: 'RequestExpired',
    elasticloadbalancing: 'ExpiredToken',
    sts: 'ExpiredToken',
    route53: 'ExpiredToken',
    'vpc-lattice': 'ExpiredTokenException',
    servicequotas: 'ExpiredTokenException',
  },
};

describe.each(['throttle', 'deny', 'expired'] as const)('%s is answered in the words of the service', (kind) => {
  test.each(REQUESTS)('%s', async (service, send) => {
    const server = await start({ faults: [{ kind }] });
    await expect(send(server)).rejects.toMatchObject({ name: CODES[kind][service] });
    expect(server.calls).toEqual([expect.objectContaining({ service, errorCode: CODES[kind][service] })]);
  });
});

const vpcs = (server: WireServer, maxAttempts?: number) =>
  new EC2Client(settings(server, maxAttempts)).send(new DescribeVpcsCommand({}));

describe('faults', () => {
  test('the SDK retries a throttled call, and the call after it is answered', async () => {
    const server = await start({ faults: [{ kind: 'throttle', operation: 'ec2:DescribeVpcs', nth: 1 }] });
    expect((await vpcs(server, 3)).Vpcs).toHaveLength(1);
    expect(server.calls.map((call) => call.status)).toEqual([503, 200]);
  });

  test.each<[string, Partial<WireFault>]>([
    ['operation', { operation: 'ec2:DescribeSubnets' }],
    ['account', { account: '999999999999' }],
    ['region', { region: 'us-west-2' }],
    ['access key', { accessKeyId: 'AKIAOTHER' }],
    ['turn', { nth: [2, 3] }],
  ])('hit no call of another %s', async (_, only) => {
    const server = await start({ faults: [{ kind: 'deny', ...only }] });
    expect((await vpcs(server)).Vpcs).toHaveLength(1);
  });

  test('can be changed while the server runs', async () => {
    const server = await start({});
    expect((await vpcs(server)).Vpcs).toHaveLength(1);
    await server.change({ faults: [{ kind: 'deny' }] });
    await expect(vpcs(server)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    server.clear();
    expect(server.calls).toEqual([]);
    await server.change({ faults: [], worlds: await sampleWorld(3) });
    expect((await vpcs(server)).Vpcs).toHaveLength(3);
  });

  test('any other error', async () => {
    const server = await start({ faults: [{ kind: 'error', code: 'OptInRequired', status: 403 }] });
    await expect(vpcs(server)).rejects.toMatchObject({
      name: 'OptInRequired',
      $metadata: expect.objectContaining({ httpStatusCode: 403 }) as object,
    });
  });

  test('a cut connection', async () => {
    const server = await start({ faults: [{ kind: 'reset' }] });
    await expect(vpcs(server)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(server.calls.map((call) => call.status)).toEqual([0]);
  });

  test('a page of a captive portal instead of an answer', async () => {
    const server = await start({ faults: [{ kind: 'garbage' }] });
    await expect(vpcs(server)).rejects.toThrow(/./);
    expect(server.calls.map((call) => call.status)).toEqual([200]);
  });

  test('a page of one’s own choice, with a status', async () => {
    const server = await start({
      faults: [{ kind: 'garbage', body: '<html><body>Maintenance</body></html>', status: 503 }],
    });
    await expect(vpcs(server)).rejects.toMatchObject({
      $metadata: expect.objectContaining({ httpStatusCode: 503 }) as object,
    });
  });

  test.each(['cut', 'truncate'] as const)('%s: half of an answer', async (kind) => {
    const server = await start({ faults: [{ kind }] });
    const { href } = new URL(server.url);
    const credential = `Credential=${accessKeyOf(SAMPLE_ACCOUNT)}/20260101/${SAMPLE_REGION}/ec2/aws4_request`;
    const request = {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'Action=DescribeVpcs&Version=2016-11-15',
    };
    const response = await fetch(href, request);
    expect(response.status).toBe(200);
    if (kind === 'cut') {
      await expect(response.text()).rejects.toThrow();
      return;
    }
    const part = await response.text();
    await server.change({ faults: [] });
    const whole = await (await fetch(href, request)).text();
    expect(Buffer.byteLength(part)).toBe(Math.floor(Buffer.byteLength(whole) / 2));
    expect(whole.endsWith('</DescribeVpcsResponse>')).toBe(true);
  });

  test('a share of all calls, the same ones whatever their order', async () => {
    const server = await start({ faults: [{ kind: 'throttle', share: { of: 0.5, seed: 7 } }] });
    const statuses = async (): Promise<readonly number[]> => {
      server.clear();
      for (let i = 0; i < 40; i++) await vpcs(server).catch(() => undefined);
      return server.calls.map((call) => call.status);
    };
    const first = await statuses();
    expect(first.filter((status) => status === 503).length).toBeGreaterThan(10);
    expect(first.filter((status) => status === 200).length).toBeGreaterThan(10);
    expect(await statuses()).toEqual(first);
  });

  test('a call that hangs ends when its caller gives up, or the server stops', async () => {
    const server = await start({ faults: [{ kind: 'hang', operation: 'ec2:DescribeVpcs' }] });
    const client = new EC2Client(settings(server));
    const giveUp = new AbortController();
    const given = client.send(new DescribeVpcsCommand({}), { abortSignal: giveUp.signal });
    const waiting = expect(client.send(new DescribeVpcsCommand({}))).rejects.toThrow();
    await expect.poll(() => server.calls.length).toBe(2);
    giveUp.abort();
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    expect((await client.send(new DescribeVpcEndpointsCommand({}))).VpcEndpoints).toHaveLength(1);
    await server.stop();
    await waiting;
  });

  test('latency, and how many calls are under way at once', async () => {
    const server = await start({ latencyMs: { 'ec2:DescribeVpcs': 50 } });
    const started = performance.now();
    await Promise.all([vpcs(server), vpcs(server), vpcs(server)]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(49);
    expect(Math.max(...server.calls.map((call) => call.inProgress))).toBe(3);
  });
});
