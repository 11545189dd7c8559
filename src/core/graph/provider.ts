import type { ProviderContext, LoadBalancerPath } from '../context.ts';
import type { Hop } from '../diagnosis.ts';
import type { Lookup } from '../lookup.ts';
import type { EndpointConnection } from '../resources/endpoint-connection.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { Listener } from '../resources/listener.ts';
import type { LoadBalancer } from '../resources/load-balancer.ts';
import type { Subnet } from '../resources/subnet.ts';
import type { TargetHealth } from '../resources/target-health.ts';
import { inRegion, inVpc, inZone, type Framed } from './compounds.ts';
import { draftEdge, joinDetail, named, type DraftEdge, type DraftNode, type Part } from './draft.ts';
import { groupGuards } from './guards.ts';
import { serviceTraffic } from './traffic.ts';
import type { GraphState } from './types.ts';
import { weakly } from '../weakly.ts';

/* The provider's half: the service, its load balancers, their listeners, target groups and targets. */

/** The hops behind the service, in order. Where nothing is drawn for the next one, what comes before it stands for it. */
const BEHIND = ['load-balancer', 'listener', 'target-group', 'targets'] as const;

function hopsFrom(own: 'service' | (typeof BEHIND)[number], hasNext: boolean): readonly Hop[] {
  const rest = BEHIND.slice(own === 'service' ? 0 : BEHIND.indexOf(own) + 1);
  return hasNext ? [own] : [own, ...rest];
}

/** Where what stands behind a service lies, and which service it is. */
interface Home extends Framed {
  readonly subject: string;
}

/** The service with everything behind it: the same for each of its hundreds of endpoints. */
export function providerPart(context: ProviderContext): Part {
  const made = PARTS(context.lookup);
  const part = made.get(context.service) ?? ownPart(context);
  made.set(context.service, part);
  return part;
}

const PARTS = weakly<Lookup, Map<EndpointService, Part>>(() => new Map());

function ownPart(context: ProviderContext): Part {
  const { service } = context;
  const frame = inRegion(context, service.account, service.region);
  const parts = context.loadBalancers.map((path) => loadBalancerPart(context, path));
  return {
    nodes: [...frame.frames, serviceNode(context, frame, parts.length > 0), ...parts.flatMap((part) => part.nodes)],
    edges: parts.flatMap((part) => part.edges),
  };
}

function serviceNode(context: ProviderContext, { place }: Framed, served: boolean): DraftNode {
  const { service } = context;
  const traffic = serviceTraffic(context);
  return {
    id: service.id,
    kind: 'endpoint-service',
    ...named(service.id, service.name ?? service.privateDnsName),
    ...place,
    subject: service.id,
    ...(traffic === undefined ? {} : { traffic }),
    judged: { hops: hopsFrom('service', served), resources: [service.id] },
  };
}

function loadBalancerPart(context: ProviderContext, path: LoadBalancerPath): Part {
  const { service } = context;
  const { loadBalancer } = path;
  const account = path.arn.split(':')[4] ?? service.account;
  const frame =
    loadBalancer?.vpcId === undefined
      ? inRegion(context, account, service.region)
      : inVpc(context, loadBalancer.vpcId, account, service.region);
  const home: Home = { ...frame, subject: service.id };
  const judged = {
    hops: hopsFrom('load-balancer', path.listeners.length > 0),
    resources: [path.arn, ...(loadBalancer?.securityGroupIds ?? [])],
    // A zone without a healthy target is the load balancer's.
    namedBy: ['targets' as const],
  };
  const node: DraftNode = {
    id: path.arn,
    kind: 'load-balancer',
    label: loadBalancer?.name ?? nameInArn(path.arn),
    detail: loadBalancer === undefined ? 'not read' : loadBalancerDetail(path, loadBalancer),
    ...frame.place,
    account,
    subject: service.id,
    judged,
  };
  const listeners = path.listeners.map((listener) => listenerPart(context, home, path.arn, listener));
  const guards = groupGuards(context, frame, loadBalancer?.securityGroupIds, path.arn, []);
  return {
    nodes: [...frame.frames, node, ...guards.nodes, ...listeners.flatMap((part) => part.nodes)],
    edges: [
      draftEdge('served-by', service.id, path.arn, judged),
      ...guards.edges,
      ...listeners.flatMap((part) => part.edges),
    ],
  };
}

function loadBalancerDetail(path: LoadBalancerPath, loadBalancer: LoadBalancer): string {
  const types: Readonly<Record<string, string>> = { network: 'NLB', gateway: 'GWLB', application: 'ALB' };
  const type = types[loadBalancer.type ?? ''] ?? loadBalancer.type ?? 'load balancer';
  const zones = path.zones.map((zone) => zone.zoneId ?? zone.subnet?.zoneName ?? zone.subnetId).sort();
  return joinDetail(type, shortZones(zones)) ?? type;
}

/** `use1-az1, az2`: the Region's part of an AZ id is said once. */
function shortZones(zones: readonly string[]): string {
  const region = /^([a-z0-9]+-)az\d+$/.exec(zones[0] ?? '')?.[1];
  return zones.map((zone, i) => (i > 0 && region !== undefined ? zone.replace(region, '') : zone)).join(', ');
}

function listenerPart(context: ProviderContext, home: Home, loadBalancerArn: string, listener: Listener): Part {
  const judged = { hops: hopsFrom('listener', listener.forwards.length > 0), resources: [listener.id] };
  const node: DraftNode = {
    id: listener.id,
    kind: 'listener',
    label: listener.name ?? 'Listener',
    ...(listener.sslPolicy === undefined ? {} : { detail: listener.sslPolicy }),
    ...home.place,
    subject: home.subject,
    judged,
  };
  const groups = listener.forwards.map((forward) => groupPart(context, home, forward.targetGroupArn));
  const weighted = listener.forwards.length > 1;
  return {
    nodes: [node, ...groups.flatMap((part) => part.nodes)],
    edges: [
      draftEdge('listens', loadBalancerArn, listener.id, judged),
      ...listener.forwards.map((forward) =>
        draftEdge(
          'forwards',
          listener.id,
          forward.targetGroupArn,
          // A group of weight 0 gets no traffic: the diagnosis says nothing of it.
          { hops: forward.weight > 0 ? ['target-group'] : [], resources: [forward.targetGroupArn] },
          weighted || forward.weight === 0 ? `weight ${forward.weight}` : undefined,
        ),
      ),
      ...groups.flatMap((part) => part.edges),
    ],
  };
}

function groupPart(context: ProviderContext, home: Home, arn: string): Part {
  const group = context.inventory.targetGroups.get(arn);
  const targets = context.lookup.targetsOf(arn);
  const { place } = home;
  const frame = group?.vpcId === undefined ? home : inVpc(context, group.vpcId, place.account, place.region);
  const gap = context.need('elasticloadbalancing:DescribeTargetHealth', { TargetGroupArn: arn });
  const healthy = targets.filter((target) => target.state === 'healthy').length;
  const health =
    targets.length > 0
      ? `${healthy} of ${targets.length} healthy`
      : gap === undefined
        ? 'no targets'
        : 'targets not read';
  const listensOn = group?.protocol === undefined ? undefined : `${group.protocol}:${group.port ?? '?'}`;
  const node: DraftNode = {
    id: arn,
    kind: 'target-group',
    label: group?.name ?? nameInArn(arn),
    detail: joinDetail(group === undefined ? 'not read' : listensOn, health) ?? health,
    ...frame.place,
    account: place.account,
    subject: home.subject,
    // "No healthy target" is said of the group: while nobody can say it, the group is not known to be good.
    judged: { hops: ['target-group', 'targets'], resources: [arn] },
  };
  const members = targets.map((target) => targetPart(context, { ...frame, subject: home.subject }, target));
  const edges: readonly DraftEdge[] = members.map((member) =>
    draftEdge('targets', arn, member.node.id, member.node.judged),
  );
  return { nodes: [...frame.frames, node, ...members.flatMap((member) => member.nodes)], edges };
}

function targetPart(
  context: ProviderContext,
  home: Home,
  target: TargetHealth,
): { readonly node: DraftNode; readonly nodes: readonly DraftNode[] } {
  const port = target.port === undefined ? '' : `:${target.port}`;
  const subnet = subnetInZone(context, home, target.availabilityZone);
  const zone = target.availabilityZone === 'all' ? 'all zones' : (subnet?.zoneId ?? target.availabilityZone);
  const detail = joinDetail(zone, target.state ?? 'health unknown');
  const frame = inZone(context, home, subnet?.zoneId, subnet?.zoneName);
  const node: DraftNode = {
    id: target.id,
    kind: 'target',
    label: target.targetId.startsWith('arn:') ? nameInArn(target.targetId) : `${target.targetId}${port}`,
    ...(detail === undefined ? {} : { detail }),
    ...frame.place,
    subject: home.subject,
    judged: { hops: ['targets'], resources: [target.id, target.targetId], own: healthState(target.state) },
  };
  return { node, nodes: [...frame.frames, node] };
}

/** A target's zone is a name, which means something in its own account only: there the subnets know its id. */
function subnetInZone({ lookup }: ProviderContext, { place }: Framed, zone: string | undefined): Subnet | undefined {
  return lookup
    .subnetsInZone(zone ?? '')
    .find((subnet) => subnet.account === place.account && subnet.region === place.region);
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html */
function healthState(state: string | undefined): GraphState {
  switch (state) {
    case 'healthy':
      return 'pass';
    case 'unhealthy':
    case 'unhealthy.draining':
      return 'fail';
    case 'initial':
    case 'draining':
    case 'unused':
      return 'warn';
    default:
      return 'unknown';
  }
}

/** `orders` of `…:loadbalancer/net/orders/0123`, `…:targetgroup/orders/0123`. */
export function nameInArn(arn: string): string {
  const words = arn.split('/');
  return words.at(-2) ?? arn;
}

/** The service's connections as the provider sees them; an endpoint that was not loaded is drawn as a stub. */
export function connectionsPart(context: ProviderContext): Part {
  const nodes: DraftNode[] = [];
  const edges: DraftEdge[] = [];
  for (const connection of context.connections) {
    const own = connectionState(connection.state);
    edges.push(
      draftEdge(
        'connects',
        connection.endpointId,
        context.service.id,
        { hops: [], resources: [connection.id], own },
        connectionLabel(connection.state, connection.endpointRegion, context.service.region),
      ),
    );
    if (!context.inventory.endpoints.has(connection.endpointId)) nodes.push(...unseenEndpoint(context, connection));
  }
  return { nodes, edges };
}

function unseenEndpoint(context: ProviderContext, connection: EndpointConnection): readonly DraftNode[] {
  const region = connection.endpointRegion ?? context.service.region;
  const account = connection.endpointOwner;
  const frame = account === undefined ? undefined : inRegion(context, account, region);
  const stub: DraftNode = {
    id: connection.endpointId,
    kind: 'stub',
    label: connection.endpointId,
    detail: 'consumer, not loaded',
    account: 'unknown',
    region,
    ...frame?.place,
    judged: { hops: [], resources: [connection.endpointId], own: 'unknown' },
  };
  return [...(frame?.frames ?? []), stub];
}

/**
 * Of a connection only what is not plain is worth a word: that it carries no traffic, that it leads to another Region.
 *
 * @param from the Region of the endpoint
 * @param to the Region of the service
 */
export function connectionLabel(
  state: string | undefined,
  from: string | undefined,
  to: string | undefined,
): string | undefined {
  const told = state === 'available' ? undefined : state === 'pendingacceptance' ? 'pending acceptance' : state;
  const crosses = from !== undefined && to !== undefined && from !== to ? `${from} → ${to}` : undefined;
  return joinDetail(crosses, told);
}

function connectionState(state: string | undefined): GraphState {
  switch (state) {
    case 'available':
      return 'pass';
    case 'pendingacceptance':
    case 'pending':
      return 'warn';
    case 'rejected':
    case 'failed':
    case 'expired':
    case 'deleted':
      return 'fail';
    default:
      return 'unknown';
  }
}
