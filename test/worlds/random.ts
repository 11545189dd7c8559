import fc from 'fast-check';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { addAwsEndpoint, addEndpoint, addGatewayEndpoint } from './endpoint.ts';
import { ACCOUNTS } from './healthy.ts';
import { addGroup, addNetworkAcl, addVpc, addWorkload, permission } from './network.ts';
import { addService } from './service.ts';
import { addScope, createWorld, snapshotOf, type World } from './world.ts';

const OFFICE = '192.168.40.0/24';
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
/**
 * Estates of two companies, small and odd: no VPC, no service, names that need escaping, and now and then something
 * broken.
 */
export const estates: fc.Arbitrary<Snapshot> = fc
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
        targets: fc.constantFrom('healthy', 'healthy', 'unhealthy', 'draining', 'gone'),
        listens: fc.constantFrom(true, true, true, false),
      }),
      { maxLength: 3 },
    ),
    vpcs: fc.array(
      fc.record({
        dnsHostnames: fc.boolean(),
        own: fc.array(fc.nat({ max: 2 }), { maxLength: 3 }),
        aws: fc.subarray(['ecr.api', 'logs', 'sts']),
        gateway: fc.boolean(),
        state: fc.constantFrom('available', 'available', 'pendingAcceptance', 'rejected'),
        admits: fc.constantFrom('all', 'all', 'office', 'nobody'),
        passes: fc.constantFrom(true, true, true, false),
        tag: words,
      }),
      { maxLength: 3 },
    ),
  })
  .map((given): World => {
    const world = createWorld();
    const consumer = addScope(world, { account: ACCOUNTS.consumer, profiles: ['consumer'] });
    const provider = addScope(world, { account: ACCOUNTS.provider, profiles: ['provider'] });
    const zoneIds = ['use1-az1', 'use1-az2', 'use1-az6'].slice(0, given.zones);
    const home = addVpc(provider, { name: 'home', cidr: '10.60.0.0/16', zoneIds });
    const services = given.services.map(({ grouped, named, tag, targets, listens, ...rest }, index) => {
      const service = addService(provider, home, {
        name: `service-${index}`,
        tags: { tag },
        ...rest,
        ...(grouped ? { admits: ['10.0.0.0/8'] } : {}),
        ...(named ? { privateDnsName: `service-${index}.example.com` } : {}),
      });
      if (targets === 'gone') service.targetHealth.splice(0);
      for (const target of service.targetHealth) target['TargetHealth'] = { State: targets };
      if (!listens) service.listeners.splice(0);
      return service;
    });
    given.vpcs.forEach(({ dnsHostnames, own, aws, gateway, state, admits, passes, tag }, index) => {
      const vpc = addVpc(consumer, { name: `vpc-${index}`, cidr: `10.${index}.0.0/16`, zoneIds, dnsHostnames });
      const workload = addWorkload(consumer, vpc, 'tasks');
      const admitted = { all: [permission('all', workload, vpc.cidr)], office: [permission(443, OFFICE)], nobody: [] };
      const groupIds = [addGroup(consumer, vpc.id, 'endpoints', tag, admitted[admits])];
      if (!passes) addNetworkAcl(consumer, vpc, vpc.subnets, { name: 'closed', entries: [] });
      for (const [place, at] of own.entries()) {
        const service = services[at];
        const name = `own-${place}`;
        if (service !== undefined) addEndpoint(consumer, vpc, service, { name, groupIds, state, tags: { tag } });
      }
      for (const service of aws) addAwsEndpoint(consumer, vpc, service, { name: service, groupIds });
      if (gateway) addGatewayEndpoint(consumer, vpc, 's3', { name: 's3', routeTables: [vpc.routeTable] });
    });
    return world;
  })
  // Two services' interfaces may be given one address by their names: AWS would not do that.
  .filter(({ scopes }) =>
    scopes.every(({ tables }) => {
      const ids = tables['ec2:DescribeNetworkInterfaces'].map((item) => item['NetworkInterfaceId']);
      return new Set(ids).size === ids.length;
    }),
  )
  .map(snapshotOf);
