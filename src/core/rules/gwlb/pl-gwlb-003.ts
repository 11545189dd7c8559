import { evidence, type EndpointContext } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LIFECYCLE, VPC_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { hopsAfter } from './return-paths.ts';
import { holdsHosts, inspectionOf, ROUTES, unreadUse, type Inspection, type Sender } from './senders.ts';

/** PL-GWLB-003: inspected traffic finds no way on from the endpoint. */
export const plGwlb003: EndpointRule = {
  id: 'PL-GWLB-003',
  title: 'Endpoint subnet loops or has no way out',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: ROUTES,
  alsoReads: ['ec2:DescribeNetworkInterfaces'],
  suppressedBy: [...LIFECYCLE, 'PL-GWLB-001'],
  docs: [`${VPC_DOCS}gwlb-route.html`],
  condition:
    'For what a subnet or gateway sends to the endpoint, the route table of the endpoint’s own subnet yields the endpoint itself, a blackhole or no route at all. A route for a part of it is enough.',
  why: 'Inspected traffic returns to the endpoint, or ends there.',
  fix: 'Give the endpoint’s subnet a route table of its own with the real next hop.',
  examples: {
    bad: 'endpoint subnet’s table: 0.0.0.0/0 → the endpoint itself',
    good: 'endpoint subnet’s table: 0.0.0.0/0 → igw-…',
  },
  check: (context) => {
    const inspection = inspectionOf(context);
    if ('gap' in inspection) return inspection;
    const { senders, ownTable } = inspection;
    if (senders.length === 0) return 'not-applicable';
    const judged = alternatives(
      context,
      senders.map((sender) => ({ sender, ...onward(context, inspection, sender) })),
    );
    const bad = judged.filter(({ state }) => state !== 'pass');
    return {
      instances: judged.map(({ sender, state }): Instance => ({ resource: sender.id, state })),
      findings: bad.length === 0 ? [] : [draft(context, inspection, bad)],
      statement: `${ownTable.id} leads inspected traffic on.`,
    };
  },
};

/**
 * The ways that stand for each other. What a gateway or a NAT gateway brings back into the VPC is the other half of a flow, no
 * second way; where the VPC's interfaces were not read, nobody knows which is which.
 */
function alternatives(context: EndpointContext, judged: readonly OnwardOf[]): readonly OnwardOf[] {
  const isUnread = unreadUse(context) !== undefined;
  const own = judged.filter(({ sender }) => !(isUnread && context.endpoint.subnetIds?.includes(sender.id) === true));
  const forth = own.filter(({ sender, isInward }) => isUnread || !isInward || holdsHosts(context, sender.id));
  return forth.length > 0 ? forth : own;
}

interface OnwardOf extends Onward {
  readonly sender: Sender;
}

interface Onward {
  readonly state: 'pass' | 'warn' | 'fail';
  /** It goes to the VPC itself. */
  readonly isInward: boolean;
  /** Where it ends, in words. */
  readonly ends: readonly string[];
}

function onward({ endpoint }: EndpointContext, inspection: Inspection, sender: Sender): Onward {
  const hops = hopsAfter(inspection, sender);
  const ends = hops.flatMap(({ entry: { destination, hop } }) => {
    if (hop.kind === 'blackhole') return [`${destination} → ${hop.id} (blackhole)`];
    return hop.id === endpoint.id ? [`${destination} → ${endpoint.id} itself`] : [];
  });
  const isInward = hops.every(({ entry }) => entry.hop.kind === 'local');
  if (hops.length === ends.length) {
    return { state: 'fail', isInward: false, ends: ends.length > 0 ? ends : ['no route for it'] };
  }
  return { state: ends.length > 0 ? 'warn' : 'pass', isInward, ends };
}

function draft({ endpoint, region }: EndpointContext, { ownTable }: Inspection, bad: readonly OnwardOf[]): Draft {
  const ends = [...new Set(bad.flatMap((item) => item.ends))].join(', ');
  const senders = bad.map(({ sender }) => sender.id).join(', ');
  return {
    resource: ownTable.id,
    message: `${ownTable.id} of the endpoint’s subnet leads what ${senders} send${bad.length === 1 ? 's' : ''} nowhere: ${ends}.`,
    evidence: [evidence(ownTable.id, 'Routes', ends), evidence(endpoint.id, 'SubnetIds', endpoint.subnetIds ?? [])],
    commands: [
      awsCommand(
        'ec2 replace-route',
        region,
        { 'route-table-id': ownTable.id, 'destination-cidr-block': '0.0.0.0/0', 'gateway-id': 'NEXT_HOP_ID' },
        `changes the way of every subnet that uses ${ownTable.id}: give the endpoint’s subnet a table of its own first if others share it`,
      ),
    ],
  };
}
