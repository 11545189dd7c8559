import { afterAll, describe, expect, test, type TestContext } from 'vitest';
import { collect } from '../../src/aws/collect.ts';
import { OPERATIONS } from '../../src/aws/operations.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall } from '../../src/core/model/snapshot.ts';
import { missing, tool } from '../tools.ts';
import { at, awsCli, hasAwsCli, runAwsCli, type AwsCli, type CliAnswer, type CliCall } from '../wire/aws-cli.ts';
import { startMoto, type MotoServer } from '../wire/moto.ts';
import { writeProfiles, type TestProfiles } from '../wire/profiles.ts';

/*
 * An independent server: moto imitates AWS by its own reading of the APIs, and the AWS CLI is its independent client. What is
 * collected from it must be what the AWS CLI lists.
 */
const REGION = 'us-east-1';

interface Estate {
  readonly python: string;
  readonly moto: MotoServer;
  readonly profiles: TestProfiles;
  readonly snapshot: Snapshot;
}

let installed: Promise<boolean> | undefined;
let made: Promise<Estate> | undefined;

/** The server with its resources, made in the first test that needs them. */
async function estate(context: TestContext): Promise<Estate> {
  const python = tool(context, 'python3');
  const program = tool(context, 'moto_server');
  installed ??= hasAwsCli(python);
  if (!(await installed)) missing(context, 'the AWS CLI is not installed for python3');
  made ??= make(python, program);
  return made;
}

afterAll(async () => {
  const { moto, profiles } = (await made?.catch(() => undefined)) ?? {};
  await moto?.stop();
  await profiles?.remove();
});

async function make(python: string, program: string): Promise<Estate> {
  const moto = await startMoto(program);
  const profiles = await writeProfiles({
    moto: {
      accessKeyId: 'AKIAMOTO',
      region: REGION,
      endpointUrl: moto.url,
      settings: { cli_timestamp_format: 'iso8601', output: 'json' },
    },
  });
  await seed(awsCli(python, profiles.environment, 'moto'));
  const { snapshot, problems } = await collect({ scopes: [{ profile: 'moto' }], environment: profiles.environment });
  expect(problems).toEqual([]);
  return { python, moto, profiles, snapshot };
}

/** A provider and a consumer in one account, made by the AWS CLI. */
async function seed(run: AwsCli): Promise<void> {
  const [vpc, other] = await run([
    { operation: 'ec2:CreateVpc', params: { CidrBlock: '10.0.0.0/16' } },
    { operation: 'ec2:CreateVpc', params: { CidrBlock: '10.1.0.0/16' } },
  ]);
  const home = at(vpc, 'Vpc', 'VpcId');
  const away = at(other, 'Vpc', 'VpcId');
  const subnet = (VpcId: string, CidrBlock: string, zone: string): CliCall => ({
    operation: 'ec2:CreateSubnet',
    params: { VpcId, CidrBlock, AvailabilityZone: `${REGION}${zone}` },
  });
  const [first, second, third, group, targets] = await run([
    subnet(home, '10.0.1.0/24', 'a'),
    subnet(home, '10.0.2.0/24', 'b'),
    subnet(away, '10.1.1.0/24', 'a'),
    {
      operation: 'ec2:CreateSecurityGroup',
      params: { GroupName: 'endpoints', Description: 'Clients of payments', VpcId: away },
    },
    {
      operation: 'elasticloadbalancing:CreateTargetGroup',
      params: { Name: 'payments', Protocol: 'TCP', Port: 8443, VpcId: home, TargetType: 'ip' },
    },
  ]);
  const targetGroup = at(targets, 'TargetGroups', 0, 'TargetGroupArn');
  const [balancer] = await run([
    {
      operation: 'elasticloadbalancing:CreateLoadBalancer',
      params: {
        Name: 'payments',
        Type: 'network',
        Scheme: 'internal',
        Subnets: [at(first, 'Subnet', 'SubnetId'), at(second, 'Subnet', 'SubnetId')],
      },
    },
    {
      operation: 'ec2:AuthorizeSecurityGroupIngress',
      params: {
        GroupId: at(group, 'GroupId'),
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.1.0.0/16' }] }],
      },
    },
    {
      operation: 'elasticloadbalancing:RegisterTargets',
      params: { TargetGroupArn: targetGroup, Targets: [{ Id: '10.0.1.20', Port: 8443 }] },
    },
  ]);
  const arn = at(balancer, 'LoadBalancers', 0, 'LoadBalancerArn');
  const [, configuration] = await run([
    {
      operation: 'elasticloadbalancing:CreateListener',
      params: {
        LoadBalancerArn: arn,
        Protocol: 'TCP',
        Port: 443,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup }],
      },
    },
    {
      operation: 'ec2:CreateVpcEndpointServiceConfiguration',
      params: { NetworkLoadBalancerArns: [arn], AcceptanceRequired: true },
    },
  ]);
  await run([
    {
      operation: 'ec2:ModifyVpcEndpointServicePermissions',
      params: {
        ServiceId: at(configuration, 'ServiceConfiguration', 'ServiceId'),
        AddAllowedPrincipals: ['arn:aws:iam::123456789012:root'],
      },
    },
    {
      operation: 'ec2:CreateVpcEndpoint',
      params: {
        VpcEndpointType: 'Interface',
        VpcId: away,
        ServiceName: at(configuration, 'ServiceConfiguration', 'ServiceName'),
        SubnetIds: [at(third, 'Subnet', 'SubnetId')],
        SecurityGroupIds: [at(group, 'GroupId')],
        PrivateDnsEnabled: false,
      },
    },
    { operation: 'ec2:CreateVpcEndpoint', params: { VpcId: away, ServiceName: `com.amazonaws.${REGION}.s3` } },
  ]);
}

/** What moto does not have, or stumbles over: the look-up of services by name, shares of other accounts. */
const BEYOND_MOTO = [
  'ec2:DescribeSecurityGroupVpcAssociations',
  'ec2:DescribeVpcEndpointConnections',
  'ec2:DescribeVpcEndpointConnectionNotifications',
  'ec2:DescribeVpcEndpointServices',
  'ram:GetResourceShares',
  'route53resolver:ListFirewallRuleGroupAssociations',
  'vpc-lattice:ListDomainVerifications',
  'vpc-lattice:ListResourceConfigurations',
  'vpc-lattice:ListResourceGateways',
];

/** What nothing in this estate leads to, and what is no row of a snapshot. */
const NOT_ASKED: readonly string[] = [
  OPERATIONS.associations.name,
  OPERATIONS.callerIdentity.name,
  OPERATIONS.certificate.name,
  OPERATIONS.listenerCertificates.name,
  OPERATIONS.listenerRules.name,
  OPERATIONS.managedPrefixListEntries.name,
  OPERATIONS.managedPrefixLists.name,
  OPERATIONS.recordSets.name,
  OPERATIONS.resourceConfiguration.name,
  OPERATIONS.resourceEndpointAssociations.name,
  OPERATIONS.resourceShareAssociations.name,
  OPERATIONS.serviceNetworkEndpoints.name,
  OPERATIONS.serviceNetworkResources.name,
  OPERATIONS.transitGatewayAssociations.name,
  OPERATIONS.transitGatewayRoutes.name,
  OPERATIONS.transitGatewayRouteTables.name,
  ...Object.values(OPERATIONS).flatMap(({ name, tier }) => (tier === 'asked' ? [name] : [])),
];

function rowsOf(snapshot: Snapshot): readonly SnapshotCall[] {
  return snapshot.scopes.flatMap((scope) => scope.calls);
}

test('every operation that moto knows comes whole, and the others say that they did not', async (context) => {
  const { snapshot } = await estate(context);
  const failed = rowsOf(snapshot).filter(({ complete, status }) => !complete && status !== 'not-asked');
  expect([...new Set(failed.map(({ operation }) => operation))].sort()).toEqual([...BEYOND_MOTO].sort());
  for (const { status, output, errorCode } of failed) {
    expect({ status, output }).toEqual({ status: 'failed', output: {} });
    // Its answer is a page for a browser where it knows no such path.
    expect(errorCode).toMatch(/^(HTTP50\d|SyntaxError)$/);
  }
});

test('what was made is in it', async (context) => {
  const { snapshot } = await estate(context);
  const count = (operation: string, list: string): number =>
    rowsOf(snapshot)
      .filter((row) => row.operation === operation)
      .reduce((sum, { output }) => sum + ((output[list] as readonly Json[] | undefined)?.length ?? 0), 0);
  expect({
    endpoints: count('ec2:DescribeVpcEndpoints', 'VpcEndpoints'),
    services: count('ec2:DescribeVpcEndpointServiceConfigurations', 'ServiceConfigurations'),
    principals: count('ec2:DescribeVpcEndpointServicePermissions', 'AllowedPrincipals'),
    loadBalancers: count('elasticloadbalancing:DescribeLoadBalancers', 'LoadBalancers'),
    listeners: count('elasticloadbalancing:DescribeListeners', 'Listeners'),
    targets: count('elasticloadbalancing:DescribeTargetHealth', 'TargetHealthDescriptions'),
  }).toEqual({ endpoints: 2, services: 1, principals: 1, loadBalancers: 1, listeners: 1, targets: 1 });
});

describe('the AWS CLI lists the same', () => {
  let listed: Promise<ReadonlyMap<string, CliAnswer>> | undefined;

  /** All requests that were made, made once more by the AWS CLI. */
  async function answersOf({ python, profiles, snapshot }: Estate): Promise<ReadonlyMap<string, CliAnswer>> {
    const rows = rowsOf(snapshot).filter(({ complete }) => complete);
    const environment = { ...profiles.environment, AWS_PROFILE: 'moto' };
    const calls = rows.map(({ operation, params, output }) => ({ operation, params: known(params), expected: output }));
    const answers = await runAwsCli(python, calls, environment);
    return new Map(rows.map((row, index) => [`${row.operation} ${JSON.stringify(row.params)}`, answers[index] ?? {}]));
  }

  test.for(
    Object.values(OPERATIONS)
      .map(({ name }) => name)
      .filter((name) => ![...BEYOND_MOTO, ...NOT_ASKED].includes(name)),
  )('%s', async (operation, context) => {
    const given = await estate(context);
    listed ??= answersOf(given);
    const answers = await listed;
    const rows = rowsOf(given.snapshot).filter((row) => row.operation === operation);
    expect(rows.length).toBeGreaterThan(0);
    for (const { params, output } of rows) {
      const answer = answers.get(`${operation} ${JSON.stringify(params)}`);
      if (/get-service-quota|describe-organization/.test(answer?.error ?? '')) {
        // AWS says "none" by an error here, and so does moto.
        expect(output).toEqual({});
        continue;
      }
      expect(answer?.error).toBeUndefined();
      expect(comparable(output)).toEqual(comparable(withoutPageSize(answer?.output ?? null)));
    }
  });
});

/** Parameters that the AWS CLI's models have too; this one only adds what AWS manages. */
function known(params: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'IncludeManagedResources'));
}

/** Resolver repeats the page size that was asked for. */
function withoutPageSize(output: Json): Json {
  if (!isJsonObject(output)) return output;
  return Object.fromEntries(Object.entries(output).filter(([name]) => name !== 'MaxResults'));
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Dates in one form, and nothing where one client says "empty" and the other says nothing. */
function comparable(value: Json): Json {
  if (typeof value === 'string') return DATE.test(value) ? new Date(value).toISOString() : value;
  if (Array.isArray(value)) return value.map(comparable);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const plain = comparable(item ?? null);
      const nothing = plain === null || (Array.isArray(plain) && plain.length === 0);
      return nothing ? [] : [[key, plain]];
    }),
  );
}
