import { evidence, type EndpointContext, type PathZone } from '../../context.ts';
import type { FixCommand } from '../../diagnosis.ts';
import type { Gap } from '../../needs.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule, type Instance } from '../rule.ts';

/** PL-NET-001: a zone of the endpoint is not among the service's. */
export const plNet001: EndpointRule = {
  id: 'PL-NET-001',
  title: 'Endpoint zone is not offered by the service',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'both',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSubnets', about: (context) => [{ 'vpc-id': context.vpcId }] }],
  alsoReads: ['ec2:DescribeVpcEndpointServices'],
  suppressedBy: LIFECYCLE,
  docs: [
    `${PRIVATELINK_DOCS}create-interface-endpoint.html`,
    `${PRIVATELINK_DOCS}privatelink-share-your-services.html`,
  ],
  condition:
    'A subnet of the endpoint lies in a zone id that the service does not list, in the same Region. AWS refuses to remove a zone with live endpoints, so on an available endpoint this is inconsistent data and of medium severity; where none of its zones is left the path is suspected to be broken.',
  why: 'An endpoint can have network interfaces only in zones where the provider offers the service; elsewhere they have no backend.',
  fix: 'Use subnets in zones that both sides have. Compare zone ids: zone names differ between accounts.',
  examples: {
    bad: 'endpoint in use1-az3, "AvailabilityZoneIds": ["use1-az1", "use1-az2"]',
    good: 'endpoint in use1-az1, "AvailabilityZoneIds": ["use1-az1", "use1-az2"]',
  },
  check: (context) => {
    const { endpoint, zones, serviceRegion, region } = context;
    if (serviceRegion !== region) return 'not-applicable';
    if (endpoint.subnetIds === undefined) return malformed('SubnetIds');
    const offered = serviceZones(context);
    if (offered === 'not-applicable' || 'gap' in offered) return offered;
    const nameless = zones.filter((zone) => zone.zoneId === undefined);
    if (nameless.length > 0) return malformed(...nameless.map((zone) => `AvailabilityZoneId of ${zone.subnetId}`));
    const outside = zones.filter((zone) => !offered.zoneIds.includes(zone.zoneId ?? ''));
    const available = endpoint.state === 'available';
    const isNoneLeft = outside.length === zones.length;
    const instances = zones.map((zone): Instance => {
      const missed = outside.includes(zone);
      return { zoneId: zone.zoneId ?? '', state: !missed ? 'pass' : available && !isNoneLeft ? 'warn' : 'fail' };
    });
    if (outside.length === 0) return pass('The service offers every zone of the endpoint.', instances);
    const names = outside.map((zone) => `${zone.zoneId ?? ''} (${zone.subnet?.zoneName ?? zone.subnetId})`).join(', ');
    return {
      instances,
      findings: [
        {
          resource: endpoint.id,
          severity: available && !isNoneLeft ? 'medium' : 'high',
          // AWS’s two answers contradict each other: the endpoint is available where the service is said not to be.
          ...(available && isNoneLeft ? { confidence: 'heuristic' as const } : {}),
          message: available
            ? `The service does not list ${names}, though the endpoint is available there: AWS refuses to withdraw a zone with live endpoints, so the two answers disagree. ${isNoneLeft ? 'No zone of the endpoint is left.' : 'Clients on zonal names of that zone may fail.'}`
            : `The service does not list ${names}; ${zones.length - outside.length} zones of the endpoint are offered.`,
          evidence: [
            evidence(endpoint.id, 'SubnetIds[].AvailabilityZoneId', zones.map((zone) => zone.zoneId).join(', ')),
            evidence(endpoint.serviceName ?? '', 'AvailabilityZoneIds', offered.zoneIds.join(', ')),
          ],
          commands: [
            awsCommand(
              'ec2 describe-vpc-endpoint-services',
              region,
              {
                filters: `Name=service-name,Values=${endpoint.serviceName ?? ''}`,
                query: 'ServiceDetails[].AvailabilityZoneIds',
              },
              READS_ONLY,
            ),
            ...(endpoint.type === 'Interface' ? commandsOf(context, outside, isNoneLeft) : []),
          ],
        },
      ],
    };
  },
};

/** Without its last subnet an endpoint serves nobody: there, one in a zone of the service has to come first. */
function commandsOf(
  { endpoint, region }: EndpointContext,
  outside: readonly PathZone[],
  isNoneLeft: boolean,
): readonly FixCommand[] {
  const id = { 'vpc-endpoint-id': endpoint.id };
  if (isNoneLeft) {
    const impact = 'adds a network interface in SUBNET_ID, which must lie in a zone of the service; the others stay';
    return [awsCommand('ec2 modify-vpc-endpoint', region, { ...id, 'add-subnet-ids': 'SUBNET_ID' }, impact)];
  }
  const impact = 'deletes that zone’s network interface: its address and zonal name go';
  return outside.map((zone) =>
    awsCommand('ec2 modify-vpc-endpoint', region, { ...id, 'remove-subnet-ids': zone.subnetId }, impact),
  );
}

/**
 * The zone ids that the service offers to this account. Only the consumer's own view says that: it holds the zones that
 * both sides have. A service that is not listed at all is PL-SVC-001's matter.
 */
export function serviceZones(
  context: EndpointContext,
): { readonly zoneIds: readonly string[] } | { readonly gap: Gap } | 'not-applicable' {
  const name = context.endpoint.serviceName ?? '';
  const gap = context.need('ec2:DescribeVpcEndpointServices', { 'service-name': name, ServiceName: name });
  if (gap !== undefined) return { gap };
  // Not listed for this account: the provider's own zones then bound what it could offer.
  const { detail, provider } = context;
  if (detail === undefined && provider.kind !== 'visible') return 'not-applicable';
  const zoneIds = detail?.zoneIds ?? (provider.kind === 'visible' ? provider.context.service.zoneIds : undefined);
  return zoneIds === undefined
    ? { gap: { reason: 'malformed', missing: ['AvailabilityZoneIds of the service'] } }
    : { zoneIds };
}
