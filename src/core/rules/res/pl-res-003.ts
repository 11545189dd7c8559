import { evidence, type EndpointContext } from '../../context.ts';
import { gatewayGap, groupGap, resourcesOnPath, type ReachedResource } from '../../lattice.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import type { ResourceGateway } from '../../resources/resource-gateway.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { ASSOCIATIONS } from './reach.ts';

/** PL-RES-003: endpoint and gateway never meet. */
export const plRes003: EndpointRule = {
  id: 'PL-RES-003',
  title: 'No common zone between endpoint and resource gateway',
  hop: 'resource-gateway',
  side: 'consumer',
  appliesTo: ['Resource'],
  owner: 'both',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT, ASSOCIATIONS, { operation: 'ec2:DescribeSubnets', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  alsoReads: ['vpc-lattice:ListResourceConfigurations', 'vpc-lattice:ListResourceGateways'],
  suppressedBy: [...LIFECYCLE, 'PL-RES-002'],
  docs: [`${PRIVATELINK_DOCS}resource-gateway.html`, `${PRIVATELINK_DOCS}privatelink-access-resources.html`],
  condition:
    'No zone id of the endpoint’s subnets is one of the resource gateway’s subnets. Zones are compared by id, across accounts.',
  why: 'At least one Availability Zone of the endpoint and of the resource gateway has to be the same one.',
  fix: 'Create the endpoint again with a subnet in a zone of the gateway: its subnets cannot be changed.',
  examples: {
    bad: 'endpoint in use1-az1, gateway in use1-az2',
    good: 'endpoint in use1-az1 and use1-az2, gateway in use1-az2',
  },
  check: (context) => {
    const resources = resourcesOnPath(context);
    if (resources.length === 0) return 'not-applicable';
    const own = context.zones.map(({ zoneId }) => zoneId);
    const judged = resources.map((resource) => ({ resource, zones: gatewayZones(context, resource) }));
    const endpointGap: readonly Gap[] =
      own.length === 0 || own.includes(undefined)
        ? [{ reason: 'malformed', missing: ['AvailabilityZoneId of its subnets'] }]
        : [];
    const gap = joinGaps([...endpointGap, ...judged.flatMap(({ zones }) => ('gap' in zones ? [zones.gap] : []))]);
    const known = endpointGap.length > 0 ? [] : judged.flatMap(({ zones }) => ('gap' in zones ? [] : [zones]));
    const gateways = [...new Map(known.map((zones) => [zones.gateway.id, zones])).values()];
    const apart = gateways.filter(({ zoneIds }) => !own.some((zone) => zoneIds.includes(zone ?? '')));
    return {
      instances: gateways.map((zones): Instance => ({
        resource: zones.gateway.id,
        state: apart.includes(zones) ? 'fail' : 'pass',
      })),
      findings: apart.map(({ gateway, zoneIds }) => draftOf(context, gateway, zoneIds)),
      statement: 'Endpoint and gateway have a zone in common.',
      gap,
    };
  },
};

function gatewayZones(
  context: EndpointContext,
  resource: ReachedResource,
): { readonly gateway: ResourceGateway; readonly zoneIds: readonly string[] } | { readonly gap: Gap } {
  const { gateway } = resource;
  if (gateway === undefined) return { gap: groupGap(context, resource) ?? gatewayGap(context, resource) };
  const zones = (gateway.subnetIds ?? []).map((id) => context.inventory.subnets.get(id)?.zoneId);
  return zones.length === 0 || zones.includes(undefined)
    ? { gap: { reason: 'malformed', missing: [`AvailabilityZoneId of the subnets of ${gateway.id}`] } }
    : { gateway, zoneIds: zones.flatMap((zone) => zone ?? []) };
}

function draftOf(context: EndpointContext, gateway: ResourceGateway, zoneIds: readonly string[]): Draft {
  const { endpoint, zones, vpcId, region } = context;
  const own = zones.map(({ zoneId }) => zoneId ?? '').join(', ');
  return {
    resource: gateway.id,
    message: `${endpoint.id} is in ${own}, ${gateway.name ?? gateway.id} in ${zoneIds.join(', ')}: no zone is common to both.`,
    evidence: [
      evidence(endpoint.id, 'SubnetIds[].AvailabilityZoneId', own),
      evidence(gateway.id, 'subnetIds[].AvailabilityZoneId', zoneIds.join(', ')),
    ],
    commands: [
      awsCommand(
        'ec2 create-vpc-endpoint',
        region,
        {
          'vpc-id': vpcId,
          'vpc-endpoint-type': 'Resource',
          'resource-configuration-arn': endpoint.resourceConfigurationArn ?? 'RCFG_ARN',
          'subnet-ids': 'SUBNET_ID',
          'security-group-ids': endpoint.groupIds ?? [],
        },
        'creates a second endpoint with addresses and names of its own, billed by the hour; the first one stays',
      ),
    ],
  };
}
