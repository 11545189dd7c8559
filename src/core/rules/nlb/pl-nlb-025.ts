import type { ProviderContext } from '../../context.ts';
import { covers, type AddressRange } from '../../model/cidr.ts';
import { joinGaps } from '../../needs.ts';
import { gapsOfWays } from '../../outside.ts';
import { isClosed, unknownWay, type Way } from '../../reachability/way.ts';
import { wayTo } from '../../reachability/ways.ts';
import type { NetworkInterface } from '../../resources/network-interface.ts';
import type { Vpc } from '../../resources/vpc.ts';
import { vpcRanges } from '../../sources.ts';
import { awsCommand } from '../command.ts';
import { shortName } from '../load-balancers.ts';
import { evidenceOf, looksAt, transitFixOf } from '../lost-packets.ts';
import { LIFECYCLE, NLB_DOCS, VPC_DOCS, type Draft, type Instance, type ProviderRule } from '../rule.ts';
import { targetName, targetPaths, TARGETS, type TargetPath } from './target-paths.ts';

interface Outside {
  readonly path: TargetPath;
  /** From each of the load balancer's subnets. */
  readonly ways: readonly Way[];
}

/** PL-NLB-025: the load balancer's subnets have no route to a target outside their VPC. */
export const plNlb025: ProviderRule = {
  id: 'PL-NLB-025',
  title: 'No route from the load balancer to a target outside its VPC',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: TARGETS,
  alsoReads: [
    'ec2:DescribeVpcs',
    'ec2:DescribeSubnets',
    'ec2:DescribeRouteTables',
    'ec2:DescribeVpcPeeringConnections',
    'ec2:DescribeTransitGatewayVpcAttachments',
  ],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002', 'PL-NLB-003'],
  docs: [`${NLB_DOCS}target-group-register-targets.html`, `${VPC_DOCS}RouteTables.html`],
  condition:
    'A target is an address outside the load balancer’s VPC, its health check does not prove that it is reached, and the longest matching route of a subnet of the load balancer does not lead there: there is none, it is a blackhole, it leads to the internet, or what it leads to does not go on. Where another subnet of the load balancer has a route, only a part fails.',
  why: 'The load balancer reaches addresses of other networks by its own subnets’ routes; without one, health checks and connections time out.',
  fix: 'Add the route to the tables of all of the load balancer’s subnets, and one back.',
  examples: {
    bad: 'target 192.168.40.9, table of the load balancer’s subnets: 10.60.0.0/16 → local',
    good: 'the same with 192.168.0.0/16 → tgw-0a1b',
  },
  check: (context) => {
    const judged = targetPaths(context).flatMap((path) => outsideOf(context, path));
    if (judged.length === 0) return 'not-applicable';
    const gap = joinGaps(judged.flatMap(({ ways }) => gapsOfWays(ways)));
    return {
      instances: instancesOf(judged),
      findings: judged.filter(({ ways }) => ways.some(isClosed)).map((outside) => draftOf(context, outside)),
      statement: 'The load balancer has routes to its targets outside the VPC.',
      ...(gap === undefined ? {} : { gap }),
    };
  },
};

/** The way from a node of the load balancer to a target outside its VPC; `undefined` where none is needed or asked about. */
export function wayOutside(context: ProviderContext, path: TargetPath, node: NetworkInterface): Way | undefined {
  const [outside] = outsideOf(context, path);
  const at = path.group.loadBalancer.zones.findIndex(({ subnetId }) => subnetId === node.subnetId);
  return outside?.ways[at] ?? outside?.ways[0];
}

/** A target outside the load balancer's VPC with its ways; nothing for any other, nor for one that is known to be reached. */
function outsideOf(context: ProviderContext, path: TargetPath): readonly Outside[] {
  const { address, group, flows } = path;
  if (group.group?.targetType !== 'ip' || address === undefined || flows.length === 0) return [];
  const { loadBalancer, zones } = group.loadBalancer;
  const vpc = context.inventory.vpcs.get(loadBalancer?.vpcId ?? '');
  if (vpc?.cidrs === undefined) {
    return [{ path, ways: [unknownWay('malformed', `the addresses of ${loadBalancer?.vpcId ?? 'its VPC'}`)] }];
  }
  if (vpcRanges(vpc).some((block) => covers(block, address))) return [];
  const holders = holdersOf(context, address);
  const [holder] = holders;
  if (holders.length > 1) {
    const names = holders.map(({ id }) => id).sort();
    return [{ path, ways: [unknownWay('input-missing', `which of ${names.join(', ')} has ${path.target.targetId}`)] }];
  }
  const to = { range: address, ...(holder === undefined ? {} : { vpc: holder }) };
  return [
    {
      path,
      ways: zones.map(({ subnet, subnetId }) =>
        subnet === undefined ? unknownWay('malformed', subnetId) : wayTo(context, { vpc, subnet }, to),
      ),
    },
  ];
}

function holdersOf({ inventory }: ProviderContext, address: AddressRange): readonly Vpc[] {
  return [...inventory.vpcs.values()].filter((vpc) => vpcRanges(vpc).some((block) => covers(block, address)));
}

/** Each group by itself: it fails when none of its targets can be reached from anywhere. */
function instancesOf(judged: readonly Outside[]): readonly Instance[] {
  const groups = [...new Set(judged.map(({ path }) => path.group))];
  return groups.map((group): Instance => {
    const ways = judged.filter(({ path }) => path.group === group).flatMap((outside) => outside.ways);
    const isWhole = judged.filter(({ path }) => path.group === group).length === group.targets.length;
    const closed = ways.filter(isClosed);
    const state = closed.length === 0 ? 'pass' : isWhole && closed.length === ways.length ? 'fail' : 'warn';
    return { resource: group.arn, state: state === 'pass' && gapsOfWays(ways).length > 0 ? 'unknown' : state };
  });
}

function draftOf(context: ProviderContext, { path, ways }: Outside): Draft {
  const closed = ways.filter(isClosed);
  const reasons = [...new Set(closed.map(({ why }) => why))];
  const tables = [...new Set(closed.flatMap(({ table, lacksRoute }) => (lacksRoute ? (table?.id ?? []) : [])))];
  const { arn } = path.group.loadBalancer;
  const [first] = closed;
  return {
    resource: tables[0] ?? first?.transit?.tableId ?? first?.table?.id ?? arn,
    message: `${shortName(arn)} does not reach ${targetName(path)}${closed.length < ways.length ? ' from each of its zones' : ''}: ${reasons.join('; ')}.`,
    evidence: evidenceOf(closed),
    ...transitFixOf(closed),
    commands:
      tables.length === 0
        ? looksAt(context.region, closed)
        : tables.map((table) =>
            awsCommand(
              'ec2 create-route',
              context.region,
              {
                'route-table-id': table,
                'destination-cidr-block': `${path.target.targetId}/32`,
                'transit-gateway-id': 'TGW_ID',
              },
              'every subnet that uses the table sends that address there',
            ),
          ),
  };
}
