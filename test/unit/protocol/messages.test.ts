import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/core/graph/build.ts';
import { describeNode } from '../../../src/core/graph/details.ts';
import { viewOf } from '../../../src/core/graph/view.ts';
import { WHOLE_VIEW } from '../../../src/core/graph/request.ts';
import { impactView } from '../../../src/core/impact/view.ts';
import { layoutGraph } from '../../../src/layout/layout.ts';
import { parseHostMessage, parseWebviewMessage, type HostMessage } from '../../../src/protocol/messages.ts';
import { endpointId, worldOf } from '../graph/world.ts';
import { strings } from './strings.ts';

describe('from the webview', () => {
  test.each([
    { type: 'ready' },
    { type: 'select', id: 'vpce-1' },
    { type: 'describe', id: 'vpce-1' },
    { type: 'reveal', id: 'vpce-1' },
    { type: 'diagnose', id: 'vpce-1' },
    { type: 'insertCode', id: 'vpce-1' },
    { type: 'impact', id: 'use1-az1' },
    { type: 'openImpact', id: 'sg-1' },
    { type: 'png', request: 1, data: 'iVBORw0KGgo=' },
    { type: 'pngFailed', request: 1, text: 'no canvas' },
    { type: 'problem', kind: 'error', text: 'boom' },
    { type: 'problem', kind: 'content-security-policy', text: 'style-src' },
  ])('$type is understood', (message) => {
    expect(parseWebviewMessage(message)).toEqual(message);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['a text', 'ready'],
    ['an unknown type', { type: 'runCommand', command: 'workbench.action.quit' }],
    ['an inherited type', { type: 'constructor' }],
    ['no id', { type: 'select' }],
    ['an empty id', { type: 'diagnose', id: '' }],
    ['an id that is no text', { type: 'diagnose', id: { toString: 'x' } }],
    ['an id without end', { type: 'reveal', id: 'x'.repeat(100_000) }],
    ['a picture that is no base64', { type: 'png', request: 1, data: '<svg/>' }],
    ['a picture without end', { type: 'png', request: 1, data: 'A'.repeat(150_000_001) }],
    ['a picture that nobody asked for', { type: 'png', data: 'AAAA' }],
    ['a picture of half a request', { type: 'png', request: 1.5, data: 'AAAA' }],
    ['a failure without a reason', { type: 'pngFailed', request: 1 }],
    ['a view without frames', { type: 'view', view: { filter: {} } }],
    [
      'a view of a verdict that is none',
      { type: 'view', view: { filter: { verdicts: ['fine'] }, opened: [], closed: [] } },
    ],
    [
      'a view of a layer that is none',
      { type: 'view', view: { filter: {}, layers: ['wires'], opened: [], closed: [] } },
    ],
    ['a view of endless frames', { type: 'view', view: { filter: {}, opened: Array(10_000).fill('x'), closed: [] } }],
    [
      'a view of a tag without end',
      { type: 'view', view: { filter: { tag: 'x'.repeat(9999) }, opened: [], closed: [] } },
    ],
    ['a search without end', { type: 'search', text: 'x'.repeat(9999) }],
    ['a problem of no kind', { type: 'problem', kind: 'other', text: '' }],
    ['a problem without end', { type: 'problem', kind: 'error', text: 'x'.repeat(1_000_000) }],
  ])('%s is refused', (_, message) => {
    expect(parseWebviewMessage(message)).toBeUndefined();
  });

  test('a view that is none is forgotten at the start, for a page keeps it from release to release', () => {
    expect(parseWebviewMessage({ type: 'ready', view: { zoom: 3 } })).toEqual({ type: 'ready' });
    const view = { filter: { types: ['Gateway'], tag: 'a=b' }, layers: ['dns'], opened: ['vpc-1'], closed: [] };
    expect(parseWebviewMessage({ type: 'ready', view })).toEqual({ type: 'ready', view });
    expect(parseWebviewMessage({ type: 'view', view: { ...view, more: 1 } })).toEqual({ type: 'view', view });
  });

  test('only what is known of a message is taken over', () => {
    expect(parseWebviewMessage({ type: 'select', id: 'a', command: 'b' })).toEqual({ type: 'select', id: 'a' });
  });
});

describe('from the extension', () => {
  test('every message is understood as it was sent', async () => {
    const world = worldOf({ connectionState: 'pendingAcceptance' });
    const graph = await layoutGraph(buildGraph(world, undefined));
    const { layers, total, facets } = viewOf(world, undefined, WHOLE_VIEW);
    const shown = { layers, total, facets };
    const messages: readonly HostMessage[] = [
      { type: 'loading', strings },
      { type: 'model', revision: 3, title: 'orders', graph, shown, strings },
      {
        type: 'model',
        revision: 4,
        title: 'a round',
        graph: { ...graph, edges: graph.edges.map((edge) => ({ ...edge, closesCycle: true })) },
        shown,
        strings,
      },
      {
        type: 'found',
        text: 'ord',
        hits: [{ id: 'vpce-1', kind: 'vpc-endpoint', label: 'orders', state: 'fail', frames: ['account/1', 'vpc-1'] }],
      },
      { type: 'model', revision: 5, title: 'a → b', graph, shown: { ...shown, differing: 3 }, strings },
      { type: 'failed', message: 'Nothing is loaded.', strings },
      { type: 'select', id: 'vpce-1' },
      { type: 'details', revision: 3, details: describeNode(world, undefined, endpointId(0)) },
      { type: 'detailsFailed', id: 'vpce-1', message: 'It is gone.' },
      { type: 'askImpact', id: 'sg-1' },
      { type: 'impact', id: endpointId(0), impact: impactView(world, undefined, WHOLE_VIEW, endpointId(0)) },
      { type: 'impactFailed', id: 'sg-1', message: 'It is gone.' },
      { type: 'rasterise', request: 1, svg: '<svg/>', scale: 2 },
    ];
    for (const message of messages) expect(parseHostMessage(structuredClone(message))).toEqual(message);
  });

  test('a model with anything wrong in it is refused whole', async () => {
    const graph = await layoutGraph(buildGraph(worldOf(), undefined));
    const { layers, total, facets } = viewOf(worldOf(), undefined, WHOLE_VIEW);
    const shown = { layers, total, facets };
    const model = { type: 'model', revision: 1, title: '', graph, shown, strings };
    expect(parseHostMessage(model)).toBeDefined();
    const node = graph.nodes[0];
    const edge = graph.edges[0];
    for (const broken of [
      { ...model, graph: { ...graph, nodes: [{ ...node, kind: 'toString' }] } },
      { ...model, graph: { ...graph, nodes: [{ ...node, x: Number.NaN }] } },
      { ...model, graph: { ...graph, nodes: [{ ...node, label: 7 }] } },
      { ...model, graph: { ...graph, edges: [{ ...edge, state: 'fine' }] } },
      { ...model, graph: { ...graph, edges: [{ ...edge, points: [{ x: 1 }] }] } },
      { ...model, graph: { ...graph, edges: [{ ...edge, closesCycle: false }] } },
      { ...model, strings: { ...strings, states: {} } },
      { ...model, strings: { ...strings, close: undefined } },
      { ...model, strings: { ...strings, impact: { ...strings.impact, clear: 7 } } },
      { ...model, strings: { ...strings, impact: { ...strings.impact, extents: { all: 'all' } } } },
      { ...model, shown: { ...shown, differing: 'many' } },
      { ...model, strings: { ...strings, changes: { added: '+' } } },
      { ...model, revision: '1' },
    ]) {
      expect(parseHostMessage(broken)).toBeUndefined();
    }
  });
});

test.each([
  ['no place', { places: undefined }],
  ['a place without frames', { places: [{ id: 'vpce-1' }] }],
  ['an extent that is none', { affected: [{ extent: 'some' }] }],
  ['a way that is no list', { affected: [{ ways: 'a' }] }],
  ['a name that is no text', { affected: [{ name: 7 }] }],
  ['a gap without a Region', { gaps: [{ operation: 'ec2:DescribeVpcs', account: '1' }] }],
  ['nothing that it is of', { of: {} }],
  ['no word on whether it is whole', { complete: undefined }],
])('an impact with %s is refused', (_, wrong) => {
  const whole = impactView(worldOf(), undefined, WHOLE_VIEW, endpointId(0));
  const [first] = whole.affected;
  const affected = 'affected' in wrong ? wrong.affected.map((item) => ({ ...first, ...item })) : whole.affected;
  const message = { type: 'impact', id: endpointId(0), impact: { ...whole, ...wrong, affected } };
  expect(parseHostMessage(message)).toBeUndefined();
  expect(parseHostMessage({ ...message, impact: whole })).toBeDefined();
});

test.each([{ scale: 0 }, { scale: 9 }, { scale: Number.NaN }, { scale: '2' }, { svg: 7 }, { request: undefined }])(
  'a picture is not to be made with %j',
  (wrong) => {
    expect(parseHostMessage({ type: 'rasterise', request: 1, svg: '<svg/>', scale: 2, ...wrong })).toBeUndefined();
  },
);

test('no garbage is taken for a message, and none throws', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(parseWebviewMessage(value)).toBeUndefined();
      expect(parseHostMessage(value)).toBeUndefined();
    }),
  );
});
