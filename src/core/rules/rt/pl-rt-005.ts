import { evidence, type EndpointContext } from '../../context.ts';
import type { FixCommand } from '../../diagnosis.ts';
import { sourcePlan } from '../../sources.ts';
import type { Source } from '../../workloads.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-RT-005: a client outside the VPC, whom a gateway endpoint never serves. */
export const plRt005: EndpointRule = {
  id: 'PL-RT-005',
  title: 'Gateway endpoint expected to serve another network',
  hop: 'source',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeVpcs', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}gateway-endpoints.html`, `${PRIVATELINK_DOCS}vpc-endpoints-s3.html`],
  condition: 'A source was given, and it is not in the gateway endpoint’s VPC.',
  why: 'A gateway endpoint is a route of its own VPC: nothing that comes by peering, transit gateway, VPN or Direct Connect can use it.',
  fix: 'Clients in another VPC use an endpoint of that VPC; for other networks create an interface endpoint.',
  examples: {
    bad: '--source 192.168.40.7, and the VPC has 10.20.0.0/16',
    good: '--source 10.20.3.7, and the VPC has 10.20.0.0/16',
  },
  check: (context) => {
    const { endpoint, options, vpc, vpcId } = context;
    if (options.source === undefined) return 'not-applicable';
    if (vpc?.cidrs === undefined) return malformed(`CidrBlockAssociationSet of ${vpcId}`);
    const sources = sourcePlan(context);
    if (sources.gap !== undefined) return { gap: sources.gap };
    if (sources.candidates.every((source) => source.vpcId === vpcId)) {
      return pass(`${options.source} is in ${vpcId}.`, [{ state: 'pass' }]);
    }
    return fails({
      resource: endpoint.id,
      message: `${options.source} is not in ${vpcId}, and ${endpoint.id} serves that VPC only.`,
      evidence: [evidence(vpcId, 'CidrBlockAssociationSet[].CidrBlock', vpc.cidrs)],
      commands: commandsOf(context, sources.candidates),
    });
  },
};

/** In a VPC that was read the client needs an endpoint there, which may exist; for other networks only an interface endpoint serves. */
function commandsOf(
  { endpoint, region, vpcId, inventory, lookup }: EndpointContext,
  sources: readonly Source[],
): readonly FixCommand[] {
  const { serviceName } = endpoint;
  const vpc = inventory.vpcs.get(sources.find((source) => source.vpcId !== vpcId)?.vpcId ?? '');
  if (vpc === undefined) {
    return [
      awsCommand(
        'ec2 create-vpc-endpoint',
        region,
        {
          'vpc-id': vpcId,
          'vpc-endpoint-type': 'Interface',
          'service-name': serviceName ?? 'SERVICE_NAME',
          'subnet-ids': 'SUBNET_ID',
          'security-group-ids': 'SG_ID',
        },
        'an interface endpoint costs by the hour and zone; clients reach it by its own names only',
      ),
    ];
  }
  const hasOwn = lookup.endpointsOf(vpc.id).some((item) => item.serviceName === serviceName);
  const create = awsCommand(
    'ec2 create-vpc-endpoint',
    vpc.region,
    {
      'vpc-id': vpc.id,
      'vpc-endpoint-type': 'Gateway',
      'service-name': serviceName ?? 'SERVICE_NAME',
      'route-table-ids': 'ROUTE_TABLE_ID',
    },
    'what the subnets of that route table send to the service goes through the new endpoint; open connections drop',
  );
  return [
    ...(hasOwn || vpc.region !== region ? [] : [create]),
    awsCommand('ec2 describe-vpc-endpoints', vpc.region, { filters: `Name=vpc-id,Values=${vpc.id}` }, READS_ONLY),
  ];
}
