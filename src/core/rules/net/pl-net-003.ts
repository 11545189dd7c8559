import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-NET-003: clients in zones in which the endpoint is not. */
export const plNet003: EndpointRule = {
  id: 'PL-NET-003',
  title: 'Workloads run in zones without an endpoint interface',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'resilience',
  severity: 'low',
  confidence: 'heuristic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSubnets', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeNetworkInterfaces', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
  ],
  suppressedBy: [...LIFECYCLE, 'PL-NET-002'],
  docs: [`${PRIVATELINK_DOCS}privatelink-access-aws-services.html`],
  condition:
    'A zone of the VPC holds workload network interfaces and no interface of the endpoint. Not judged where --name is a zonal name.',
  why: 'Those clients reach the endpoint across zones: that is charged, and the loss of another zone hits them too.',
  fix: 'Add a subnet in those zones, where the service offers them.',
  examples: {
    bad: 'workloads in use1-az1 and use1-az4, endpoint in use1-az1 and use1-az2',
    good: 'workloads and endpoint in use1-az1 and use1-az2',
  },
  check: ({ endpoint, isOneZone = false, zones, lookup, inventory, vpcId, region }) => {
    if (isOneZone) return 'not-applicable';
    if (zones.some((zone) => zone.zoneId === undefined)) return malformed('AvailabilityZoneId of its subnets');
    const own = new Set(zones.map((zone) => zone.zoneId));
    const places = lookup
      .workloadsOf(vpcId, endpoint.ipAddressType === 'ipv6' ? 6 : 4)
      .flatMap((source) => inventory.subnets.get(source.subnetId ?? '')?.zoneId ?? []);
    const others = [...new Set(places)].filter((zone) => !own.has(zone)).sort();
    if (others.length === 0) return pass('It is in every zone that has workloads.');
    return remark({
      resource: endpoint.id,
      message: `Workloads of ${vpcId} run in ${others.join(', ')}, where ${endpoint.id} has no interface.`,
      evidence: [evidence(endpoint.id, 'SubnetIds', (endpoint.subnetIds ?? []).join(', '))],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint',
          region,
          { 'vpc-endpoint-id': endpoint.id, 'add-subnet-ids': 'SUBNET_ID' },
          'creates one more network interface, billed by the hour; existing ones stay',
        ),
      ],
    });
  },
};
