import { providerContext, consumerPath, type LoadBalancerPath, type ProviderContext, type Run } from '../context.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { buildGraph } from '../graph/build.ts';
import type { GraphState } from '../graph/types.ts';
import { buildLookup } from '../lookup.ts';
import type { Inventory } from '../model/inventory.ts';
import { text } from '../model/read.ts';
import type { Gap } from '../needs.ts';
import type { EndpointConnection } from '../resources/endpoint-connection.ts';
import type { TargetHealth } from '../resources/target-health.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { gapNode } from './build.ts';
import { child, type TreeGap, type TreeNode, type TreeState } from './types.ts';
import { byLabel, nameFirst, nameInArn, present, worstState } from './words.ts';

/** What a member looks up: its state in the picture of the subject's path, which is the only place that decides it. */
type StateOf = (id: string) => TreeState;

const STATES: Readonly<Record<GraphState, TreeState>> = {
  fail: 'broken',
  warn: 'degraded',
  unknown: 'unknown',
  pass: 'healthy',
  none: 'none',
};

/** What lies below an endpoint or endpoint service: `parent` is its node's id. Empty for anything else. */
export function buildMembers(
  inventory: Inventory,
  diagnosis: Diagnosis | undefined,
  subject: string,
  parent: string,
): readonly TreeNode[] {
  const run: Run = { inventory, lookup: buildLookup(inventory), options: { now: inventory.capturedAt } };
  const endpoint = inventory.endpoints.get(subject);
  const service = inventory.services.get(subject);
  if (endpoint === undefined && service === undefined) return [];
  const states = new Map(
    buildGraph(inventory, diagnosis, subject).nodes.map((node): [string, TreeState] => [node.id, STATES[node.state]]),
  );
  const stateOf: StateOf = (id) => states.get(id) ?? 'none';
  if (endpoint !== undefined) return endpointMembers(run, endpoint, parent, stateOf);
  return service === undefined ? [] : serviceMembers(providerContext(run, service), parent, stateOf);
}

function endpointMembers(run: Run, endpoint: VpcEndpoint, parent: string, stateOf: StateOf): readonly TreeNode[] {
  const path = consumerPath(run, endpoint);
  const interfaces = (endpoint.networkInterfaceIds ?? []).map((id) => ({
    id,
    item: run.inventory.networkInterfaces.get(id),
  }));
  const interfaceNode = (below: string, { id, item }: (typeof interfaces)[number]): TreeNode =>
    child(below, id, {
      kind: 'network-interface',
      ...nameFirst(
        { id, ...(item?.name === undefined ? {} : { name: item.name }) },
        item?.privateIps?.join(', '),
        item?.ipv6Addresses?.join(', '),
        item?.status === 'in-use' ? undefined : item?.status,
      ),
      state: stateOf(id),
      resource: id,
      subject: endpoint.id,
    });
  const subnets = path.zones.map((zone): TreeNode => {
    const own = interfaces.filter(({ item }) => item?.subnetId === zone.subnetId);
    const below = `${parent}/${zone.subnetId}`;
    const children = own.map((one) => interfaceNode(below, one)).sort(byLabel);
    const name = zone.subnet?.name;
    return {
      ...child(parent, zone.subnetId, {
        kind: 'subnet',
        ...nameFirst({ id: zone.subnetId, ...(name === undefined ? {} : { name }) }, zone.zoneId, zone.subnet?.cidr),
        state: worstState([stateOf(zone.subnetId), ...children.map((node) => node.state)]),
        resource: zone.subnetId,
        subject: endpoint.id,
      }),
      ...(children.length === 0 ? {} : { children }),
    };
  });
  const known = new Set(endpoint.subnetIds ?? []);
  const homeless = interfaces.filter(({ item }) => item?.subnetId === undefined || !known.has(item.subnetId));
  const tables = (endpoint.routeTableIds ?? []).map((id) => {
    const name = run.inventory.routeTables.get(id)?.name;
    return child(parent, id, {
      kind: 'route-table',
      ...nameFirst({ id, ...(name === undefined ? {} : { name }) }),
      state: stateOf(id),
      resource: id,
      subject: endpoint.id,
    });
  });
  const gaps = [
    ...(path.zones.some((zone) => zone.subnet === undefined) ? [path.need('ec2:DescribeSubnets')] : []),
    ...(interfaces.some(({ item }) => item === undefined)
      ? [path.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': path.vpcId })]
      : []),
  ];
  return [
    ...gapNodes(parent, gaps),
    ...subnets.sort(byLabel),
    ...homeless.map((one) => interfaceNode(parent, one)),
    ...tables.sort(byLabel),
  ];
}

function serviceMembers(context: ProviderContext, parent: string, stateOf: StateOf): readonly TreeNode[] {
  return [
    connectionsNode(context, parent),
    ...context.loadBalancers.map((path) => loadBalancerNode(context, path, parent, stateOf)).sort(byLabel),
  ];
}

function connectionsNode(context: ProviderContext, parent: string): TreeNode {
  const { service } = context;
  const group = child(parent, 'connections', { kind: 'connections', label: '', details: [], state: 'none' });
  const nodes = context.connections.map((connection) => connectionNode(context, connection, group.id)).sort(byLabel);
  const gap = context.need('ec2:DescribeVpcEndpointConnections', { 'service-id': service.id });
  const children = [...gapNodes(group.id, [gap]), ...nodes];
  return {
    ...group,
    state: worstState(children.map((node) => node.state)),
    ...(gap === undefined ? { count: nodes.length } : {}),
    children,
  };
}

/** A connection stands for its endpoint: that is what both sides call it. */
function connectionNode(context: ProviderContext, connection: EndpointConnection, parent: string): TreeNode {
  const endpoint = context.inventory.endpoints.get(connection.endpointId);
  const name = endpoint?.name ?? connection.name;
  return child(parent, connection.endpointId, {
    kind: 'connection',
    ...nameFirst(
      { id: connection.endpointId, ...(name === undefined ? {} : { name }) },
      text(connection.raw, 'VpcEndpointState'),
      connection.endpointOwner,
      connection.endpointRegion === context.region ? undefined : connection.endpointRegion,
    ),
    state: connectionState(connection.state),
    resource: connection.endpointId,
    subject: endpoint === undefined ? context.service.id : endpoint.id,
  });
}

function connectionState(state: string | undefined): TreeState {
  switch (state) {
    case 'available':
      return 'healthy';
    case 'pendingacceptance':
    case 'pending':
    case 'partial':
      return 'degraded';
    case undefined:
      return 'unknown';
    default:
      // Rejected, failed, expired and deleted requests are over: nothing of the service is broken by them.
      return 'none';
  }
}

function loadBalancerNode(
  context: ProviderContext,
  path: LoadBalancerPath,
  parent: string,
  stateOf: StateOf,
): TreeNode {
  const { arn, loadBalancer } = path;
  const id = `${parent}/${arn}`;
  const groups = [...new Set(path.listeners.flatMap((listener) => listener.forwards.map((to) => to.targetGroupArn)))];
  const about = { LoadBalancerArn: arn, LoadBalancerArns: arn };
  const gaps = [
    ...(loadBalancer === undefined ? [context.need('elasticloadbalancing:DescribeLoadBalancers', about)] : []),
    context.need('elasticloadbalancing:DescribeListeners', about),
  ];
  const children = [
    ...gapNodes(id, gaps),
    ...groups.map((group) => targetGroupNode(context, path, group, id, stateOf)).sort(byLabel),
  ];
  return {
    ...child(parent, arn, {
      kind: 'load-balancer',
      label: loadBalancer?.name ?? nameInArn(arn),
      details: present(loadBalancer?.type, path.listeners.map((listener) => listener.name).join(', ')),
      state: stateOf(arn),
      resource: arn,
      subject: context.service.id,
    }),
    ...(children.length === 0 ? {} : { children }),
  };
}

function targetGroupNode(
  context: ProviderContext,
  path: LoadBalancerPath,
  arn: string,
  parent: string,
  stateOf: StateOf,
): TreeNode {
  const group = context.inventory.targetGroups.get(arn);
  const targets = context.lookup.targetsOf(arn);
  const id = `${parent}/${arn}`;
  const about = { TargetGroupArn: arn, TargetGroupArns: arn, LoadBalancerArn: path.arn };
  const gaps = [
    ...(group === undefined ? [context.need('elasticloadbalancing:DescribeTargetGroups', about)] : []),
    context.need('elasticloadbalancing:DescribeTargetHealth', about),
  ];
  const children = [
    ...gapNodes(id, gaps),
    ...targets.map((target) => targetNode(context, target, id, stateOf)).sort(byLabel),
  ];
  return {
    ...child(parent, arn, {
      kind: 'target-group',
      label: group?.name ?? nameInArn(arn),
      details: present(group?.protocol, group?.port === undefined ? undefined : String(group.port), group?.targetType),
      state: stateOf(arn),
      resource: arn,
      subject: context.service.id,
    }),
    ...(children.length === 0 ? {} : { children }),
  };
}

function targetNode(context: ProviderContext, target: TargetHealth, parent: string, stateOf: StateOf): TreeNode {
  const { targetId, port, availabilityZone } = target;
  return child(parent, `${targetId}:${port ?? ''}`, {
    kind: 'target',
    label: port === undefined ? targetId : `${targetId}:${port}`,
    details: present(target.state, target.reason, availabilityZone),
    state: stateOf(target.id),
    resource: target.id,
    subject: context.service.id,
  });
}

/** The gaps as nodes, one for each thing that is missing. */
function gapNodes(parent: string, gaps: readonly (Gap | undefined)[]): readonly TreeNode[] {
  return gaps.flatMap((gap) => (gap === undefined ? [] : [gapNode(parent, treeGap(gap))]));
}

function treeGap({ reason, missing }: Gap): TreeGap {
  switch (reason) {
    case 'denied':
    case 'other-account':
    case 'not-asked':
      return { reason, missing };
    default:
      return { reason: 'failed', missing };
  }
}
