import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { zoneLabel } from '../endpoint-acl.ts';
import { malformed, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';
import { inspectionOf, isUsed, ROUTES } from './senders.ts';

/** PL-GWLB-004: a subnet sends its traffic to the endpoint of another zone. */
export const plGwlb004: EndpointRule = {
  id: 'PL-GWLB-004',
  title: 'Inspection crosses Availability Zones',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'resilience',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [...ROUTES, { operation: 'ec2:DescribeNetworkInterfaces', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}gateway-load-balancer-endpoints.html`],
  condition:
    'A subnet in use routes to the endpoint and lies in another Availability Zone than the endpoint, which has exactly one that cannot be changed.',
  why: 'Packets cross zones twice, which costs time and money, and the subnet stops when the endpoint’s zone does.',
  fix: 'Create an endpoint in each zone and route each subnet to the one of its own zone.',
  examples: {
    bad: 'subnet in use1-az2: 0.0.0.0/0 → an endpoint in use1-az1',
    good: 'subnet in use1-az2: 0.0.0.0/0 → an endpoint in use1-az2',
  },
  check: (context) => {
    const { endpoint, region, vpcId } = context;
    const [zone] = context.zones;
    if (zone?.zoneId === undefined)
      return malformed(`AvailabilityZoneId of ${zone?.subnetId ?? 'the endpoint’s subnet'}`);
    const inspection = inspectionOf(context);
    if ('gap' in inspection) return inspection;
    const subnets = inspection.senders.flatMap(({ subnet }) => subnet ?? []).filter(({ id }) => isUsed(context, id));
    const nowhere = subnets.filter(({ zoneId }) => zoneId === undefined);
    if (nowhere.length > 0) return malformed(...nowhere.map(({ id }) => `AvailabilityZoneId of ${id}`));
    return remark(
      ...subnets
        .filter((subnet) => subnet.zoneId !== zone.zoneId)
        .map((subnet) => ({
          resource: subnet.id,
          message: `${subnet.id} in ${subnet.zoneId ?? ''} sends its traffic to ${endpoint.id} in ${zoneLabel(zone)}.`,
          evidence: [
            evidence(subnet.id, 'AvailabilityZoneId', subnet.zoneId ?? ''),
            evidence(zone.subnetId, 'AvailabilityZoneId', zone.zoneId),
          ],
          commands: [
            awsCommand(
              'ec2 create-vpc-endpoint',
              region,
              {
                'vpc-id': vpcId,
                'vpc-endpoint-type': 'GatewayLoadBalancer',
                'service-name': endpoint.serviceName ?? 'SERVICE_NAME',
                'subnet-ids': 'SUBNET_IN_THAT_ZONE',
              },
              'creates an endpoint, which is charged by the hour; routes stay as they are',
            ),
          ],
        })),
    );
  },
};
