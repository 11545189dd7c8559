import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { WHOLE_VIEW, type PageView, type ViewRequest } from '../core/graph/request.ts';
import { isAppError } from '../core/model/errors.ts';
import { isZoneId } from '../core/zone-id.ts';
import { parseWebviewMessage, type HostMessage, type WebviewMessage } from '../protocol/messages.ts';
import type { WebviewStrings } from '../protocol/strings.ts';
import { createRasteriser } from './rasteriser.ts';
import type { TopologySource } from './session.ts';
import { topologyHtml } from './topology-html.ts';
import { webviewStrings } from './topology-strings.ts';

/** The type that panels are serialised under: `onWebviewPanel:privatelink.topology` activates the extension for it. */
export const TOPOLOGY_VIEW_TYPE = 'privatelink.topology';

/** What a panel asks the extension to do; ids come from a page and are looked up before anything is done with them. */
export interface TopologyActions {
  diagnose(id: string): void;
  insertCode(id: string): void;
  /** Shows what depends on a node in a picture of everything that has to do with it. */
  openImpact(id: string): void;
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
  /** Shows the two readings that are compared as one picture. */
  openComparison(): void;
  /**
   * Shows what depends on a resource or a zone.
   *
   * @param where `here`: in the panel in front, where there is one; else in a picture of all that has to do with it
   */
  showImpact(id: string, where: 'here' | 'apart'): void;
  /** What the panel in front shows; `undefined` when none is in front. */
  active(): { readonly subject: Shown } | undefined;
  /**
   * Draws an SVG in the page of a subject, which is opened or brought to the front for it.
   *
   * @returns a PNG
   * @throws AppError when the page cannot draw it or is closed
   */
  readonly rasterise: (subject: Shown, svg: string, scale: number) => Promise<Uint8Array>;
  /** Marks a node in every panel that shows it. */
  select(id: string): void;
}

/** Stands for the picture of the two readings that are compared, which has no subject. */
export const COMPARISON = Symbol('comparison');

/** What a panel shows: the path of a subject, everything that is loaded, or the comparison. */
export type Shown = string | typeof COMPARISON | undefined;

interface Panel {
  readonly view: vscode.WebviewPanel;
  readonly subject: Shown;
}

/** A panel whose page is served. */
interface LivePanel extends Panel {
  readonly rasterise: (svg: string, scale: number) => Promise<Uint8Array>;
}

/** What a new panel starts with, once its picture is there. */
interface Opening {
  /** The node that is marked, where the picture has it. */
  readonly focus?: string;
  /** What the page asks about. */
  readonly impact?: string;
}

/** The topology panels, one for each subject; they come back after a reload. */
export function createTopologyPanels(
  context: Pick<vscode.ExtensionContext, 'extensionUri'>,
  sources: { readonly loaded: TopologySource; readonly comparison: TopologySource },
  actions: TopologyActions,
): TopologyPanels {
  const panels = new Set<LivePanel>();
  const folder = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview');
  const webviewOptions: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [folder] };

  const adopt = (view: vscode.WebviewPanel, subject: Shown, opening: Opening = {}): LivePanel => {
    const source = subject === COMPARISON ? sources.comparison : sources.loaded;
    const { rasterise, dispose } = runPanel({ view, subject }, context.extensionUri, source, actions, opening);
    const panel: LivePanel = { view, subject, rasterise };
    panels.add(panel);
    view.onDidDispose(() => {
      panels.delete(panel);
      dispose();
    });
    return panel;
  };

  const create = (subject: Shown, opening?: Opening): LivePanel => {
    const view = vscode.window.createWebviewPanel(
      TOPOLOGY_VIEW_TYPE,
      vscode.l10n.t('Topology'),
      vscode.ViewColumn.Active,
      webviewOptions,
    );
    return adopt(view, subject, opening);
  };

  const panelOf = (subject: Shown): LivePanel | undefined => [...panels].find((panel) => panel.subject === subject);

  const serializer = vscode.window.registerWebviewPanelSerializer(TOPOLOGY_VIEW_TYPE, {
    deserializeWebviewPanel: (view, state: unknown) => {
      view.webview.options = webviewOptions;
      adopt(view, subjectOf(state));
      return Promise.resolve();
    },
  });

  return {
    open: (subject, focus) => {
      const open = panelOf(subject);
      if (open !== undefined) {
        open.view.reveal();
        if (focus !== undefined) {
          void open.view.webview.postMessage({ type: 'select', id: focus } satisfies HostMessage);
        }
        return;
      }
      create(subject, focus === undefined ? {} : { focus });
    },
    openComparison: () => {
      const open = panelOf(COMPARISON);
      if (open === undefined) create(COMPARISON);
      else open.view.reveal();
    },
    showImpact: (id, where) => {
      const inFront = where === 'here' ? [...panels].find(({ view }) => view.active) : undefined;
      // A zone is in many VPCs: no picture but the whole one has all of it.
      const subject = isZoneId(id) ? undefined : id;
      const open = inFront ?? panelOf(subject);
      if (open === undefined) {
        create(subject, { impact: id });
        return;
      }
      open.view.reveal();
      void open.view.webview.postMessage({ type: 'askImpact', id } satisfies HostMessage);
    },
    active: () => {
      const panel = [...panels].find(({ view }) => view.active);
      return panel && { subject: panel.subject };
    },
    rasterise: (subject, svg, scale) => (panelOf(subject) ?? create(subject)).rasterise(svg, scale),
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
function subjectOf(state: unknown): Shown {
  if (typeof state !== 'object' || state === null) return undefined;
  if ('comparison' in state && state.comparison === true) return COMPARISON;
  if (!('subject' in state)) return undefined;
  return typeof state.subject === 'string' ? state.subject : undefined;
}

function runPanel(
  { view: panel, subject }: Panel,
  extensionUri: vscode.Uri,
  source: TopologySource,
  actions: TopologyActions,
  opening: Opening,
): Pick<LivePanel, 'rasterise'> & { readonly dispose: () => void } {
  const { webview } = panel;
  const strings = webviewStrings();
  const file = (...path: readonly string[]): vscode.Uri => vscode.Uri.joinPath(extensionUri, ...path);
  const post = (message: HostMessage): void => {
    void webview.postMessage(message);
  };
  const rasteriser = createRasteriser(panel, (text) => {
    actions.log(text);
  });

  let latest = 0;
  let view: PageView = WHOLE_VIEW;
  const request = (): ViewRequest => ({ ...view, ...(typeof subject === 'string' ? { subject } : {}) });
  // Once: after that the user picks.
  let toStartWith = opening;
  const draw = async (): Promise<void> => {
    const asked = ++latest;
    post({ type: 'loading', strings });
    const { revision } = source;
    const message = await modelMessage(source, request(), revision, strings, actions);
    // A later request is under way: its answer is the newer one.
    if (asked !== latest) return;
    if (message.type === 'model') panel.title = vscode.l10n.t('Topology: {0}', message.title);
    post(message);
    if (message.type !== 'model') return;
    const { focus, impact } = toStartWith;
    toStartWith = {};
    if (focus !== undefined && message.graph.nodes.some((node) => node.id === focus)) {
      post({ type: 'select', id: focus });
    }
    if (impact !== undefined) post({ type: 'askImpact', id: impact });
  };

  const describe = async (id: string): Promise<void> => {
    const { revision } = source;
    try {
      post({ type: 'details', revision, details: await source.nodeDetails(id) });
    } catch (error) {
      post({ type: 'detailsFailed', id, message: sentenceOf(error, actions) });
    }
  };

  const showImpact = async (id: string): Promise<void> => {
    try {
      post({ type: 'impact', id, impact: await source.impact(request(), id) });
    } catch (error) {
      post({ type: 'impactFailed', id, message: sentenceOf(error, actions) });
    }
  };

  const search = async (text: string): Promise<void> => {
    try {
      post({ type: 'found', text, hits: await source.searchView(request(), text) });
    } catch (error) {
      actions.log(sentenceOf(error, actions));
      post({ type: 'found', text, hits: [] });
    }
  };

  const handle = (message: WebviewMessage): void => {
    switch (message.type) {
      case 'ready':
        view = message.view ?? view;
        void draw();
        break;
      case 'view':
        ({ view } = message);
        void draw();
        break;
      case 'search':
        void search(message.text);
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
      case 'impact':
        void showImpact(message.id);
        break;
      case 'openImpact':
        actions.openImpact(message.id);
        break;
      case 'png':
      case 'pngFailed':
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
      else if (!rasteriser.handle(message)) handle(message);
    }),
    source.onDidChange(() => {
      void draw();
    }),
    rasteriser,
  );

  panel.iconPath = file('media', 'icon.png');
  webview.html = topologyHtml({
    nonce: randomBytes(18).toString('base64url'),
    script: webview.asWebviewUri(file('dist', 'webview', 'topology.js')).toString(),
    style: webview.asWebviewUri(file('dist', 'webview', 'topology.css')).toString(),
    language: vscode.env.language,
    title: strings.diagram,
    ...(subject === undefined ? {} : subject === COMPARISON ? { isComparison: true } : { subject }),
  });
  return {
    rasterise: rasteriser.rasterise,
    dispose: () => {
      subscriptions.dispose();
    },
  };
}

async function modelMessage(
  source: TopologySource,
  request: ViewRequest,
  revision: number,
  strings: WebviewStrings,
  actions: TopologyActions,
): Promise<HostMessage & { readonly type: 'model' | 'failed' }> {
  try {
    const { subject } = request;
    const { graph, ...shown } = await source.placedView(request);
    const named = graph.nodes.find((node) => node.id === subject)?.label;
    const ofLoaded = subject === undefined ? vscode.l10n.t('everything loaded') : (named ?? subject);
    const title = source.title?.() ?? ofLoaded;
    return { type: 'model', revision, title, graph, shown, strings };
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
