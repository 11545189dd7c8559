import type { ProviderContext, LoadBalancerPath } from '../context.ts';
import type { Hop } from '../diagnosis.ts';
import type { EndpointConnection } from '../resources/endpoint-connection.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { Listener } from '../resources/listener.ts';
import type { LoadBalancer } from '../resources/load-balancer.ts';
import type { TargetHealth } from '../resources/target-health.ts';
import { accountId, accountNode, vpcNodes } from './compounds.ts';
import { draftEdge, joinDetail, named, type DraftEdge, type DraftNode, type Part } from './draft.ts';
import type { GraphState } from './types.ts';

/* The provider's half: the service, its load balancers, their listeners, target groups and targets. */

/** The hops behind the service, in order. Where nothing is drawn for the next one, what comes before it stands for it. */
const BEHIND = ['load-balancer', 'listener', 'target-group', 'targets'] as const;

function hopsFrom(own: 'service' | (typeof BEHIND)[number], hasNext: boolean): readonly Hop[] {
  const rest = BEHIND.slice(own === 'service' ? 0 : BEHIND.indexOf(own) + 1);
  return hasNext ? [own] : [own, ...rest];
}

interface Place {
  readonly parent: string;
  readonly account: string;
  readonly region: string;
  readonly subject: string;
}

/** The service with everything behind it. */
export function providerPart(context: ProviderContext): Part {
  const { service } = context;
  const parts = context.loadBalancers.map((path) => loadBalancerPart(context, path));
  return {
    nodes: [
      accountNode(context, service.account, service.region),
      serviceNode(service, parts.length > 0),
      ...parts.flatMap((part) => part.nodes),
    ],
    edges: parts.flatMap((part) => part.edges),
  };
}

function serviceNode(service: EndpointService, served: boolean): DraftNode {
  return {
    id: service.id,
    kind: 'endpoint-service',
    ...named(service.id, service.name ?? service.privateDnsName),
    parent: accountId(service.account, service.region),
    account: service.account,
    region: service.region,
    subject: service.id,
    judged: { hops: hopsFrom('service', served), resources: [service.id] },
  };
}

function loadBalancerPart(context: ProviderContext, path: LoadBalancerPath): Part {
  const { service } = context;
  const { loadBalancer } = path;
  const account = path.arn.split(':')[4] ?? service.account;
  const frames =
    loadBalancer?.vpcId === undefined
      ? [accountNode(context, account, service.region)]
      : vpcNodes(context, loadBalancer.vpcId, account, service.region);
  const place: Place = {
    parent: loadBalancer?.vpcId ?? accountId(account, service.region),
    account,
    region: service.region,
    subject: service.id,
  };
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
    ...place,
    judged,
  };
  const listeners = path.listeners.map((listener) => listenerPart(context, place, path.arn, listener));
  return {
    nodes: [...frames, node, ...listeners.flatMap((part) => part.nodes)],
    edges: [draftEdge('served-by', service.id, path.arn, judged), ...listeners.flatMap((part) => part.edges)],
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

function listenerPart(context: ProviderContext, place: Place, loadBalancerArn: string, listener: Listener): Part {
  const judged = { hops: hopsFrom('listener', listener.forwards.length > 0), resources: [listener.id] };
  const node: DraftNode = {
    id: listener.id,
    kind: 'listener',
    label: listener.name ?? 'Listener',
    ...(listener.sslPolicy === undefined ? {} : { detail: listener.sslPolicy }),
    ...place,
    judged,
  };
  const groups = listener.forwards.map((forward) => groupPart(context, place, forward.targetGroupArn));
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

function groupPart(context: ProviderContext, place: Place, arn: string): Part {
  const group = context.inventory.targetGroups.get(arn);
  const targets = context.lookup.targetsOf(arn);
  const frames = group?.vpcId === undefined ? [] : vpcNodes(context, group.vpcId, place.account, place.region);
  const inside: Place = { ...place, parent: group?.vpcId ?? place.parent };
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
    ...inside,
    // "No healthy target" is said of the group: while nobody can say it, the group is not known to be good.
    judged: { hops: ['target-group', 'targets'], resources: [arn] },
  };
  const members = targets.map((target) => targetNode(context, inside, target));
  const edges: readonly DraftEdge[] = members.map((member) => draftEdge('targets', arn, member.id, member.judged));
  return { nodes: [...frames, node, ...members], edges };
}

function targetNode(context: ProviderContext, place: Place, target: TargetHealth): DraftNode {
  const port = target.port === undefined ? '' : `:${target.port}`;
  const detail = joinDetail(zoneOf(context, place, target), target.state ?? 'health unknown');
  return {
    id: target.id,
    kind: 'target',
    label: target.targetId.startsWith('arn:') ? nameInArn(target.targetId) : `${target.targetId}${port}`,
    ...(detail === undefined ? {} : { detail }),
    ...place,
    judged: { hops: ['targets'], resources: [target.id, target.targetId], own: healthState(target.state) },
  };
}

/** A target's zone is a name, which means something in its own account only: there the subnets know its id. */
function zoneOf(context: ProviderContext, place: Place, target: TargetHealth): string | undefined {
  const zone = target.availabilityZone;
  if (zone === undefined || zone === 'all') return zone === 'all' ? 'all zones' : undefined;
  const subnets = [...context.inventory.subnets.values()];
  const known = subnets.find(
    (subnet) => subnet.account === place.account && subnet.region === place.region && subnet.zoneName === zone,
  );
  return known?.zoneId ?? zone;
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
        connectionLabel(connection.state),
      ),
    );
    if (!context.inventory.endpoints.has(connection.endpointId)) nodes.push(...unseenEndpoint(context, connection));
  }
  return { nodes, edges };
}

function unseenEndpoint(context: ProviderContext, connection: EndpointConnection): readonly DraftNode[] {
  const region = connection.endpointRegion ?? context.service.region;
  const account = connection.endpointOwner;
  const stub: DraftNode = {
    id: connection.endpointId,
    kind: 'stub',
    label: connection.endpointId,
    detail: 'consumer, not loaded',
    ...(account === undefined ? {} : { parent: accountId(account, region) }),
    account: account ?? 'unknown',
    region,
    judged: { hops: [], resources: [connection.endpointId], own: 'unknown' },
  };
  return account === undefined ? [stub] : [accountNode(context, account, region), stub];
}

/** Only a connection that does not carry traffic is worth a word. */
export function connectionLabel(state: string | undefined): string | undefined {
  if (state === 'available') return undefined;
  return state === 'pendingacceptance' ? 'pending acceptance' : state;
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
