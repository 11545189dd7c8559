import {
  isGatewayService,
  evidence,
  type GroupPath,
  type LoadBalancerPath,
  type PathZone,
  type ProviderContext,
} from '../../context.ts';
import type { FixCommand } from '../../diagnosis.ts';
import { covers, parseCidr } from '../../model/cidr.ts';
import { isJsonObject } from '../../model/json.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import type { NetworkInterface } from '../../resources/network-interface.ts';
import type { Subnet } from '../../resources/subnet.ts';
import type { TargetHealth } from '../../resources/target-health.ts';
import { awsCommand } from '../command.ts';
import { isOutOfService, LISTENERS, LOAD_BALANCERS, shortName, TARGET_GROUPS, targetGap } from '../load-balancers.ts';
import { CROSS_ZONE, crossesZones, lacksCrossZone } from './attributes.ts';
import { UNREACHED } from './target-paths.ts';
import { SERVICE } from '../requirements.ts';
import {
  LIFECYCLE,
  NLB_DOCS,
  PRIVATELINK_DOCS,
  unknown,
  type Draft,
  type Instance,
  type ProviderRule,
} from '../rule.ts';
import { zonesLeft } from '../zones-left.ts';

const MINIMUM_COUNT = 'target_group_health.dns_failover.minimum_healthy_targets.count';
const MINIMUM_PERCENT = 'target_group_health.dns_failover.minimum_healthy_targets.percentage';

interface ZoneVerdict {
  readonly zone: PathZone;
  /** Its id; that of its subnet where it is not known. */
  readonly zoneId: string;
  readonly loadBalancer: LoadBalancerPath;
  /** Groups that take the zone out, or that have nothing in it. */
  readonly bad: readonly string[];
  /** Other groups have something in it. */
  readonly partly?: true;
  /** Whether it is short of something that another zone may have. */
  readonly isApart: boolean;
  readonly gap?: Gap;
}

/** PL-NLB-006: without cross-zone balancing, a zone has nothing to send its traffic to. */
export const plNlb006: ProviderRule = {
  id: 'PL-NLB-006',
  title: 'A zone has no healthy target and cross-zone balancing is off',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    LOAD_BALANCERS,
    LISTENERS,
    TARGET_GROUPS,
    {
      operation: 'elasticloadbalancing:DescribeTargetHealth',
      about: ({ allGroups }) => allGroups.map(({ arn }) => ({ TargetGroupArn: arn })),
    },
    {
      operation: 'elasticloadbalancing:DescribeTargetGroupAttributes',
      about: ({ allGroups }) => allGroups.map(({ arn }) => ({ TargetGroupArn: arn })),
    },
    {
      operation: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
      about: ({ loadBalancers }) => loadBalancers.map(({ arn }) => ({ LoadBalancerArn: arn })),
    },
    {
      operation: 'ec2:DescribeSubnets',
      about: ({ loadBalancers }) => loadBalancers.map((path) => ({ 'vpc-id': path.loadBalancer?.vpcId ?? '' })),
    },
  ],
  alsoReads: ['ec2:DescribeNetworkInterfaces'],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002', 'PL-NLB-003', 'PL-NLB-004', 'PL-GWLB-006', ...UNREACHED],
  docs: [
    `${NLB_DOCS}load-balancer-target-groups.html`,
    `${NLB_DOCS}target-group-health-checks.html`,
    `${NLB_DOCS}network-load-balancers.html`,
    `${PRIVATELINK_DOCS}privatelink-share-your-services.html`,
  ],
  condition:
    'Cross-zone balancing of a target group is off (its own attribute, else the load balancer’s), and in a zone of the load balancer that the endpoint uses (in every zone, for an endpoint of another Region or for the service alone) fewer of its targets are healthy than its minimum count or percentage asks (1 by default). One such group withdraws the zone for all listeners. Where no other zone is known to be good, none is withdrawn: then only a zone without a usable target in a group that is forwarded to counts. With an empty group the load balancer fails open, and no zone is withdrawn; where the attribute has no value it is unknown.',
  why: 'The load balancer withdraws that zone, so endpoints fail in it: clients on the Regional name move away, clients on zonal names fail, and so does what is routed to a Gateway Load Balancer endpoint there.',
  fix: 'Add healthy targets in the zone, or turn cross-zone balancing on.',
  examples: {
    bad: '"load_balancing.cross_zone.enabled": "false", all healthy targets in use1-az1, the endpoint in use1-az1 and use1-az2',
    good: 'the same targets, "load_balancing.cross_zone.enabled": "true"',
  },
  check: (context) => {
    const { allGroups, region } = context;
    if (allGroups.length === 0) return 'not-applicable';
    const verdicts = context.loadBalancers.flatMap((path) => zoneVerdicts(context, path));
    if (verdicts.length === 0) return unknown('malformed', 'zone that the endpoint and the load balancer share');
    const zones = [...new Set(verdicts.map((verdict) => verdict.zoneId))].sort();
    const bare = zonesWithoutLoadBalancer(context, zones);
    const gap = joinGaps([
      ...verdicts.flatMap((verdict) => verdict.gap ?? []),
      ...bare.map((zoneId): Gap => ({ reason: 'malformed', missing: [`load balancer of the service in ${zoneId}`] })),
      ...unknownZones(context),
    ]);
    const bad = verdicts.filter((verdict) => verdict.bad.length > 0);
    const instances = [
      ...zones.map((zoneId): Instance => ({ zoneId, state: stateOf(verdicts, zoneId) })),
      ...bare.map((zoneId): Instance => ({ zoneId, state: 'unknown' })),
    ];
    const working = instances.filter((instance) => instance.state === 'pass').length;
    return {
      instances,
      findings: bad.map((verdict) => draft(context, verdict, working, region)),
      statement: 'Every zone has healthy targets, or cross-zone balancing is on.',
      ...(gap === undefined ? {} : { gap }),
    };
  },
};

/** Zones of the endpoint, of the same Region, that no load balancer stands in: AWS does not allow it, so an answer is stale. */
function zonesWithoutLoadBalancer({ consumer, region }: ProviderContext, served: readonly string[]): readonly string[] {
  if (consumer?.region !== region) return [];
  const own = consumer.zones.flatMap((zone) => zone.zoneId ?? []);
  return [...new Set(own)].filter((zoneId) => !served.includes(zoneId)).sort();
}

/** Subnets of the endpoint whose zone was not read: nobody knows whether a load balancer stands there. */
function unknownZones({ consumer, region }: ProviderContext): readonly Gap[] {
  if (consumer?.region !== region) return [];
  return consumer.zones
    .filter((zone) => zone.zoneId === undefined)
    .map((zone): Gap => ({ reason: 'malformed', missing: [`AvailabilityZoneId of ${zone.subnetId}`] }));
}

function stateOf(verdicts: readonly ZoneVerdict[], zoneId: string): Instance['state'] {
  const own = verdicts.filter((verdict) => verdict.zoneId === zoneId);
  const failing = own.filter((verdict) => verdict.bad.length > 0);
  if (failing.length === own.length && !own.some((verdict) => verdict.partly)) return 'fail';
  if (failing.length > 0) return 'warn';
  return own.some((verdict) => verdict.gap !== undefined) ? 'unknown' : 'pass';
}

/**
 * The zones that matter: those of the endpoint, where both are in one Region; else all of the load balancer's. A load
 * balancer none of whose zones is good takes none out of its name, nor does one with an empty group: then a zone is as
 * good as its targets.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
export function zoneVerdicts(context: ProviderContext, path: LoadBalancerPath): readonly ZoneVerdict[] {
  const { consumer } = context;
  const groups = context.allGroups.filter((group) => group.loadBalancer.arn === path.arn);
  const all = path.zones.map((zone) => zoneVerdict(context, path, groups, zone));
  const sameRegion = consumer?.region === context.region;
  const wanted = new Set(consumer?.zones.map((zone) => zone.zoneId));
  const own = all.filter(({ zone }) => consumer === undefined || !sameRegion || wanted.has(zone.zoneId));
  const judged = context.groups.filter((group) => group.loadBalancer.arn === path.arn);
  const failsOpen = groups.some(isEmpty);
  return own.map((verdict) => {
    const others = failsOpen ? [] : all.filter((other) => other !== verdict);
    return others.some((other) => other.bad.length === 0 && other.gap === undefined)
      ? verdict
      : byTargets(context, verdict, judged, others);
  });
}

/**
 * The zones that a load balancer has taken out of its name, because a group of theirs is short of healthy targets while
 * another zone is not; `undefined` for a zone of which that is not known.
 */
export function withdrawnZones(
  context: ProviderContext,
  path: LoadBalancerPath,
): ReadonlyMap<string, boolean | undefined> {
  const groups = context.allGroups.filter((group) => group.loadBalancer.arn === path.arn);
  const all = path.zones.map((zone) => zoneVerdict(context, path, groups, zone));
  const failsOpen = groups.some(isEmpty);
  const isWithdrawn = (verdict: ZoneVerdict): boolean | undefined => {
    if (failsOpen || (verdict.bad.length === 0 && verdict.gap === undefined)) return false;
    const others = all.filter((other) => other !== verdict && other.bad.length === 0);
    if (others.length === 0) return false;
    return verdict.bad.length > 0 && others.some((other) => other.gap === undefined) ? true : undefined;
  };
  return new Map(all.map((verdict) => [verdict.zoneId, isWithdrawn(verdict)]));
}

/** A zone beside which no other is known to be good: it stays in the name, unless one of those turns out good. */
function byTargets(
  context: ProviderContext,
  verdict: ZoneVerdict,
  judged: readonly GroupPath[],
  others: readonly ZoneVerdict[],
): ZoneVerdict {
  const { loadBalancer, zone, zoneId } = verdict;
  const bare = judged.filter(
    (group) => !isEmpty(group) && isBare(context, group, zone, (state) => state === 'healthy'),
  );
  const surely = bare.filter((group) => isBare(context, group, zone, (state) => !isOutOfService(state)));
  const isWhole = judged.length > 0 && surely.length === judged.length;
  const mayBeTakenOut = verdict.isApart && others.some((other) => other.bad.length === 0);
  const gap = joinGaps([
    ...(mayBeTakenOut && verdict.bad.length > 0 && !isWhole ? others.flatMap((other) => other.gap ?? []) : []),
    ...(mayBeTakenOut || zone.zoneId === undefined ? [verdict.gap] : []).flatMap((item) => item ?? []),
    ...bare.filter((group) => !surely.includes(group)).map((group) => waitingGap(group, zoneId)),
  ]);
  return {
    loadBalancer,
    zone,
    zoneId,
    bad: surely.map(({ arn }) => arn),
    isApart: verdict.isApart,
    ...(isWhole ? {} : { partly: true as const }),
    ...(gap === undefined ? {} : { gap }),
  };
}

function zoneVerdict(
  context: ProviderContext,
  path: LoadBalancerPath,
  groups: readonly GroupPath[],
  zone: PathZone,
): ZoneVerdict {
  if (zone.zoneId === undefined) {
    const gap: Gap = { reason: 'malformed', missing: [`AvailabilityZoneId of ${zone.subnetId}`] };
    return { zone, zoneId: zone.subnetId, loadBalancer: path, bad: [], isApart: true, gap };
  }
  const { zoneId } = zone;
  const judged = groups.map((group) => ({ group, verdict: groupInZone(context, group, zoneId) }));
  const gap = joinGaps(judged.flatMap(({ verdict }) => (typeof verdict === 'string' ? [] : [verdict])));
  return {
    zone,
    zoneId,
    loadBalancer: path,
    bad: judged.filter(({ verdict }) => verdict === 'bad').map(({ group }) => group.arn),
    // What crosses zones is the same in all of them.
    isApart: judged.some(({ group, verdict }) => verdict !== 'good' && crossesZones(context, group) !== true),
    ...(gap === undefined ? {} : { gap }),
  };
}

/** Without targets, the group lets the load balancer fail open: PL-NLB-003 tells whose listener serves nothing. */
function isEmpty(group: GroupPath): boolean {
  return group.targets.length === 0;
}

export function waitingGap({ arn }: GroupPath, zoneId: string): Gap {
  return { reason: 'input-missing', missing: [`the health of the targets of ${shortName(arn)} in ${zoneId}`] };
}

/** Nothing of a group that does not cross zones is usable in a zone, as far as is known. */
function isBare(
  context: ProviderContext,
  group: GroupPath,
  zone: PathZone,
  isUsable: (state: string | undefined) => boolean,
): boolean {
  if (crossesZones(context, group) !== false) return false;
  return !group.targets.some(
    (target) =>
      isUsable(target.state) && ['all', undefined, zone.zoneId].includes(zoneOfTarget(context, group, target)),
  );
}

function groupInZone(context: ProviderContext, group: GroupPath, zoneId: string): 'good' | 'bad' | Gap {
  const found = targetsInZone(context, group, zoneId);
  if ('reason' in found) return found;
  if (isEmpty(group)) return 'good';
  const { healthy, waiting, homeless, needed } = found;
  if (healthy >= needed) return 'good';
  if (homeless.length > 0) return homelessGap(context, group, homeless);
  if (healthy + waiting >= needed) return waitingGap(group, zoneId);
  return 'bad';
}

/** What the nodes of one zone have to send to. */
export interface ZoneTargets {
  readonly healthy: number;
  /** In their first checks, or not checked at all. */
  readonly waiting: number;
  /** Healthy ones of which nobody knows whether they are lost. */
  readonly doubtful: number;
  /** Whose own zone is not known, where that decides. */
  readonly homeless: readonly TargetHealth[];
  /** How many healthy ones the group asks for. */
  readonly needed: number;
}

/**
 * A group's targets as the nodes of a zone reach them: those of the zone, or all of them where the group crosses zones.
 *
 * @param isLost which targets to leave out; `undefined` for one of which that is not known
 * @returns a gap where what decides it was not read
 */
export function targetsInZone(
  context: ProviderContext,
  group: GroupPath,
  zoneId: string,
  isLost: (target: TargetHealth) => boolean | undefined = () => false,
): ZoneTargets | Gap {
  const attributes = context.inventory.targetGroupAttributes.get(group.arn)?.values;
  const crosses = crossesZones(context, group);
  if (attributes === undefined || lacksCrossZone(attributes)) {
    return { reason: 'malformed', missing: [`Attributes of ${shortName(group.arn)}`] };
  }
  if (crosses === undefined) {
    return { reason: 'malformed', missing: [`Attributes of ${shortName(group.loadBalancer.arn)}`] };
  }
  if (group.group === undefined) return { reason: 'malformed', missing: [`${shortName(group.arn)} in the listing`] };
  const malformed = targetGap(group);
  if (malformed !== undefined) return malformed;
  const placed = group.targets.map((target) => ({
    target,
    zone: crosses ? 'all' : zoneOfTarget(context, group, target),
    lost: isLost(target),
  }));
  const here = placed.filter(({ zone }) => zone === zoneId || zone === 'all');
  const left = here.filter(({ lost }) => lost !== true);
  const healthy = left.filter(({ target }) => target.state === 'healthy');
  const waiting = left.filter(({ target }) => target.state === 'initial' || target.state === 'unavailable').length;
  const doubtful = healthy.filter(({ lost }) => lost === undefined).length;
  // Each may be "off", which asks for nothing.
  const asked = (name: string): number => {
    const value = Number(attributes[name]);
    return Number.isNaN(value) ? 0 : value;
  };
  return {
    healthy: healthy.length - doubtful,
    waiting,
    doubtful,
    homeless: placed.filter(({ zone, lost }) => zone === undefined && lost !== true).map(({ target }) => target),
    needed: Math.max(1, asked(MINIMUM_COUNT), (asked(MINIMUM_PERCENT) * here.length) / 100),
  };
}

/** Why the zones of targets are not known. */
export function homelessGap(context: ProviderContext, { group }: GroupPath, homeless: readonly TargetHealth[]): Gap {
  const read = context.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': group?.vpcId ?? '' });
  return read ?? { reason: 'malformed', missing: homeless.map(({ targetId }) => `the zone of target ${targetId}`) };
}

/** The zone id of a target, or `all`: from its own zone name, else from the subnet of its interface or address. */
export function zoneOfTarget(context: ProviderContext, group: GroupPath, target: TargetHealth): string | undefined {
  const { inventory, lookup } = context;
  const name = target.availabilityZone;
  if (name === 'all') return 'all';
  const account = group.arn.split(':')[4];
  if (name !== undefined) {
    const known = lookup
      .subnetsInZone(name)
      .find(
        (subnet) =>
          subnet.region === context.region &&
          subnet.zoneId !== undefined &&
          (subnet.seenBy === account || subnet.account === account),
      );
    if (known?.zoneId !== undefined) return known.zoneId;
  }
  const vpcId = group.group?.vpcId;
  if (vpcId === undefined) return undefined;
  if (group.group?.targetType === 'instance') {
    const found = lookup.interfacesOf(vpcId).find((item) => instanceOf(item) === target.targetId);
    return found?.zoneId ?? inventory.subnets.get(found?.subnetId ?? '')?.zoneId;
  }
  return subnetOfAddress(context, vpcId, target.targetId)?.zoneId;
}

/** The subnet of a VPC in which an address lies. */
export function subnetOfAddress({ lookup }: ProviderContext, vpcId: string, text: string): Subnet | undefined {
  const address = parseCidr(text);
  if (address === undefined) return undefined;
  return lookup.subnetsOf(vpcId).find((subnet) => {
    const blocks = [subnet.cidr, ...(subnet.ipv6Cidrs ?? [])].flatMap((cidr) => parseCidr(cidr ?? '') ?? []);
    return blocks.some((block) => covers(block, address));
  });
}

function instanceOf(item: NetworkInterface): string | undefined {
  const attachment = item.raw['Attachment'];
  const id = isJsonObject(attachment) ? attachment['InstanceId'] : undefined;
  return typeof id === 'string' ? id : undefined;
}

function draft(context: ProviderContext, verdict: ZoneVerdict, working: number, region: string): Draft {
  const path = verdict.loadBalancer;
  const names = verdict.bad.map(shortName).join(', ');
  const groups = context.allGroups.filter((group) => verdict.bad.includes(group.arn));
  const subnet = context.consumer?.zones.find((zone) => zone.zoneId === verdict.zoneId)?.subnet;
  const yours = subnet?.zoneName === undefined ? '' : ` (your ${subnet.zoneName})`;
  return {
    resource: path.arn,
    message: `Zone ${verdict.zoneId}${yours} of ${shortName(path.arn)} has no usable target in ${names}, and cross-zone balancing is off; ${outcomeOf(context, working)}`,
    evidence: groups.map((group) =>
      evidence(
        group.arn,
        'TargetHealthDescriptions',
        group.targets
          .slice(0, 8)
          .map((target) => `${target.targetId} ${placeOf(context, group, target)} ${target.state ?? '?'}`)
          .join(', '),
      ),
    ),
    commands: crossingCommands(context, path, groups, region),
  };
}

/** Zone ids, which are the same in every account: a zone’s name is the provider’s, and may be another zone of the reader’s. */
function placeOf(context: ProviderContext, group: GroupPath, target: TargetHealth): string {
  return zoneOfTarget(context, group, target) ?? target.availabilityZone ?? '?';
}

function outcomeOf({ consumer, service }: ProviderContext, working: number): string {
  if (!isGatewayService(service)) return zonesLeft(working, 'work', consumer?.isOneZone, '0 zones work.');
  return `${working} zone${working === 1 ? ' works' : 's work'}. What is routed to endpoints in that zone is lost.`;
}

/** A group that says so itself does not follow its load balancer. */
function crossingCommands(
  { inventory }: ProviderContext,
  path: LoadBalancerPath,
  groups: readonly GroupPath[],
  region: string,
): readonly FixCommand[] {
  const attributes = `Key=${CROSS_ZONE},Value=true`;
  const impact = 'traffic crosses zones from then on and is charged for it';
  const own = groups.filter(({ arn }) => inventory.targetGroupAttributes.get(arn)?.values[CROSS_ZONE] === 'false');
  return [
    ...(own.length === groups.length
      ? []
      : [
          awsCommand(
            'elbv2 modify-load-balancer-attributes',
            region,
            { 'load-balancer-arn': path.arn, attributes },
            impact,
          ),
        ]),
    ...own.map(({ arn }) =>
      awsCommand('elbv2 modify-target-group-attributes', region, { 'target-group-arn': arn, attributes }, impact),
    ),
  ];
}
