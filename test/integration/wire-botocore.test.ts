import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { missing, tool } from '../tools.ts';
import { hasAwsCli, runAwsCli, withoutPaths, type CliAnswer, type CliCall } from '../wire/aws-cli.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { writeProfiles, type TestProfiles } from '../wire/profiles.ts';
import {
  joinedResults,
  PAGING_MEMBERS,
  SAMPLE_ACCOUNT,
  SAMPLE_OPERATIONS,
  SAMPLE_REGION,
  sampleWorld,
} from '../wire/sample-world.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';

/*
 * An independent reader of the wire server: the AWS CLI parses the answers by botocore's service models, which were not made
 * from the schemas that the server writes them by.
 */
const ITEMS = 12;
const PROVIDER = '444455556666';
const ROLE = `arn:aws:iam::${PROVIDER}:role/reader`;
let world: Snapshot;
let server: WireServer;
let profiles: TestProfiles;

beforeAll(async () => {
  world = await sampleWorld(ITEMS);
  server = await startWireServer({
    worlds: world,
    identities: { ...identitiesOf(world), AKIAPROVIDER: { account: PROVIDER, arn: ROLE } },
    roles: { [ROLE]: 'AKIAPROVIDER' },
    ssoGrants: { 'token-for-tests': 'AKIAPROVIDER' },
    pageLimit: 7,
  });
  profiles = await writeProfiles({
    wire: {
      accessKeyId: accessKeyOf(SAMPLE_ACCOUNT),
      region: SAMPLE_REGION,
      endpointUrl: server.url,
      settings: { cli_timestamp_format: 'iso8601', output: 'json' },
    },
    role: {
      region: SAMPLE_REGION,
      endpointUrl: server.url,
      settings: { role_arn: ROLE, source_profile: 'wire', output: 'json' },
    },
    session: {
      region: SAMPLE_REGION,
      endpointUrl: server.url,
      sso: { accessToken: 'token-for-tests', account: PROVIDER, role: 'reader', region: SAMPLE_REGION },
      settings: { output: 'json' },
    },
  });
});
afterAll(async () => {
  await server.stop();
  await profiles.remove();
});

function outputOf(operation: string, params: JsonObject): JsonObject {
  const call = world.scopes
    .flatMap((scope) => scope.calls)
    .find((row) => row.operation === operation && row.params === params);
  if (call === undefined) throw new Error(`The world has no ${operation}`);
  return call.output;
}

/** Operations whose pages the CLI can be told the size of: these are asked in pages smaller than the server's. */
const SIZED = new Set([
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeRouteTables',
  'elasticloadbalancing:DescribeListeners',
]);

const CALLS: readonly CliCall[] = SAMPLE_OPERATIONS.map(({ operation, params }) => ({
  operation,
  params,
  ...(SIZED.has(operation) && { pageSize: 5 }),
}));

/** Whole lists that AWS has added since that AWS CLI. */
const NEWER_LISTS: readonly string[] = ['LogAlarms'];

/** Requests with lists of ids, plain and in a filter: the two query protocols write them differently. */
const NARROWED: readonly CliCall[] = [
  {
    operation: 'ec2:DescribeVpcs',
    params: { VpcIds: ['VpcId3.VpcId', 'VpcId11.VpcId'] },
  },
  {
    operation: 'ec2:DescribeVpcEndpointServices',
    params: { Filters: [{ Name: 'service-name', Values: ['ServiceName1.ServiceName', 'ServiceName2.ServiceName'] }] },
  },
  {
    operation: 'elasticloadbalancing:DescribeTargetGroups',
    params: { TargetGroupArns: ['TargetGroupArn2.TargetGroupArn', 'TargetGroupArn4.TargetGroupArn'] },
  },
];

let installed: Promise<boolean> | undefined;
let answers: Promise<readonly CliAnswer[]> | undefined;

/** All commands are run once, in the first test that needs them. */
async function answerOf(context: TestContext, index: number): Promise<CliAnswer> {
  const python = tool(context, 'python3');
  installed ??= hasAwsCli(python);
  if (!(await installed)) missing(context, 'the AWS CLI is not installed for python3');
  answers ??= runAwsCli(
    python,
    [
      ...CALLS.map((call) => ({ ...call, expected: outputOf(call.operation, call.params) })),
      { operation: 'sts:GetCallerIdentity', params: {} },
      { operation: 'ec2:DescribeVpcEndpoints', params: { VpcEndpointIds: ['vpce-none'] } },
      { operation: 'ec2:DescribeInternetGateways', params: {} },
      ...NARROWED,
      { operation: 'cloudwatch:DescribeAlarms', params: { AlarmNames: ['one'], AlarmNamePrefix: 'one' } },
    ],
    { ...profiles.environment, AWS_PROFILE: 'wire' },
  );
  const answer = (await answers)[index];
  if (answer === undefined) throw new Error(`The AWS CLI gave no answer ${index}`);
  return answer;
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The same value with every date in one form: the CLI writes `+00:00`. */
function sameDates(value: Json): Json {
  if (typeof value === 'string') return DATE.test(value) ? new Date(value).toISOString() : value;
  if (Array.isArray(value)) return value.map(sameDates);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sameDates(item ?? null)]));
}

describe('the AWS CLI reads back what the world holds', () => {
  test.for(CALLS.map(({ operation, params }, index) => ({ operation, params, index })))(
    '$operation $params',
    async ({ operation, params, index }, context) => {
      const answer = await answerOf(context, index);
      expect(answer.error).toBeUndefined();
      const expected = withoutPaths(outputOf(operation, params), answer.unknown ?? []);
      const lists = Object.keys(outputOf(operation, params)).filter((list) => !NEWER_LISTS.includes(list));
      expect(Object.keys(expected as JsonObject).sort()).toEqual(lists.sort());
      const output = withoutPaths(joinedResults(answer.output ?? {}), PAGING_MEMBERS);
      expect(sameDates(output)).toEqual(sameDates(expected));
    },
  );

  test('the caller is the identity of the profile', async (context) => {
    const { output } = await answerOf(context, CALLS.length);
    expect(output).toMatchObject({ Account: SAMPLE_ACCOUNT });
  });

  test('errors reach the CLI with their code', async (context) => {
    expect((await answerOf(context, CALLS.length + 1)).error).toContain('(InvalidVpcEndpointId.NotFound)');
    expect((await answerOf(context, CALLS.length + 2)).error).toContain('(WorldHasNoAnswer)');
  });

  test('errors reach it in CBOR too, which CloudWatch is asked in', async (context) => {
    const { error } = await answerOf(context, CALLS.length + 3 + NARROWED.length);
    expect(error).toContain('(InvalidParameterCombination)');
  });

  test('ids and filters arrive as they were given', async (context) => {
    const answers: Json[] = [];
    for (const i of NARROWED.keys()) answers.push((await answerOf(context, CALLS.length + 3 + i)).output ?? null);
    const listed = (answer: Json, list: string, field: string): unknown =>
      ((answer as JsonObject)[list] as readonly JsonObject[]).map((item) => item[field]);
    expect(listed(answers[0]!, 'Vpcs', 'VpcId')).toEqual(NARROWED[0]!.params['VpcIds']);
    expect(listed(answers[1]!, 'ServiceDetails', 'ServiceName')).toEqual([
      'ServiceName1.ServiceName',
      'ServiceName2.ServiceName',
    ]);
    expect(listed(answers[2]!, 'TargetGroups', 'TargetGroupArn')).toEqual(NARROWED[2]!.params['TargetGroupArns']);
  });

  test.for(['role', 'session'])('credentials of a %s come from this server too', async (profile, context) => {
    await answerOf(context, 0);
    const environment = { ...profiles.environment, AWS_PROFILE: profile };
    const python = tool(context, 'python3');
    const [caller] = await runAwsCli(python, [{ operation: 'sts:GetCallerIdentity', params: {} }], environment);
    expect(caller).toMatchObject({ output: { Account: PROVIDER, Arn: ROLE } });
    const granted = profile === 'role' ? 'sts:AssumeRole' : 'sso:GetRoleCredentials';
    expect(server.calls.filter((call) => call.operation === granted).map((call) => call.status)).toEqual([200]);
  });

  test('pages were asked for by token, and in the sizes that were given', async (context) => {
    await answerOf(context, 0);
    const pages = server.calls.filter((call) => call.operation === 'ec2:DescribeVpcEndpoints' && call.status === 200);
    expect(pages.map((call) => call.params['MaxResults'])).toEqual([5, 5, 5]);
    expect(pages.map((call) => call.params['NextToken'] !== undefined)).toEqual([false, true, true]);
    const zones = server.calls.filter((call) => call.operation === 'route53:ListHostedZonesByVPC');
    expect(zones).toHaveLength(2);
  });
});
