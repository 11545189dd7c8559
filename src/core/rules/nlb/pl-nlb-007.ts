import { evidence, isGatewayService, type PathZone, type ProviderContext } from '../../context.ts';
import type { VpcEndpoint } from '../../resources/vpc-endpoint.ts';
import { awsCommand } from '../command.ts';
import { LOAD_BALANCERS } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type Instance, type ProviderRule } from '../rule.ts';
import { zonesLeft } from '../zones-left.ts';

/** One zone of an endpoint to the service. */
interface ConsumerZone extends Pick<PathZone, 'subnetId' | 'zoneId'> {
  readonly endpointId: string;
  readonly zoneName?: string;
}

/** PL-NLB-007: an endpoint has an interface in a zone where no load balancer of the service is. */
export const plNlb007: ProviderRule = {
  id: 'PL-NLB-007',
  title: 'Consumer endpoint zones and load balancer zones differ',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    LOAD_BALANCERS,
    {
      operation: 'ec2:DescribeSubnets',
      about: ({ loadBalancers }) =>
        loadBalancers.flatMap(({ loadBalancer }) =>
          loadBalancer?.vpcId === undefined ? [] : [{ 'vpc-id': loadBalancer.vpcId }],
        ),
    },
  ],
  suppressedBy: [...LIFECYCLE, 'PL-NET-001', 'PL-SVC-002'],
  docs: [
    `${PRIVATELINK_DOCS}privatelink-share-your-services.html`,
    `${PRIVATELINK_DOCS}configure-endpoint-service.html`,
  ],
  condition:
    'A connected endpoint of the same Region whose subnets were read has a subnet in a zone id in which no load balancer of the service has one. Endpoints that were not read are not judged. Of one endpoint it breaks the path where none of its zones has a load balancer, else it impairs it.',
  why: 'The endpoint’s interface in that zone has no load balancer node to send to. Clients on the Regional name move away, clients on the zonal name or the fixed address fail.',
  fix: 'Enable the load balancer in those zones; the service then offers them.',
  examples: {
    bad: 'endpoint in use1-az1 and use1-az3, load balancer in use1-az1 and use1-az2',
    good: 'endpoint in use1-az1, load balancer in use1-az1 and use1-az2',
  },
  check: (context) => {
    const { consumer, loadBalancers, region, service } = context;
    if (isGatewayService(service) || loadBalancers.length === 0) return 'not-applicable';
    const endpoints = connectedEndpoints(context);
    if (endpoints.length === 0) return 'not-applicable';
    const served = loadBalancers.flatMap(({ zones }) => zones);
    const bare = loadBalancers.filter(
      ({ loadBalancer, zones }) => loadBalancer?.zones === undefined || zones.length === 0,
    );
    if (bare.length > 0) return malformed(...bare.map(({ arn }) => `AvailabilityZones of ${arn}`));
    const vague = served.filter(({ zoneId }) => zoneId === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ subnetId }) => `AvailabilityZoneId of ${subnetId}`));
    const zoneIds = [...new Set(served.flatMap(({ zoneId }) => zoneId ?? []))].sort();
    const used = endpoints.flatMap((endpoint) => zonesOf(context, endpoint));
    const outside = used.filter(({ zoneId }) => zoneId !== undefined && !zoneIds.includes(zoneId));
    const instances = [...new Set(used.flatMap(({ zoneId }) => zoneId ?? []))].sort().map((zoneId): Instance => ({
      zoneId,
      // Of a service the zones of one endpoint are not all that there is.
      state: zoneIds.includes(zoneId) ? 'pass' : consumer === undefined ? 'warn' : 'fail',
    }));
    if (outside.length === 0)
      return pass('A load balancer is in every zone of the endpoints that were read.', instances);
    const missing = [...new Set(outside.flatMap(({ zoneId }) => zoneId ?? []))].sort();
    const [balancer] = loadBalancers;
    const subnets = (balancer?.zones ?? []).map(({ subnetId }) => subnetId);
    return {
      instances,
      findings: missing.map((zoneId) => {
        const here = outside.filter((zone) => zone.zoneId === zoneId);
        const [first] = here;
        const name = first?.zoneName === undefined ? '' : ` (the consumer’s ${first.zoneName})`;
        const working = zoneIds.filter((id) => used.some((zone) => zone.zoneId === id)).length;
        return {
          resource: service.id,
          message: `Zone ${zoneId}${name} does not work: ${here.map((zone) => zone.endpointId).join(', ')} ${here.length === 1 ? 'has an interface' : 'have interfaces'} there and no load balancer is; ${zonesLeft(working, 'do', consumer?.isOneZone, 'no other zone of theirs has one either.')}`,
          evidence: [
            ...here.map((zone) =>
              evidence(zone.endpointId, 'SubnetIds[].AvailabilityZoneId', `${zone.subnetId} ${zoneId}`),
            ),
            evidence(service.id, 'LoadBalancers[].AvailabilityZones', zoneIds.join(', ')),
          ],
          commands: [
            awsCommand(
              'elbv2 set-subnets',
              region,
              { 'load-balancer-arn': balancer?.arn ?? '', subnets: [...subnets, 'SUBNET_ID'] },
              'adds a node in the zone of SUBNET_ID; the others keep theirs',
            ),
          ],
        };
      }),
    };
  },
};

/** The endpoints that were read: the one that is diagnosed, else all that have a live connection. */
function connectedEndpoints(context: ProviderContext): readonly VpcEndpoint[] {
  const { connections, consumer, inventory, region, service } = context;
  const endpoints =
    consumer === undefined
      ? connections
          .filter((item) => item.serviceId === service.id && item.state === 'available')
          .flatMap((item) => inventory.endpoints.get(item.endpointId) ?? [])
      : [consumer.endpoint];
  return endpoints.filter((endpoint) => endpoint.region === region);
}

function zonesOf({ inventory }: ProviderContext, endpoint: VpcEndpoint): readonly ConsumerZone[] {
  return (endpoint.subnetIds ?? []).map((subnetId) => {
    const subnet = inventory.subnets.get(subnetId);
    return {
      endpointId: endpoint.id,
      subnetId,
      ...(subnet?.zoneId === undefined ? {} : { zoneId: subnet.zoneId }),
      ...(subnet?.zoneName === undefined ? {} : { zoneName: subnet.zoneName }),
    };
  });
}
