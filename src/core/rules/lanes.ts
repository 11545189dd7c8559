import type { EndpointContext, LoadBalancerPath, ProviderContext } from '../context.ts';
import type { Hop } from '../diagnosis.ts';
import { insideWays } from '../inside.ts';
import { gapsOfWays, outsideWays } from '../outside.ts';
import { describeFlow, portPlan, transportsOf, type Flow } from '../ports.ts';
import { aclGaps, aclShare } from '../reachability/network-acl.ts';
import { hasPort } from '../reachability/ports.ts';
import { admittedPorts, permissionsOf } from '../reachability/security-group.ts';
import type { NetworkInterface } from '../resources/network-interface.ts';
import { sendingClients, sourcePlan } from '../sources.ts';
import type { Source } from '../workloads.ts';
import { passageOf } from './acl/pl-acl-001.ts';
import { repliesTo } from './acl/pl-acl-002.ts';
import { shareOf, throughSourceAcl } from './acl/pl-acl-003.ts';
import { aclVerdict } from './acl/pl-acl-005.ts';
import { guardedZones, type GuardedZone } from './endpoint-acl.ts';
import { isOutOfService } from './load-balancers.ts';
import { endpointGroupFacts, endpointIngress } from './endpoint-groups.ts';
import { crossesZones } from './nlb/attributes.ts';
import { zoneOfTarget, zoneVerdicts } from './nlb/pl-nlb-006.ts';
import { flowsInto } from './nlb/pl-nlb-008.ts';
import { egressVerdict } from './nlb/pl-nlb-011.ts';
import { wayOutside } from './nlb/pl-nlb-025.ts';
import { admissionOf } from './nlb/target-groups.ts';
import { repliesThrough } from './replies.ts';
import { gatewayRanges, gatewayShare } from './route-tables.ts';
import { lettingOut } from './sg/pl-sg-005.ts';
import { reached } from './sg/pl-sg-008.ts';
import { nodesOf, targetPaths, type TargetPath } from './nlb/target-paths.ts';

/*
 * A rule says of a zone, a transport or a target group that it is blocked or that it is not. Whether anything is left when
 * one rule has taken the zones, another a transport and a third the targets, only the ways themselves tell: each transport
 * of the port, through each zone, to each target.
 */

/** One way that a packet of the given source, or of what stands in for it, may take. */
export interface Lane {
  /** Where it ends before a target; `undefined` when nothing that was read stops it. */
  readonly lost?: Hop;
  /** The rules that tell of it. */
  readonly by?: readonly string[];
  /** From where on nobody knows whether it goes on. */
  readonly doubt?: Hop | undefined;
}

/** The rules that the lanes are made of: where these say "in part", the lanes say whether a part is left. */
export const LANE_RULES: ReadonlySet<string> = new Set([
  'PL-NET-006',
  'PL-NET-012',
  'PL-SG-005',
  'PL-SG-008',
  'PL-RT-004',
  'PL-ACL-004',
  'PL-ACL-003',
  'PL-ACL-001',
  'PL-ACL-002',
  'PL-SG-001',
  'PL-NLB-003',
  'PL-NLB-004',
  'PL-NLB-006',
  'PL-NLB-008',
  'PL-NLB-011',
  'PL-NLB-012',
  'PL-NLB-024',
  'PL-NLB-025',
  'PL-ACL-005',
]);

const through: Lane = {};

/**
 * The ways from the source that was given, or from what stands in for it, on the ports that are judged; none where the
 * endpoint's own half was not read whole.
 */
export function lanesOf(context: EndpointContext): readonly Lane[] {
  const { endpoint, interfaces, options, standIn } = context;
  if (options.source === undefined && standIn === undefined) return [];
  if (endpoint.type === 'Gateway') return gatewayLanes(context);
  if (endpoint.type !== 'Interface') return [];
  const ports = portPlan(context);
  const zones = guardedZones(context);
  const source = clientOf(context);
  if (source === undefined || ports.flows.length === 0 || 'gap' in zones) return [];
  if (interfaces.length === 0 || interfaces.length !== endpoint.networkInterfaceIds?.length) return [];
  return ports.flows.flatMap((flow) =>
    interfaces.flatMap((door): readonly Lane[] => {
      const zone = zones.find((item) => item.zone.subnetId === door.subnetId);
      const before = beforeService(context, flow, source, door, zone);
      if (before.lost !== undefined) return [before];
      const zoneId = zone?.zone.zoneId;
      const behind = behindService(context, flow, zoneId);
      return behind.map((lane) => ({ ...lane, doubt: before.doubt ?? lane.doubt }));
    }),
  );
}

/** The one client whose ways are followed. */
function clientOf(context: EndpointContext): Source | undefined {
  return context.standIn?.source ?? sourcePlan(context).candidates[0];
}

/** To each range of a gateway endpoint’s prefix list: none of them stands for another. */
export function gatewayLanes(
  context: EndpointContext,
  source = clientOf(context),
  clients = sendingClients(context),
): readonly Lane[] {
  const ranges = gatewayRanges(context);
  const acl = context.lookup.aclOf(source?.subnetId ?? '');
  if ('gap' in ranges || source === undefined || acl?.entries === undefined || aclGaps(acl).length > 0) return [];
  const { entries } = acl;
  const table = context.lookup.routeTableOf(source.subnetId ?? '');
  const permissions = clients.map(({ groupIds }) =>
    permissionsOf(
      groupIds.map((id) => context.inventory.securityGroups.get(id)),
      'egress',
    ),
  );
  return ranges.list.map((range): Lane => {
    const leaves = permissions.map((rules) => (rules === undefined ? undefined : reached(context, rules, [range])));
    const isOpen = leaves.length === 0 || leaves.some((item) => item?.kind !== 'none' || item.missing.length > 0);
    if (!isOpen) return { lost: placeOf(context, 'network-acl'), by: ['PL-SG-008'] };
    const [share] = table === undefined ? [] : gatewayShare(context, table, [range]);
    if (share?.left === false) return { lost: 'route-table', by: ['PL-RT-004'] };
    const out = aclShare(entries, true, 'tcp', 443, range);
    const back = repliesThrough(entries, false, 'tcp', [range], 'assumed').state;
    return out === 'none' || back === 'none' ? { lost: 'network-acl', by: ['PL-ACL-004'] } : { doubt: 'route-table' };
  });
}

/** The first that loses the packet, else the first that leaves it open. */
function first(steps: readonly (() => Lane)[]): Lane {
  let doubt: Hop | undefined;
  for (const step of steps) {
    const lane = step();
    if (lane.lost !== undefined) return { ...lane, doubt };
    doubt ??= lane.doubt;
  }
  return { doubt };
}

function beforeService(
  context: EndpointContext,
  flow: Flow,
  source: Source,
  door: NetworkInterface,
  zone: GuardedZone | undefined,
): Lane {
  const ports = portPlan(context);
  const ownGroups = (): Lane => leavesSource(context, flow, door);
  const ownAcl = (): Lane => leavesSubnet(context, flow, source, door);
  // In the order of the hops at which each is judged.
  const isGiven = context.options.source !== undefined;
  return first([
    () => routed(context, door),
    ...(isGiven ? [ownGroups] : []),
    ownAcl,
    () => {
      if (zone === undefined) return { doubt: 'network-acl' };
      const enters = passageOf(context, zone, { ...ports, flows: [flow] }, source) !== 'none';
      const returns = repliesTo(context, zone, flow.transport, source).state !== 'none';
      if (enters && returns) return through;
      return { lost: 'network-acl', by: [...(enters ? [] : ['PL-ACL-001']), ...(returns ? [] : ['PL-ACL-002'])] };
    },
    ...(isGiven ? [] : [ownGroups]),
    () => {
      const permissions = endpointIngress(context);
      if ('gap' in permissions) return { doubt: 'endpoint-security-group' };
      const ranges = source.ranges.map((range) =>
        admittedPorts(permissions, flow.transport, { ...source, ranges: [range] }, endpointGroupFacts(context)),
      );
      if (ranges.some(({ certain }) => hasPort(certain, flow.port))) return through;
      const isSingle = source.ranges.every((range) => range.first === range.last);
      const isOpen = !isSingle || ranges.some(({ possible }) => hasPort(possible, flow.port));
      return isOpen ? { doubt: 'endpoint-security-group' } : { lost: 'endpoint-security-group', by: ['PL-SG-001'] };
    },
  ]);
}

/** The routes from the client to the endpoint’s interface and back. */
function routed(context: EndpointContext, door: NetworkInterface): Lane {
  const ways = insideWays(context) ?? outsideWays(context);
  const hop = placeOf(context, 'network-acl');
  const zone =
    ways === undefined || 'gap' in ways
      ? undefined
      : ways.zones.find(({ networkInterface }) => networkInterface === door);
  if (zone === undefined) return { doubt: hop };
  const both = [zone.forward, zone.back];
  const closed = both.flatMap((way) => (way?.kind === 'closed' && !way.isPart ? [way.cause] : []));
  if (closed.length === 0) return gapsOfWays(both).length > 0 ? { doubt: hop } : through;
  return { lost: hop, by: [...new Set(closed.map((cause) => (cause === 'route' ? 'PL-NET-006' : 'PL-NET-012')))] };
}

function leavesSource(context: EndpointContext, flow: Flow, door: NetworkInterface): Lane {
  const judged = sendingClients(context).map((item) => {
    const groups = item.groupIds.map((id) => context.inventory.securityGroups.get(id));
    const permissions = permissionsOf(groups, 'egress');
    return permissions === undefined ? undefined : lettingOut(context, permissions, flow.transport, door, item);
  });
  if (judged.some((admitted) => admitted !== undefined && hasPort(admitted.certain, flow.port))) return through;
  const isOpen = judged.length === 0 || judged.some((item) => item === undefined || hasPort(item.possible, flow.port));
  const hop = placeOf(context, 'endpoint-security-group');
  return isOpen ? { doubt: hop } : { lost: hop, by: ['PL-SG-005'] };
}

function leavesSubnet(context: EndpointContext, flow: Flow, source: Source, door: NetworkInterface): Lane {
  const acl = context.lookup.aclOf(source.subnetId ?? '');
  const hop = placeOf(context, 'network-acl');
  if (acl?.entries === undefined || aclGaps(acl).length > 0) return { doubt: hop };
  const wanted = { transport: flow.transport, ports: [{ from: flow.port, to: flow.port }] };
  const halves = throughSourceAcl(context, acl.entries, wanted, door, source);
  return shareOf(halves) === 'none' ? { lost: hop, by: ['PL-ACL-003'] } : through;
}

/** Where the client’s own side is judged: at the source that was given, else at the hop of what stands in for it. */
function placeOf({ options }: EndpointContext, standsIn: Hop): Hop {
  return options.source === undefined ? standsIn : 'source';
}

/** The ways behind the endpoint’s interface in a zone. */
export function behindService({ provider }: EndpointContext, flow: Flow, zoneId: string | undefined): readonly Lane[] {
  if (provider.kind === 'aws') return [through];
  if (provider.kind === 'hidden') return [{ doubt: 'service' }];
  const { context } = provider;
  if (context.loadBalancers.length === 0) return [{ doubt: 'load-balancer' }];
  return context.loadBalancers.flatMap((path): readonly Lane[] => {
    const node = nodesOf(context, path).find((item) => item.zoneId === zoneId && zoneId !== undefined);
    const entered = entersLoadBalancer(context, path, flow);
    if (entered.lost !== undefined) return [entered];
    const behind = zoneId === undefined ? [unknownTargets] : toTargets(context, path, node, zoneId, flow);
    return behind.map((lane) => ({ ...lane, doubt: entered.doubt ?? lane.doubt }));
  });
}

const unknownTargets: Lane = { doubt: 'targets' };

function entersLoadBalancer(context: ProviderContext, path: LoadBalancerPath, flow: Flow): Lane {
  const listens = path.listeners.some(
    ({ port, protocol }) => port === flow.port && transportsOf(protocol).includes(flow.transport),
  );
  if (path.loadBalancer?.state === 'failed') return { lost: 'load-balancer' };
  if (path.loadBalancer === undefined || path.listeners.length === 0) return { doubt: 'load-balancer' };
  if (!listens) return { lost: 'listener' };
  const admits = flowsInto(context, path).some((open) => describeFlow(open) === describeFlow(flow));
  return admits ? through : { lost: 'load-balancer', by: ['PL-NLB-008'] };
}

/** From the node of a zone to each healthy target of each group that the flow’s listeners forward to. */
function toTargets(
  context: ProviderContext,
  path: LoadBalancerPath,
  node: NetworkInterface | undefined,
  zoneId: string,
  flow: Flow,
): readonly Lane[] {
  const groups = context.groups.filter(
    ({ loadBalancer, listeners }) =>
      loadBalancer.arn === path.arn &&
      listeners.some((item) => item.port === flow.port && transportsOf(item.protocol).includes(flow.transport)),
  );
  const zone = zoneVerdicts(context, path).find((verdict) => verdict.zoneId === zoneId);
  if (zone === undefined || groups.length === 0) return [unknownTargets];
  const isOut = zone.bad.length > 0 && zone.partly !== true;
  if (isOut) return [{ lost: 'targets', by: ['PL-NLB-006'] }];
  const paths = targetPaths(context);
  return groups.flatMap((group): readonly Lane[] => {
    const crosses = crossesZones(context, group);
    const candidates = group.targets.filter(
      (target) => crosses !== false || ['all', undefined, zoneId].includes(zoneOfTarget(context, group, target)),
    );
    const healthy = candidates.filter(({ state }) => state === 'healthy');
    const bare: Lane = { lost: 'targets', by: ['PL-NLB-003', 'PL-NLB-004', 'PL-NLB-006'] };
    if (healthy.length === 0) return [candidates.every(({ state }) => isOutOfService(state)) ? bare : unknownTargets];
    const lanes = healthy.map((target) => {
      const way = paths.find((item) => item.target === target && item.group === group);
      const type = group.group?.targetType;
      if (way === undefined) return type === 'alb' ? through : unknownTargets;
      return toTarget(context, way, node, flow);
    });
    return zone.gap === undefined && crosses !== undefined
      ? lanes
      : lanes.map((lane): Lane => ({ doubt: 'targets', ...lane }));
  });
}

function toTarget(context: ProviderContext, way: TargetPath, node: NetworkInterface | undefined, flow: Flow): Lane {
  const flows = way.flows.filter(({ purpose, transport }) => purpose === 'traffic' && transport === flow.transport);
  if (way.gap !== undefined) return unknownTargets;
  if (flows.length === 0) return through;
  if (node === undefined) return unknownTargets;
  const one = { ...way, flows, senders: [node] };
  const egress = egressVerdict(context, one);
  const acls = aclVerdict(context, one);
  const admission = admissionOf(context, one);
  const by = [
    ...(egress.blocked.length > 0 ? ['PL-NLB-011'] : []),
    ...(acls.blocked.length > 0 ? ['PL-ACL-005'] : []),
    ...(admission.kind === 'refused' ? ['PL-NLB-012'] : []),
    ...(wayOutside(context, one, node)?.kind === 'closed' ? ['PL-NLB-025'] : []),
  ];
  if (by.length > 0) return { lost: 'targets', by };
  const isKnown = admission.kind === 'admitted' && egress.gap === undefined && acls.gap === undefined;
  return isKnown ? through : unknownTargets;
}
