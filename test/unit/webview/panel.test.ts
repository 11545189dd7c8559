import { beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../src/core/model/errors.ts';
import type { PlacedGraph, PlacedNode } from '../../../src/core/graph/types.ts';
import type { PlacedView, SearchHit } from '../../../src/core/graph/view.ts';
import type { ViewRequest } from '../../../src/core/graph/request.ts';
import type { ImpactView } from '../../../src/core/impact/view.ts';
import type { HostMessage } from '../../../src/protocol/messages.ts';
import type { TopologySource } from '../../../src/views/session.ts';

/* A stand-in for the few parts of VS Code that a panel talks to. */

interface FakePanel {
  title: string;
  readonly posted: HostMessage[];
  readonly html: () => string;
  readonly say: (message: unknown) => void;
  readonly close: () => void;
  /** Another editor is shown in its place, or it is shown again. */
  readonly show: (visible: boolean) => void;
  revealed: number;
}

const fake = vi.hoisted(() => ({
  panels: [] as FakePanel[],
  restore: undefined as undefined | ((state: unknown) => void),
}));

vi.mock('vscode', () => {
  const makePanel = (): object => {
    const listeners: ((value: unknown) => void)[] = [];
    const closed: (() => void)[] = [];
    const changed: (() => void)[] = [];
    const webview = {
      html: '',
      options: {},
      asWebviewUri: (uri: unknown) => uri,
      postMessage: (message: HostMessage) => {
        self.posted.push(message);
        return Promise.resolve(true);
      },
      onDidReceiveMessage: (listener: (value: unknown) => void) => {
        listeners.push(listener);
        return { dispose: () => listeners.splice(0) };
      },
    };
    const panel = {
      title: '',
      visible: true,
      active: true,
      webview,
      onDidChangeViewState: (listener: () => void) => {
        changed.push(listener);
        return { dispose: () => changed.splice(0) };
      },
      reveal: () => {
        self.revealed += 1;
      },
      onDidDispose: (listener: () => void) => {
        closed.push(listener);
      },
      dispose: () => {
        for (const listener of closed) listener();
      },
    };
    const self: FakePanel = {
      get title() {
        return panel.title;
      },
      posted: [],
      html: () => webview.html,
      say: (message) => {
        for (const listener of listeners) listener(message);
      },
      close: panel.dispose,
      show: (visible) => {
        panel.visible = visible;
        panel.active = visible;
        for (const listener of changed) listener();
      },
      revealed: 0,
    };
    fake.panels.push(self);
    return panel;
  };
  const fill = (text: string, ...values: string[]): string => text.replace('{0}', values[0] ?? '{0}');
  return {
    l10n: { t: fill },
    env: { language: 'en' },
    ViewColumn: { Active: -1 },
    Uri: { joinPath: (...parts: string[]) => parts.join('/') },
    Disposable: {
      from: (...items: { dispose(): void }[]) => ({
        dispose: () => {
          for (const item of items) item.dispose();
        },
      }),
    },
    window: {
      createWebviewPanel: makePanel,
      registerWebviewPanelSerializer: (
        _type: string,
        serializer: { deserializeWebviewPanel(view: unknown, state: unknown): void },
      ) => {
        fake.restore = (state) => {
          serializer.deserializeWebviewPanel(makePanel(), state);
        };
        return { dispose: () => undefined };
      },
    },
  };
});

const { COMPARISON, createTopologyPanels } = await import('../../../src/views/topology-panel.ts');

const node = (id: string, label: string): PlacedNode => ({
  ...{ id, label, kind: 'vpc-endpoint', account: '1', region: 'r', state: 'none' },
  ...{ x: 0, y: 0, width: 1, height: 1 },
});
const picture = (...nodes: readonly PlacedNode[]): PlacedGraph => ({ nodes, edges: [], width: 1, height: 1 });
const view = (graph: PlacedGraph): PlacedView => ({
  graph,
  layers: [],
  total: { nodes: graph.nodes.length, edges: 0 },
  facets: { types: [], vpcs: [], tagKeys: [] },
});

const impact = (id: string): ImpactView => ({
  of: { kind: 'security-group', id },
  summary: 'Nothing depends on it.',
  affected: [],
  gaps: [],
  complete: true,
  places: [],
});

function setUp() {
  const listeners = new Set<() => void>();
  const source = {
    revision: 1,
    onDidChange: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    placedView: vi.fn(({ subject }: ViewRequest): Promise<PlacedView> =>
      Promise.resolve(view(picture(node(subject ?? 'all', 'orders')))),
    ),
    searchView: vi.fn((_request: ViewRequest, text: string): Promise<readonly SearchHit[]> =>
      Promise.resolve([{ id: text, kind: 'vpc', label: text, state: 'none', frames: ['account/1'] }]),
    ),
    impact: vi.fn((_request: ViewRequest, id: string): Promise<ImpactView> => Promise.resolve(impact(id))),
    nodeDetails: vi.fn((id: string) =>
      Promise.resolve({ id, title: id, kind: 'vpc-endpoint', state: 'none', fields: [], findings: [] }),
    ),
  };
  const actions = { diagnose: vi.fn(), insertCode: vi.fn(), openImpact: vi.fn(), reveal: vi.fn(), log: vi.fn() };
  const compared = {
    ...source,
    onDidChange: () => ({ dispose: () => undefined }),
    title: () => 'a → b',
    placedView: vi.fn<TopologySource['placedView']>(() =>
      Promise.resolve({ ...view(picture(node('gone', '− gone'))), differing: 1 }),
    ),
  };
  const panels = createTopologyPanels(
    { extensionUri: 'ext' as never },
    { loaded: source, comparison: compared },
    actions,
  );
  const change = (): void => {
    source.revision += 1;
    for (const listener of [...listeners]) listener();
  };
  return { source, compared, actions, panels, change, listeners };
}

const lastOf = (panel: FakePanel): HostMessage | undefined => panel.posted.at(-1);

beforeEach(() => {
  fake.panels.length = 0;
});

describe('topology panels', () => {
  test('a page that is ready gets the whole model, and the tab its name', async () => {
    const { panels } = setUp();
    panels.open('vpce-1');
    const panel = fake.panels[0]!;
    expect(panel.html()).toContain('data-subject="vpce-1"');
    panel.say({ type: 'ready' });
    await vi.waitFor(() => {
      expect(lastOf(panel)).toMatchObject({ type: 'model', revision: 1, title: 'orders' });
    });
    expect(panel.posted[0]).toMatchObject({ type: 'loading' });
    expect(panel.title).toBe('Topology: orders');
  });

  test('the page’s filter, layers and frames are those of its picture, before and after a restart', async () => {
    const { source, panels } = setUp();
    panels.open('vpce-1');
    const panel = fake.panels[0]!;
    panel.say({ type: 'ready', view: { filter: { verdicts: ['broken'] }, opened: ['vpc-1'], closed: [] } });
    panel.say({ type: 'view', view: { filter: {}, layers: ['dns'], opened: [], closed: ['vpc-2'] } });
    await vi.waitFor(() => {
      expect(source.placedView.mock.calls).toEqual([
        [{ subject: 'vpce-1', filter: { verdicts: ['broken'] }, opened: ['vpc-1'], closed: [] }],
        [{ subject: 'vpce-1', filter: {}, layers: ['dns'], opened: [], closed: ['vpc-2'] }],
      ]);
    });
  });

  test('a search is answered from the picture that the page shows', async () => {
    const { source, panels } = setUp();
    panels.open('vpce-1');
    const panel = fake.panels[0]!;
    panel.say({ type: 'view', view: { filter: {}, opened: ['vpc-1'], closed: [] } });
    panel.say({ type: 'search', text: 'orders' });
    await vi.waitFor(() => {
      expect(panel.posted.find((message) => message.type === 'found')).toMatchObject({
        text: 'orders',
        hits: [{ id: 'orders', frames: ['account/1'] }],
      });
    });
    expect(source.searchView.mock.calls[0]?.[0]).toMatchObject({ subject: 'vpce-1', opened: ['vpc-1'] });
  });

  test('one panel shows one subject; asked for again, it comes to the front', () => {
    const { panels } = setUp();
    panels.open('vpce-1');
    panels.open('vpce-1');
    panels.open();
    panels.open();
    expect(fake.panels).toHaveLength(2);
    expect(fake.panels.map((panel) => panel.revealed)).toEqual([1, 1]);
    fake.panels[0]!.close();
    panels.open('vpce-1');
    expect(fake.panels).toHaveLength(3);
  });

  test('a panel that comes back after a restart shows what it showed', async () => {
    const { source } = setUp();
    for (const state of [{ subject: 'vpce-7' }, { subject: 7 }, undefined, 'garbage']) fake.restore?.(state);
    for (const panel of fake.panels) panel.say({ type: 'ready' });
    await vi.waitFor(() => {
      expect(source.placedView.mock.calls.map(([request]) => request.subject)).toEqual([
        'vpce-7',
        undefined,
        undefined,
        undefined,
      ]);
    });
  });

  test('of two requests under way the later one is shown, whichever ends first', async () => {
    const { source, panels, change } = setUp();
    const waiting: ((view: PlacedView) => void)[] = [];
    source.placedView.mockImplementation(() => new Promise((resolve) => waiting.push(resolve)));
    panels.open();
    const panel = fake.panels[0]!;
    panel.say({ type: 'ready' });
    change();
    waiting[1]!(view(picture(node('new', 'new'))));
    waiting[0]!(view(picture(node('old', 'old'))));
    await vi.waitFor(() => {
      expect(lastOf(panel)).toMatchObject({ type: 'model', revision: 2, graph: picture(node('new', 'new')) });
    });
    expect(panel.posted.filter((message) => message.type === 'model')).toHaveLength(1);
  });

  test('what goes wrong is a sentence in the panel; what nobody wrote for users is in the log', async () => {
    const { source, panels, actions, change } = setUp();
    source.placedView.mockRejectedValueOnce(new AppError('unknown-resource', 'vpce-1 is nowhere.'));
    panels.open('vpce-1');
    const panel = fake.panels[0]!;
    panel.say({ type: 'ready' });
    await vi.waitFor(() => {
      expect(lastOf(panel)).toMatchObject({ type: 'failed', message: 'vpce-1 is nowhere.' });
    });
    source.placedView.mockRejectedValueOnce(new TypeError('x is undefined'));
    change();
    await vi.waitFor(() => {
      expect(lastOf(panel)).toMatchObject({ type: 'failed', message: expect.stringContaining('log') as string });
    });
    expect(JSON.stringify(lastOf(panel))).not.toContain('x is undefined');
    expect(actions.log).toHaveBeenCalledWith(expect.stringContaining('x is undefined'));
    source.nodeDetails.mockRejectedValueOnce(new AppError('unknown-resource', 'It is gone.'));
    panel.say({ type: 'describe', id: 'vpce-1' });
    await vi.waitFor(() => {
      expect(lastOf(panel)).toEqual({ type: 'detailsFailed', id: 'vpce-1', message: 'It is gone.' });
    });
  });

  test('passes on what the user wants, and nothing that a page makes up', async () => {
    const { panels, actions, source } = setUp();
    panels.open();
    const panel = fake.panels[0]!;
    panel.say({ type: 'diagnose', id: 'a' });
    panel.say({ type: 'insertCode', id: 'b' });
    panel.say({ type: 'reveal', id: 'c' });
    panel.say({ type: 'select', id: 'd' });
    panel.say({ type: 'problem', kind: 'error', text: 'boom' });
    panel.say({ type: 'executeCommand', command: 'rm' });
    expect(actions.diagnose.mock.calls).toEqual([['a']]);
    expect(actions.insertCode.mock.calls).toEqual([['b']]);
    expect(actions.reveal.mock.calls).toEqual([
      ['c', { focus: true }],
      ['d', { focus: false }],
    ]);
    expect(actions.log).toHaveBeenCalledTimes(2);
    expect(actions.log.mock.calls[0]?.[0]).toContain('boom');
    await vi.waitFor(() => {
      expect(source.nodeDetails.mock.calls).toEqual([['d']]);
    });
  });

  test('what depends on something is answered from the picture that the page shows, or said why not', async () => {
    const { source, panels, actions } = setUp();
    panels.open('vpce-1');
    const panel = fake.panels[0]!;
    panel.say({ type: 'view', view: { filter: {}, opened: ['vpc-1'], closed: [] } });
    panel.say({ type: 'impact', id: 'sg-1' });
    await vi.waitFor(() => {
      expect(panel.posted).toContainEqual({ type: 'impact', id: 'sg-1', impact: impact('sg-1') });
    });
    expect(source.impact.mock.calls).toEqual([
      [{ subject: 'vpce-1', filter: {}, opened: ['vpc-1'], closed: [] }, 'sg-1'],
    ]);
    source.impact.mockRejectedValueOnce(new AppError('unknown-resource', 'It is gone.'));
    panel.say({ type: 'impact', id: 'sg-2' });
    await vi.waitFor(() => {
      expect(lastOf(panel)).toEqual({ type: 'impactFailed', id: 'sg-2', message: 'It is gone.' });
    });
    panel.say({ type: 'openImpact', id: 'sg-1' });
    expect(actions.openImpact.mock.calls).toEqual([['sg-1']]);
  });

  test('what depends on something is shown in the panel in front, or in one of its own once that is drawn', async () => {
    const { panels } = setUp();
    panels.showImpact('sg-1', 'here');
    const own = fake.panels[0]!;
    expect(own.html()).toContain('data-subject="sg-1"');
    expect(own.posted).toEqual([]);
    own.say({ type: 'ready' });
    await vi.waitFor(() => {
      expect(own.posted.map(({ type }) => type)).toEqual(['loading', 'model', 'askImpact']);
    });
    panels.showImpact('sg-2', 'here');
    expect(lastOf(own)).toEqual({ type: 'askImpact', id: 'sg-2' });
    panels.showImpact('sg-1', 'apart');
    expect(fake.panels).toHaveLength(1);
    expect(lastOf(own)).toEqual({ type: 'askImpact', id: 'sg-1' });
    expect(own.revealed).toBe(2);
    // A zone is in many VPCs.
    panels.showImpact('use1-az1', 'apart');
    expect(fake.panels[1]!.html()).not.toContain('data-subject');
  });

  test('the comparison has a panel of its own, which comes back as one', async () => {
    const { source, compared, panels } = setUp();
    panels.openComparison();
    panels.openComparison();
    const panel = fake.panels[0]!;
    expect(panel.revealed).toBe(1);
    expect(panel.html()).toContain('<body data-comparison>');
    panel.say({ type: 'ready' });
    await vi.waitFor(() => {
      expect(lastOf(panel)).toMatchObject({ type: 'model', title: 'a → b', shown: { differing: 1 } });
    });
    expect(panel.title).toBe('Topology: a → b');
    expect(compared.placedView.mock.calls).toEqual([[{ filter: {}, opened: [], closed: [] }]]);
    expect(panels.active()).toEqual({ subject: COMPARISON });
    fake.restore?.({ comparison: true });
    fake.panels[1]!.say({ type: 'ready' });
    await vi.waitFor(() => {
      expect(lastOf(fake.panels[1]!)).toMatchObject({ type: 'model', title: 'a → b' });
    });
    expect(source.placedView).not.toHaveBeenCalled();
  });

  test('knows which of them is in front', () => {
    const { panels } = setUp();
    expect(panels.active()).toBeUndefined();
    panels.open('vpce-1');
    fake.panels[0]!.show(false);
    panels.open();
    expect(panels.active()).toEqual({ subject: undefined });
    fake.panels[1]!.show(false);
    fake.panels[0]!.show(true);
    expect(panels.active()).toEqual({ subject: 'vpce-1' });
  });

  describe('make a PNG', () => {
    const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
    const asked = (panel: FakePanel) => panel.posted.filter((message) => message.type === 'rasterise');

    test('in the page of the subject, which is opened for it, once the page runs', async () => {
      const { panels } = setUp();
      const made = panels.rasterise('vpce-1', '<svg/>', 2);
      const panel = fake.panels[0]!;
      expect(panel.html()).toContain('data-subject="vpce-1"');
      await Promise.resolve();
      expect(asked(panel)).toEqual([]);
      panel.say({ type: 'ready' });
      await vi.waitFor(() => {
        expect(asked(panel)).toEqual([{ type: 'rasterise', request: 1, svg: '<svg/>', scale: 2 }]);
      });
      panel.say({ type: 'png', request: 7, data: '' });
      panel.say({ type: 'png', request: 1, data: PNG.toString('base64') });
      expect(Buffer.from(await made).equals(PNG)).toBe(true);
      const again = panels.rasterise('vpce-1', '<svg></svg>', 1);
      expect(fake.panels).toHaveLength(1);
      await vi.waitFor(() => {
        expect(asked(panel)).toHaveLength(2);
      });
      panel.say({ type: 'png', request: 2, data: PNG.toString('base64') });
      await again;
    });

    test('in a page that was hidden only when it is there again', async () => {
      const { panels } = setUp();
      panels.open();
      const panel = fake.panels[0]!;
      panel.say({ type: 'ready' });
      panel.show(false);
      const made = panels.rasterise(undefined, '<svg/>', 2);
      expect(panel.revealed).toBe(1);
      await Promise.resolve();
      expect(asked(panel)).toEqual([]);
      panel.show(true);
      panel.say({ type: 'ready' });
      await vi.waitFor(() => {
        expect(asked(panel)).toHaveLength(1);
      });
      panel.say({ type: 'png', request: 1, data: PNG.toString('base64') });
      await made;
    });

    test.each([
      ['says why not', { type: 'pngFailed', request: 1, text: 'no canvas' }, /no canvas/],
      ['sends something else', { type: 'png', request: 1, data: 'PGltZz4=' }, /none/],
    ])('or say in a sentence that the page %s', async (_, answer, logged) => {
      const { panels, actions } = setUp();
      panels.open();
      const panel = fake.panels[0]!;
      panel.say({ type: 'ready' });
      const made = panels.rasterise(undefined, '<svg/>', 2);
      await vi.waitFor(() => {
        expect(asked(panel)).toHaveLength(1);
      });
      panel.say(answer);
      await expect(made).rejects.toThrow('The diagram could not be made into a PNG. Export it as SVG instead.');
      expect(actions.log).toHaveBeenCalledWith(expect.stringMatching(logged));
    });

    test('or give up when the panel is closed or hidden first', async () => {
      const { panels } = setUp();
      const early = panels.rasterise('a', '<svg/>', 2);
      fake.panels[0]!.close();
      await expect(early).rejects.toMatchObject({ code: 'cancelled' });
      const late = panels.rasterise('b', '<svg/>', 2);
      const panel = fake.panels[1]!;
      panel.say({ type: 'ready' });
      await vi.waitFor(() => {
        expect(asked(panel)).toHaveLength(1);
      });
      panel.show(false);
      await expect(late).rejects.toMatchObject({ code: 'cancelled' });
    });
  });

  test('follows the tree, and lets go of the session when it is closed', () => {
    const { panels, listeners } = setUp();
    panels.open('a');
    panels.open('b');
    panels.select('x');
    expect(fake.panels.map(lastOf)).toEqual([
      { type: 'select', id: 'x' },
      { type: 'select', id: 'x' },
    ]);
    expect(listeners.size).toBe(2);
    panels.dispose();
    expect(listeners.size).toBe(0);
  });
});
