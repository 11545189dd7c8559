import type { EndpointContext, GroupPath, LoadBalancerPath, PathZone, ProviderContext } from '../context.ts';
import type { SubjectDiagnosis } from '../diagnosis.ts';
import { joinGaps, type Gap } from '../needs.ts';
import type { Listener } from '../resources/listener.ts';
import { shortName } from '../rules/load-balancers.ts';
import { homelessGap, plNlb006, targetsInZone } from '../rules/nlb/pl-nlb-006.ts';
import { unmet } from '../rules/requirements.ts';
import { anyOf, type Loss, type Taken } from './loss.ts';

/*
 * How a zone of an endpoint stands when something is lost. An interface of an endpoint leads to the load balancer's node in
 * its own zone, and that node to the targets in that zone, or to all of them where cross-zone balancing is on.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */

export interface Standing {
  /** Its name for people: a zone id, or the id of a subnet whose zone was not read. */
  readonly zone: string;
  /** `up` and `down` are proved. */
  readonly state: 'up' | 'down' | 'unsure';
  /** Of what is not up: why, as the end of a sentence that begins with the zone. */
  readonly why?: string;
  readonly gap?: Gap;
  /** The listeners behind which nothing is left, though the zone may stand otherwise. */
  readonly dead: readonly Listener[];
  /** Whether any of it is lost. */
  readonly touched: Taken;
}

/** The nodes of a service's load balancers in a zone, with what they lead to. */
export function nodesStanding(context: ProviderContext, zoneId: string, loss: Loss): Standing {
  const touchedService = loss.service(context);
  const base = { zone: zoneId, dead: [], touched: touchedService };
  if (touchedService === true) return { ...base, state: 'down', why: 'the service is gone' };
  const gap = providerGap(context);
  if (gap !== undefined) return { ...base, state: 'unsure', gap, touched: undefined };
  const nodes = context.loadBalancers.flatMap((path) =>
    path.zones.filter((zone) => zone.zoneId === zoneId).map((zone) => nodeStanding(context, path, zone, loss)),
  );
  if (nodes.length === 0) {
    const vague = vagueZones(context);
    return vague === undefined
      ? { ...base, state: 'down', why: 'has no load balancer of the service' }
      : { ...base, state: 'unsure', gap: vague, touched: undefined };
  }
  return combined(zoneId, nodes);
}

/** Why nothing can be said of what stands behind a service. */
export function providerGap(context: ProviderContext): Gap | undefined {
  const unread = plNlb006.requires.flatMap((requirement) => unmet(requirement, context));
  const missing = context.loadBalancers.filter(({ loadBalancer }) => loadBalancer === undefined);
  return joinGaps([
    ...unread,
    ...missing.map(({ arn }): Gap => ({ reason: 'malformed', missing: [`${shortName(arn)} in the listing`] })),
    ...(context.loadBalancers.length === 0
      ? [{ reason: 'malformed' as const, missing: [`the load balancers of ${context.service.id}`] }]
      : []),
  ]);
}

/** Subnets of load balancers whose zone is not known: one of them may be in any zone. */
export function vagueZones({ loadBalancers }: ProviderContext): Gap | undefined {
  return joinGaps(
    loadBalancers.flatMap((path) => [
      ...path.zones.flatMap(({ zoneId, subnetId }): readonly Gap[] =>
        zoneId === undefined ? [{ reason: 'malformed', missing: [`AvailabilityZoneId of ${subnetId}`] }] : [],
      ),
      ...(path.loadBalancer?.zones === undefined || path.zones.length < path.loadBalancer.zones.length
        ? [{ reason: 'malformed' as const, missing: [`AvailabilityZones of ${shortName(path.arn)}`] }]
        : []),
    ]),
  );
}

function nodeStanding(context: ProviderContext, path: LoadBalancerPath, zone: PathZone, loss: Loss): Standing {
  const name = zone.zoneId ?? zone.subnetId;
  const groups = context.allGroups.filter((group) => group.loadBalancer.arn === path.arn);
  const taken = loss.nodeIn(context, path, zone);
  const touched = anyOf([
    taken,
    ...path.listeners.map(loss.listener),
    ...groups.flatMap((group) => group.targets.map((target) => loss.target(context, group, target))),
  ]);
  const base = { zone: name, dead: [], touched };
  if (taken === true) return { ...base, state: 'down', why: 'has no way through its load balancer node' };
  const left = path.listeners.filter((listener) => loss.listener(listener) !== true);
  const fates = new Map(groups.map((group) => [group, groupIn(context, group, name, loss)]));
  const dead = path.listeners.filter((listener) => {
    if (!left.includes(listener)) return true;
    const own = groups.filter(({ listeners }) => listeners.includes(listener));
    return own.length > 0 && own.every((group) => fates.get(group) === 'none');
  });
  if (dead.length === path.listeners.length) {
    return { ...base, dead, state: 'down', why: left.length === 0 ? 'has no listener' : 'has no healthy target' };
  }
  const gap = joinGaps([...fates.values()].flatMap((fate) => (typeof fate === 'string' ? [] : [fate])));
  const isGood = dead.length === 0 && taken === false && [...fates.values()].every((fate) => fate === 'good');
  if (isGood) return { ...base, state: 'up' };
  return {
    ...base,
    dead,
    state: 'unsure',
    why: 'has too few healthy targets in one of its target groups',
    ...(gap === undefined ? {} : { gap }),
  };
}

/** `short`: some, and fewer than the group asks for; `none`: nothing that may be healthy. */
function groupIn(
  context: ProviderContext,
  group: GroupPath,
  zoneId: string,
  loss: Loss,
): 'good' | 'short' | 'none' | Gap {
  const found = targetsInZone(context, group, zoneId, (target) => loss.target(context, group, target));
  if ('reason' in found) return found;
  const { healthy, waiting, doubtful, homeless, needed } = found;
  if (healthy >= needed) return 'good';
  if (homeless.length > 0) return homelessGap(context, group, homeless);
  if (doubtful > 0) {
    return { reason: 'input-missing', missing: [`which targets of ${shortName(group.arn)} are lost with it`] };
  }
  if (waiting > 0) {
    return { reason: 'input-missing', missing: [`the health of the targets of ${shortName(group.arn)}`] };
  }
  return healthy > 0 ? 'short' : 'none';
}

/** One zone with several nodes: it stands or falls as all of them do. */
function combined(zone: string, nodes: readonly Standing[]): Standing {
  const [first] = nodes;
  if (first !== undefined && nodes.length === 1) return { ...first, zone };
  const isAll = (state: Standing['state']): boolean => nodes.every((node) => node.state === state);
  const gap = joinGaps(nodes.flatMap((node) => node.gap ?? []));
  const why = nodes.find((node) => node.state !== 'up')?.why;
  return {
    zone,
    state: isAll('up') ? 'up' : isAll('down') ? 'down' : 'unsure',
    dead: nodes.flatMap((node) => node.dead),
    touched: anyOf(nodes.map((node) => node.touched)),
    ...(gap === undefined ? {} : { gap }),
    ...(why === undefined ? {} : { why }),
  };
}

/** `TCP:443`; a Gateway Load Balancer's listener has no name. */
export function listenerLabel({ id, name }: Listener): string {
  return name ?? `the listener of ${shortName(id)}`;
}

/** What its own diagnosis says of a zone of a subject now: `up` where nothing there speaks against it. */
export function judgedNow(diagnosis: SubjectDiagnosis | undefined, zoneId: string): Pick<Standing, 'state' | 'why'> {
  if (diagnosis === undefined) return { state: 'unsure', why: 'was not diagnosed' };
  const here = diagnosis.hops.flatMap(({ hop, instances }) =>
    instances.filter((item) => item.zoneId === zoneId).map(({ state }) => ({ hop, state })),
  );
  const failed = here.find(({ state }) => state === 'fail');
  if (failed !== undefined) return { state: 'down', why: `fails now at the hop ${failed.hop}` };
  const vague = here.find(({ state }) => state === 'warn' || state === 'unknown');
  if (vague !== undefined) return { state: 'unsure', why: `is not known to work now at the hop ${vague.hop}` };
  const unjudged = diagnosis.hops.find(({ hop, state }) => OF_ZONES.has(hop) && state === 'unknown');
  return unjudged === undefined
    ? { state: 'up' }
    : { state: 'unsure', why: `could not be judged at the hop ${unjudged.hop}` };
}

/** Hops that may be another in each zone, of what the other functions here do not look at. */
const OF_ZONES: ReadonlySet<string> = new Set(['endpoint', 'network-acl']);

/** One zone of an endpoint: its interface there, and what that leads to. */
export function doorStanding(
  context: EndpointContext,
  zone: PathZone,
  diagnosis: SubjectDiagnosis | undefined,
  loss: Loss,
  behind: (zoneId: string) => Standing,
): Standing {
  const taken = loss.interfaceIn(context, zone);
  const name = zone.zoneId ?? zone.subnetId;
  if (taken === true)
    return { zone: name, state: 'down', why: 'has no way through its network interface', dead: [], touched: true };
  if (zone.zoneId === undefined) {
    const gap: Gap = { reason: 'malformed', missing: [`AvailabilityZoneId of ${zone.subnetId}`] };
    return { zone: name, state: 'unsure', gap, dead: [], touched: taken };
  }
  const next = behind(zone.zoneId);
  const own = judgedNow(diagnosis, zone.zoneId);
  const touched = anyOf([taken, next.touched]);
  if (next.state === 'down') return { ...next, zone: name, touched };
  if (own.state === 'down') return { ...next, ...own, zone: name, touched };
  if (taken === undefined) {
    const gap: Gap = { reason: 'input-missing', missing: ['what else lets its traffic through'] };
    return { ...next, zone: name, state: 'unsure', gap, touched };
  }
  if (next.state === 'unsure') return { ...next, zone: name, touched };
  return { ...next, ...own, zone: name, touched };
}
