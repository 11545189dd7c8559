import { evidence, type EndpointContext } from '../../context.ts';
import type { FixCommand } from '../../diagnosis.ts';
import type { RouteTable } from '../../resources/route-table.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, type EndpointRule } from '../rule.ts';

/**
 * What a pull needs: the registry's API and data endpoints, and S3 for the layers. Session Manager needs its messages.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html,
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html.
 */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  'ecr.dkr': ['ecr.api', 's3'],
  ssmmessages: ['ssm'],
};

/** PL-NET-013: an endpoint that is of no use without another. */
export const plNet013: EndpointRule = {
  id: 'PL-NET-013',
  title: 'An isolated subnet lacks an endpoint that goes with this one',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'heuristic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeVpcEndpoints', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeNetworkInterfaces', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeSubnets', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
  ],
  suppressedBy: LIFECYCLE,
  docs: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html',
  ],
  condition:
    'The endpoint is for ecr.dkr and the VPC has none for ecr.api or for S3, or it is for ssmmessages and the VPC has none for ssm; and workloads are in a subnet whose route table has no default route.',
  why: 'Image pulls start with the registry’s API and fetch their layers from S3; agents register with Systems Manager before they open a session. Without a way there, both hang.',
  fix: 'Create the missing endpoints.',
  examples: {
    bad: 'an endpoint for ecr.dkr and none for S3, workloads in a subnet without a default route',
    good: 'endpoints for ecr.dkr, ecr.api and S3',
  },
  check: (context) => {
    const { endpoint, lookup, vpcId } = context;
    const name = endpoint.serviceName;
    if (name === undefined) return malformed('ServiceName');
    const prefix = `com.amazonaws.${context.serviceRegion}.`;
    const needed = name.startsWith(prefix) ? COMPANIONS[name.slice(prefix.length)] : undefined;
    if (needed === undefined) return 'not-applicable';
    const present = new Set(lookup.endpointsOf(vpcId).flatMap((item) => item.serviceName ?? []));
    const missing = needed.filter((item) => !present.has(`${prefix}${item}`));
    if (missing.length === 0) return pass(`${vpcId} has the endpoints that go with it.`);
    const subnets = [...new Set(lookup.workloadsOf(vpcId, 4).flatMap((source) => source.subnetId ?? []))].sort();
    const tables = subnets.map((id) => ({ id, table: lookup.routeTableOf(id) }));
    const vague = tables.filter(({ table }) => table?.routes === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ id }) => `the route table of ${id}`));
    const isolated = tables.filter(({ table }) => !leadsOut(table));
    if (isolated.length === 0) return pass('Subnets with workloads have another way out.');
    return {
      instances: [{ resource: endpoint.id, state: 'warn' }],
      findings: [
        {
          resource: endpoint.id,
          message: `${isolated.map(({ id }) => id).join(', ')} in ${vpcId} ${isolated.length === 1 ? 'has' : 'have'} no way to ${missing.join(' and ')}, without which ${endpoint.id} is of little use.`,
          evidence: isolated.map(({ id, table }) => evidence(table?.id ?? '', 'Routes', `no default route for ${id}`)),
          commands: missing.map((item) =>
            createCommand(
              context,
              `${prefix}${item}`,
              isolated.flatMap(({ table }) => table?.id ?? []),
            ),
          ),
        },
      ],
    };
  },
};

function leadsOut(table: RouteTable | undefined): boolean {
  return (
    table?.routes?.some(
      (route) =>
        (route.destinationCidr === '0.0.0.0/0' || route.destinationIpv6Cidr === '::/0') && route.state !== 'blackhole',
    ) === true
  );
}

function createCommand(
  { endpoint: { groupIds = [], subnetIds = [] }, region, vpcId }: EndpointContext,
  service: string,
  tables: readonly string[],
): FixCommand {
  const gateway = service.endsWith('.s3');
  return awsCommand(
    'ec2 create-vpc-endpoint',
    region,
    {
      'vpc-id': vpcId,
      'service-name': service,
      ...(gateway
        ? { 'route-table-ids': [...new Set(tables)] }
        : { 'vpc-endpoint-type': 'Interface', 'subnet-ids': subnetIds, 'security-group-ids': groupIds }),
    },
    gateway ? 'free; routes to the service are added to the tables' : 'costs by the hour and zone',
  );
}
