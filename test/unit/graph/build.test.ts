import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnosis, HopResult, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { buildGraph } from '../../../src/core/graph/build.ts';
import type { Graph, GraphState } from '../../../src/core/graph/types.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import {
  CONSUMER,
  endpointId,
  groupArn,
  listenerArn,
  loadBalancerArn,
  PROVIDER,
  REGION,
  serviceId,
  serviceName,
  snapshotOf,
  worldOf,
} from './world.ts';

const edge = (graph: Graph, kind: string): readonly (readonly [string, string])[] =>
  graph.edges.filter((item) => item.kind === kind).map((item) => [item.source, item.target] as const);
const node = (graph: Graph, id: string) => graph.nodes.find((item) => item.id === id);
const stateOf = (graph: Graph, id: string): GraphState | undefined => node(graph, id)?.state;

function hop(name: HopResult['hop'], state: HopResult['state'], instances: HopResult['instances'] = []): HopResult {
  return { hop: name, state, rules: [], instances, statement: '' };
}

function diagnosisOf(...subjects: readonly Partial<SubjectDiagnosis>[]): Diagnosis {
  return {
    version: 1,
    now: '2026-03-01T12:00:00.000Z',
    coverage: [],
    subjects: subjects.map((subject) => ({
      id: endpointId(0),
      kind: 'endpoint',
      type: 'Interface',
      account: CONSUMER,
      region: REGION,
      verdict: 'healthy',
      verdictConfidence: 'deterministic',
      sides: { consumer: { verdict: 'healthy' }, provider: { verdict: 'healthy' } },
      summary: '',
      hops: [],
      findings: [],
      connections: [],
      suppressed: [],
      notEvaluated: [],
      assumptions: [],
      ...subject,
    })),
  };
}

describe('the path of an endpoint', () => {
  test('leads from the clients’ subnets to the targets, zone by zone', () => {
    const graph = buildGraph(worldOf(), undefined, endpointId(0));
    expect(edge(graph, 'uses')).toEqual([
      ['subnet-app0', 'eni-e0z0'],
      ['subnet-app1', 'eni-e0z1'],
    ]);
    expect(edge(graph, 'has-interface')).toEqual([
      ['eni-e0z0', endpointId(0)],
      ['eni-e0z1', endpointId(0)],
    ]);
    expect(edge(graph, 'connects')).toEqual([[endpointId(0), serviceId]]);
    expect(edge(graph, 'served-by')).toEqual([[serviceId, loadBalancerArn]]);
    expect(edge(graph, 'listens')).toEqual([[loadBalancerArn, listenerArn(0)]]);
    expect(edge(graph, 'forwards')).toEqual([[listenerArn(0), groupArn(0)]]);
    expect(edge(graph, 'targets')).toHaveLength(2);
  });

  test('names things before it numbers them, and joins zones by their ids', () => {
    const graph = buildGraph(worldOf(), undefined, endpointId(0));
    expect(node(graph, endpointId(0))).toMatchObject({
      label: 'orders-0',
      detail: endpointId(0),
      subject: endpointId(0),
    });
    expect(node(graph, 'eni-e0z0')).toMatchObject({ label: 'use1-az1', detail: '10.1.0.10' });
    expect(node(graph, loadBalancerArn)).toMatchObject({ label: 'orders', detail: 'NLB · use1-az1, az2' });
    expect(node(graph, groupArn(0))?.detail).toBe('TCP:8443 · 1 of 2 healthy');
    expect(node(graph, `${groupArn(0)}#i-01:8443`)?.detail).toBe('use1-az2 · unhealthy');
  });

  test('lies in the VPCs and accounts of both sides', () => {
    const graph = buildGraph(worldOf(), undefined, endpointId(0));
    expect(node(graph, 'eni-e0z0')?.parent).toBe('zone/vpc-consumer/use1-az1');
    expect(node(graph, 'zone/vpc-consumer/use1-az1')).toMatchObject({ label: 'use1-az1', parent: 'vpc-consumer' });
    expect(node(graph, endpointId(0))?.parent).toBe('vpc-consumer');
    expect(node(graph, 'vpc-consumer')?.parent).toBe(`region/${CONSUMER}/${REGION}`);
    expect(node(graph, `region/${CONSUMER}/${REGION}`)?.parent).toBe(`account/${CONSUMER}`);
    expect(node(graph, serviceId)?.parent).toBe(`region/${PROVIDER}/${REGION}`);
    expect(node(graph, loadBalancerArn)?.parent).toBe('vpc-provider');
    expect(node(graph, `${groupArn(0)}#i-00:8443`)?.parent).toBe('zone/vpc-provider/use1-az1');
  });

  test('ends at a stub where the provider was not loaded', () => {
    const graph = buildGraph(worldOf({ consumerOnly: true }), undefined, endpointId(0));
    const stub = graph.nodes.find((item) => item.kind === 'stub');
    expect(stub).toMatchObject({ label: serviceId, account: 'unknown' });
    expect(edge(graph, 'connects')).toEqual([[endpointId(0), stub?.id]]);
    expect(graph.nodes.some((item) => item.kind === 'load-balancer')).toBe(false);
  });

  test('ends at AWS’s service, without its inside, and leads through the route tables of a gateway endpoint', () => {
    const graph = buildGraph(worldOf({ gateway: true }), undefined, 'vpce-gateway');
    expect(edge(graph, 'routes')).toEqual([['rtb-main', 'vpce-gateway']]);
    expect(edge(graph, 'uses').map(([, target]) => target)).toEqual(['rtb-main', 'rtb-main']);
    const service = graph.nodes.find((item) => item.kind === 'endpoint-service');
    expect(service).toMatchObject({ label: 's3', account: 'amazon' });
    expect(edge(graph, 'connects')).toEqual([['vpce-gateway', service?.id]]);
  });

  test('says that clients were not read rather than that there are none', () => {
    const denied = buildGraph(worldOf({ denied: ['ec2:DescribeNetworkInterfaces'] }), undefined, endpointId(0));
    expect(denied.nodes.find((item) => item.label === 'Clients')?.detail).toBe('not read');
  });

  test('says that targets were not read rather than that there are none', () => {
    const denied = buildGraph(worldOf({ denied: ['elasticloadbalancing:DescribeTargetHealth'] }), undefined, serviceId);
    expect(node(denied, groupArn(0))?.detail).toBe('TCP:8443 · targets not read');
    const empty = buildGraph(worldOf({ targets: 0 }), undefined, serviceId);
    expect(node(empty, groupArn(0))?.detail).toBe('TCP:8443 · no targets');
  });

  test('keeps a load balancer that could not be read', () => {
    const graph = buildGraph(worldOf({ denied: ['elasticloadbalancing:DescribeLoadBalancers'] }), undefined, serviceId);
    expect(node(graph, loadBalancerArn)).toMatchObject({ label: 'orders', detail: 'not read' });
  });
});

describe('other subjects', () => {
  test('a service shows every consumer, loaded or not', () => {
    const both = buildGraph(worldOf({ endpoints: 3 }), undefined, serviceId);
    expect(edge(both, 'connects')).toHaveLength(3);
    expect(buildGraph(worldOf({ endpoints: 3 }), undefined, serviceName)).toEqual(both);
    const alone = buildGraph(worldOf({ endpoints: 3, providerOnly: true }), undefined, serviceId);
    const stubs = alone.nodes.filter((item) => item.kind === 'stub');
    expect(stubs.map((item) => item.id)).toEqual([endpointId(0), endpointId(1), endpointId(2)]);
    expect(stubs[0]).toMatchObject({ account: CONSUMER, parent: `region/${CONSUMER}/${REGION}` });
  });

  test('a connection that does not carry traffic says so', () => {
    const graph = buildGraph(worldOf({ connectionState: 'pendingAcceptance' }), undefined, serviceId);
    expect(graph.edges.find((item) => item.kind === 'connects')?.label).toBe('pending acceptance');
  });

  test('a shared resource shows everything that depends on it', () => {
    const graph = buildGraph(worldOf({ endpoints: 2 }), undefined, 'sg-endpoint');
    expect(graph.nodes.filter((item) => item.kind === 'vpc-endpoint')).toHaveLength(2);
  });

  test('an id that is nowhere is refused by name', () => {
    expect(() => buildGraph(worldOf(), undefined, 'vpce-nowhere')).toThrow(/vpce-nowhere.*Load the profile/);
  });
});

describe('states', () => {
  test('without a diagnosis nothing is judged', () => {
    const graph = buildGraph(worldOf(), undefined);
    expect(new Set([...graph.nodes, ...graph.edges].map((item) => item.state))).toEqual(new Set(['none']));
  });

  test('each hop colours what it stands for', () => {
    const diagnosis = diagnosisOf({
      hops: [
        hop('endpoint', 'pass'),
        hop('acceptance', 'fail'),
        hop('dns', 'warn'),
        hop('network-acl', 'pass'),
        hop('endpoint-security-group', 'unknown'),
        hop('service', 'not-applicable'),
      ],
    });
    const graph = buildGraph(worldOf(), diagnosis, endpointId(0));
    expect(stateOf(graph, endpointId(0))).toBe('warn');
    expect(stateOf(graph, 'eni-e0z0')).toBe('unknown');
    expect(graph.edges.find((item) => item.kind === 'connects')?.state).toBe('fail');
    expect(stateOf(graph, serviceId)).toBe('none');
  });

  test('an instance speaks for its own listener and zone only', () => {
    const diagnosis = diagnosisOf({
      hops: [
        hop('listener', 'warn', [
          { resource: listenerArn(0), state: 'pass' },
          { resource: listenerArn(1), state: 'fail' },
        ]),
        hop('network-acl', 'warn', [
          { zoneId: 'use1-az1', state: 'pass' },
          { zoneId: 'use1-az2', state: 'fail' },
        ]),
      ],
    });
    const graph = buildGraph(worldOf({ listeners: 2 }), diagnosis, endpointId(0));
    expect([stateOf(graph, listenerArn(0)), stateOf(graph, listenerArn(1))]).toEqual(['pass', 'fail']);
    expect([stateOf(graph, 'eni-e0z0'), stateOf(graph, 'eni-e0z1')]).toEqual(['pass', 'fail']);
  });

  test('what passes in an unknown hop does not pass', () => {
    const diagnosis = diagnosisOf({
      hops: [hop('listener', 'unknown', [{ resource: listenerArn(0), state: 'pass' }])],
    });
    expect(stateOf(buildGraph(worldOf(), diagnosis, endpointId(0)), listenerArn(0))).toBe('unknown');
  });

  test('a finding marks the resource that it names', () => {
    const diagnosis = diagnosisOf({
      findings: [
        {
          rule: 'PL-DNS-001',
          hop: 'dns',
          effect: 'breaks',
          severity: 'critical',
          confidence: 'deterministic',
          owner: 'consumer',
          resource: 'vpc-consumer',
          title: '',
          message: '',
          evidence: [],
          fix: '',
          commands: [],
          docs: [],
        },
      ],
    });
    expect(stateOf(buildGraph(worldOf(), diagnosis, endpointId(0)), 'vpc-consumer')).toBe('fail');
  });

  test('where paths share an element the worst is shown; one subject’s picture shows its own', () => {
    const diagnosis = diagnosisOf(
      { hops: [hop('load-balancer', 'pass')] },
      { id: endpointId(1), hops: [hop('load-balancer', 'fail')] },
    );
    const world = worldOf({ endpoints: 2 });
    expect(stateOf(buildGraph(world, diagnosis), loadBalancerArn)).toBe('fail');
    expect(stateOf(buildGraph(world, diagnosis, endpointId(0)), loadBalancerArn)).toBe('pass');
  });

  test('targets show their own health', () => {
    const diagnosis = diagnosisOf({ hops: [hop('targets', 'warn')] });
    const graph = buildGraph(worldOf(), diagnosis, endpointId(0));
    expect(graph.nodes.filter((item) => item.kind === 'target').map((item) => item.state)).toEqual(['pass', 'fail']);
  });

  test('a side that was not loaded is unknown, never fine', () => {
    const diagnosis = diagnosisOf({ hops: [hop('service', 'pass')] });
    const graph = buildGraph(worldOf({ consumerOnly: true }), diagnosis, endpointId(0));
    expect(graph.nodes.find((item) => item.kind === 'stub')?.state).toBe('unknown');
  });
});

const options = fc.record({
  endpoints: fc.integer({ min: 0, max: 4 }),
  zones: fc.integer({ min: 1, max: 3 }),
  listeners: fc.integer({ min: 0, max: 3 }),
  targets: fc.integer({ min: 0, max: 4 }),
  consumerOnly: fc.boolean(),
  gateway: fc.boolean(),
  denied: fc.subarray([
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
    'ec2:DescribeVpcEndpointConnections',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeTargetGroups',
  ]),
});

describe('any graph', () => {
  test('has unique ids, edges and parents that exist, and frames that hold each other without a circle', () => {
    fc.assert(
      fc.property(options, (chosen) => {
        const graph = buildGraph(worldOf(chosen), undefined);
        const ids = new Set(graph.nodes.map((item) => item.id));
        expect(ids.size).toBe(graph.nodes.length);
        expect(new Set(graph.edges.map((item) => item.id)).size).toBe(graph.edges.length);
        for (const item of graph.edges) expect([ids.has(item.source), ids.has(item.target)]).toEqual([true, true]);
        for (const item of graph.nodes) {
          const parent = item.parent === undefined ? undefined : node(graph, item.parent);
          if (item.parent !== undefined) expect(['account', 'region', 'vpc', 'zone']).toContain(parent?.kind);
          if (item.kind === 'account') expect(item.parent).toBeUndefined();
        }
      }),
      { numRuns: 60 },
    );
  });

  test('does not depend on the order in which things were read', () => {
    const snapshot = snapshotOf({ endpoints: 3, listeners: 2, gateway: true });
    const turned = {
      ...snapshot,
      scopes: snapshot.scopes.toReversed().map((scope) => ({ ...scope, calls: scope.calls.toReversed() })),
    };
    expect(buildGraph(buildInventory([turned]), undefined)).toEqual(buildGraph(buildInventory([snapshot]), undefined));
  });
});
