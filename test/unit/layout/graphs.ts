import fc from 'fast-check';
import type { Graph, GraphEdge, GraphNode, NodeKind } from '../../../src/core/graph/types.ts';

/* Graphs that no AWS world makes: frames in frames at random, and lines between any two of them. */

const FRAMES: readonly NodeKind[] = ['account', 'region', 'vpc', 'zone'];
const CARDS: readonly NodeKind[] = ['vpc-endpoint', 'network-interface', 'endpoint-service', 'target', 'stub'];

export interface NestedOptions {
  /** Lines from a card to itself, to frames, and to what lies around. */
  readonly odd?: boolean;
}

export function nestedGraphs({ odd = false }: NestedOptions = {}): fc.Arbitrary<Graph> {
  const node = fc.record({
    /** Which of the frames before it this lies in. */
    parent: fc.nat(30),
    isFrame: fc.boolean(),
    kind: fc.nat(CARDS.length - 1),
    name: fc.nat(40),
  });
  const edge = fc.record({
    from: fc.nat(40),
    to: fc.nat(40),
    label: fc.option(fc.constantFrom('no route', 'pending acceptance', 'rejected'), { nil: undefined, freq: 4 }),
  });
  return fc
    .record({
      nodes: fc.array(node, { minLength: 1, maxLength: 24 }),
      edges: fc.array(edge, { maxLength: 34 }),
    })
    .map(({ nodes, edges }) => graphOf(nodes, edges, odd));
}

function graphOf(
  drawn: readonly { parent: number; isFrame: boolean; kind: number; name: number }[],
  lines: readonly { from: number; to: number; label: string | undefined }[],
  odd: boolean,
): Graph {
  const nodes: GraphNode[] = [];
  const frames: { id: string; depth: number }[] = [];
  for (const [i, { parent, isFrame, kind, name }] of drawn.entries()) {
    const frame = frames[parent % (frames.length + 1)];
    const depth = frame === undefined ? 0 : frame.depth + 1;
    const opens = isFrame && depth < FRAMES.length;
    const id = `n${String(i).padStart(2, '0')}`;
    nodes.push({
      id,
      kind: (opens ? FRAMES[depth] : CARDS[kind]) ?? 'stub',
      label: `${'name'.repeat(1 + (name % 7))}-${name}`,
      ...(frame === undefined ? {} : { parent: frame.id }),
      account: 'a',
      region: 'r',
      state: 'none',
    });
    if (opens) frames.push({ id, depth });
  }
  const held = new Set(nodes.map((node) => node.parent));
  const ends = odd ? nodes : nodes.filter((node) => !held.has(node.id));
  const edges = lines.flatMap(({ from, to, label }, i): readonly GraphEdge[] => {
    const [source, target] = [ends[from % ends.length], ends[to % ends.length]];
    if (source === undefined || target === undefined || (!odd && source === target)) return [];
    return [
      {
        id: `e${String(i).padStart(2, '0')}`,
        source: source.id,
        target: target.id,
        kind: 'connects',
        state: 'none',
        ...(label === undefined || source === target ? {} : { label }),
      },
    ];
  });
  return { version: 1, nodes, edges };
}
