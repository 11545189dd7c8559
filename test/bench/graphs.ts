// Graphs of a wanted size for benchmarks.
import { buildGraph } from '../../src/core/graph/build.ts';
import type { Graph } from '../../src/core/graph/types.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { addEndpoint } from '../worlds/endpoint.ts';
import { addVpc } from '../worlds/network.ts';
import { addService } from '../worlds/service.ts';
import { addScope, createWorld, snapshotOf } from '../worlds/world.ts';

const ZONES = ['use1-az1', 'use1-az2'];
const PER_VPC = 3;
const PER_ACCOUNT = 6;

/** One service and its consumers, three endpoints to a VPC and two VPCs to an account: all of one piece. */
function graphOf(endpoints: number): Graph {
  const world = createWorld();
  const provider = addScope(world, { account: '444455556666', region: 'us-east-1', profiles: ['provider'] });
  const home = addVpc(provider, { name: 'home', cidr: '10.0.0.0/16', zoneIds: ZONES });
  const service = addService(provider, home, { name: 'orders', port: 443, principals: ['*'] });
  for (let first = 0; first < endpoints; first += PER_ACCOUNT) {
    const account = String(100_000_000_000 + first);
    const scope = addScope(world, { account, region: 'us-east-1', profiles: [`consumer-${first}`] });
    for (let at = first; at < Math.min(first + PER_ACCOUNT, endpoints); at += PER_VPC) {
      const vpc = addVpc(scope, { name: `vpc-${at}`, cidr: `10.${(at / PER_VPC) % 250}.0.0/16`, zoneIds: ZONES });
      for (let i = at; i < Math.min(at + PER_VPC, endpoints); i++) {
        addEndpoint(scope, vpc, service, { name: `endpoint-${i}`, groupIds: [] });
      }
    }
  }
  return buildGraph(buildInventory([snapshotOf(world)]), undefined);
}

/**
 * Such a graph that has at least the size.
 *
 * @param perEndpoint about how much of the size each endpoint adds: where it adds more, the graph may be larger
 */
export function graphOfSize(size: number, perEndpoint: number, sizeOf: (graph: Graph) => number): Graph {
  let endpoints = Math.ceil(size / perEndpoint);
  for (let graph = graphOf(endpoints); ; graph = graphOf(endpoints)) {
    if (sizeOf(graph) >= size) return graph;
    endpoints += Math.max(1, Math.ceil((size - sizeOf(graph)) / perEndpoint));
  }
}
