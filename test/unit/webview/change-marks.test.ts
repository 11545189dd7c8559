import { expect, test } from 'vitest';
import type { GraphChange, PlacedEdge, PlacedNode } from '../../../src/core/graph/types.ts';
import { changeMarks } from '../../../webview/change-marks.ts';
import { strings } from '../protocol/strings.ts';

const node = (id: string, change?: GraphChange): PlacedNode => ({
  ...{ id, label: id, kind: 'vpc-endpoint', account: '1', region: 'r', state: 'none', x: 0, y: 0, width: 1, height: 1 },
  ...(change === undefined ? {} : { change }),
});
const edge = (source: string, target: string, change?: GraphChange): PlacedEdge => ({
  ...{ id: `${source}-${target}`, source, target, kind: 'connects', state: 'pass', points: [] },
  ...(change === undefined ? {} : { change }),
});

test('what differs has its word; what is alike is dimmed, but for what a changed edge joins', () => {
  const nodes = [
    ...[node('a', 'added'), node('b', 'removed'), node('c', 'changed'), node('d', 'not-comparable')],
    ...[node('same'), node('joined')],
  ];
  const edges = [edge('same', 'a'), edge('joined', 'c', 'changed')];
  const { flags, lit } = changeMarks({ nodes, edges, width: 1, height: 1 }, strings);
  expect(Object.fromEntries(flags)).toEqual({
    a: { text: 'added', tone: 'gain' },
    b: { text: 'removed', tone: 'loss' },
    c: { text: 'changed', tone: 'part' },
    d: { text: 'not-comparable', tone: 'unsure' },
  });
  expect([...lit].sort()).toEqual(['a', 'b', 'c', 'd', 'joined', 'joined-c'].sort());
});
