import { expect, test } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot, SnapshotCall } from '../../../src/core/model/snapshot.ts';
import { buildTree } from '../../../src/core/tree/build.ts';
import { flatten } from '../../../src/core/tree/walk.ts';
import { buildMembers } from '../../../src/core/tree/members.ts';
import type { TreeNode } from '../../../src/core/tree/types.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { sampleEstate } from '../../worlds/sample.ts';
import { addScope, createWorld, snapshotOf } from '../../worlds/world.ts';

function treeOf(snapshot: Snapshot): { readonly inventory: Inventory; readonly roots: readonly TreeNode[] } {
  const inventory = buildInventory([snapshot]);
  return { inventory, roots: buildTree(inventory, diagnose(inventory, { now: inventory.capturedAt })) };
}

/** The snapshot with every answer to an operation turned into a refusal. */
function denying(snapshot: Snapshot, operation: string): Snapshot {
  const deny = (call: SnapshotCall): SnapshotCall =>
    call.operation === operation
      ? { ...call, status: 'denied', errorCode: 'UnauthorizedOperation', complete: false, output: {} }
      : call;
  return { ...snapshot, scopes: snapshot.scopes.map((scope) => ({ ...scope, calls: scope.calls.map(deny) })) };
}

/** The tree as a person would read it aloud. */
function outline(nodes: readonly TreeNode[], depth = 0): readonly string[] {
  return nodes.flatMap((node) => [
    `${'  '.repeat(depth)}${node.label === '' ? `<${node.kind}>` : node.label}${node.state === 'none' ? '' : ` ${node.state}`}`,
    ...outline(node.children ?? [], depth + 1),
  ]);
}

test('a scope holds its services and its endpoints by VPC, names before ids', () => {
  const { roots } = treeOf(snapshotOf(healthyEstate().world));
  expect(outline(roots)).toEqual([
    'consumer healthy',
    '  <services>',
    '  <endpoints> healthy',
    '    orders-prod healthy',
    '      ecr-api healthy',
    '      payments healthy',
    '      s3 healthy',
    'provider healthy',
    '  <services> healthy',
    '    payments healthy',
    '  <endpoints>',
  ]);
  expect(roots[0]?.details).toEqual(['111122223333', 'us-east-1']);
});

test('the id stands first behind a name', () => {
  const estate = healthyEstate();
  const { roots } = treeOf(snapshotOf(estate.world));
  const service = flatten(roots).find((node) => node.kind === 'service');
  expect(service?.label).toBe('payments');
  expect(service?.details[0]).toBe(service?.resource);
});

test('ids are unique over all scopes, and parents are the nodes above', () => {
  const { inventory, roots } = treeOf(sampleEstate());
  const members = flatten(roots)
    .filter((node) => node.late === true)
    .flatMap((node) => flatten(buildMembers(inventory, undefined, node.resource ?? '', node.id)));
  const all = [...flatten(roots), ...members];
  expect(new Set(all.map((node) => node.id)).size).toBe(all.length);
  const known = new Set(all.map((node) => node.id));
  expect(all.filter((node) => node.parent !== undefined && !known.has(node.parent))).toEqual([]);
  expect(all.filter((node) => node.parent === undefined)).toEqual(roots);
});

test('the same reading gives the same ids, whatever the order of the answers', () => {
  const snapshot = sampleEstate();
  const shuffled: Snapshot = { ...snapshot, scopes: [...snapshot.scopes].reverse() };
  expect(flatten(treeOf(shuffled).roots).map((node) => node.id)).toEqual(
    flatten(treeOf(snapshot).roots).map((node) => node.id),
  );
});

test('a denied listing is a node that names the action, never an empty group', () => {
  const { roots } = treeOf(denying(sampleEstate(), 'ec2:DescribeVpcEndpoints'));
  const groups = flatten(roots).filter((node) => node.kind === 'endpoints');
  expect(groups.length).toBeGreaterThan(0);
  for (const group of groups) {
    expect(group.count).toBeUndefined();
    expect(group.state).toBe('unknown');
    expect(group.children?.map((node) => node.gap)).toEqual([
      { reason: 'denied', missing: ['ec2:DescribeVpcEndpoints'] },
    ]);
  }
});

test('what else was denied is said in its scope, so that an unknown below has its reason', () => {
  const { roots } = treeOf(denying(snapshotOf(healthyEstate().world), 'ec2:DescribeSecurityGroups'));
  for (const root of roots) {
    expect(root.children?.map((node) => node.gap ?? node.kind)).toEqual([
      'services',
      'endpoints',
      { reason: 'denied', missing: ['ec2:DescribeSecurityGroups'] },
    ]);
  }
});

test('a listing that broke off keeps what came, with a gap before it', () => {
  const snapshot = snapshotOf(healthyEstate().world);
  const broken: Snapshot = {
    ...snapshot,
    scopes: snapshot.scopes.map((scope) => ({
      ...scope,
      calls: scope.calls.map((call) =>
        call.operation === 'ec2:DescribeVpcEndpoints' ? { ...call, status: 'throttled', complete: false } : call,
      ),
    })),
  };
  const group = flatten(treeOf(broken).roots).find((node) => node.kind === 'endpoints' && node.state !== 'none');
  expect(group?.children?.map((node) => node.gap?.reason ?? node.label)).toEqual(['failed', 'orders-prod']);
  expect(group?.count).toBeUndefined();
});

test('an empty account says none: its listings were complete', () => {
  const world = createWorld();
  addScope(world, { account: '111122223333', profiles: ['empty'] });
  const { roots } = treeOf(snapshotOf(world));
  expect(roots[0]?.children?.map(({ kind, count, children }) => ({ kind, count, children }))).toEqual([
    { kind: 'services', count: 0, children: [] },
    { kind: 'endpoints', count: 0, children: [] },
  ]);
});

test('below an endpoint are its subnets with its network interfaces', () => {
  const estate = healthyEstate();
  const { inventory, roots } = treeOf(snapshotOf(estate.world));
  const node = flatten(roots).find((one) => one.resource === estate.endpoint.id);
  const diagnosis = diagnose(inventory, { now: inventory.capturedAt });
  const members = buildMembers(inventory, diagnosis, estate.endpoint.id, node?.id ?? '');
  expect(members.map((member) => member.kind)).toEqual(['subnet', 'subnet']);
  expect(members.flatMap((member) => member.children ?? []).map((one) => [one.kind, one.state])).toEqual([
    ['network-interface', 'healthy'],
    ['network-interface', 'healthy'],
  ]);
  expect(members.map((member) => member.details.at(-2))).toEqual(['use1-az1', 'use1-az2']);
});

test('below a service are its connections and its load balancer with groups and targets', () => {
  const estate = healthyEstate();
  const { inventory } = treeOf(snapshotOf(estate.world));
  const diagnosis = diagnose(inventory, { now: inventory.capturedAt });
  const members = buildMembers(inventory, diagnosis, estate.service.id, 'service');
  expect(members.map((member) => [member.kind, member.state])).toEqual([
    ['connections', 'healthy'],
    ['load-balancer', 'healthy'],
  ]);
  const all = flatten(members);
  expect(all.find((node) => node.kind === 'connection')?.resource).toBe(estate.endpoint.id);
  expect(all.filter((node) => node.kind === 'target').map((node) => node.state)).toEqual(['healthy', 'healthy']);
});

test('connections that may not be listed are a gap, not "0"', () => {
  const estate = healthyEstate();
  const { inventory } = treeOf(denying(snapshotOf(estate.world), 'ec2:DescribeVpcEndpointConnections'));
  const [connections] = buildMembers(inventory, undefined, estate.service.id, 'service');
  expect(connections?.count).toBeUndefined();
  expect(connections?.children?.map((node) => node.gap)).toEqual([
    { reason: 'denied', missing: ['ec2:DescribeVpcEndpointConnections'] },
  ]);
});

test('target health that may not be read is a gap below the target group', () => {
  const estate = healthyEstate();
  const { inventory } = treeOf(denying(snapshotOf(estate.world), 'elasticloadbalancing:DescribeTargetHealth'));
  const members = flatten(buildMembers(inventory, undefined, estate.service.id, 'service'));
  const group = members.find((node) => node.kind === 'target-group');
  expect(group?.children?.map((node) => node.gap)).toEqual([
    { reason: 'denied', missing: ['elasticloadbalancing:DescribeTargetHealth'] },
  ]);
});

test('ten thousand endpoints are a tree within seconds', () => {
  const estate = healthyEstate();
  const table = estate.consumer.tables['ec2:DescribeVpcEndpoints'];
  const [template] = table;
  for (let i = 0; i < 10_000; i += 1) table.push({ ...template, VpcEndpointId: `vpce-${String(i).padStart(17, '0')}` });
  const inventory = buildInventory([snapshotOf(estate.world)]);
  const began = performance.now();
  const roots = buildTree(inventory, undefined);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(flatten(roots).filter((node) => node.kind === 'endpoint').length).toBe(10_003);
});
