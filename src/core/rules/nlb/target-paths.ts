import type { GroupPath, LoadBalancerPath, ProviderContext } from '../../context.ts';
import { parseCidr, type AddressRange } from '../../model/cidr.ts';
import type { Gap } from '../../needs.ts';
import { transportsOf, type Flow } from '../../ports.ts';
import type { NetworkInterface } from '../../resources/network-interface.ts';
import type { SecurityGroup } from '../../resources/security-group.ts';
import type { TargetHealth } from '../../resources/target-health.ts';
import { LISTENERS, LOAD_BALANCERS, shortName, TARGET_GROUPS, TARGET_HEALTH } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { crossesZones } from './attributes.ts';
import type { Instance, Requirement } from '../rule.ts';

/*
 * From a load balancer's nodes to its targets, for the rules about what stands between them.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups
 */

/** What is sent to a target, and as what. */
export interface TargetFlow extends Flow {
  readonly purpose: 'traffic' | 'health check';
}

/** A target with its place in the network. */
export interface TargetPath {
  readonly group: GroupPath;
  readonly target: TargetHealth;
  /** What the judged listeners send to it. */
  readonly traffic: readonly TargetFlow[];
  /** What nothing proves yet; nothing where AWS's own health check goes the way of the traffic and succeeds. */
  readonly flows: readonly TargetFlow[];
  readonly address: AddressRange | undefined;
  /** Why nobody knows what its health proves. */
  readonly gap?: Gap;
  /** `undefined` where it was not read: it may be another account's, or on premises. */
  readonly networkInterface: NetworkInterface | undefined;
  /** The load balancer’s interfaces that send to it; none where they were not read. */
  readonly senders: readonly NetworkInterface[];
}

export const TARGETS: readonly Requirement<ProviderContext>[] = [
  SERVICE,
  LOAD_BALANCERS,
  LISTENERS,
  TARGET_GROUPS,
  TARGET_HEALTH,
];

/** Rules that say why targets are not healthy. Not PL-NLB-024: health checks do not come through PrivateLink. */
export const UNREACHED = ['PL-NLB-011', 'PL-NLB-012', 'PL-NLB-025', 'PL-ACL-005'] as const;

/** Operations that are read only where a target's health does not prove the way to it. */
export const TARGET_NETWORK = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups'] as const;

/** The instances and addresses behind the judged listeners; targets that are load balancers themselves have no address. */
export function targetPaths(context: ProviderContext): readonly TargetPath[] {
  return context.groups
    .filter(({ group }) => group !== undefined && group.targetType !== 'alb')
    .flatMap((group) => {
      const nodes = nodesOf(context, group.loadBalancer);
      // What is on its way out gets no new connection, whatever stands in between.
      const targets = group.targets.filter((target) => target.state !== 'draining');
      return targets.flatMap((target) => targetPath(context, group, target, nodes) ?? []);
    });
}

/** `undefined` for a target to which no node sends what comes through this endpoint. */
function targetPath(
  context: ProviderContext,
  group: GroupPath,
  target: TargetHealth,
  nodes: readonly NetworkInterface[],
): TargetPath | undefined {
  const { group: facts } = group;
  const isAddress = facts?.targetType === 'ip';
  const networkInterface = interfaceOfTarget(context, group, target);
  const address = isAddress ? target.targetId : networkInterface?.privateIps?.[0];
  const traffic = trafficTo(group, target);
  const flows = unprovenFlows(group, target, traffic);
  const isPlace = isAddress || facts?.targetType === 'instance';
  const missing = [
    ...(isPlace || flows.length === 0 ? [] : ['TargetType']),
    ...(facts?.healthCheck.port === undefined && target.state === 'healthy' ? ['HealthCheckPort'] : []),
    ...(transportsOf(facts?.protocol).length === 0 ? ['Protocol'] : []),
    ...(target.port === undefined && facts?.port === undefined ? ['Port'] : []),
  ].map((field) => `${field} of ${shortName(group.arn)}`);
  const senders = sendersTo(context, group, nodes, networkInterface);
  if (senders.length === 0 && nodes.length > 0) return undefined;
  return {
    group,
    target,
    traffic,
    senders,
    ...(missing.length === 0 ? {} : { gap: { reason: 'malformed' as const, missing } }),
    flows,
    address: address === undefined ? undefined : parseCidr(address),
    networkInterface,
  };
}

/** The network interface that a target is reached by; `undefined` where it was not read. */
export function interfaceOfTarget(
  { lookup }: ProviderContext,
  { group }: GroupPath,
  target: TargetHealth,
): NetworkInterface | undefined {
  return group?.targetType === 'ip'
    ? lookup.interfaceAt(group.vpcId ?? '', target.targetId)
    : lookup.interfaceOfInstance(target.targetId);
}

/**
 * A healthy target answers where its health check asks: if that is where the traffic goes, nothing is left to be shown. A
 * health check is always TCP, so it says nothing of UDP.
 */
function unprovenFlows(
  { group }: GroupPath,
  target: TargetHealth,
  traffic: readonly TargetFlow[],
): readonly TargetFlow[] {
  const port = target.port ?? group?.port;
  const checked = Number(group?.healthCheck.port === 'traffic-port' ? port : group?.healthCheck.port);
  const isHealthy = target.state === 'healthy';
  const open = traffic.filter((flow) => !(isHealthy && flow.transport === 'tcp' && flow.port === checked));
  const isSame = traffic.some((flow) => flow.transport === 'tcp' && flow.port === checked);
  return !isHealthy && !isSame && !Number.isNaN(checked)
    ? [...open, { transport: 'tcp', port: checked, purpose: 'health check' }]
    : open;
}

/** A group that takes TCP and UDP gets what its listeners take. */
function trafficTo({ group, listeners }: GroupPath, target: TargetHealth): readonly TargetFlow[] {
  const port = target.port ?? group?.port;
  const taken = new Set(listeners.flatMap(({ protocol }) => transportsOf(protocol)));
  return (
    transportsOf(group?.protocol)
      // The listener of a Gateway Load Balancer names no protocol: it takes everything.
      .filter((transport) => group?.protocol === 'GENEVE' || taken.has(transport))
      .flatMap((transport): TargetFlow[] => (port === undefined ? [] : [{ transport, port, purpose: 'traffic' }]))
  );
}

/**
 * The nodes that send to a target: those of the endpoint’s zones, which are all zones where no endpoint or one of another
 * Region is looked at; of these, without cross-zone balancing, the one in the target’s own zone.
 */
function sendersTo(
  context: ProviderContext,
  group: GroupPath,
  nodes: readonly NetworkInterface[],
  target: NetworkInterface | undefined,
): readonly NetworkInterface[] {
  const { consumer, region } = context;
  const entered = new Set(consumer?.region === region ? consumer.zones.map(({ zoneId }) => zoneId) : []);
  const entry = nodes.filter(({ zoneId }) => entered.size === 0 || entered.has(undefined) || entered.has(zoneId));
  const from = entry.length === 0 ? nodes : entry;
  if (target?.zoneId === undefined || crossesZones(context, group) === true) return from;
  const here = nodes.filter(({ zoneId }) => zoneId === target.zoneId);
  // A target in a zone without a node is in use only where nodes cross zones, whatever the attributes say.
  return here.length === 0 ? from : here.filter((node) => from.includes(node));
}

/** The load balancer's own interfaces: AWS describes each as `ELB net/name/id`. */
export function nodesOf({ lookup }: ProviderContext, path: LoadBalancerPath): readonly NetworkInterface[] {
  const [, resource = ''] = path.arn.split(':loadbalancer/');
  return lookup.interfacesOf(path.loadBalancer?.vpcId ?? '').filter((item) => item.description === `ELB ${resource}`);
}

/** The security groups by their ids; what was not read is missing. */
export function groupsOf(
  { inventory }: ProviderContext,
  ids: readonly string[],
): readonly SecurityGroup[] | { readonly gap: Gap } {
  const unread = ids.filter((id) => !inventory.securityGroups.has(id));
  return unread.length > 0 || ids.length === 0
    ? { gap: { reason: 'malformed', missing: ids.length === 0 ? ['Groups'] : unread } }
    : ids.flatMap((id) => inventory.securityGroups.get(id) ?? []);
}

/** True where health checks on the traffic's own port prove all of it, so that nobody looks at what may stand in the way. */
export function isProvenByHealth(paths: readonly TargetPath[]): boolean {
  return paths.every(({ flows, gap }) => flows.length === 0 && gap === undefined);
}

/** What is said of groups and network ACLs then: they may not have been read at all. */
export const PROVEN_BY_HEALTH =
  'Health checks succeed on the port of the traffic, so no group and no network ACL stops the load balancer.';

/** A target's name and port, for people. */
export function targetName({ target, group }: TargetPath): string {
  return `${target.targetId} of ${shortName(group.arn)}`;
}

/** What a rule says of one target. */
export interface TargetVerdict {
  readonly path: TargetPath;
  readonly blocked: readonly TargetFlow[];
  /** Flows of which a part gets through: from some of the nodes, or some replies. */
  readonly partly?: readonly TargetFlow[];
  readonly gap?: Gap;
}

/** True when nothing that the listeners send gets to the target, or its health checks do not. */
function isCutOff({ path, blocked }: TargetVerdict): boolean {
  const closed = path.traffic.filter((flow) => blocked.some(({ transport }) => transport === flow.transport));
  return (
    blocked.some(({ purpose }) => purpose !== 'traffic') || (closed.length > 0 && closed.length === path.traffic.length)
  );
}

/** True when something does not get to the target. */
export function isHindered({ blocked, partly }: TargetVerdict): boolean {
  return blocked.length > 0 || (partly ?? []).length > 0;
}

/** Each group by itself: it fails when none of its targets is reached. */
export function instancesOf(verdicts: readonly TargetVerdict[]): readonly Instance[] {
  const groups = new Map<string, TargetVerdict[]>();
  for (const verdict of verdicts) {
    const { arn } = verdict.path.group;
    groups.set(arn, [...(groups.get(arn) ?? []), verdict]);
  }
  return [...groups].map(([resource, own]): Instance => {
    if (own.every(isCutOff)) return { resource, state: 'fail' };
    if (own.some(isHindered)) return { resource, state: 'warn' };
    return { resource, state: own.some((verdict) => verdict.gap !== undefined) ? 'unknown' : 'pass' };
  });
}

/** `tcp/8443, and tcp/8080 for the health check`. */
export function describeFlows(flows: readonly TargetFlow[]): string {
  return flows
    .map(
      ({ transport, port, purpose }) => `${transport}/${port}${purpose === 'traffic' ? '' : ' for the health check'}`,
    )
    .join(' and ');
}
