import type { EndpointContext, ProviderContext } from '../context.ts';
import { tablesTo } from '../dependents.ts';
import type { SubjectDiagnosis } from '../diagnosis.ts';
import { isLatticeEndpoint, latticePath } from '../lattice.ts';
import { describeGap, joinGaps, type Gap } from '../needs.ts';
import type { Listener } from '../resources/listener.ts';
import { anyOf, NO_LOSS, type Loss, type Taken } from './loss.ts';
import {
  doorStanding,
  judgedNow,
  listenerLabel,
  nodesStanding,
  providerGap,
  vagueZones,
  type Standing,
} from './standing.ts';

/* What becomes of an endpoint or a service when something is lost. */

export interface Fate {
  /**
   * `untouched`: it has nothing to do with what is lost. `goes-on`: in the zones that are named. `stops`: altogether, or,
   * where listeners are named, on these. `unknown`: nobody can say.
   */
  readonly kind: 'untouched' | 'goes-on' | 'stops' | 'unknown';
  /** Whether a way in is lost: an endpoint's network interface, or a node of a service's load balancer. */
  readonly losesDoor: boolean;
  /** The zones that go on. */
  readonly zones: readonly string[];
  /** The listeners that stop while others do not. */
  readonly listeners: readonly string[];
  /** One sentence. */
  readonly why: string;
}

/** What becomes of an endpoint. */
export function endpointFate(context: EndpointContext, diagnosis: SubjectDiagnosis | undefined, loss: Loss): Fate {
  if (loss.endpoint(context) === true) return stops('All of it depends on it.');
  if (context.endpoint.type === 'Gateway') return routedFate(context, loss);
  const doors = doorsOf(context, diagnosis, loss);
  const fate =
    doors.length === 0
      ? unknown({ reason: 'malformed', missing: ['SubnetIds'] })
      : fateOf(doors, () => doorsOf(context, diagnosis, NO_LOSS));
  const losesDoor = context.zones.some((zone) => loss.interfaceIn(context, zone) === true);
  const physical = { ...fate, losesDoor };
  if (context.endpoint.type !== 'GatewayLoadBalancer' || physical.kind === 'stops') return physical;
  const routed = routedFate(context, loss);
  return routed.kind === 'untouched' ? physical : routed;
}

/** What becomes of a service, whoever uses it. */
export function serviceFate(context: ProviderContext, diagnosis: SubjectDiagnosis | undefined, loss: Loss): Fate {
  if (loss.service(context) === true) return stops('All of it depends on it.');
  const gap = providerGap(context) ?? vagueZones(context);
  if (gap !== undefined) return unknown(gap);
  const zonesAt = (lost: Loss): readonly Standing[] =>
    servedZones(context).map((zoneId) => {
      const behind = nodesStanding(context, zoneId, lost);
      const own = judgedNow(diagnosis, zoneId);
      return behind.state === 'up' || own.state === 'down' ? { ...behind, ...own } : behind;
    });
  const losesDoor = context.loadBalancers.some((path) =>
    path.zones.some((zone) => loss.nodeIn(context, path, zone) === true),
  );
  return { ...fateOf(zonesAt(loss), () => zonesAt(NO_LOSS)), losesDoor };
}

/** What becomes of an endpoint that only the provider knows of: which of the service's zones it is in is not known. */
export function unseenFate(context: ProviderContext, loss: Loss): Fate {
  if (loss.service(context) === true) return stops('All of it depends on it.');
  const gap = providerGap(context) ?? vagueZones(context);
  if (gap !== undefined) return unknown(gap);
  const at = (lost: Loss): readonly Standing[] =>
    servedZones(context).map((zoneId) => nodesStanding(context, zoneId, lost));
  const zones = at(loss);
  const isMixed = zones.some(({ state }) => state === 'up') && !zones.every(({ state }) => state === 'up');
  return isMixed || zones.length === 0
    ? unknown({ reason: 'other-account', missing: ['the zones of the endpoint'] })
    : fateOf(zones, () => at(NO_LOSS));
}

/** The zones of the service's load balancers. */
export function servedZones({ loadBalancers }: ProviderContext): readonly string[] {
  return [...new Set(loadBalancers.flatMap((path) => path.zones.flatMap(({ zoneId }) => zoneId ?? [])))].sort();
}

function stops(why: string): Fate {
  return { kind: 'stops', losesDoor: false, zones: [], listeners: [], why };
}

function unknown(gap: Gap): Fate {
  return { kind: 'unknown', losesDoor: false, zones: [], listeners: [], why: describeGap(gap) };
}

/** Each zone of the endpoint with what it leads to. */
function doorsOf(context: EndpointContext, diagnosis: SubjectDiagnosis | undefined, loss: Loss): readonly Standing[] {
  const behind = behindOf(context, loss);
  return context.zones.map((zone) => doorStanding(context, zone, diagnosis, loss, behind));
}

function behindOf(context: EndpointContext, loss: Loss): (zoneId: string) => Standing {
  const { provider, region } = context;
  if (isLatticeEndpoint(context)) return latticeBehind(context, loss);
  if (provider.kind === 'aws') return (zone) => ({ zone, state: 'up', dead: [], touched: false });
  if (provider.kind === 'hidden') {
    return (zone) => ({ zone, state: 'unsure', gap: provider.gap, dead: [], touched: undefined });
  }
  if (provider.context.region === region) {
    const known = new Map<string, Standing>();
    return (zone) => {
      const standing = known.get(zone) ?? nodesStanding(provider.context, zone, loss);
      known.set(zone, standing);
      return standing;
    };
  }
  const any = acrossRegions(provider.context, loss);
  return (zone) => ({ ...any, zone });
}

/**
 * From another Region AWS chooses among the zones of the service that work.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html#endpoint-service-cross-region
 */
function acrossRegions(context: ProviderContext, loss: Loss): Standing {
  const gap = providerGap(context) ?? vagueZones(context);
  if (gap !== undefined) return { zone: '', state: 'unsure', gap, dead: [], touched: undefined };
  const zones = servedZones(context).map((zoneId) => nodesStanding(context, zoneId, loss));
  const touched = anyOf(zones.map((zone) => zone.touched));
  const best = zones.find(({ state }) => state === 'up');
  if (best !== undefined) return { ...best, touched };
  if (zones.every(({ state }) => state === 'down')) {
    const [first] = zones;
    const why =
      first === undefined
        ? 'has no load balancer of the service'
        : `leads to ${first.zone}, which ${first.why ?? 'does not work'}`;
    return { zone: '', state: 'down', why, dead: listenersDead(zones), touched };
  }
  const joined = joinGaps(zones.flatMap((zone) => zone.gap ?? []));
  return {
    zone: '',
    state: 'unsure',
    dead: listenersDead(zones),
    touched,
    ...(joined === undefined ? {} : { gap: joined }),
  };
}

/** Behind a resource or service-network endpoint: the gateways, which no zone of the endpoint is tied to. */
function latticeBehind(context: EndpointContext, loss: Loss): (zoneId: string) => Standing {
  const { resources, services } = latticePath(context);
  const unlisted = context.need('ec2:DescribeVpcEndpointAssociations', { 'vpc-endpoint-id': context.endpoint.id });
  if (unlisted !== undefined) {
    return (zone) => ({ zone, state: 'unsure', gap: unlisted, dead: [], touched: undefined });
  }
  const taken: readonly Taken[] = [
    ...resources.map((resource) => loss.resource(context, resource)),
    // Nothing of what stands behind a service of VPC Lattice is read.
    ...services.map(() => undefined),
  ];
  const base = { dead: [], touched: taken.length === 0 ? undefined : anyOf(taken) };
  if (taken.length > 0 && taken.every((item) => item === true)) {
    return (zone) => ({ ...base, zone, state: 'down', why: 'leads to nothing that is left' });
  }
  if (base.touched === false) return (zone) => ({ ...base, zone, state: 'up' });
  const gap: Gap = { reason: 'input-missing', missing: ['what is left of the resources behind it'] };
  return (zone) => ({ ...base, zone, state: 'unsure', gap });
}

/** An endpoint that traffic reaches by routes goes on where one of its tables still leads to it. */
function routedFate(context: EndpointContext, loss: Loss): Fate {
  const tables = tablesTo(context, context.endpoint);
  const listed = (context.endpoint.routeTableIds ?? []).filter((id) => tables.every((table) => table.id !== id));
  const gap = context.need('ec2:DescribeRouteTables', { 'vpc-id': context.vpcId });
  const taken = tables.map((table) => loss.table(context, table));
  if (tables.length + listed.length === 0 || gap !== undefined) {
    return unknown(gap ?? { reason: 'malformed', missing: ['RouteTableIds'] });
  }
  if (taken.every((item) => item === false)) return { ...stops('Nothing of it is there.'), kind: 'untouched' };
  if (listed.length > 0 || taken.includes(undefined)) {
    return unknown({ reason: 'malformed', missing: listed.length > 0 ? listed : ['its other routes'] });
  }
  if (taken.every((item) => item === true)) return stops('No other route table leads to it.');
  const left = tables.filter((_, i) => taken[i] !== true).map(({ id }) => id);
  return { ...stops(`${left.join(', ')} still ${left.length === 1 ? 'leads' : 'lead'} to it.`), kind: 'goes-on' };
}

/** @param before how the zones stand without the loss */
function fateOf(zones: readonly Standing[], before: () => readonly Standing[]): Fate {
  const base = { losesDoor: false, zones: [], listeners: [] };
  const touched = anyOf(zones.map((zone) => zone.touched));
  if (touched === false) return { ...base, kind: 'untouched', why: 'Nothing of it is there.' };
  const up = zones.filter(({ state }) => state === 'up').map(({ zone }) => zone);
  if (up.length > 0) {
    const others = zones.filter(({ state, why }) => state !== 'up' && why !== undefined);
    return {
      ...base,
      kind: 'goes-on',
      zones: up,
      why: `It goes on in ${up.join(', ')}.${others.map(sentence).join('')}`,
    };
  }
  if (zones.every(({ state }) => state === 'down')) {
    return { ...base, kind: 'stops', why: `Nothing of it is left:${zones.map(sentence).join('')}` };
  }
  const deadBefore = new Set(listenersDead(before()).map(({ id }) => id));
  const dead = listenersDead(zones).flatMap((item) => (deadBefore.has(item.id) ? [] : [listenerLabel(item)]));
  if (dead.length > 0) {
    return {
      ...base,
      kind: 'stops',
      listeners: dead,
      why: `It stops on ${dead.join(', ')}: nothing healthy is left there.`,
    };
  }
  const gap = joinGaps(zones.flatMap((zone) => zone.gap ?? []));
  return {
    ...base,
    kind: 'unknown',
    why:
      gap === undefined
        ? `Nothing proves that it goes on:${zones
            .filter(({ state }) => state !== 'up')
            .map(sentence)
            .join('')}`
        : describeGap(gap),
  };
}

function sentence({ zone, why }: Standing): string {
  return ` ${zone} ${why ?? 'is not known to work'}.`;
}

/** The listeners behind which nothing is left in any zone that may still stand. */
function listenersDead(zones: readonly Standing[]): readonly Listener[] {
  const standing = zones.filter(({ state }) => state !== 'down');
  const [first, ...others] = standing;
  return (first?.dead ?? []).filter((listener) => others.every(({ dead }) => dead.includes(listener)));
}
