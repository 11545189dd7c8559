import { beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../src/core/model/errors.ts';
import type { PlacedGraph, PlacedNode } from '../../../src/core/graph/types.ts';
import type { HostMessage } from '../../../src/protocol/messages.ts';

/* A stand-in for the few parts of VS Code that a panel talks to. */

interface FakePanel {
  title: string;
  readonly posted: HostMessage[];
  readonly html: () => string;
  readonly say: (message: unknown) => void;
  readonly close: () => void;
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
      webview,
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

const { createTopologyPanels } = await import('../../../src/views/topology-panel.ts');

const node = (id: string, label: string): PlacedNode => ({
  ...{ id, label, kind: 'vpc-endpoint', account: '1', region: 'r', state: 'none' },
  ...{ x: 0, y: 0, width: 1, height: 1 },
});
const picture = (...nodes: readonly PlacedNode[]): PlacedGraph => ({ nodes, edges: [], width: 1, height: 1 });

function setUp() {
  const listeners = new Set<() => void>();
  const source = {
    revision: 1,
    onDidChange: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    placedGraph: vi.fn((subject: string | undefined): Promise<PlacedGraph> =>
      Promise.resolve(picture(node(subject ?? 'all', 'orders'))),
    ),
    nodeDetails: vi.fn((id: string) =>
      Promise.resolve({ id, title: id, kind: 'vpc-endpoint', state: 'none', fields: [], findings: [] }),
    ),
  };
  const actions = { diagnose: vi.fn(), insertCode: vi.fn(), reveal: vi.fn(), log: vi.fn() };
  const panels = createTopologyPanels({ extensionUri: 'ext' as never }, source, actions);
  const change = (): void => {
    source.revision += 1;
    for (const listener of [...listeners]) listener();
  };
  return { source, actions, panels, change, listeners };
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
      expect(source.placedGraph.mock.calls).toEqual([['vpce-7'], [undefined], [undefined], [undefined]]);
    });
  });

  test('of two requests under way the later one is shown, whichever ends first', async () => {
    const { source, panels, change } = setUp();
    const waiting: ((graph: PlacedGraph) => void)[] = [];
    source.placedGraph.mockImplementation(() => new Promise((resolve) => waiting.push(resolve)));
    panels.open();
    const panel = fake.panels[0]!;
    panel.say({ type: 'ready' });
    change();
    waiting[1]!(picture(node('new', 'new')));
    waiting[0]!(picture(node('old', 'old')));
    await vi.waitFor(() => {
      expect(lastOf(panel)).toMatchObject({ type: 'model', revision: 2, graph: picture(node('new', 'new')) });
    });
    expect(panel.posted.filter((message) => message.type === 'model')).toHaveLength(1);
  });

  test('what goes wrong is a sentence in the panel; what nobody wrote for users is in the log', async () => {
    const { source, panels, actions, change } = setUp();
    source.placedGraph.mockRejectedValueOnce(new AppError('unknown-resource', 'vpce-1 is nowhere.'));
    panels.open('vpce-1');
    const panel = fake.panels[0]!;
    panel.say({ type: 'ready' });
    await vi.waitFor(() => {
      expect(lastOf(panel)).toMatchObject({ type: 'failed', message: 'vpce-1 is nowhere.' });
    });
    source.placedGraph.mockRejectedValueOnce(new TypeError('x is undefined'));
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
