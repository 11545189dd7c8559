import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../../src/aws/collect.ts';
import { buildInventory, type Inventory } from '../../src/core/model/inventory.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { addAwsEndpoint, addEndpoint, addGatewayEndpoint } from '../worlds/endpoint.ts';
import { ACCOUNTS, healthyEstate } from '../worlds/healthy.ts';
import { addGroup, addVpc, addWorkload, permission } from '../worlds/network.ts';
import { serve, type Wire } from '../worlds/over-the-wire.ts';
import { sampleEstate } from '../worlds/sample.ts';
import { addService } from '../worlds/service.ts';
import { addScope, createWorld, snapshotOf } from '../worlds/world.ts';
import { identitiesOf } from '../wire/identities.ts';

let wire: Wire;

beforeAll(async () => {
  wire = await serve(snapshotOf(healthyEstate().world));
});

afterAll(() => wire.stop());

async function collected(worlds: Snapshot, pageLimit: number): Promise<Snapshot> {
  await wire.server.change({ worlds, identities: identitiesOf(worlds), pageLimit });
  const scopes = [{ profile: 'consumer' }, { profile: 'provider' }];
  const { snapshot, problems } = await collect({ scopes, environment: wire.profiles.environment });
  expect(problems).toEqual([]);
  for (const scope of snapshot.scopes) {
    expect(scope.calls.filter((call) => !call.complete)).toEqual([]);
  }
  return snapshot;
}

/** All that is in an inventory, but how it was asked for; attributes of VPCs that have no endpoint are never asked. */
function contents(inventory: Inventory): unknown {
  const asked = new Set([...inventory.endpoints.values()].map((endpoint) => endpoint.vpcId));
  const kept = Object.entries(inventory).filter(([name]) => !['capturedAt', 'coverage', 'scopes'].includes(name));
  return Object.fromEntries(
    kept.map(([name, resources]) => [
      name,
      [...(resources as ReadonlyMap<string, { readonly id: string }>)]
        .filter(([, { id }]) => name !== 'vpcAttributes' || asked.has(id.split('/')[0]))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );
}

async function expectWhole(world: Snapshot, pageLimit: number): Promise<void> {
  expect(contents(buildInventory([await collected(world, pageLimit)]))).toEqual(contents(buildInventory([world])));
}

/** Estates of two companies, small and odd: no VPC, no service, names that need escaping. */
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const estates = fc
  .record({
    zones: fc.integer({ min: 1, max: 3 }),
    services: fc.array(
      fc.record({
        port: fc.integer({ min: 1, max: 65535 }),
        grouped: fc.boolean(),
        acceptanceRequired: fc.boolean(),
        named: fc.boolean(),
        protocol: fc.constantFrom('TCP' as const, 'TLS' as const),
        principals: fc.subarray(['*', `arn:aws:iam::${ACCOUNTS.consumer}:root`]),
        tag: words,
      }),
      { maxLength: 3 },
    ),
    vpcs: fc.array(
      fc.record({
        dnsHostnames: fc.boolean(),
        own: fc.array(fc.nat({ max: 2 }), { maxLength: 3 }),
        aws: fc.subarray(['ecr.api', 'logs', 'sts']),
        gateway: fc.boolean(),
        state: fc.constantFrom('available', 'pendingAcceptance', 'rejected'),
        tag: words,
      }),
      { maxLength: 3 },
    ),
  })
  .map((given): Snapshot => {
    const world = createWorld();
    const consumer = addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'] });
    const provider = addScope(world, { account: ACCOUNTS.provider, profiles: ['provider'] });
    const zoneIds = ['use1-az1', 'use1-az2', 'use1-az6'].slice(0, given.zones);
    const home = addVpc(provider, { name: 'home', cidr: '10.60.0.0/16', zoneIds });
    const services = given.services.map(({ grouped, named, tag, ...rest }, index) =>
      addService(provider, home, {
        name: `service-${index}`,
        tags: { tag },
        ...rest,
        ...(grouped ? { admits: ['10.0.0.0/8'] } : {}),
        ...(named ? { privateDnsName: `service-${index}.example.com` } : {}),
      }),
    );
    given.vpcs.forEach(({ dnsHostnames, own, aws, gateway, state, tag }, index) => {
      const vpc = addVpc(consumer, { name: `vpc-${index}`, cidr: `10.${index}.0.0/16`, zoneIds, dnsHostnames });
      const workload = addWorkload(consumer, vpc, 'tasks');
      const groupIds = [addGroup(consumer, vpc.id, 'endpoints', tag, [permission(443, workload, vpc.cidr)])];
      for (const [place, at] of own.entries()) {
        const service = services[at];
        const name = `own-${place}`;
        if (service !== undefined) addEndpoint(consumer, vpc, service, { name, groupIds, state, tags: { tag } });
      }
      for (const service of aws) addAwsEndpoint(consumer, vpc, service, { name: service, groupIds });
      if (gateway) addGatewayEndpoint(consumer, vpc, 's3', { name: 's3', routeTables: [vpc.routeTable] });
    });
    return snapshotOf(world);
  });

describe('what is collected', () => {
  it('is the healthy world, page by page', async () => {
    await expectWhole(snapshotOf(healthyEstate().world), 2);
  });

  it('is the sample', async () => {
    await expectWhole(sampleEstate(), 1000);
  });

  it('is whatever world there is, whatever the pages', async () => {
    await fc.assert(fc.asyncProperty(estates, fc.integer({ min: 1, max: 20 }), expectWhole), { numRuns: 25 });
  });
});
