import { DescribeAlarmsCommand, CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeFlowLogsCommand, EC2Client, SearchTransitGatewayRoutesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeRulesCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { GetResourceShareAssociationsCommand, RAMClient } from '@aws-sdk/client-ram';
import {
  ListHostedZonesByVPCCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type ListResourceRecordSetsCommandInput,
} from '@aws-sdk/client-route-53';
import { ListResolverRulesCommand, Route53ResolverClient } from '@aws-sdk/client-route53resolver';
import { ListServiceNetworkResourceAssociationsCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/model/json.ts';
import type { SnapshotCall } from '../../src/core/model/snapshot.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';

const ACCOUNT = '111111111111';
const REGION = 'eu-west-1';
const ARN = (name: string): string => `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/net/${name}/1`;
const SHARE = `arn:aws:ram:${REGION}:${ACCOUNT}:resource-share/1`;
const NETWORK = `arn:aws:vpc-lattice:${REGION}:${ACCOUNT}:servicenetwork/sn-1`;

function row(operation: string, output: JsonObject, params: JsonObject = {}): SnapshotCall {
  return { operation, params, output, status: 'ok', complete: true, capturedAt: '2026-01-01T00:00:00.000Z' };
}

const price = (family: string, region: string): string =>
  JSON.stringify({ product: { productFamily: family, attributes: { regionCode: region } } });

const REGIONAL: readonly SnapshotCall[] = [
  row(
    'ec2:SearchTransitGatewayRoutes',
    {
      Routes: [
        { DestinationCidrBlock: '10.0.0.0/16', State: 'active', Type: 'propagated' },
        { DestinationCidrBlock: '10.1.0.0/16', State: 'blackhole', Type: 'static' },
      ],
    },
    { TransitGatewayRouteTableId: 'tgw-rtb-1' },
  ),
  row('ec2:DescribeFlowLogs', { FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1' }, { FlowLogId: 'fl-2' }] }),
  row('elasticloadbalancing:DescribeTags', {
    TagDescriptions: ['one', 'two'].map((name) => ({ ResourceArn: ARN(name), Tags: [{ Key: 'Name', Value: name }] })),
  }),
  // As a collection stores it: in the Region that asked.
  row(
    'route53:ListHostedZonesByVPC',
    { HostedZoneSummaries: [{ HostedZoneId: 'Z1', Name: 'example.com.', Owner: { OwningAccount: ACCOUNT } }] },
    { VPCId: 'vpc-1', VPCRegion: REGION },
  ),
  row('route53resolver:ListResolverRules', {
    ResolverRules: [
      { Id: 'rslvr-rr-1', RuleType: 'FORWARD' },
      { Id: 'rslvr-autodefined-rr-internet-resolver', RuleType: 'RECURSIVE' },
    ],
  }),
  row(
    'ram:GetResourceShareAssociations',
    {
      resourceShareAssociations: [
        { resourceShareArn: SHARE, associatedEntity: '222222222222', associationType: 'PRINCIPAL' },
        { resourceShareArn: `${SHARE}0`, associatedEntity: '333333333333', associationType: 'PRINCIPAL' },
      ],
    },
    { associationType: 'PRINCIPAL' },
  ),
  row('vpc-lattice:ListServiceNetworkResourceAssociations', {
    items: [
      { id: 'snra-1', serviceNetworkArn: NETWORK },
      { id: 'snra-2', serviceNetworkArn: `${NETWORK}0` },
    ],
  }),
  row('cloudwatch:DescribeAlarms', {
    MetricAlarms: [
      { AlarmName: 'endpoint-idle', StateValue: 'OK' },
      { AlarmName: 'service-idle', StateValue: 'ALARM' },
    ],
    CompositeAlarms: [{ AlarmName: 'endpoint-all' }],
  }),
  row('cloudwatch:GetMetricData', {
    MetricDataResults: [
      {
        Id: 'bytes',
        StatusCode: 'Complete',
        Timestamps: [1, 2, 3].map((minute) => `2026-01-01T00:0${minute}:00.000Z`),
        Values: [10, 20, 30],
      },
      { Id: 'idle', StatusCode: 'Complete', Timestamps: [], Values: [] },
    ],
  }),
  row('cloudtrail:LookupEvents', {
    Events: [
      {
        EventId: '1',
        EventTime: '2026-01-01T00:00:00.000Z',
        EventName: 'ModifyVpcEndpoint',
        Resources: [{ ResourceName: 'vpce-1' }],
      },
      { EventId: '2', EventTime: '2026-01-01T01:00:00.000Z', EventName: 'DeleteVpcEndpoints', Resources: [] },
    ],
  }),
];

const GLOBAL: readonly SnapshotCall[] = [
  row('iam:ListAccountAliases', { AccountAliases: ['orders'] }),
  row(
    'route53:ListResourceRecordSets',
    {
      ResourceRecordSets: [
        { Name: 'example.com.', Type: 'NS', TTL: 60, ResourceRecords: [] },
        { Name: 'example.com.', Type: 'SOA', TTL: 60, ResourceRecords: [] },
        { Name: 'api.example.com.', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '10.0.0.1' }] },
        { Name: 'api.example.com.', Type: 'AAAA', TTL: 60, ResourceRecords: [] },
        { Name: 'www.example.com.', Type: 'A', SetIdentifier: 'blue', TTL: 60, ResourceRecords: [] },
        { Name: 'www.example.com.', Type: 'A', SetIdentifier: 'green', TTL: 60, ResourceRecords: [] },
      ],
    },
    { HostedZoneId: 'Z1' },
  ),
  row(
    'pricing:GetProducts',
    {
      FormatVersion: 'aws_v1',
      PriceList: [price('VpcEndpoint', REGION), price('VpcEndpoint', 'us-east-1'), price('NAT Gateway', REGION)],
    },
    { ServiceCode: 'AmazonVPC' },
  ),
];

let server: WireServer;
beforeAll(async () => {
  const scope = (region: string, calls: readonly SnapshotCall[]) => ({
    partition: 'aws',
    account: ACCOUNT,
    region,
    profiles: [],
    calls,
  });
  const worlds = {
    format: 'privatelink-snapshot' as const,
    version: 1 as const,
    capturedAt: '2026-01-01T00:00:00.000Z',
    scopes: [scope(REGION, REGIONAL), scope('aws-global', GLOBAL)],
  };
  server = await startWireServer({ worlds, identities: identitiesOf(worlds) });
});
afterAll(() => server.stop());

const settings = (region = REGION) => ({
  endpoint: server.url,
  region,
  maxAttempts: 1,
  credentials: { accessKeyId: accessKeyOf(ACCOUNT), secretAccessKey: 'secret' },
});
const ec2 = (): EC2Client => new EC2Client(settings());
const elb = (): ElasticLoadBalancingV2Client => new ElasticLoadBalancingV2Client(settings());
const cloudwatch = (): CloudWatchClient => new CloudWatchClient(settings());
const route53 = (): Route53Client => new Route53Client(settings('us-east-1'));

describe('the routes of a transit gateway', () => {
  const search = (Filters: { Name: string; Values: string[] }[] | undefined) =>
    ec2().send(new SearchTransitGatewayRoutesCommand({ TransitGatewayRouteTableId: 'tgw-rtb-1', Filters }));

  test('are selected by filters, and the answer says whether there are more', async () => {
    const blackholes = await search([{ Name: 'state', Values: ['blackhole'] }]);
    expect(blackholes.Routes?.map((route) => route.DestinationCidrBlock)).toEqual(['10.1.0.0/16']);
    expect(blackholes.AdditionalRoutesAvailable).toBe(false);
    await server.change({ pageLimit: 1 });
    const all = await search([{ Name: 'state', Values: ['active', 'blackhole'] }]);
    await server.change({ pageLimit: 1000 });
    expect([all.Routes?.length, all.AdditionalRoutesAvailable]).toEqual([1, true]);
  });

  test('are not searched without a filter', async () => {
    await expect(search(undefined)).rejects.toMatchObject({ name: 'MissingParameter' });
  });
});

test('flow logs are filtered by a parameter in the singular', async () => {
  const logs = await ec2().send(
    new DescribeFlowLogsCommand({ Filter: [{ Name: 'resource-id', Values: ['vpc-1', 'vpc-2'] }] }),
  );
  expect(logs.FlowLogs?.map((log) => log.FlowLogId)).toEqual(['fl-1']);
});

test('tags are answered for the resources that are named, at most 20', async () => {
  const tags = (ResourceArns: string[]) => elb().send(new DescribeTagsCommand({ ResourceArns }));
  expect((await tags([ARN('two')])).TagDescriptions?.map((item) => item.ResourceArn)).toEqual([ARN('two')]);
  await expect(tags([ARN('none')])).rejects.toMatchObject({ Code: 'LoadBalancerNotFound' });
  await expect(tags(Array.from({ length: 21 }, String))).rejects.toMatchObject({ name: 'ValidationError' });
});

test('rules are asked for by listener or by their own ARNs', async () => {
  await expect(elb().send(new DescribeRulesCommand({}))).rejects.toMatchObject({ name: 'ValidationError' });
});

describe('the records of a hosted zone', () => {
  const records = (input: Partial<ListResourceRecordSetsCommandInput>) =>
    route53().send(new ListResourceRecordSetsCommand({ HostedZoneId: 'Z1', ...input }));
  const names = async (input: Partial<ListResourceRecordSetsCommandInput>) =>
    (await records(input)).ResourceRecordSets?.map(({ Name, Type }) => `${Name ?? ''} ${Type ?? ''}`);

  test('are looked up at a name and a type', async () => {
    const start = { StartRecordName: 'api.example.com', StartRecordType: 'A' as const, MaxItems: 1 };
    expect(await names({ ...start, StartRecordName: 'api.example.com.' })).toEqual(['api.example.com. A']);
    expect(await names(start)).toEqual(['api.example.com. A']);
    expect(await names({ ...start, StartRecordType: 'AAAA' })).toEqual(['api.example.com. AAAA']);
  });

  test('start at the next one in the zone where there is none of that name', async () => {
    expect(await names({ StartRecordName: 'bee.example.com.', MaxItems: 1 })).toEqual(['www.example.com. A']);
    expect(await names({ StartRecordName: 'zoo.example.com.' })).toEqual([]);
  });

  test('say where the next page starts', async () => {
    expect(await records({ MaxItems: 5 })).toMatchObject({
      IsTruncated: true,
      MaxItems: 5,
      NextRecordName: 'www.example.com.',
      NextRecordType: 'A',
      NextRecordIdentifier: 'green',
    });
    const rest = await records({
      StartRecordName: 'www.example.com.',
      StartRecordType: 'A',
      StartRecordIdentifier: 'green',
    });
    expect([rest.ResourceRecordSets?.length, rest.IsTruncated]).toEqual([1, false]);
  });

  test('have no type without a name', async () => {
    await expect(records({ StartRecordType: 'A' })).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});

describe('services without Regions', () => {
  test('are answered from aws-global, and from the Region that a collection asked from', async () => {
    const zones = await route53().send(new ListHostedZonesByVPCCommand({ VPCId: 'vpc-1', VPCRegion: REGION }));
    expect(zones.HostedZoneSummaries?.map((zone) => zone.HostedZoneId)).toEqual(['Z1']);
    const aliases = await new IAMClient(settings('us-east-1')).send(new ListAccountAliasesCommand({}));
    expect([aliases.AccountAliases, aliases.IsTruncated]).toEqual([['orders'], false]);
  });

  test('prices are filtered by attribute and by family', async () => {
    const answer: { PriceList?: unknown[] } = await new PricingClient(settings('us-east-1')).send(
      new GetProductsCommand({
        ServiceCode: 'AmazonVPC',
        Filters: [
          { Type: 'TERM_MATCH', Field: 'productFamily', Value: 'VpcEndpoint' },
          { Type: 'TERM_MATCH', Field: 'regionCode', Value: REGION },
        ],
      }),
    );
    expect(answer.PriceList?.map(String)).toEqual([price('VpcEndpoint', REGION)]);
  });
});

test('Resolver rules are filtered by names of its own', async () => {
  const rules = await new Route53ResolverClient(settings()).send(
    new ListResolverRulesCommand({ Filters: [{ Name: 'TYPE', Values: ['FORWARD'] }] }),
  );
  expect(rules.ResolverRules?.map((rule) => rule.Id)).toEqual(['rslvr-rr-1']);
  expect(rules.MaxResults).toBe(100);
});

test('shares are asked about by ARN', async () => {
  const { resourceShareAssociations } = await new RAMClient(settings()).send(
    new GetResourceShareAssociationsCommand({ associationType: 'PRINCIPAL', resourceShareArns: [SHARE] }),
  );
  expect(resourceShareAssociations?.map((item) => item.associatedEntity)).toEqual(['222222222222']);
});

test('Lattice takes ids and ARNs, and one of the two identifiers', async () => {
  const lattice = new VPCLatticeClient(settings());
  const of = async (serviceNetworkIdentifier: string) =>
    (await lattice.send(new ListServiceNetworkResourceAssociationsCommand({ serviceNetworkIdentifier }))).items;
  expect((await of(NETWORK))?.map((item) => item.id)).toEqual(['snra-1']);
  expect((await of('sn-1'))?.map((item) => item.id)).toEqual(['snra-1']);
  await expect(lattice.send(new ListServiceNetworkResourceAssociationsCommand({}))).rejects.toMatchObject({
    name: 'ValidationError',
  });
});

describe('CloudWatch', () => {
  test('answers metric alarms alone where no type is asked for', async () => {
    const alarms = await cloudwatch().send(new DescribeAlarmsCommand({}));
    expect([alarms.MetricAlarms?.length, alarms.CompositeAlarms?.length]).toEqual([2, 0]);
    const composite = await cloudwatch().send(new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] }));
    expect([composite.MetricAlarms?.length, composite.CompositeAlarms?.length]).toEqual([0, 1]);
    const idle = await cloudwatch().send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'endpoint' }));
    expect(idle.MetricAlarms?.map((alarm) => alarm.AlarmName)).toEqual(['endpoint-idle']);
  });

  const data = (Ids: readonly string[], more: object = {}) =>
    cloudwatch().send(
      new GetMetricDataCommand({
        MetricDataQueries: Ids.map((Id) => ({ Id, Expression: 'SEARCH()' })),
        StartTime: new Date('2026-01-01T00:00:00.000Z'),
        EndTime: new Date('2026-01-01T00:03:00.000Z'),
        ...more,
      }),
    );

  test('answers the data points of the period, the end left out', async () => {
    const { MetricDataResults } = await data(['bytes', 'idle']);
    expect(MetricDataResults?.map((result) => result.Values)).toEqual([[10, 20], []]);
    const all = await data(['bytes'], { EndTime: new Date('2026-01-01T00:04:00.000Z') });
    expect(all.MetricDataResults?.[0]?.Values).toEqual([10, 20, 30]);
  });

  test('cuts a result where a page is full', async () => {
    const first = await data(['bytes', 'idle'], { MaxDatapoints: 1 });
    expect(first.MetricDataResults).toMatchObject([{ Id: 'bytes', Values: [10], StatusCode: 'PartialData' }]);
    const second = await data(['bytes', 'idle'], { MaxDatapoints: 1, NextToken: first.NextToken });
    expect(second.MetricDataResults).toMatchObject([{ Id: 'bytes', Values: [20], StatusCode: 'Complete' }]);
    const third = await data(['bytes', 'idle'], { MaxDatapoints: 1, NextToken: second.NextToken });
    expect(third.MetricDataResults).toMatchObject([{ Id: 'idle', Values: [] }]);
    expect(third.NextToken).toBeUndefined();
  });

  test('takes 500 queries', async () => {
    await expect(data(Array.from({ length: 501 }, (_, i) => `m${i}`))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('CloudTrail', () => {
  const lookup = async (input: object) =>
    (await new CloudTrailClient(settings()).send(new LookupEventsCommand(input))).Events?.map((event) => event.EventId);

  test('looks events up by one attribute and by time', async () => {
    const of = (AttributeKey: string, AttributeValue: string) => ({ AttributeKey, AttributeValue });
    expect(await lookup({ LookupAttributes: [of('ResourceName', 'vpce-1')] })).toEqual(['1']);
    expect(await lookup({ LookupAttributes: [of('EventName', 'DeleteVpcEndpoints')] })).toEqual(['2']);
    expect(await lookup({ StartTime: new Date('2026-01-01T00:30:00.000Z') })).toEqual(['2']);
    await expect(lookup({ LookupAttributes: [of('EventName', 'a'), of('EventName', 'b')] })).rejects.toMatchObject({
      name: 'ValidationError',
    });
    await expect(lookup({ MaxResults: 51 })).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

test('a time that is no number is refused: JSON 1.1 has seconds since 1970', async () => {
  const StartTime = '2026-01-01T00:00:00.000Z' as unknown as Date;
  await expect(new CloudTrailClient(settings()).send(new LookupEventsCommand({ StartTime }))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
});

test('a denial reaches each protocol as its own', async () => {
  await server.change({ faults: [{ kind: 'deny' }] });
  await expect(cloudwatch().send(new DescribeAlarmsCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  await expect(new IAMClient(settings()).send(new ListAccountAliasesCommand({}))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  await expect(new Route53ResolverClient(settings()).send(new ListResolverRulesCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  await server.change({ faults: [] });
});
