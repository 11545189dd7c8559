import { evidence, type EndpointContext } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule, type Instance } from '../rule.ts';

/** PL-NET-004: a network interface of the endpoint is missing or not in use. */
export const plNet004: EndpointRule = {
  id: 'PL-NET-004',
  title: 'Endpoint network interface is not in use',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeNetworkInterfaces', about: (context) => [{ 'vpc-id': context.vpcId }] },
    { operation: 'ec2:DescribeSubnets', about: (context) => [{ 'vpc-id': context.vpcId }] },
  ],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}interface-endpoints.html`],
  condition: 'An interface of NetworkInterfaceIds is not in the listing, or its Status is not in-use.',
  why: 'The data path of that zone is broken or still being built.',
  fix: 'Wait a few minutes; then remove that subnet from the endpoint and add it again.',
  examples: {
    bad: '"NetworkInterfaceId": "eni-0a1b", "Status": "available"',
    good: '"NetworkInterfaceId": "eni-0a1b", "Status": "in-use"',
  },
  check: (context) => {
    const { endpoint, interfaces, region } = context;
    const ids = endpoint.networkInterfaceIds;
    if (ids === undefined) return malformed('NetworkInterfaceIds');
    if (ids.length === 0) return malformed('NetworkInterfaceIds: it is empty');
    const nameless = interfaces.filter((item) => !STATUSES.has(item.status ?? ''));
    if (nameless.length > 0) return malformed(...nameless.map((item) => `Status of ${item.id}`));
    const states = ids.map((id) => ({ id, status: context.inventory.networkInterfaces.get(id)?.status }));
    const faulty = states.filter((item) => item.status !== 'in-use');
    const instances = states.map((item): Instance => {
      const zoneId = zoneOf(context, item.id);
      return {
        resource: item.id,
        ...(zoneId === undefined ? {} : { zoneId }),
        state: item.status === 'in-use' ? 'pass' : 'fail',
      };
    });
    if (faulty.length === 0) {
      return pass(`All ${ids.length} network interfaces are in use.`, instances.map(byZone));
    }
    const working = ids.length - faulty.length;
    const names = faulty.map((item) => `${item.id} (${zoneOf(context, item.id) ?? 'zone unknown'})`).join(', ');
    return {
      instances,
      findings: [
        {
          resource: faulty[0]?.id ?? endpoint.id,
          ...(endpoint.type === 'Interface'
            ? {}
            : { fix: 'Wait a few minutes; then create the endpoint again: its subnets cannot be changed.' }),
          message: `${names} ${faulty.length === 1 ? 'is' : 'are'} not in use; ${working} of ${ids.length} work. Clients on the Regional name move away, clients on zonal names or fixed addresses fail.`,
          evidence: faulty.map((item) => evidence(item.id, 'Status', item.status ?? 'not in the listing')),
          commands: [
            awsCommand(
              'ec2 describe-network-interfaces',
              region,
              {
                filters: `Name=network-interface-id,Values=${faulty.map((item) => item.id).join(',')}`,
                query: 'NetworkInterfaces[].[NetworkInterfaceId,Status,SubnetId,PrivateIpAddress]',
              },
              READS_ONLY,
            ),
          ],
        },
      ],
    };
  },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html: another one would say nothing yet. */
const STATUSES: ReadonlySet<string> = new Set([
  'available',
  'associated',
  'attaching',
  'in-use',
  'detaching',
  'pending',
]);

/** A zone stands for its only interface, where it is known. */
function byZone({ zoneId, state, resource = '' }: Instance): Instance {
  return zoneId === undefined ? { resource, state } : { zoneId, state };
}

/** The zone of an interface; of a single missing one, the zone that has no other. */
function zoneOf(context: EndpointContext, id: string): string | undefined {
  const { endpoint, interfaces, zones } = context;
  const found = interfaces.find((item) => item.id === id);
  if (found !== undefined) {
    return found.zoneId ?? zones.find((zone) => zone.subnetId === found.subnetId)?.zoneId;
  }
  const served = new Set(interfaces.map((item) => item.subnetId));
  const free = zones.filter((zone) => !served.has(zone.subnetId));
  const missing = (endpoint.networkInterfaceIds?.length ?? 0) - interfaces.length;
  return missing === 1 && free.length === 1 ? free[0]?.zoneId : undefined;
}
