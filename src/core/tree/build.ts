import type { Diagnosis } from '../diagnosis.ts';
import type { Inventory, InventoryScope } from '../model/inventory.ts';
import { text } from '../model/read.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { child, type TreeGap, type TreeNode, type TreeState } from './types.ts';
import { wasExamined } from './examined.ts';
import { byLabel, nameFirst, worstState } from './words.ts';

/** The listings that have a group of their own, which tells what became of them. */
const SERVICES = 'ec2:DescribeVpcEndpointServiceConfigurations';
const ENDPOINTS = 'ec2:DescribeVpcEndpoints';

/**
 * The tree down to endpoints and endpoint services; what is below these is built when someone opens one. A group whose
 * listing was denied or came incomplete says so with a gap, never with an empty list.
 */
export function buildTree(inventory: Inventory, diagnosis: Diagnosis | undefined): readonly TreeNode[] {
  const verdicts = new Map<string, TreeState>(
    diagnosis?.subjects.map(({ id, verdict }) => [
      id,
      verdict === 'unknown' && !wasExamined(inventory, id) ? 'none' : verdict,
    ]),
  );
  const endpoints = groupBy([...inventory.endpoints.values()], scopeKeyOf);
  const services = groupBy([...inventory.services.values()], scopeKeyOf);
  return inventory.scopes
    .map((scope) => {
      const key = `${scope.partition} ${scope.account} ${scope.region}`;
      return scopeNode(inventory, scope, services.get(key) ?? [], endpoints.get(key) ?? [], verdicts);
    })
    .sort(byScope);
}

/** The id of the node that stands for an account in a Region. */
export function scopeNodeId({ partition, account, region }: Omit<InventoryScope, 'profiles'>): string {
  return `${partition}/${account}/${region}`;
}

function scopeNode(
  inventory: Inventory,
  scope: InventoryScope,
  services: readonly EndpointService[],
  endpoints: readonly VpcEndpoint[],
  verdicts: ReadonlyMap<string, TreeState>,
): TreeNode {
  const id = scopeNodeId(scope);
  const profiles = scope.profiles.join(', ');
  const groups = [
    servicesNode(inventory, scope, id, services, verdicts),
    endpointsNode(inventory, scope, id, endpoints, verdicts),
  ];
  return {
    id,
    kind: 'scope',
    label: profiles === '' ? scope.account : profiles,
    details: profiles === '' ? [scope.region] : [scope.account, scope.region],
    // An empty group says nothing of the other.
    state: worstState(groups.filter((node) => (node.children ?? []).length > 0).map((node) => node.state)),
    // One group that nobody could count makes the sum a guess.
    ...(groups.every((node) => node.count !== undefined) ? { count: services.length + endpoints.length } : {}),
    children: [...groups, ...otherGaps(inventory, scope).map((gap) => gapNode(id, gap))],
  };
}

function servicesNode(
  inventory: Inventory,
  scope: InventoryScope,
  parent: string,
  services: readonly EndpointService[],
  verdicts: ReadonlyMap<string, TreeState>,
): TreeNode {
  const group = child(parent, 'services', { kind: 'services', label: '', details: [], state: 'none' });
  const nodes = services.map((service) => serviceNode(group.id, service, verdicts)).sort(byLabel);
  return listing(inventory, scope, group, SERVICES, nodes, services.length);
}

function endpointsNode(
  inventory: Inventory,
  scope: InventoryScope,
  parent: string,
  endpoints: readonly VpcEndpoint[],
  verdicts: ReadonlyMap<string, TreeState>,
): TreeNode {
  const group = child(parent, 'endpoints', { kind: 'endpoints', label: '', details: [], state: 'none' });
  const vpcs = [...groupBy(endpoints, (endpoint) => endpoint.vpcId ?? '')];
  const isWhole = listingGap(inventory, scope, ENDPOINTS) === undefined;
  const nodes = vpcs
    .map(([vpcId, members]): TreeNode => {
      const node = vpcNode(inventory, group.id, vpcId, members, verdicts);
      return isWhole ? { ...node, count: members.length } : node;
    })
    .sort(byLabel);
  return listing(inventory, scope, group, ENDPOINTS, nodes, endpoints.length);
}

/** The group with its nodes; a gap stands first when the listing cannot be trusted to be all there is. */
function listing(
  inventory: Inventory,
  scope: InventoryScope,
  group: TreeNode,
  operation: string,
  nodes: readonly TreeNode[],
  count: number,
): TreeNode {
  const gap = listingGap(inventory, scope, operation);
  const state = worstState([...nodes.map((node) => node.state), ...(gap === undefined ? [] : ['unknown' as const])]);
  if (gap === undefined) return { ...group, state, count, children: nodes };
  return { ...group, state, children: [gapNode(group.id, gap), ...nodes] };
}

function listingGap(inventory: Inventory, scope: InventoryScope, operation: string): TreeGap | undefined {
  const rows = inventory.coverage.rowsOf(scope.account, scope.region, operation);
  if (rows.some((row) => row.complete && Object.keys(row.params).length === 0)) return undefined;
  const reason = rows.some((row) => row.status === 'denied')
    ? 'denied'
    : rows.some((row) => row.status !== 'not-asked')
      ? 'failed'
      : 'not-asked';
  return { reason, missing: [operation] };
}

/** What else of the scope could not be read: the reason for whatever is unknown below. One for each operation. */
function otherGaps(inventory: Inventory, scope: InventoryScope): readonly TreeGap[] {
  const gaps = new Map<string, TreeGap>();
  for (const { account, region, operation, status } of inventory.coverage.rows) {
    if (account !== scope.account || region !== scope.region) continue;
    if (status === 'ok' || status === 'not-asked' || operation === SERVICES || operation === ENDPOINTS) continue;
    if (gaps.get(operation)?.reason === 'denied') continue;
    gaps.set(operation, { reason: status === 'denied' ? 'denied' : 'failed', missing: [operation] });
  }
  return [...gaps.values()];
}

/** A node that says what could not be read, and why. */
export function gapNode(parent: string, gap: TreeGap): TreeNode {
  return child(parent, `gap:${gap.missing.join(',')}`, { kind: 'gap', label: '', details: [], state: 'unknown', gap });
}

function serviceNode(parent: string, service: EndpointService, verdicts: ReadonlyMap<string, TreeState>): TreeNode {
  const state = text(service.raw, 'ServiceState');
  const named = { id: service.id, ...nameOf(service) };
  return child(parent, service.id, {
    kind: 'service',
    ...nameFirst(named, state === 'Available' ? undefined : state, service.types?.join(', ')),
    state: verdicts.get(service.id) ?? 'unknown',
    resource: service.id,
    subject: service.id,
    late: true,
  });
}

/** A service without a Name tag is known by its private DNS name. */
function nameOf(service: EndpointService): { readonly name?: string } {
  const name = service.name ?? service.privateDnsName;
  return name === undefined ? {} : { name };
}

function vpcNode(
  inventory: Inventory,
  parent: string,
  vpcId: string,
  endpoints: readonly VpcEndpoint[],
  verdicts: ReadonlyMap<string, TreeState>,
): TreeNode {
  const vpc = inventory.vpcs.get(vpcId);
  const id = `${parent}/${vpcId}`;
  const children = endpoints.map((endpoint) => endpointNode(id, endpoint, verdicts)).sort(byLabel);
  return {
    ...child(parent, vpcId, {
      kind: 'vpc',
      ...nameFirst({ id: vpcId, ...(vpc?.name === undefined ? {} : { name: vpc.name }) }, vpc?.cidrs?.[0]),
      state: worstState(children.map((node) => node.state)),
      ...(vpcId === '' ? {} : { resource: vpcId }),
    }),
    children,
  };
}

function endpointNode(parent: string, endpoint: VpcEndpoint, verdicts: ReadonlyMap<string, TreeState>): TreeNode {
  const state = text(endpoint.raw, 'State');
  return child(parent, endpoint.id, {
    kind: 'endpoint',
    ...nameFirst(
      endpoint,
      state?.toLowerCase() === 'available' ? undefined : state,
      endpoint.type,
      endpoint.serviceName ?? endpoint.resourceConfigurationArn ?? endpoint.serviceNetworkArn,
    ),
    state: verdicts.get(endpoint.id) ?? 'unknown',
    resource: endpoint.id,
    subject: endpoint.id,
    late: true,
  });
}

/** The account that was asked, not the owner: a shared VPC's endpoints stand where they were seen. */
function scopeKeyOf(item: { readonly partition: string; readonly seenBy: string; readonly region: string }): string {
  return `${item.partition} ${item.seenBy} ${item.region}`;
}

function byScope(a: TreeNode, b: TreeNode): number {
  return byLabel(
    { label: [a.label, ...a.details].join(' '), id: a.id },
    { label: [b.label, ...b.details].join(' '), id: b.id },
  );
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(key(item));
    if (list === undefined) groups.set(key(item), [item]);
    else list.push(item);
  }
  return groups;
}
