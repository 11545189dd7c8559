import { endpointContext, providerContext, type EndpointContext, type ProviderContext, type Run } from '../context.ts';
import { plainRun } from '../dependents.ts';
import type { Diagnosis, SubjectDiagnosis } from '../diagnosis.ts';
import { defined } from '../model/defined.ts';
import type { Inventory } from '../model/inventory.ts';
import { targetGap } from '../rules/load-balancers.ts';
import { CROSS_ZONE, crossesZones } from '../rules/nlb/attributes.ts';
import { withdrawnZones, zoneOfTarget } from '../rules/nlb/pl-nlb-006.ts';
import { serviceZones } from '../rules/net/pl-net-001.ts';
import { allSubjects, selectSubjects, type SubjectRef } from '../subjects.ts';
import { latticePath } from '../lattice.ts';
import { endpointFate, serviceFate } from './fate.ts';
import { lossOf } from './loss.ts';
import { providerGap, vagueZones } from './standing.ts';
import type { CrossZone, GroupCrossing, Known, ZoneMatrix, ZoneRow, ZonesOfSubject } from './types.ts';
import { zoneAnswer } from './words.ts';

/**
 * What each Availability Zone holds of endpoints and services, and what becomes of them if it fails. Zones are told by
 * their ids, which are the same in every account.
 *
 * @param diagnosis of every endpoint and service: a zone that does not work now carries nothing on
 * @param ids of endpoints, of services with their endpoints, or of what they depend on; absent means all
 * @throws AppError `unknown-resource` as `selectSubjects`
 */
export function zoneMatrix(
  inventory: Inventory,
  diagnosis: Diagnosis | undefined,
  ids?: readonly string[],
): ZoneMatrix {
  const run = plainRun(inventory);
  const judged = new Map((diagnosis?.subjects ?? []).map((subject) => [subject.id, subject]));
  const refs = ids === undefined ? allSubjects(inventory) : withUsers(run, selectSubjects(inventory, ids, run.lookup));
  return { version: 1, subjects: refs.flatMap((ref) => zonesOf(run, ref, judged.get(ref.id))) };
}

/** A service is asked about for those who use it. */
function withUsers({ lookup }: Run, refs: readonly SubjectRef[]): readonly SubjectRef[] {
  const all = refs.flatMap((ref): readonly SubjectRef[] =>
    ref.kind === 'endpoint'
      ? [ref]
      : [ref, ...lookup.endpointsOfService(ref.id).map(({ id }): SubjectRef => ({ kind: 'endpoint', id }))],
  );
  return [...new Map(all.map((ref) => [ref.id, ref])).values()];
}

function zonesOf(run: Run, ref: SubjectRef, diagnosis: SubjectDiagnosis | undefined): readonly ZonesOfSubject[] {
  if (ref.kind === 'service') {
    const service = run.inventory.services.get(ref.id);
    return service === undefined ? [] : [zonesOfService(run, providerContext(run, service), diagnosis)];
  }
  const endpoint = run.inventory.endpoints.get(ref.id);
  return endpoint === undefined ? [] : [zonesOfEndpoint(run, endpointContext(run, endpoint), diagnosis)];
}

function zonesOfService(run: Run, context: ProviderContext, diagnosis: SubjectDiagnosis | undefined): ZonesOfSubject {
  const { service } = context;
  const behind = behindOf(context);
  const zoneIds = behind.zoneIds;
  return {
    kind: 'service',
    ...named(service),
    type: service.types?.[0] ?? 'unknown',
    verdict: diagnosis?.verdict ?? 'unknown',
    ...(behind.outside === undefined ? {} : { outside: behind.outside }),
    targetGroups: behind.targetGroups,
    zones: zoneIds.map((zoneId) => ({
      zoneId,
      names: namesOf(run, zoneId, [service.account]),
      subnetIds: [],
      ...behind.cells(zoneId),
      ifFails: zoneAnswer(serviceFate(context, diagnosis, lossOf(run, zoneId)), {
        zoneId,
        isBroken: diagnosis?.verdict === 'broken',
        isEndpoint: false,
      }),
    })),
  };
}

function zonesOfEndpoint(run: Run, context: EndpointContext, diagnosis: SubjectDiagnosis | undefined): ZonesOfSubject {
  const { endpoint, provider, region, serviceRegion } = context;
  const base = {
    kind: 'endpoint' as const,
    ...named(endpoint),
    type: endpoint.type ?? 'unknown',
    ...(endpoint.vpcId === undefined ? {} : { vpcId: endpoint.vpcId }),
    verdict: diagnosis?.verdict ?? ('unknown' as const),
    ...serviceOf(context),
  };
  if (endpoint.type === 'Gateway') {
    return {
      ...base,
      note: 'A gateway endpoint lies in no zone: traffic reaches it by routes.',
      targetGroups: [],
      zones: [],
    };
  }
  const behind = provider.kind === 'visible' ? behindOf(provider.context) : undefined;
  const own = context.zones.flatMap(({ zoneId }) => zoneId ?? []);
  const offered = offeredTo(context);
  const zoneIds = sorted([
    ...own,
    ...(behind?.zoneIds ?? []),
    ...(provider.kind === 'hidden' ? offered.zoneIds : []),
    ...latticeZones(context),
  ]);
  const accounts = [endpoint.account, ...(provider.kind === 'visible' ? [provider.context.service.account] : [])];
  const isAway = serviceRegion !== region;
  return {
    ...base,
    ...(zoneIds.length === 0 ? { note: 'The zones of its subnets were not read.' } : {}),
    ...(behind?.outside === undefined ? {} : { outside: behind.outside }),
    targetGroups: behind?.targetGroups ?? [],
    zones: zoneIds.map((zoneId): ZoneRow => {
      const isHere = !isAway || own.includes(zoneId);
      const cells = isAway && own.includes(zoneId) ? undefined : behind?.cells(zoneId);
      return {
        zoneId,
        names: namesOf(run, zoneId, accounts),
        ...(isHere ? { endpoint: interfaceAt(context, zoneId) } : {}),
        subnetIds: context.zones.filter((zone) => zone.zoneId === zoneId).map(({ subnetId }) => subnetId),
        loadBalancerSubnetIds: [],
        ...(provider.kind === 'hidden' && !isAway ? UNREAD : {}),
        ...cells,
        ...(isAway ? {} : offered.of(zoneId)),
        ifFails: zoneAnswer(endpointFate(context, diagnosis, lossOf(run, zoneId)), {
          zoneId,
          isBroken: diagnosis?.verdict === 'broken',
          isEndpoint: true,
        }),
      };
    }),
  };
}

const UNREAD = { loadBalancer: 'unknown', crossZone: 'unknown', withdrawn: 'unknown' } as const;

function named({
  id,
  name,
  account,
  region,
}: {
  readonly id: string;
  readonly name?: string;
  readonly account: string;
  readonly region: string;
}): Pick<ZonesOfSubject, 'id' | 'name' | 'account' | 'region'> {
  return { id, ...(name === undefined ? {} : { name }), account, region };
}

function serviceOf({ endpoint, provider }: EndpointContext): Pick<ZonesOfSubject, 'service'> {
  const known = provider.kind === 'visible' ? provider.context.service.id : endpoint.serviceName;
  return known === undefined ? {} : { service: known };
}

/** What the accounts on the path call a zone. */
function namesOf({ inventory }: Run, zoneId: string, accounts: readonly string[]): ZoneRow['names'] {
  const seen = [...inventory.availabilityZones.values(), ...inventory.subnets.values()].flatMap((item) =>
    item.zoneId === zoneId && item.zoneName !== undefined && accounts.includes(item.account)
      ? [{ account: item.account, name: item.zoneName }]
      : [],
  );
  const unique = new Map(seen.map((item) => [`${item.account} ${item.name}`, item]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** Whether the endpoint has an interface in a zone: each of its subnets has one, unless AWS could not make it. */
function interfaceAt({ endpoint, zones, interfaces }: EndpointContext, zoneId: string): Known {
  const here = zones.filter((zone) => zone.zoneId === zoneId);
  if (here.length === 0) {
    return endpoint.subnetIds === undefined || zones.some((zone) => zone.zoneId === undefined) ? 'unknown' : 'no';
  }
  if (here.some(({ subnetId }) => interfaces.some((item) => item.subnetId === subnetId))) return 'yes';
  const listed = endpoint.networkInterfaceIds?.length;
  if (listed === undefined) return 'unknown';
  if (listed >= zones.length) return 'yes';
  return interfaces.length === listed && interfaces.every((item) => item.subnetId !== undefined) ? 'no' : 'unknown';
}

/** The zones that the service offers to the endpoint's account. */
function offeredTo(context: EndpointContext): {
  readonly zoneIds: readonly string[];
  readonly of: (zoneId: string) => Pick<ZoneRow, 'offered'>;
} {
  if (context.endpoint.serviceName === undefined) return { zoneIds: [], of: () => ({}) };
  const zones = serviceZones(context);
  if (zones === 'not-applicable' || 'gap' in zones) return { zoneIds: [], of: () => ({ offered: 'unknown' }) };
  return {
    zoneIds: zones.zoneIds,
    of: (zoneId) => ({ offered: zones.zoneIds.includes(zoneId) ? 'yes' : 'no' }),
  };
}

/** The zones of the resource gateways behind a resource or service-network endpoint. */
function latticeZones(context: EndpointContext): readonly string[] {
  if (context.endpoint.serviceName !== undefined) return [];
  return latticePath(context).resources.flatMap(({ gateway }) =>
    (gateway?.subnetIds ?? []).flatMap((id) => context.inventory.subnets.get(id)?.zoneId ?? []),
  );
}

/** What a service has in each zone. */
interface Behind {
  readonly zoneIds: readonly string[];
  readonly outside?: { readonly healthy: number; readonly total: number };
  readonly targetGroups: readonly GroupCrossing[];
  readonly cells: (
    zoneId: string,
  ) => Pick<ZoneRow, 'offered' | 'loadBalancer' | 'loadBalancerSubnetIds' | 'targets' | 'crossZone' | 'withdrawn'>;
}

function behindOf(context: ProviderContext): Behind {
  const { service, loadBalancers, allGroups } = context;
  const unread = providerGap(context) !== undefined;
  const vague = vagueZones(context) !== undefined;
  const targets = targetsByZone(context);
  const groups = allGroups.map((group): GroupCrossing => crossingOf(context, group));
  const withdrawn = unread ? [] : loadBalancers.map((path) => withdrawnZones(context, path));
  const nodes = loadBalancers.flatMap((path) => path.zones);
  const offered = (zoneId: string): Known =>
    service.zoneIds === undefined ? 'unknown' : service.zoneIds.includes(zoneId) ? 'yes' : 'no';
  const outside = targets?.get('all');
  return {
    zoneIds: sorted([
      ...nodes.flatMap(({ zoneId }) => zoneId ?? []),
      ...(service.zoneIds ?? []),
      ...[...(targets?.keys() ?? [])].filter((zone) => zone !== 'all'),
    ]),
    ...(outside === undefined ? {} : { outside }),
    targetGroups: groups,
    cells: (zoneId) => {
      const here = loadBalancers.filter((path) => path.zones.some((zone) => zone.zoneId === zoneId));
      const states = withdrawn.flatMap((zones) => (zones.has(zoneId) ? [zones.get(zoneId)] : []));
      const crossing = groups.filter((group) => here.some(({ arn }) => arn === group.loadBalancer));
      const hasNode: Known = here.length > 0 ? 'yes' : vague ? 'unknown' : 'no';
      return defined({
        offered: offered(zoneId),
        loadBalancer: hasNode,
        loadBalancerSubnetIds: nodes.filter((zone) => zone.zoneId === zoneId).map(({ subnetId }) => subnetId),
        targets: targets === undefined ? undefined : (targets.get(zoneId) ?? { healthy: 0, total: 0 }),
        crossZone: hasNode === 'no' ? undefined : crossingHere(crossing, unread),
        withdrawn: hasNode === 'no' ? undefined : isWithdrawn(states, unread),
      });
    },
  };
}

function isWithdrawn(states: readonly (boolean | undefined)[], unread: boolean): Known {
  if (unread || states.length === 0 || states.includes(undefined)) return 'unknown';
  return states.every((state) => state === true) ? 'yes' : 'no';
}

function crossingHere(groups: readonly GroupCrossing[], unread: boolean): CrossZone {
  const [first, ...others] = new Set(groups.map(({ crossZone }) => crossZone));
  // A group that was not read may cross where the others do not.
  if (unread || first === undefined || first === 'unknown' || others.includes('unknown')) return 'unknown';
  return others.length === 0 ? first : 'mixed';
}

function crossingOf(context: ProviderContext, group: ProviderContext['allGroups'][number]): GroupCrossing {
  const crosses = crossesZones(context, group);
  const own = context.inventory.targetGroupAttributes.get(group.arn)?.values[CROSS_ZONE];
  const isOwn = own === 'true' || own === 'false';
  const base = { targetGroup: group.arn, loadBalancer: group.loadBalancer.arn };
  if (crosses === undefined) return { ...base, crossZone: 'unknown' };
  const from = group.group?.targetType === 'alb' ? 'target-type' : isOwn ? 'target-group' : 'load-balancer';
  return { ...base, crossZone: crosses ? 'on' : 'off', from };
}

/** Targets by zone id, those outside the VPC under `all`; `undefined` where one's zone or health is not known. */
function targetsByZone(
  context: ProviderContext,
): ReadonlyMap<string, { readonly healthy: number; readonly total: number }> | undefined {
  const { allGroups, need } = context;
  const isRead = (arn: string): boolean =>
    need('elasticloadbalancing:DescribeTargetHealth', { TargetGroupArn: arn }) === undefined;
  const areListed = context.loadBalancers.every(
    ({ arn }) => need('elasticloadbalancing:DescribeListeners', { LoadBalancerArn: arn }) === undefined,
  );
  if (!areListed || allGroups.some((group) => !isRead(group.arn) || targetGap(group) !== undefined)) return undefined;
  const found = new Map<string, { healthy: number; total: number }>();
  for (const group of allGroups) {
    for (const target of group.targets) {
      const zone = zoneOfTarget(context, group, target);
      if (zone === undefined) return undefined;
      const count = found.get(zone) ?? { healthy: 0, total: 0 };
      found.set(zone, {
        healthy: count.healthy + (target.state === 'healthy' ? 1 : 0),
        total: count.total + 1,
      });
    }
  }
  return found;
}

function sorted(zoneIds: readonly string[]): readonly string[] {
  return [...new Set(zoneIds)].sort();
}
