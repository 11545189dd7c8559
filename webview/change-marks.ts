import type { GraphChange, PlacedGraph } from '../src/core/graph/types.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import type { Marks, Tone } from './marks.ts';

const TONES: Readonly<Record<GraphChange, Tone>> = {
  added: 'gain',
  removed: 'loss',
  changed: 'part',
  'not-comparable': 'unsure',
};

/** What is marked in a picture of two readings: what differs, by a word on each node; lit is also what a changed edge joins. */
export function changeMarks({ nodes, edges }: PlacedGraph, strings: Pick<WebviewStrings, 'changes'>): Marks {
  const changedEdges = edges.filter(({ change }) => change !== undefined);
  const flags = new Map(
    nodes.flatMap(({ id, change }) =>
      change === undefined ? [] : [[id, { text: strings.changes[change], tone: TONES[change] }] as const],
    ),
  );
  const lit = new Set([...flags.keys(), ...changedEdges.flatMap(({ id, source, target }) => [id, source, target])]);
  return { flags, lit };
}
