// Two readings drawn as one picture.
import { describe, expect, test } from 'vitest';
import { compareDiagnosed } from '../../../src/core/compare/compare.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { differenceGraph } from '../../../src/core/graph/difference.ts';
import { withMarks } from '../../../src/core/graph/marks.ts';
import { renderMermaid } from '../../../src/core/graph/mermaid.ts';
import type { Graph, GraphNode } from '../../../src/core/graph/types.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { isNode } from '../../../src/protocol/shapes.ts';
import { CONSUMER, healthyEstate, PROVIDER, type HealthyEstate } from '../../worlds/healthy.ts';
import { denied } from '../../worlds/unread.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { health, only } from '../impact/support.ts';

function worldWith(change: (estate: HealthyEstate) => void = () => undefined): Snapshot {
  const estate = healthyEstate();
  change(estate);
  return snapshotOf(estate.world);
}

const pictureOf = (inventory: Inventory): Graph =>
  buildGraph(inventory, diagnose(inventory, { now: inventory.capturedAt }));

function drawn(before: Snapshot, after: Snapshot): Graph {
  const [old, now] = [buildInventory([before]), buildInventory([after])];
  return differenceGraph(pictureOf(old), pictureOf(now), compareDiagnosed(old, now));
}

const changes = ({ nodes, edges }: Graph): ReadonlySet<string> =>
  new Set([...nodes, ...edges].flatMap(({ change }) => change ?? []));
const nodeOf = ({ nodes }: Graph, id: string): GraphNode | undefined => nodes.find((node) => node.id === id);

const healthy = worldWith();
const estate = healthyEstate();
const ECR = estate.awsEndpoint.id;
const withoutEcr = worldWith(({ consumer, awsEndpoint }) => {
  const endpoints = consumer.tables['ec2:DescribeVpcEndpoints'];
  endpoints.splice(endpoints.indexOf(awsEndpoint.raw), 1);
  const interfaces = consumer.tables['ec2:DescribeNetworkInterfaces'];
  const own = interfaces.filter((item) => (item['Description'] as string).endsWith(ECR));
  for (const item of own) interfaces.splice(interfaces.indexOf(item), 1);
});

describe('what changed', () => {
  test('nothing, between a reading and itself', () => {
    expect(changes(drawn(healthy, healthy))).toEqual(new Set());
  });

  test('an endpoint that is gone is there, removed, with its edges; the other way round it is added', () => {
    const gone = drawn(healthy, withoutEcr);
    expect(nodeOf(gone, ECR)?.change).toBe('removed');
    expect(
      gone.edges.filter(({ source, target }) => [source, target].includes(ECR)).map(({ change }) => change),
    ).toEqual(expect.arrayContaining(['removed']));
    expect(changes(gone)).toEqual(new Set(['removed']));
    const back = drawn(withoutEcr, healthy);
    expect(nodeOf(back, ECR)?.change).toBe('added');
    expect(changes(back)).toEqual(new Set(['added']));
    // What it used is still used by others.
    expect(nodeOf(gone, estate.endpointGroupId)?.change).toBeUndefined();
    expect(nodeOf(gone, estate.consumerVpc.id)?.change).toBeUndefined();
  });

  test('a target that became unhealthy is another now, and tells what it was', () => {
    const graph = drawn(
      healthy,
      worldWith((world) => {
        health(world, 'unhealthy');
      }),
    );
    const [target] = graph.nodes.filter(({ kind, change }) => kind === 'target' && change !== undefined);
    expect(target).toMatchObject({
      change: 'changed',
      state: 'fail',
      was: { state: 'pass', detail: 'use1-az1 · healthy' },
    });
    expect(changes(graph)).toEqual(new Set(['changed']));
  });

  test('an edge that goes leaves what it joined', () => {
    const graph = drawn(
      worldWith(({ endpoint, workloadGroupId }) => {
        (endpoint.raw['Groups'] as object[]).push({ GroupId: workloadGroupId, GroupName: 'orders-api' });
      }),
      healthy,
    );
    expect(graph.edges.find(({ source }) => source === estate.workloadGroupId)?.change).toBe('removed');
    expect(nodeOf(graph, estate.workloadGroupId)?.change).toBeUndefined();
  });

  test('every edge has both of its ends, and every node its frame', () => {
    const { nodes, edges } = drawn(only(healthy, CONSUMER), withoutEcr);
    const ids = new Set(nodes.map(({ id }) => id));
    expect(edges.filter(({ source, target }) => !ids.has(source) || !ids.has(target))).toEqual([]);
    expect(nodes.filter(({ parent }) => parent !== undefined && !ids.has(parent))).toEqual([]);
    expect(ids.size).toBe(nodes.length);
  });
});

describe('what one side did not read', () => {
  test.each([
    'ec2:DescribeVpcEndpoints',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeVpcEndpointServiceConfigurations',
    'ec2:DescribeNetworkAcls',
    'ec2:DescribeSubnets',
    'ec2:DescribeRouteTables',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeTargetHealth',
  ])('%s: nothing is gone for it, and nothing is new when it is back', (operation) => {
    const less = denied(healthy, operation);
    expect(changes(drawn(healthy, less))).not.toContain('removed');
    expect(changes(drawn(less, healthy))).not.toContain('added');
    expect(changes(drawn(healthy, less)).size).toBeGreaterThan(0);
  });

  test('an account that was not loaded is not gone; its service is one node', () => {
    const graph = drawn(healthy, only(healthy, CONSUMER));
    expect(changes(graph)).not.toContain('removed');
    expect(nodeOf(graph, estate.service.id)).toMatchObject({ kind: 'endpoint-service', change: 'not-comparable' });
    expect(graph.nodes.filter(({ id }) => id.startsWith('stub/'))).toEqual([]);
    expect(nodeOf(graph, `region/${PROVIDER}/us-east-1`)?.change).not.toBe('removed');
  });

  test('a consumer that was not loaded is the same node as when it was', () => {
    const graph = drawn(only(healthy, PROVIDER), healthy);
    expect(nodeOf(graph, estate.endpoint.id)).toMatchObject({ kind: 'vpc-endpoint', change: 'not-comparable' });
    // AWS's prefix lists are everybody's: here the provider's own listing has none, which proves it.
    const added = [...graph.nodes, ...graph.edges].filter(({ change }) => change === 'added');
    expect(added.filter(({ kind }) => kind !== 'prefix-list')).toEqual([]);
  });
});

test('marks are words of the picture, for whatever draws it', () => {
  const text = renderMermaid(withMarks(drawn(healthy, withoutEcr)));
  expect(text).toContain('#8722; ecr-api');
  const changed = withMarks(
    drawn(
      healthy,
      worldWith((world) => {
        health(world, 'unhealthy');
      }),
    ),
  );
  const target = changed.nodes.find(({ kind, change }) => kind === 'target' && change === 'changed');
  expect(target?.label).toMatch(/^~ 10\./);
  expect(target?.detail).toBe('use1-az1 · unhealthy · was use1-az1 · healthy, pass');
  expect(withMarks(drawn(healthy, healthy))).toEqual(drawn(healthy, healthy));
  expect(withMarks(drawn(withoutEcr, healthy)).nodes.find(({ id }) => id === ECR)?.label).toBe('+ ecr-api');
});

test('the page takes such nodes, and none with a change that it does not know', () => {
  const [node] = drawn(healthy, withoutEcr).nodes.filter(({ change }) => change !== undefined);
  const placed = { ...node, x: 0, y: 0, width: 1, height: 1 };
  expect(isNode(placed)).toBe(true);
  expect(isNode({ ...placed, change: 'gone' })).toBe(false);
  expect(isNode({ ...placed, was: { state: 'good' } })).toBe(false);
  expect(isNode({ ...placed, was: { label: 1 } })).toBe(false);
});
