// What depends on something, as a picture shows it.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { WHOLE_VIEW } from '../../../src/core/graph/request.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { askedId } from '../../../src/core/impact/asked.ts';
import { impactOf } from '../../../src/core/impact/impact.ts';
import { impactView } from '../../../src/core/impact/view.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { parseSnapshot } from '../../../src/core/model/snapshot.ts';
import { root } from '../../../scripts/lib/paths.mjs';
import { CONSUMER, healthyEstate } from '../../worlds/healthy.ts';
import { resourceEstate } from '../../worlds/lattice.ts';
import { snapshotOf, textOf } from '../../worlds/world.ts';
import { only } from './support.ts';

const estate = healthyEstate();
const snapshot = snapshotOf(estate.world);
const inventory = buildInventory([snapshot]);
const samplePath = `${root}/samples/two-companies.plsnap.json`;

describe('every node of a picture', () => {
  test.each([
    ['the healthy estate', inventory],
    ['the consumer alone', buildInventory([only(snapshot, CONSUMER)])],
    ['resources', buildInventory([snapshotOf(resourceEstate().world)])],
    ['the sample', buildInventory([parseSnapshot(readFileSync(samplePath, 'utf8'), samplePath)])],
  ])('of %s that can be asked about has an impact that is drawn', (_, world) => {
    const graph = buildGraph(world, undefined);
    const asked = graph.nodes.flatMap((node) => {
      const id = askedId(node);
      return id === undefined ? [] : [{ node, id }];
    });
    expect(asked.length).toBeGreaterThan(5);
    for (const { node, id } of asked) {
      const { places, affected } = impactView(world, undefined, WHOLE_VIEW, id);
      // No endpoint depends on the subnets that its clients are in.
      const least = node.kind === 'subnet' ? 0 : 1;
      expect(affected.length, `what depends on ${node.kind} ${id}`).toBeGreaterThanOrEqual(least);
      expect(
        places.map((place) => place.id),
        `the place of ${node.kind} ${node.id}`,
      ).toContain(node.id);
    }
  });

  test('of an account, a Region, a DNS name or a stub for clients has none', () => {
    for (const kind of ['account', 'region', 'dns-name', 'gateway', 'resource'] as const) {
      expect(askedId({ id: 'x', kind })).toBeUndefined();
    }
    expect(askedId({ id: 'clients/vpc-1', kind: 'stub' })).toBeUndefined();
    expect(askedId({ id: 'group/vpc-1', kind: 'vpc' })).toBeUndefined();
    expect(askedId({ id: 'zone/vpc-1/use1-az1', kind: 'zone' })).toBe('use1-az1');
    expect(askedId({ id: 'stub/us-east-1/com.amazonaws.vpce.us-east-1.vpce-svc-1', kind: 'stub' })).toBe(
      'com.amazonaws.vpce.us-east-1.vpce-svc-1',
    );
  });
});

test('the places are those of the picture, with the frames around each from the outside to the inside', () => {
  const balancer = textOf(estate.service.loadBalancer, 'LoadBalancerArn');
  const diagnosis = diagnose(inventory, { now: inventory.capturedAt });
  const { places, ...told } = impactView(inventory, diagnosis, WHOLE_VIEW, balancer);
  const { nodes, ...whole } = impactOf(inventory, diagnosis, balancer);
  expect({ version: 1, ...told }).toEqual(whole);
  expect(places.map(({ id }) => id).sort()).toEqual([...nodes].sort());
  const frames = places.find(({ id }) => id === estate.endpoint.id)?.frames ?? [];
  expect(frames[0]).toBe(`account/${CONSUMER}`);
  expect(frames).toContain(estate.consumerVpc.id);
  const apart = impactView(inventory, diagnosis, { ...WHOLE_VIEW, subject: estate.awsEndpoint.id }, balancer);
  expect(apart.affected).toEqual(whole.affected);
  expect(apart.places.map(({ id }) => id)).not.toContain(estate.endpoint.id);
  const filtered = { ...WHOLE_VIEW, filter: { verdicts: ['broken'] as const } };
  expect(impactView(inventory, diagnosis, filtered, balancer).places).toEqual([]);
});
