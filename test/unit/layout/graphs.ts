import fc from 'fast-check';
import type { Graph, GraphEdge, GraphNode, NodeKind } from '../../../src/core/graph/types.ts';

/* Graphs that no AWS world makes: frames in frames at random, and lines between any two of them. */

const FRAMES: readonly NodeKind[] = ['account', 'region', 'vpc', 'zone'];
const CARDS: readonly NodeKind[] = ['vpc-endpoint', 'network-interface', 'endpoint-service', 'target', 'stub'];

export interface NestedOptions {
  /** Lines from a card to itself, to frames, and to what lies around. */
  readonly odd?: boolean;
}

interface Drawn {
  /** For each frame, which of those before it it lies in, if in any. */
  readonly frames: readonly number[];
  readonly cards: readonly { readonly parent: number; readonly kind: number; readonly name: number }[];
  readonly lines: readonly { readonly from: number; readonly to: number; readonly label: string | undefined }[];
}

export function nestedGraphs({ odd = false }: NestedOptions = {}): fc.Arbitrary<Graph> {
  const label = fc.option(fc.constantFrom('no route', 'pending acceptance', 'rejected'), { nil: undefined, freq: 4 });
  return fc
    .record({
      frames: fc.array(fc.nat(7), { maxLength: 7 }),
      cards: fc.array(fc.record({ parent: fc.nat(15), kind: fc.nat(CARDS.length - 1), name: fc.nat(40) }), {
        minLength: 1,
        maxLength: 18,
      }),
      lines: fc.array(fc.record({ from: fc.nat(60), to: fc.nat(60), label }), { maxLength: 26 }),
    })
    .map((drawn) => graphOf(drawn, odd));
}

function graphOf({ frames, cards, lines }: Drawn, odd: boolean): Graph {
  const nodes: GraphNode[] = [];
  const put = (id: string, kind: NodeKind, name: string, parent: string | undefined): void => {
    nodes.push({
      id,
      kind,
      label: name,
      ...(parent === undefined ? {} : { parent }),
      account: 'a',
      region: 'r',
      state: 'none',
    });
  };
  const opened: { readonly id: string; readonly depth: number }[] = [];
  for (const [i, parent] of frames.entries()) {
    // Mostly in another frame, while four fit into each other.
    const around = opened[parent];
    const outer = around === undefined || around.depth + 1 === FRAMES.length ? undefined : around;
    const depth = outer === undefined ? 0 : outer.depth + 1;
    put(`f${i}`, FRAMES[depth] ?? 'account', `frame-${i}`, outer?.id);
    opened.push({ id: `f${i}`, depth });
  }
  for (const [i, { parent, kind, name }] of cards.entries()) {
    put(
      `c${i}`,
      CARDS[kind] ?? 'stub',
      `${'name'.repeat(1 + (name % 7))}-${name}`,
      opened[parent % (opened.length + 1)]?.id,
    );
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
