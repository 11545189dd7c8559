import type { PageView } from '../src/core/graph/request.ts';
import { parseHostMessage, type HostMessage, type WebviewMessage } from '../src/protocol/messages.ts';
import { isRecord } from '../src/protocol/shapes.ts';
import { parseView } from '../src/protocol/views.ts';
import type { Viewport } from './canvas.ts';

/** What VS Code gives to a webview's script; it may be asked for once. */
interface VsCodeApi {
  postMessage(message: WebviewMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What survives hiding, reloading and restarting. `subject` is what the extension restores the panel by. */
export interface PageState {
  readonly subject?: string;
  /** The panel shows the comparison. */
  readonly comparison?: boolean;
  readonly selected?: string;
  readonly viewport?: Viewport;
  readonly outline?: boolean;
  readonly legend?: boolean;
  readonly filters?: boolean;
  readonly view?: PageView;
  /** What is asked about: what depends on it is shown. */
  readonly impact?: string;
}

export interface Host {
  post(message: WebviewMessage): void;
  state(): PageState;
  save(change: { readonly [K in keyof PageState]?: PageState[K] | undefined }): void;
  listen(handle: (message: HostMessage) => void): void;
}

/** The extension's side, as the page sees it. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  const read = (): PageState => parseState(api.getState());
  return {
    post: (message) => {
      api.postMessage(message);
    },
    state: read,
    save: (change) => {
      api.setState(
        Object.fromEntries(Object.entries({ ...read(), ...change }).filter(([, value]) => value !== undefined)),
      );
    },
    listen: (handle) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = parseHostMessage(event.data);
        if (message === undefined) {
          api.postMessage({
            type: 'problem',
            kind: 'error',
            text: 'The page got a message that it does not understand.',
          });
          return;
        }
        handle(message);
      });
    },
  };
}

/** Tells the extension's log of everything that goes wrong unnoticed. */
export function reportProblems(host: Host): void {
  const report = (text: string): void => {
    host.post({ type: 'problem', kind: 'error', text: text.slice(0, 10_000) });
  };
  window.addEventListener('error', (event) => {
    report(event.error instanceof Error ? (event.error.stack ?? event.message) : event.message);
  });
  window.addEventListener('unhandledrejection', (event) => {
    const reason: unknown = event.reason;
    report(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
  });
  document.addEventListener('securitypolicyviolation', (event) => {
    const text = `${event.violatedDirective}: ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`;
    host.post({ type: 'problem', kind: 'content-security-policy', text: text.slice(0, 10_000) });
  });
}

/** The saved state, as far as it is one: a release that saved something else must not break this one. */
export function parseState(value: unknown): PageState {
  if (!isRecord(value)) return {};
  const { subject, selected, viewport, outline, legend, filters, impact, comparison } = value;
  const view = parseView(value['view']);
  return {
    ...(typeof subject === 'string' ? { subject } : {}),
    ...(typeof selected === 'string' ? { selected } : {}),
    ...(isViewport(viewport) ? { viewport } : {}),
    ...(typeof outline === 'boolean' ? { outline } : {}),
    ...(typeof legend === 'boolean' ? { legend } : {}),
    ...(typeof filters === 'boolean' ? { filters } : {}),
    ...(view === undefined ? {} : { view }),
    ...(typeof impact === 'string' ? { impact } : {}),
    ...(comparison === true ? { comparison } : {}),
  };
}

function isViewport(value: unknown): value is Viewport {
  if (!isRecord(value) || !isRecord(value['pan'])) return false;
  return [value['zoom'], value['pan']['x'], value['pan']['y']].every(
    (number) => typeof number === 'number' && Number.isFinite(number),
  );
}
