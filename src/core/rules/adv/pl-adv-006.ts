import { evidence, type EndpointContext, type ProviderContext } from '../../context.ts';
import { joinGaps } from '../../needs.ts';
import { covers as isBelow } from '../../reachability/dns.ts';
import { describeRoute, nextHop } from '../../reachability/routes.ts';
import type { Route } from '../../resources/route-table.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { serviceNames, userZones, ZONES } from '../dns/names.ts';
import { TARGETS } from '../nlb/target-paths.ts';
import { ENDPOINT, unmet } from '../requirements.ts';
import { shortName } from '../load-balancers.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, unknown, type CheckResult, type EndpointRule } from '../rule.ts';

/** PL-ADV-006: the service's public addresses are as near as the endpoint, or its backend has some. */
export const plAdv006: EndpointRule = {
  id: 'PL-ADV-006',
  title: 'Public path is still open beside the private one',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'exposure',
  severity: 'info',
  // Clients may all use the endpoint's own names.
  confidence: 'heuristic',
  requires: [
    ENDPOINT,
    ZONES,
    { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeNetworkInterfaces', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
  ],
  alsoReads: ['ec2:DescribeVpcEndpointServices', ...TARGETS.map(({ operation }) => operation)],
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}privatelink-access-aws-services.html`, `${PRIVATELINK_DOCS}vpc-endpoints-access.html`],
  condition:
    'The endpoint is for a service of AWS that has names of its own, its private DNS is off, no private hosted zone of the VPC holds such a name, and a subnet with workloads has an active default route to a NAT or internet gateway. Or the service of an account that is read forwards to an Application Load Balancer that faces the internet; that targets of other types are behind one as well is not looked for.',
  why: 'The service’s own name still leads to its public addresses, and the subnets have a way there: nothing makes clients take the endpoint. A load balancer that faces the internet serves the same backend to everybody.',
  fix: 'Turn private DNS on, and let resource policies ask for aws:SourceVpce. Put an internal Application Load Balancer behind the service.',
  examples: {
    bad: '"PrivateDnsEnabled": false, and 0.0.0.0/0 → nat-0a1b where the workloads are; or "TargetType": "alb", and that load balancer’s "Scheme": "internet-facing"',
    good: '"PrivateDnsEnabled": true; or "Scheme": "internal"',
  },
  check: (context) => {
    const { endpoint, provider, region } = context;
    if (provider.kind === 'visible') return ofBackend(provider.context);
    if (provider.kind === 'hidden') return 'not-applicable';
    if (endpoint.privateDnsEnabled === undefined) return malformed('PrivateDnsEnabled');
    if (endpoint.privateDnsEnabled) return pass('Private DNS leads the service’s names to the endpoint.');
    const names = serviceNames(context);
    if (names.length === 0) return 'not-applicable';
    if (userZones(context).some(({ zoneName = '' }) => names.some((name) => isBelow(zoneName, name)))) {
      return pass('A private hosted zone of the VPC holds the service’s name.');
    }
    const open = waysOut(context);
    if ('gap' in open) return open;
    const [first] = open;
    if (first === undefined) return pass('Subnets with workloads have no way to the service’s public addresses.');
    return remark({
      resource: endpoint.id,
      message: `Private DNS of ${endpoint.id} is off, so ${names[0] ?? 'the service’s name'} has public addresses, and ${open.map(({ id }) => id).join(', ')} lead${open.length === 1 ? 's' : ''} there by default.`,
      evidence: [
        evidence(endpoint.id, 'PrivateDnsEnabled', 'false'),
        ...open.map(({ tableId, route }) => evidence(tableId, 'Routes', describeRoute(route))),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint',
          region,
          { 'vpc-endpoint-id': endpoint.id, 'private-dns-enabled': true },
          'new connections to the service’s name take the endpoint, its security groups and its policy',
        ),
      ],
    });
  },
};

/** The Application Load Balancers that the service forwards to, if it does: whether they face the internet. */
function ofBackend(context: ProviderContext): CheckResult {
  const gap = joinGaps(TARGETS.flatMap((requirement) => unmet(requirement, context)));
  if (gap !== undefined) return { gap };
  const { inventory, groups, region } = context;
  const arns = groups
    .filter(({ group }) => group?.targetType === 'alb')
    .flatMap(({ targets }) => targets.map(({ targetId }) => targetId));
  if (arns.length === 0) return 'not-applicable';
  const balancers = arns.map((arn) => ({ arn, scheme: inventory.loadBalancers.get(arn)?.scheme }));
  const open = balancers.filter(({ scheme }) => scheme === 'internet-facing');
  const vague = balancers.filter(({ scheme }) => scheme === undefined).map(({ arn }) => `Scheme of ${arn}`);
  if (open.length === 0) {
    return vague.length > 0
      ? unknown('malformed', ...vague)
      : pass('The Application Load Balancers behind the service are internal.');
  }
  return remark(
    ...open.map(({ arn }) => ({
      resource: arn,
      hop: 'targets' as const,
      owner: 'provider' as const,
      message: `${shortName(arn)}, to which the service forwards, faces the internet: its backend is not reached through PrivateLink alone.`,
      evidence: [evidence(arn, 'Scheme', 'internet-facing')],
      commands: [awsCommand('elbv2 describe-load-balancers', region, { 'load-balancer-arns': arn }, READS_ONLY)],
    })),
  );
}

interface WayOut {
  readonly id: string;
  readonly tableId: string;
  readonly route: Route;
}

/** Subnets with workloads whose default route leads to the internet. */
function waysOut({ lookup, vpcId }: EndpointContext): readonly WayOut[] | ReturnType<typeof malformed> {
  const ids = [...new Set(lookup.workloadsOf(vpcId, 4).flatMap(({ subnetId }) => subnetId ?? []))].sort();
  const tables = ids.map((id) => ({ id, table: lookup.routeTableOf(id) }));
  const vague = tables.filter(({ table }) => table?.routes === undefined);
  if (vague.length > 0) return malformed(...vague.map(({ id }) => `the route table of ${id}`));
  return tables.flatMap(({ id, table }) =>
    (table?.routes ?? []).filter(leadsOut).map((route) => ({ id, tableId: table?.id ?? '', route })),
  );
}

function leadsOut(route: Route): boolean {
  const { kind } = nextHop(route);
  return (
    route.destinationCidr === '0.0.0.0/0' &&
    route.state === 'active' &&
    (kind === 'internet-gateway' || kind === 'nat-gateway')
  );
}
