import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** Addresses that an endpoint may still want in a subnet; service-network endpoints want whole /28 blocks. */
const NEEDED = { ServiceNetwork: 16, other: 8 } as const;

/** PL-NET-007: no room to grow. */
export const plNet007: EndpointRule = {
  id: 'PL-NET-007',
  title: 'Endpoint subnet is almost out of addresses',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSubnets', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  suppressedBy: [],
  docs: [
    `${PRIVATELINK_DOCS}create-interface-endpoint.html`,
    `${PRIVATELINK_DOCS}access-with-service-network-endpoint.html`,
  ],
  condition: `A subnet of the endpoint has fewer than ${NEEDED.other} free IPv4 addresses; fewer than ${NEEDED.ServiceNetwork} of a service-network endpoint, which takes whole /28 blocks.`,
  why: 'New endpoints, and new resources of a service network, cannot get addresses.',
  fix: 'Use a larger subnet, or one of its own.',
  examples: { bad: '"AvailableIpAddressCount": 7', good: '"AvailableIpAddressCount": 8' },
  check: ({ endpoint, zones, region }) => {
    const vague = zones.filter((zone) => zone.subnet?.availableIpAddressCount === undefined);
    if (vague.length > 0) return malformed(...vague.map((zone) => `AvailableIpAddressCount of ${zone.subnetId}`));
    const needed = endpoint.type === 'ServiceNetwork' ? NEEDED.ServiceNetwork : NEEDED.other;
    const full = zones.filter((zone) => (zone.subnet?.availableIpAddressCount ?? 0) < needed);
    if (full.length === 0) return pass('Its subnets have addresses left.');
    return remark(
      ...full.map(({ subnetId, subnet }) => ({
        resource: subnetId,
        message: `${subnetId} has ${subnet?.availableIpAddressCount ?? 0} free addresses.`,
        evidence: [evidence(subnetId, 'AvailableIpAddressCount', String(subnet?.availableIpAddressCount ?? 0))],
        commands: [awsCommand('ec2 describe-subnets', region, { 'subnet-ids': subnetId }, READS_ONLY)],
      })),
    );
  },
};
