import { evidence, serviceOwnerOf, type EndpointContext, type ServiceOwner } from '../../context.ts';
import { buildLookup } from '../../lookup.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Gap } from '../../needs.ts';
import { byText, weakly } from '../../weakly.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, unknown, type Draft, type EndpointRule } from '../rule.ts';

/** So many services between one VPC and one account, or so many more listeners of one, and the need is a network. */
const SERVICES = 5;
const LISTENERS = 10;

/** PL-ADV-001: many single paths where a route would do. */
export const plAdv001: EndpointRule = {
  id: 'PL-ADV-001',
  title: 'PrivateLink imitates a network mesh',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'both',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'heuristic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeVpcEndpoints', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  alsoReads: ['ec2:DescribeVpcEndpointServices', 'elasticloadbalancing:DescribeListeners'],
  optional: true,
  suppressedBy: [],
  docs: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/aws-privatelink.html',
    `${PRIVATELINK_DOCS}what-is-privatelink.html`,
  ],
  condition: `The VPC has available endpoints for ${SERVICES} or more services of the account that this one’s belongs to, or this service has more than ${LISTENERS} listeners.`,
  why: 'Each path is paid for, approved and monitored by itself; many between the same two usually mean that the need is routing.',
  fix: 'Compare with VPC peering or a transit gateway where addresses do not overlap, and with VPC Lattice for services of HTTP and TCP.',
  examples: {
    bad: `endpoints of vpc-0a1b for ${SERVICES} services of 444455556666`,
    good: `endpoints of vpc-0a1b for ${SERVICES - 1} services of 444455556666`,
  },
  check: (context) => {
    const { endpoint, serviceOwner, vpcId } = context;
    if (serviceOwner.kind === 'aws') return 'not-applicable';
    if (serviceOwner.kind === 'unknown') return unknown('other-account', 'the account that owns the service');
    const { services, doubtful } = neighbours(context, serviceOwner.account);
    const { count, gap } = listenersOf(context);
    const found: Draft[] = [];
    if (services.length >= SERVICES) {
      found.push(
        draft(
          context,
          `${vpcId} has endpoints for ${services.length} services of account ${serviceOwner.account}.`,
          services.map((name) => evidence(vpcId, 'ServiceName', name)),
        ),
      );
    }
    if (count > LISTENERS) {
      const name = endpoint.serviceName ?? '';
      const said = evidence(name, 'Listeners', `${count} listeners`);
      found.push(draft(context, `The service of ${endpoint.id} has ${count} listeners.`, [said]));
    }
    if (found.length > 0) return remark(...found);
    if (services.length + doubtful.length >= SERVICES) {
      return unknown('other-account', `the owners of ${doubtful.join(', ')}`);
    }
    return gap === undefined ? pass('Few services lie between the two.') : { gap };
  },
};

function draft({ endpoint, region, vpcId }: EndpointContext, message: string, said: Draft['evidence']): Draft {
  const command = awsCommand(
    'ec2 describe-vpc-endpoints',
    region,
    { filters: `Name=vpc-id,Values=${vpcId}`, query: 'VpcEndpoints[].[VpcEndpointId,ServiceName]' },
    READS_ONLY,
  );
  return { resource: endpoint.id, message, evidence: said, commands: [command] };
}

/** The services of the account that the VPC has available endpoints for, and those whose owner is not known. */
function neighbours(
  context: EndpointContext,
  account: string,
): { readonly services: readonly string[]; readonly doubtful: readonly string[] } {
  const owners = ownersIn(context.inventory)(context.vpcId);
  const names = (fits: (owner: ServiceOwner) => boolean): readonly string[] =>
    [...owners].flatMap(([name, owner]) => (fits(owner) ? [name] : [])).sort();
  return {
    services: names((owner) => owner.kind === 'account' && owner.account === account),
    doubtful: names((owner) => owner.kind === 'unknown'),
  };
}

/** Whose services the available endpoints of a VPC are for: the same for each of them. */
const ownersIn = weakly((inventory: Inventory) => {
  const run = { inventory, lookup: buildLookup(inventory) };
  return byText((vpcId): ReadonlyMap<string, ServiceOwner> => {
    const available = run.lookup.endpointsOf(vpcId).filter(({ state }) => state === 'available');
    return new Map(available.map((item) => [item.serviceName ?? item.id, serviceOwnerOf(run, item)]));
  });
});

/** How many listeners the service has; none where its side is not read. */
function listenersOf({ provider }: EndpointContext): { readonly count: number; readonly gap?: Gap } {
  if (provider.kind !== 'visible') return { count: 0 };
  const { loadBalancers, need } = provider.context;
  const [gap] = loadBalancers.flatMap(
    ({ arn }) => need('elasticloadbalancing:DescribeListeners', { LoadBalancerArn: arn }) ?? [],
  );
  const count = loadBalancers.reduce((sum, { listeners }) => sum + listeners.length, 0);
  return gap === undefined ? { count } : { count, gap };
}
