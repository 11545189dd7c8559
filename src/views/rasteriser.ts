import { l10n, type Disposable, type WebviewPanel } from 'vscode';
import { AppError } from '../core/model/errors.ts';
import type { HostMessage, WebviewMessage } from '../protocol/messages.ts';

/* Makes PNGs of SVGs in the page of a topology panel: the extension's own process has nothing that draws. */

export interface Rasteriser extends Disposable {
  /**
   * Brings the panel to the front and draws an SVG in its page.
   *
   * @param scale how many pixels each of the SVG's becomes, where a canvas can be so large
   * @returns a PNG
   * @throws AppError `internal` when the page cannot draw it, `cancelled` when it is hidden or closed first
   */
  rasterise(svg: string, scale: number): Promise<Uint8Array>;
  /** Hears every message of the page. True for one that nobody else needs to hear. */
  handle(message: WebviewMessage): boolean;
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** The first bytes of every PNG (https://www.w3.org/TR/png-3/#5PNG-file-signature). */
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export function createRasteriser(view: WebviewPanel, log: (text: string) => void): Rasteriser {
  let isRunning = false;
  const starting = new Set<Waiting<undefined>>();
  const pictures = new Map<number, Waiting<Uint8Array>>();
  let latest = 0;

  const failed = (why: string): AppError => {
    log(`The topology page made no PNG: ${why}`);
    return new AppError('internal', l10n.t('The diagram could not be made into a PNG. Export it as SVG instead.'));
  };
  const takeOut = (request: number): Waiting<Uint8Array> | undefined => {
    const asked = pictures.get(request);
    pictures.delete(request);
    return asked;
  };
  const stop = (): void => {
    isRunning = false;
    const waiting = [...starting, ...pictures.values()];
    starting.clear();
    pictures.clear();
    for (const { reject } of waiting) {
      reject(new AppError('cancelled', l10n.t('The diagram was hidden or closed before its picture was made.')));
    }
  };
  // VS Code throws away the page of a panel that is hidden, and loads it again when it is shown.
  const subscription = view.onDidChangeViewState(() => {
    if (!view.visible) stop();
  });
  const started = (): Promise<undefined> =>
    isRunning
      ? Promise.resolve(undefined)
      : new Promise((resolve, reject) => {
          starting.add({ resolve, reject });
        });

  return {
    rasterise: async (svg, scale) => {
      view.reveal();
      await started();
      return new Promise((resolve, reject) => {
        const request = ++latest;
        pictures.set(request, { resolve, reject });
        void view.webview.postMessage({ type: 'rasterise', request, svg, scale } satisfies HostMessage);
      });
    },
    handle: (message) => {
      switch (message.type) {
        case 'ready': {
          isRunning = true;
          const waiting = [...starting];
          starting.clear();
          for (const { resolve } of waiting) resolve(undefined);
          return false;
        }
        case 'png': {
          const asked = takeOut(message.request);
          const png = Buffer.from(message.data, 'base64');
          if (SIGNATURE.every((byte, i) => png[i] === byte)) asked?.resolve(png);
          else asked?.reject(failed('what it sent is none'));
          return true;
        }
        case 'pngFailed':
          takeOut(message.request)?.reject(failed(message.text));
          return true;
        default:
          return false;
      }
    },
    dispose: () => {
      subscription.dispose();
      stop();
    },
  };
}
