import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isAppError } from '../core/model/errors.ts';
import { parseWebviewMessage, type HostMessage, type WebviewMessage } from '../protocol/messages.ts';
import type { WebviewStrings } from '../protocol/strings.ts';
import type { TopologySource } from './session.ts';
import { topologyHtml } from './topology-html.ts';
import { webviewStrings } from './topology-strings.ts';

/** The type that panels are serialised under: `onWebviewPanel:privatelink.topology` activates the extension for it. */
export const TOPOLOGY_VIEW_TYPE = 'privatelink.topology';

/** What a panel asks the extension to do; ids come from a page and are looked up before anything is done with them. */
export interface TopologyActions {
  diagnose(id: string): void;
  insertCode(id: string): void;
  /** Shows a node in the tree. Without `focus` the tree only follows, and only where it is visible. */
  reveal(id: string, options: { readonly focus: boolean }): void;
  /** Something that only the log should hear of. */
  log(message: string): void;
}

export interface TopologyPanels {
  dispose(): void;
  /**
   * Shows the path of a subject, or everything that is loaded; a panel that shows it already is brought to the front.
   *
   * @param focus the node that is marked, where the picture has it
   */
  open(subject?: string, focus?: string): void;
  /** Marks a node in every panel that shows it. */
  select(id: string): void;
}

interface Panel {
  readonly view: vscode.WebviewPanel;
  readonly subject: string | undefined;
}

/** The topology panels, one for each subject; they come back after a reload. */
export function createTopologyPanels(
  context: Pick<vscode.ExtensionContext, 'extensionUri'>,
  source: TopologySource,
  actions: TopologyActions,
): TopologyPanels {
  const panels = new Set<Panel>();
  const folder = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview');
  const webviewOptions: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [folder] };

  const adopt = (view: vscode.WebviewPanel, subject: string | undefined, focus?: string): void => {
    const panel: Panel = { view, subject };
    panels.add(panel);
    const live = runPanel(panel, context.extensionUri, source, actions, focus);
    view.onDidDispose(() => {
      panels.delete(panel);
      live.dispose();
    });
  };

  const serializer = vscode.window.registerWebviewPanelSerializer(TOPOLOGY_VIEW_TYPE, {
    deserializeWebviewPanel: (view, state: unknown) => {
      view.webview.options = webviewOptions;
      adopt(view, subjectOf(state));
      return Promise.resolve();
    },
  });

  return {
    open: (subject, focus) => {
      const open = [...panels].find((panel) => panel.subject === subject);
      if (open !== undefined) {
        open.view.reveal();
        if (focus !== undefined) {
          void open.view.webview.postMessage({ type: 'select', id: focus } satisfies HostMessage);
        }
        return;
      }
      const view = vscode.window.createWebviewPanel(
        TOPOLOGY_VIEW_TYPE,
        vscode.l10n.t('Topology'),
        vscode.ViewColumn.Active,
        webviewOptions,
      );
      adopt(view, subject, focus);
    },
    select: (id) => {
      for (const panel of panels) void panel.view.webview.postMessage({ type: 'select', id } satisfies HostMessage);
    },
    dispose: () => {
      serializer.dispose();
      for (const panel of panels) panel.view.dispose();
    },
  };
}

/** The page's own state holds the subject, so that a panel knows after a restart what it showed. */
function subjectOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('subject' in state)) return undefined;
  return typeof state.subject === 'string' ? state.subject : undefined;
}

function runPanel(
  { view, subject }: Panel,
  extensionUri: vscode.Uri,
  source: TopologySource,
  actions: TopologyActions,
  focus: string | undefined,
): vscode.Disposable {
  const { webview } = view;
  const strings = webviewStrings();
  const file = (...path: readonly string[]): vscode.Uri => vscode.Uri.joinPath(extensionUri, ...path);
  const post = (message: HostMessage): void => {
    void webview.postMessage(message);
  };

  let latest = 0;
  // Once: after that the user picks.
  let toFocus = focus;
  const draw = async (): Promise<void> => {
    const asked = ++latest;
    post({ type: 'loading', strings });
    const { revision } = source;
    const message = await modelMessage(source, subject, revision, strings, actions);
    // A later request is under way: its answer is the newer one.
    if (asked !== latest) return;
    if (message.type === 'model') view.title = vscode.l10n.t('Topology: {0}', message.title);
    post(message);
    if (message.type !== 'model') return;
    if (toFocus !== undefined && message.graph.nodes.some((node) => node.id === toFocus)) {
      post({ type: 'select', id: toFocus });
    }
    toFocus = undefined;
  };

  const describe = async (id: string): Promise<void> => {
    const { revision } = source;
    try {
      post({ type: 'details', revision, details: await source.nodeDetails(id) });
    } catch (error) {
      post({ type: 'detailsFailed', id, message: sentenceOf(error, actions) });
    }
  };

  const handle = (message: WebviewMessage): void => {
    switch (message.type) {
      case 'ready':
        void draw();
        break;
      case 'select':
        void describe(message.id);
        actions.reveal(message.id, { focus: false });
        break;
      case 'describe':
        void describe(message.id);
        break;
      case 'reveal':
        actions.reveal(message.id, { focus: true });
        break;
      case 'diagnose':
        actions.diagnose(message.id);
        break;
      case 'insertCode':
        actions.insertCode(message.id);
        break;
      case 'problem':
        actions.log(`Topology page (${message.kind}): ${message.text}`);
        break;
    }
  };

  const subscriptions = vscode.Disposable.from(
    webview.onDidReceiveMessage((value: unknown) => {
      const message = parseWebviewMessage(value);
      if (message === undefined) actions.log('The topology page sent a message that is none.');
      else handle(message);
    }),
    source.onDidChange(() => {
      void draw();
    }),
  );

  view.iconPath = file('media', 'icon.png');
  webview.html = topologyHtml({
    nonce: randomBytes(18).toString('base64url'),
    script: webview.asWebviewUri(file('dist', 'webview', 'topology.js')).toString(),
    style: webview.asWebviewUri(file('dist', 'webview', 'topology.css')).toString(),
    language: vscode.env.language,
    title: strings.diagram,
    ...(subject === undefined ? {} : { subject }),
  });
  return subscriptions;
}

async function modelMessage(
  source: TopologySource,
  subject: string | undefined,
  revision: number,
  strings: WebviewStrings,
  actions: TopologyActions,
): Promise<HostMessage & { readonly type: 'model' | 'failed' }> {
  try {
    const graph = await source.placedGraph(subject);
    const named = graph.nodes.find((node) => node.id === subject)?.label;
    const title = subject === undefined ? vscode.l10n.t('everything loaded') : (named ?? subject);
    return { type: 'model', revision, title, graph, strings };
  } catch (error) {
    return { type: 'failed', message: sentenceOf(error, actions), strings };
  }
}

/** What the user reads in the panel; anything but an error that was written for them goes to the log in full. */
function sentenceOf(error: unknown, actions: TopologyActions): string {
  if (isAppError(error)) return error.message;
  actions.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return vscode.l10n.t('The diagram could not be drawn. The PrivateLink Explorer log says why.');
}
