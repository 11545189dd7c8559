import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, unknown, type EndpointRule, type Instance } from '../rule.ts';
import { zonesLeft } from '../zones-left.ts';

/** PL-LIF-010: a subnet of the endpoint has no network interface of it. */
export const plLif010: EndpointRule = {
  id: 'PL-LIF-010',
  title: 'Fewer network interfaces than subnets',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSubnets', about: (context) => [{ 'vpc-id': context.vpcId }] },
    { operation: 'ec2:DescribeNetworkInterfaces', about: (context) => [{ 'vpc-id': context.vpcId }] },
  ],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}interface-endpoints.html`],
  condition:
    'The endpoint is available and NetworkInterfaceIds is shorter than SubnetIds. The zones without an interface are named.',
  why: 'A subnet without an endpoint network interface has no local path, and its zonal DNS name does not answer.',
  fix: 'Remove the subnet from the endpoint and add it again.',
  examples: {
    bad: '"SubnetIds": ["subnet-0a1b", "subnet-0c2d"], "NetworkInterfaceIds": ["eni-0a1b"]',
    good: '"SubnetIds": ["subnet-0a1b", "subnet-0c2d"], "NetworkInterfaceIds": ["eni-0a1b", "eni-0c2d"]',
  },
  check: (context) => {
    const { endpoint, interfaces, zones, region } = context;
    if (endpoint.state !== 'available') return 'not-applicable';
    if (endpoint.subnetIds === undefined) return malformed('SubnetIds');
    if (endpoint.networkInterfaceIds === undefined) return malformed('NetworkInterfaceIds');
    if (endpoint.subnetIds.length === 0) return malformed('SubnetIds: it is empty');
    if (endpoint.networkInterfaceIds.length >= endpoint.subnetIds.length) {
      const [subnetId = ''] = endpoint.subnetIds;
      return pass(
        context.isOneZone === true
          ? `Its subnet in the zone of the name, ${subnetId}, has a network interface; nothing else of it counts.`
          : `Each of its ${endpoint.subnetIds.length} subnets has a network interface.`,
      );
    }
    if (interfaces.length < endpoint.networkInterfaceIds.length || interfaces.some((item) => !item.subnetId)) {
      return unknown('malformed', 'SubnetId of the endpoint’s network interfaces');
    }
    const served = new Set(interfaces.map((item) => item.subnetId));
    const bare = zones.filter((zone) => !served.has(zone.subnetId));
    const working = zones.length - bare.length;
    const names = bare.map((zone) => zone.zoneId ?? zone.subnetId).join(', ');
    return {
      instances: zones.map((zone): Instance => ({
        ...(zone.zoneId === undefined ? { resource: zone.subnetId } : { zoneId: zone.zoneId }),
        state: served.has(zone.subnetId) ? 'pass' : 'fail',
      })),
      findings: [
        {
          resource: endpoint.id,
          message: `${names} ${bare.length === 1 ? 'has' : 'have'} no network interface of ${endpoint.id}; ${zonesLeft(working, 'do', context.isOneZone, 'no zone has one.')}`,
          evidence: [
            evidence(endpoint.id, 'SubnetIds', endpoint.subnetIds.join(', ')),
            evidence(endpoint.id, 'NetworkInterfaceIds', endpoint.networkInterfaceIds.join(', ')),
          ],
          commands:
            endpoint.type === 'Interface'
              ? bare.flatMap((zone) => [
                  awsCommand(
                    'ec2 modify-vpc-endpoint',
                    region,
                    { 'vpc-endpoint-id': endpoint.id, 'remove-subnet-ids': zone.subnetId },
                    'the endpoint is pending for a moment; this zone has no interface now',
                  ),
                  awsCommand(
                    'ec2 modify-vpc-endpoint',
                    region,
                    { 'vpc-endpoint-id': endpoint.id, 'add-subnet-ids': zone.subnetId },
                    'creates a network interface with a new address',
                  ),
                ])
              : [],
          ...(endpoint.type === 'Interface'
            ? {}
            : { fix: 'Subnets of this type of endpoint cannot be changed: create it again.' }),
        },
      ],
    };
  },
};
