import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildGraph } from '../../../src/core/graph/build.ts';
import type { Graph, GraphNode, NodeKind } from '../../../src/core/graph/types.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { addForwardRule, addPrivateZone } from '../../worlds/dns.ts';
import { internetInspection, natInspection } from '../../worlds/gwlb.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { groupEstate, resourceEstate, serviceNetworkEstate } from '../../worlds/lattice.ts';
import { crossRegionEstate } from '../../worlds/placements.ts';
import { snapshotOf, type World } from '../../worlds/world.ts';

/* What each way of using PrivateLink looks like. */

const pictureOf = (snapshot: Snapshot, subject?: string): Graph => {
  const inventory = buildInventory([snapshot]);
  return buildGraph(inventory, diagnose(inventory, { now: inventory.capturedAt }), subject);
};
const draw = ({ world, endpoint }: { readonly world: World; readonly endpoint: { readonly id: string } }): Graph =>
  pictureOf(snapshotOf(world), endpoint.id);

/** Each kind of edge with the kinds at its ends, once. */
const joints = ({ nodes, edges }: Graph): readonly string[] => {
  const kinds = new Map(nodes.map((node) => [node.id, node.kind]));
  const words = edges.map((edge) => `${kinds.get(edge.source)} ${edge.kind} ${kinds.get(edge.target)}`);
  return [...new Set(words)].sort();
};
const of = ({ nodes }: Graph, kind: NodeKind): readonly GraphNode[] => nodes.filter((node) => node.kind === kind);
const told = (graph: Graph, kind: NodeKind): readonly string[] =>
  of(graph, kind).map(({ label, detail }) => `${label} (${detail ?? ''})`);

describe('the picture of', () => {
  test('an interface endpoint: names, groups, ACLs and interfaces ahead of it, the load balancer and its targets behind', () => {
    const graph = draw(healthyEstate());
    expect(joints(graph)).toEqual([
      'dns-name resolves network-interface',
      'endpoint-service served-by load-balancer',
      'listener forwards target-group',
      'load-balancer listens listener',
      'network-acl guards network-interface',
      'network-acl guards subnet',
      'network-interface has-interface vpc-endpoint',
      'security-group guards load-balancer',
      'security-group guards vpc-endpoint',
      'subnet uses network-interface',
      'target-group targets target',
      'vpc-endpoint connects endpoint-service',
    ]);
    expect(told(graph, 'dns-name')).toEqual(['payments.example.com (private DNS)']);
    expect(of(graph, 'zone').map(({ label }) => label)).toEqual(['use1-az1', 'use1-az2', 'use1-az1', 'use1-az2']);
  });

  test('an endpoint without private DNS: the name that AWS made for it', () => {
    const estate = healthyEstate();
    estate.endpoint.raw['PrivateDnsEnabled'] = false;
    const [name] = of(draw(estate), 'dns-name');
    expect(name?.label).toMatch(/^vpce-.*\.vpce\.amazonaws\.com$/);
    expect(name?.detail).toBe('the endpoint’s own name');
  });

  test('a name that a hosted zone gives the endpoint, and one that it takes away', () => {
    const given = healthyEstate();
    const { consumer, consumerVpc, endpoint } = given;
    addPrivateZone(consumer, consumerVpc, 'pay.internal', [{ name: 'pay.internal', alias: dnsNameOf(endpoint.raw) }]);
    expect(told(draw(given), 'dns-name')).toContain('pay.internal (hosted zone pay.internal)');

    const taken = healthyEstate();
    taken.endpoint.raw['PrivateDnsEnabled'] = false;
    addPrivateZone(taken.consumer, taken.consumerVpc, 'payments.example.com', [
      { name: 'payments.example.com', address: '10.99.0.7' },
    ]);
    const graph = draw(taken);
    expect(told(graph, 'dns-name')).toEqual(['payments.example.com (hosted zone payments.example.com)']);
    const stray = graph.nodes.find((node) => node.label === '10.99.0.7');
    expect(stray).toMatchObject({ kind: 'stub', detail: 'not this endpoint' });
    expect(graph.edges.filter((edge) => edge.kind === 'resolves').map((edge) => edge.target)).toEqual([stray?.id]);
  });

  test.each([
    ['by weight leads to the endpoint and elsewhere', { Weight: 1 }, 'hosted zone payments.example.com, in part', true],
    [
      'leads to one of the two, which is not known',
      { Failover: 'PRIMARY' },
      'hosted zone payments.example.com, by a routing policy',
      false,
    ],
  ] as const)('a name that %s', (_, policy, by, isBoth) => {
    const estate = healthyEstate();
    estate.endpoint.raw['PrivateDnsEnabled'] = false;
    const { consumer, consumerVpc, endpoint } = estate;
    addPrivateZone(consumer, consumerVpc, 'payments.example.com', [
      { name: 'payments.example.com', address: '10.99.0.7', set: { SetIdentifier: 'a', ...policy } },
      { name: 'payments.example.com', alias: dnsNameOf(endpoint.raw), set: { SetIdentifier: 'b', ...policy } },
    ]);
    const graph = draw(estate);
    expect(told(graph, 'dns-name')).toEqual([`payments.example.com (${by})`]);
    const stray = graph.nodes.filter((node) => node.label === '10.99.0.7').map(({ id }) => id);
    const interfaces = endpoint.raw['NetworkInterfaceIds'] as string[];
    const targets = graph.edges.filter((edge) => edge.kind === 'resolves').map((edge) => edge.target);
    expect(stray).toHaveLength(isBoth ? 1 : 0);
    expect(targets).toHaveLength(isBoth ? interfaces.length + 1 : 0);
    expect(targets).toEqual(expect.arrayContaining(stray));
  });

  test('a name that is forwarded: where it leads is not known', () => {
    const estate = healthyEstate();
    addForwardRule(estate.consumer, estate.consumerVpc, 'payments.example.com', ['10.20.0.10']);
    const graph = draw(estate);
    expect(told(graph, 'dns-name')[0]).toMatch(/^payments\.example\.com \(forwarded by rslvr-rr-/);
    expect(of(graph, 'dns-name')[0]?.state).not.toBe('pass');
    expect(graph.edges.some((edge) => edge.kind === 'resolves')).toBe(false);
  });

  test('a gateway endpoint: route tables, and the prefix list of its service', () => {
    const { world, gateway } = healthyEstate();
    const graph = pictureOf(snapshotOf(world), gateway.id);
    expect(joints(graph)).toEqual([
      'network-acl guards subnet',
      'prefix-list destination vpc-endpoint',
      'route-table routes vpc-endpoint',
      'subnet uses route-table',
      'vpc-endpoint connects endpoint-service',
    ]);
    expect(told(graph, 'prefix-list')[0]).toMatch(/^com\.amazonaws\.us-east-1\.s3 \(pl-[0-9a-f]+ · 2 CIDRs\)$/);
    expect(of(graph, 'account').map(({ label }) => label)).toContain('AWS');
  });

  test('an inspection of what comes from the internet: the way there, the way back, and on', () => {
    const graph = draw(internetInspection());
    expect(joints(graph)).toEqual([
      'endpoint-service served-by load-balancer',
      'gateway uses route-table',
      'listener forwards target-group',
      'load-balancer listens listener',
      'network-acl guards subnet',
      'network-interface has-interface vpc-endpoint',
      'route-table routes vpc-endpoint',
      'subnet uses route-table',
      'target-group targets target',
      'vpc-endpoint connects endpoint-service',
      'vpc-endpoint continues route-table',
    ]);
    const routes = graph.edges.filter((edge) => edge.kind === 'routes').map((edge) => edge.label);
    expect(routes).toEqual(expect.arrayContaining(['0.0.0.0/0', expect.stringMatching(/^10\.20\.\d\.0\/24$/)]));
    expect(graph.edges.find((edge) => edge.kind === 'continues')?.label).toMatch(/^inspected · igw-/);
    expect(graph.edges.some((edge) => edge.label === 'no route')).toBe(false);
  });

  test('an inspection ahead of NAT gateways: their subnets send too', () => {
    const graph = draw(natInspection());
    const senders = graph.edges.filter((edge) => edge.kind === 'uses').map((edge) => edge.source);
    const labels = graph.nodes.filter((node) => senders.includes(node.id)).map((node) => node.label);
    expect(labels.some((label) => label.includes('nat'))).toBe(true);
  });

  test('a resource endpoint: configuration, gateway and resource', () => {
    const graph = draw(resourceEstate());
    expect(joints(graph)).toEqual(
      expect.arrayContaining([
        'resource-configuration reached-through resource-gateway',
        'resource-gateway reaches resource',
        'security-group guards resource-gateway',
        'vpc-endpoint associates resource-configuration',
      ]),
    );
    expect(told(graph, 'resource-configuration')[0]).toMatch(/^ledger \(rcfg-[0-9a-f]+ · TCP · 5432\)$/);
    expect(told(graph, 'resource')).toEqual(['10.60.1.30 (IP address)']);
    expect(told(graph, 'resource-gateway')[0]).toMatch(/use1-az1, use1-az2/);
  });

  test('a resource of another account that was not loaded: its configuration, not read', () => {
    const snapshot = snapshotOf(resourceEstate().world);
    const inventory = buildInventory([snapshot]);
    const [id] = inventory.endpoints.keys();
    const bare: Snapshot = {
      ...snapshot,
      scopes: snapshot.scopes.map((scope) => ({
        ...scope,
        calls: scope.calls.filter((call) => !call.operation.startsWith('vpc-lattice:')),
      })),
    };
    const graph = pictureOf(bare, id);
    expect(told(graph, 'resource-configuration')[0]).toMatch(/not read\)$/);
    expect(of(graph, 'resource-configuration')[0]?.state).toBe('unknown');
  });

  test('a child of a group of resources: behind the gateway of its group', () => {
    const graph = draw(groupEstate());
    expect(of(graph, 'resource-configuration')).toHaveLength(1);
    expect(joints(graph)).toContain('resource-configuration reached-through resource-gateway');
  });

  test('a name that two zones could answer: where it leads is not known', () => {
    const estate = healthyEstate();
    addPrivateZone(estate.consumer, estate.consumerVpc, 'payments.example.com', [
      { name: 'payments.example.com', address: '10.99.0.7' },
    ]);
    const graph = draw(estate);
    expect(told(graph, 'dns-name')).toEqual(['payments.example.com (more than one zone)']);
    expect(of(graph, 'dns-name')[0]?.state).not.toBe('pass');
  });

  test('a service-network endpoint: the network, and each resource in it', () => {
    const graph = draw(serviceNetworkEstate());
    expect(joints(graph)).toEqual(
      expect.arrayContaining([
        'vpc-endpoint associates service-network',
        'service-network associates resource-configuration',
        'resource-gateway reaches resource',
      ]),
    );
    expect(of(graph, 'resource')).toHaveLength(2);
  });

  test('what was not loaded: its account says so, or the Region of an account that was', () => {
    const { world, endpoint } = crossRegionEstate();
    const whole = snapshotOf(world);
    const detailOf = (snapshot: Snapshot, kind: NodeKind, label: RegExp): string | undefined =>
      of(pictureOf(snapshot, endpoint.id), kind).find((node) => label.test(node.label))?.detail;
    expect(detailOf(whole, 'region', /eu-west-1/)).toBeUndefined();
    expect(detailOf(whole, 'account', /444455556666/)).toBe('provider');
    // The provider’s own Region was not read, another one of its was.
    const elsewhere: Snapshot = {
      ...whole,
      scopes: whole.scopes.map((scope) =>
        scope.account === '444455556666' && scope.region === 'eu-west-1'
          ? { ...scope, region: 'eu-west-2', calls: [] }
          : scope,
      ),
    };
    expect(detailOf(elsewhere, 'region', /eu-west-1/)).toBe('not loaded');
    expect(detailOf(elsewhere, 'account', /444455556666/)).toBe('provider');
    const alone: Snapshot = { ...whole, scopes: whole.scopes.filter((scope) => scope.account !== '444455556666') };
    expect(detailOf(alone, 'account', /444455556666/)).toBe('not loaded');
    expect(detailOf(alone, 'region', /eu-west-1/)).toBeUndefined();
  });

  test('a main route table, a virtual private gateway and a default ACL: by what they are', () => {
    const estate = internetInspection();
    const snapshot = JSON.parse(
      JSON.stringify(snapshotOf(estate.world)).replaceAll(/igw-(?=[0-9a-f]{17}")/g, 'vgw-'),
    ) as Snapshot;
    const graph = pictureOf(snapshot, estate.endpoint.id);
    expect(of(graph, 'gateway').map(({ detail }) => detail)).toEqual(['virtual private gateway']);
    expect(of(draw(estate), 'gateway').map(({ detail }) => detail)).toEqual(['internet gateway']);
    const { world, gateway } = healthyEstate();
    const routed = pictureOf(snapshotOf(world), gateway.id);
    expect(told(routed, 'route-table')[0]).toMatch(/ · main\)$/);
    expect(told(routed, 'network-acl')[0]).toMatch(/default\)$/);
  });

  test('two Regions: a frame for each, and the edge between them says so', () => {
    const graph = draw(crossRegionEstate());
    expect(
      of(graph, 'region')
        .map(({ label }) => label)
        .sort(),
    ).toEqual(['eu-west-1', 'us-east-1']);
    expect(graph.edges.find((edge) => edge.kind === 'connects')?.label).toBe('us-east-1 → eu-west-1');
  });
});

function dnsNameOf(raw: Readonly<Record<string, unknown>>): string {
  const [first] = raw['DnsEntries'] as readonly { readonly DnsName: string }[];
  return first?.DnsName ?? '';
}
