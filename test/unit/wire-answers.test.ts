import {
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointAssociationsCommand,
  DescribeVpcEndpointConnectionsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type DescribeVpcEndpointServicesCommandInput,
  type DescribeVpcEndpointsCommandInput,
} from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListHostedZonesByVPCCommand, Route53Client } from '@aws-sdk/client-route-53';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall } from '../../src/core/model/snapshot.ts';
import { loadServiceModel, membersOf } from '../wire/schema.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';
import { TABLES } from '../wire/tables.ts';

const CONSUMER = '111111111111';
const PROVIDER = '222222222222';
const REGION = 'eu-west-1';
const ROLE = `arn:aws:iam::${PROVIDER}:role/reader`;
const BALANCER = 'arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/net/one/1';

function row(operation: string, output: JsonObject, params: JsonObject = {}): SnapshotCall {
  return { operation, params, output, status: 'ok', complete: true, capturedAt: '2026-01-01T00:00:00.000Z' };
}

function world(scopes: Readonly<Record<string, readonly SnapshotCall[]>>): Snapshot {
  return {
    format: 'privatelink-snapshot',
    version: 1,
    capturedAt: '2026-01-01T00:00:00.000Z',
    scopes: Object.entries(scopes).map(([scope, calls]) => {
      const [account = '', region = ''] = scope.split(' ');
      return { partition: 'aws', account, region, profiles: [], calls };
    }),
  };
}

const WORLD = world({
  [`${CONSUMER} ${REGION}`]: [
    row('ec2:DescribeVpcEndpoints', {
      VpcEndpoints: [
        { VpcEndpointId: 'vpce-1', ServiceName: 'svc-a', VpcId: 'vpc-1', Tags: [{ Key: 'Name', Value: 'orders' }] },
        { VpcEndpointId: 'vpce-2', ServiceName: 'svc-b', VpcId: 'vpc-1', Tags: [{ Key: 'team', Value: 'pay' }] },
        { VpcEndpointId: 'vpce-3', ServiceName: 'svc-a', VpcId: 'vpc-2', Tags: [] },
      ],
    }),
    row('ec2:DescribeVpcEndpointServices', {
      ServiceNames: ['svc-a', 'svc-far', 'com.amazonaws.eu-west-1.s3'],
      ServiceDetails: [
        { ServiceName: 'svc-a', ServiceRegion: REGION, ServiceType: [{ ServiceType: 'Interface' }] },
        { ServiceName: 'svc-far', ServiceRegion: 'us-east-1', ServiceType: [{ ServiceType: 'Interface' }] },
      ],
    }),
    row('ec2:DescribeSecurityGroups', { SecurityGroups: [] }),
    row(
      'ec2:DescribeVpcAttribute',
      { VpcId: 'vpc-1', EnableDnsSupport: { Value: true } },
      { VpcId: 'vpc-1', Attribute: 'enableDnsSupport' },
    ),
    row('ec2:DescribeNetworkInterfaces', {
      NetworkInterfaces: Array.from({ length: 7 }, (_, i) => ({
        NetworkInterfaceId: `eni-${i}`,
        Groups: [{ GroupId: i % 2 === 0 ? 'sg-even' : 'sg-odd' }, { GroupId: 'sg-all' }],
      })),
    }),
    row('ec2:DescribeRouteTables', {
      RouteTables: Array.from({ length: 150 }, (_, i) => ({ RouteTableId: `rtb-${i}` })),
    }),
    { ...row('ec2:DescribeVpcEndpointAssociations', {}), status: 'denied', errorCode: 'UnauthorizedOperation' },
  ],
  [`${PROVIDER} ${REGION}`]: [
    row('ec2:DescribeVpcEndpoints', { VpcEndpoints: [] }),
    row('ec2:DescribeVpcEndpointAssociations', { VpcEndpointAssociations: [] }),
    row('ec2:DescribeVpcEndpointConnections', {
      VpcEndpointConnections: [
        { VpcEndpointId: 'vpce-1', VpcEndpointRegion: REGION },
        { VpcEndpointId: 'vpce-4', VpcEndpointRegion: 'us-east-1' },
      ],
    }),
    row('elasticloadbalancing:DescribeLoadBalancers', {
      LoadBalancers: [{ LoadBalancerArn: BALANCER, LoadBalancerName: 'one' }],
    }),
    row('elasticloadbalancing:DescribeListeners', {
      Listeners: [{ ListenerArn: 'arn:listener-1', LoadBalancerArn: BALANCER, Port: 443 }],
    }),
    row('elasticloadbalancing:DescribeTargetGroups', {
      TargetGroups: [
        { TargetGroupArn: 'arn:tg-1', LoadBalancerArns: [BALANCER] },
        { TargetGroupArn: 'arn:tg-2', LoadBalancerArns: [] },
      ],
    }),
  ],
  [`${CONSUMER} aws-global`]: [
    row(
      'route53:ListHostedZonesByVPC',
      { HostedZoneSummaries: [{ HostedZoneId: 'Z1', Name: 'example.', Owner: { OwningAccount: CONSUMER } }] },
      { VPCId: 'vpc-1', VPCRegion: REGION },
    ),
  ],
});

let server: WireServer;
beforeAll(async () => {
  server = await startWireServer({
    worlds: WORLD,
    identities: {
      AKIACONSUMER: { account: CONSUMER, arn: `arn:aws:iam::${CONSUMER}:user/reader` },
      AKIAPROVIDER: { account: PROVIDER, arn: `arn:aws:iam::${PROVIDER}:user/reader` },
    },
    roles: { [ROLE]: 'AKIAPROVIDER' },
  });
});
afterAll(() => server.stop());

function settings(accessKeyId = 'AKIACONSUMER', region = REGION) {
  return { endpoint: server.url, region, maxAttempts: 1, credentials: { accessKeyId, secretAccessKey: 'secret' } };
}
const ec2 = (accessKeyId?: string, region?: string): EC2Client => new EC2Client(settings(accessKeyId, region));
const elb = (): ElasticLoadBalancingV2Client => new ElasticLoadBalancingV2Client(settings('AKIAPROVIDER'));

async function endpointIds(input: DescribeVpcEndpointsCommandInput) {
  const { VpcEndpoints } = await ec2().send(new DescribeVpcEndpointsCommand(input));
  return VpcEndpoints?.map((endpoint) => endpoint.VpcEndpointId);
}

describe('a whole table is narrowed as AWS does it', () => {
  test.each([
    [[{ Name: 'service-name', Values: ['svc-a'] }], ['vpce-1', 'vpce-3']],
    [[{ Name: 'service-name', Values: ['svc-b', 'svc-none'] }], ['vpce-2']],
    [
      [
        { Name: 'service-name', Values: ['svc-a'] },
        { Name: 'vpc-id', Values: ['vpc-1'] },
      ],
      ['vpce-1'],
    ],
    [[{ Name: 'service-name', Values: ['svc-?'] }], ['vpce-1', 'vpce-2', 'vpce-3']],
    [[{ Name: 'tag:Name', Values: ['ord*'] }], ['vpce-1']],
    [[{ Name: 'tag-key', Values: ['team'] }], ['vpce-2']],
    [[{ Name: 'vpc-id', Values: ['vpc-9'] }], []],
  ])('by filters %j', async (Filters, expected) => {
    expect(await endpointIds({ Filters })).toEqual(expected);
  });

  test('by ids, all of which must exist', async () => {
    expect(await endpointIds({ VpcEndpointIds: ['vpce-3', 'vpce-1'] })).toEqual(['vpce-1', 'vpce-3']);
    await expect(endpointIds({ VpcEndpointIds: ['vpce-1', 'vpce-9'] })).rejects.toMatchObject({
      name: 'InvalidVpcEndpointId.NotFound',
      message: expect.stringContaining('vpce-9') as string,
    });
  });

  test('by a filter into a list', async () => {
    const { NetworkInterfaces } = await ec2().send(
      new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: ['sg-odd'] }] }),
    );
    expect(NetworkInterfaces?.map((card) => card.NetworkInterfaceId)).toEqual(['eni-1', 'eni-3', 'eni-5']);
  });

  test('service names follow their details, and other Regions are answered only when asked for', async () => {
    const services = async (input: DescribeVpcEndpointServicesCommandInput) => {
      const { ServiceNames, ServiceDetails } = await ec2().send(new DescribeVpcEndpointServicesCommand(input));
      return { names: ServiceNames, details: ServiceDetails?.map((detail) => detail.ServiceName) };
    };
    expect(await services({})).toEqual({ names: ['svc-a', 'com.amazonaws.eu-west-1.s3'], details: ['svc-a'] });
    expect((await services({ ServiceRegions: ['us-east-1'] })).details).toEqual(['svc-far']);
    await expect(services({ ServiceNames: ['svc-none'] })).rejects.toMatchObject({ name: 'InvalidServiceName' });
  });

  test('connections from other Regions have a filter value of their own', async () => {
    const { VpcEndpointConnections } = await ec2('AKIAPROVIDER').send(
      new DescribeVpcEndpointConnectionsCommand({
        Filters: [{ Name: 'vpc-endpoint-region', Values: ['cross-region'] }],
      }),
    );
    expect(VpcEndpointConnections?.map((connection) => connection.VpcEndpointId)).toEqual(['vpce-4']);
  });

  test('load balancers, listeners and target groups', async () => {
    const balancers = await elb().send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [BALANCER] }));
    expect(balancers.LoadBalancers?.map((balancer) => balancer.LoadBalancerName)).toEqual(['one']);
    const listeners = await elb().send(new DescribeListenersCommand({ LoadBalancerArn: BALANCER }));
    expect(listeners.Listeners?.map((listener) => listener.Port)).toEqual([443]);
    const groups = await elb().send(new DescribeTargetGroupsCommand({ LoadBalancerArn: BALANCER }));
    expect(groups.TargetGroups?.map((group) => group.TargetGroupArn)).toEqual(['arn:tg-1']);
    await expect(
      elb().send(new DescribeLoadBalancersCommand({ LoadBalancerArns: ['arn:none'] })),
    ).rejects.toMatchObject({ Code: 'LoadBalancerNotFound' });
    await expect(
      elb().send(new DescribeLoadBalancersCommand({ LoadBalancerArns: Array.from({ length: 21 }, String) })),
    ).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('every table names fields, ids and lists that its operation has', async () => {
    for (const [name, table] of Object.entries(TABLES)) {
      const [service = '', operation = ''] = name.split(':');
      const model = (await loadServiceModel(service))?.operations.get(operation);
      if (model === undefined) throw new Error(`${name} is no operation`);
      const input = membersOf(model.input);
      const items = [table.list].flat().map((list) => {
        const item = membersOf(model.output).get(list)?.getValueSchema();
        if (item === undefined) throw new Error(`${name} has no list ${list}`);
        return item;
      });
      const parameters = [
        ...Object.keys(table.ids ?? {}),
        ...Object.keys(table.selectors ?? {}),
        ...(table.ignored ?? []),
        ...(table.exclusive ?? []).flat(),
        ...Object.keys(table.picks ?? {}),
        ...Object.keys(table.limits ?? {}),
        ...(table.oneOf ?? []),
        ...(table.filters === undefined ? [] : [table.filterParameter ?? 'Filters']),
      ];
      for (const parameter of parameters) expect([...input.keys()], `${name} input`).toContain(parameter);
      const fields = [
        ...Object.values(table.ids ?? {}).map((id) => id.field),
        ...Object.values(table.selectors ?? {}),
        ...Object.values(table.filters ?? {}),
        ...(table.tags === undefined ? [] : [`${table.tags}.Key`]),
      ];
      for (const field of fields) {
        if (typeof field !== 'string') continue;
        for (const item of items) {
          let schema = item;
          for (const part of field.split('.')) {
            if (schema.isListSchema()) schema = schema.getValueSchema();
            const member = membersOf(schema).get(part);
            if (member === undefined) throw new Error(`${name}: ${field} is no field of ${String(table.list)}`);
            schema = member;
          }
        }
      }
    }
  });
});

describe('who asks, and where, decides what is seen', () => {
  test('accounts and Regions have worlds of their own', async () => {
    const provider = await ec2('AKIAPROVIDER').send(new DescribeVpcEndpointsCommand({}));
    expect(provider.VpcEndpoints).toEqual([]);
    await expect(ec2('AKIACONSUMER', 'us-west-2').send(new DescribeVpcEndpointsCommand({}))).rejects.toMatchObject({
      name: 'WorldHasNoAnswer',
      message: expect.stringContaining('us-west-2') as string,
    });
  });

  test('Route 53 is answered from the scope aws-global, whatever Region signs', async () => {
    const zones = await new Route53Client(settings()).send(
      new ListHostedZonesByVPCCommand({ VPCId: 'vpc-1', VPCRegion: REGION }),
    );
    expect(zones.HostedZoneSummaries?.map((zone) => zone.HostedZoneId)).toEqual(['Z1']);
  });

  test('the caller is the identity of the access key, or of the role', async () => {
    const caller = await new STSClient(settings('AKIAPROVIDER')).send(new GetCallerIdentityCommand({}));
    expect(caller).toMatchObject({ Account: PROVIDER, Arn: `arn:aws:iam::${PROVIDER}:user/reader` });
    const assume = (RoleArn: string) =>
      new STSClient(settings()).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
    expect((await assume(ROLE)).Credentials?.AccessKeyId).toBe('AKIAPROVIDER');
    await expect(assume(`${ROLE}-none`)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('an unknown access key is refused as each service does it', async () => {
    await expect(ec2('AKIANONE').send(new DescribeVpcEndpointsCommand({}))).rejects.toMatchObject({
      name: 'AuthFailure',
    });
    await expect(new STSClient(settings('AKIANONE')).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
  });
});

describe('what the world does not hold is an error', () => {
  test.each([
    ['an operation without a row', new DescribeSubnetsCommand({}), 'WorldHasNoAnswer'],
    [
      'parameters without a row',
      new DescribeVpcAttributeCommand({ VpcId: 'vpc-1', Attribute: 'enableDnsHostnames' }),
      'WorldHasNoAnswer',
    ],
    [
      'a filter that is not known',
      new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] }),
      'InvalidParameterValue',
    ],
    [
      'a filter named like a property of every object',
      new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'constructor', Values: ['red'] }] }),
      'InvalidParameterValue',
    ],
    [
      'a required parameter that is missing',
      new DescribeVpcAttributeCommand({ VpcId: undefined, Attribute: 'enableDnsSupport' }),
      'MissingParameter',
    ],
    ['a row that records a denial', new DescribeVpcEndpointAssociationsCommand({}), 'UnauthorizedOperation'],
  ])('%s', async (_, command, code) => {
    await expect(ec2().send(command as never)).rejects.toMatchObject({ name: code });
  });

  test.each([
    ['Action=DescribeNothing&Version=2016-11-15', 'InvalidAction'],
    ['Action=DescribeVpcEndpoints&Version=2010-01-01', 'InvalidAction'],
    ['Action=DescribeVpcEndpoints&Version=2016-11-15&VpcEndpointIds.1=vpce-1', 'UnknownParameter'],
    ['Action=DescribeVpcEndpoints&Version=2016-11-15&Filter.1.Names=a', 'UnknownParameter'],
    ['Action=DescribeVpcEndpoints&Version=2016-11-15&Filter.one.Name=a', 'UnknownParameter'],
    ['Action=DescribeVpcEndpoints&Version=2016-11-15&MaxResults=many', 'InvalidParameterValue'],
    ['Action=DescribeVpcEndpoints&Version=2016-11-15&NextToken=made-up', 'InvalidNextToken'],
  ])('%s', async (body, code) => {
    const response = await fetch(server.url, {
      method: 'POST',
      body,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=AKIACONSUMER/20260101/${REGION}/ec2/aws4_request, Signature=0`,
      },
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`<Code>${code}</Code>`);
  });

  test('a request without a signature, or to a service that is not here', async () => {
    expect((await fetch(server.url)).status).toBe(403);
    const response = await fetch(server.url, {
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=AKIACONSUMER/20260101/eu-west-1/s3/aws4_request' },
    });
    expect(await response.text()).toContain('<Code>UnknownService</Code>');
  });

  test('a world with a field or an operation that AWS does not have', async () => {
    const start = (call: SnapshotCall) => startWireServer({ worlds: world({ '1 r': [call] }), identities: {} });
    await expect(start(row('ec2:DescribeVpcs', { Vpcs: [{ VpcID: 'vpc-1' }] }))).rejects.toThrow(
      'DescribeVpcs output.Vpcs[0].VpcID is no field of Vpc',
    );
    await expect(start(row('ec2:DescribeVpcs', { Vpcs: [{ IsDefault: 'no' }] }))).rejects.toThrow(
      'Vpcs[0].IsDefault should be true or false',
    );
    await expect(start(row('ec2:DescribeEverything', {}))).rejects.toThrow('ec2:DescribeEverything is no operation');
  });
});

describe('pages', () => {
  test('published maxima hold', async () => {
    const tables = (MaxResults?: number) =>
      ec2().send(new DescribeRouteTablesCommand(MaxResults === undefined ? {} : { MaxResults }));
    expect((await tables()).RouteTables).toHaveLength(100);
    expect((await tables(100)).NextToken).toBeDefined();
    await expect(tables(101)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await expect(tables(4)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    const associations = (MaxResults: number) =>
      ec2('AKIAPROVIDER').send(new DescribeVpcEndpointAssociationsCommand({ MaxResults }));
    expect((await associations(100)).VpcEndpointAssociations).toEqual([]);
    await expect(associations(101)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('a token continues its own request only', async () => {
    const { NextToken } = await ec2().send(new DescribeRouteTablesCommand({ MaxResults: 50 }));
    const next = await ec2().send(new DescribeRouteTablesCommand({ MaxResults: 100, NextToken }));
    expect(next.RouteTables?.[0]?.RouteTableId).toBe('rtb-50');
    expect(next.NextToken).toBeUndefined();
    await expect(
      ec2().send(
        new DescribeRouteTablesCommand({ NextToken, Filters: [{ Name: 'route-table-id', Values: ['rtb-1'] }] }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  test('page size and ids exclude each other where AWS says so', async () => {
    await expect(
      ec2().send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-1'], MaxResults: 5 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });

  test('more values than a filter may have', async () => {
    await expect(
      ec2().send(
        new DescribeSecurityGroupsCommand({
          Filters: [{ Name: 'group-id', Values: Array.from({ length: 201 }, String) }],
        }),
      ),
    ).rejects.toMatchObject({ name: 'FilterLimitExceeded' });
  });
});
