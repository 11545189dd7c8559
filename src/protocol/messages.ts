import type { NodeDetails } from '../core/graph/details.ts';
import type { PlacedEdge, PlacedGraph, PlacedNode } from '../core/graph/types.ts';
import type { PlacedView, SearchHit } from '../core/graph/view.ts';
import type { PageView } from '../core/graph/request.ts';
import type { ImpactView } from '../core/impact/view.ts';
import { isImpactView } from './impact.ts';
import { isEdge, isListOf, isNode, isRecord, isStrings, isText } from './shapes.ts';
import type { WebviewStrings } from './strings.ts';
import { isHit, isShown, parseView } from './views.ts';

/*
 * What the topology webview and the extension say to each other. Each message carries everything: the model is always
 * whole, so that a lost or late message does no harm. Nothing that a webview sends names a file or a command; ids are
 * looked up in the session, and what is not there is answered with a sentence.
 */

/** From the webview to the extension. */
export type WebviewMessage =
  /** The page is there; `view` is what it showed before it was hidden, where it was. */
  | { readonly type: 'ready'; readonly view?: PageView }
  /** The user filters, switches a layer, opens or closes a frame. */
  | { readonly type: 'view'; readonly view: PageView }
  | { readonly type: 'search'; readonly text: string }
  /** The user picked a node: the tree follows, and the details are asked for. */
  | { readonly type: 'select'; readonly id: string }
  /** The details of a node are asked for again, for example after a refresh. */
  | { readonly type: 'describe'; readonly id: string }
  | { readonly type: 'reveal'; readonly id: string }
  | { readonly type: 'diagnose'; readonly id: string }
  | { readonly type: 'insertCode'; readonly id: string }
  /** What depends on a node is to be shown in the picture, now or again. */
  | { readonly type: 'impact'; readonly id: string }
  /** The same in a picture of everything that has to do with the node. */
  | { readonly type: 'openImpact'; readonly id: string }
  /** The PNG of a picture, as base64. */
  | { readonly type: 'png'; readonly request: number; readonly data: string }
  | { readonly type: 'pngFailed'; readonly request: number; readonly text: string }
  /** Something went wrong in the page; it goes to the log. */
  | { readonly type: 'problem'; readonly kind: 'error' | 'content-security-policy'; readonly text: string };

/** From the extension to the webview. */
export type HostMessage =
  | { readonly type: 'loading'; readonly strings: WebviewStrings }
  | {
      readonly type: 'model';
      readonly revision: number;
      readonly title: string;
      readonly graph: PlacedGraph;
      /** What is shown of how much, and what there is to filter by. */
      readonly shown: Omit<PlacedView, 'graph'>;
      readonly strings: WebviewStrings;
    }
  | { readonly type: 'found'; readonly text: string; readonly hits: readonly SearchHit[] }
  | { readonly type: 'failed'; readonly message: string; readonly strings: WebviewStrings }
  | { readonly type: 'select'; readonly id: string }
  | { readonly type: 'details'; readonly revision: number; readonly details: NodeDetails }
  | { readonly type: 'detailsFailed'; readonly id: string; readonly message: string }
  /** The page is to ask what depends on a node: a menu or another view wants to see it here. */
  | { readonly type: 'askImpact'; readonly id: string }
  | { readonly type: 'impact'; readonly id: string; readonly impact: ImpactView }
  | { readonly type: 'impactFailed'; readonly id: string; readonly message: string }
  /** Only a browser can make a PNG of an SVG; `scale` is how many pixels each of the SVG's becomes. */
  | { readonly type: 'rasterise'; readonly request: number; readonly svg: string; readonly scale: number };

/** The longest id or text that is taken from a page; AWS's longest ARN is 2,048. */
const MAX_ID = 4096;
const MAX_TEXT = 20_000;
const MAX_SEARCH = 500;
/** The longest PNG in base64, and the longest SVG: far above what a canvas can hold, and below what would choke a host. */
const MAX_PICTURE = 150_000_000;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** A webview's message, or `undefined` for anything that is none. */
export function parseWebviewMessage(value: unknown): WebviewMessage | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'ready': {
      const view = parseView(value['view']);
      return view === undefined ? { type: 'ready' } : { type: 'ready', view };
    }
    case 'view': {
      const view = parseView(value['view']);
      return view === undefined ? undefined : { type: 'view', view };
    }
    case 'search': {
      const { text } = value;
      return isText(text, MAX_SEARCH) ? { type: 'search', text } : undefined;
    }
    case 'select':
    case 'describe':
    case 'reveal':
    case 'diagnose':
    case 'insertCode':
    case 'impact':
    case 'openImpact': {
      const { type, id } = value;
      return isText(id, MAX_ID) && id !== '' ? { type, id } : undefined;
    }
    case 'png': {
      const { request, data } = value;
      if (!isRequest(request) || !isText(data, MAX_PICTURE) || !BASE64.test(data)) return undefined;
      return { type: 'png', request, data };
    }
    case 'pngFailed': {
      const { request, text } = value;
      return isRequest(request) && isText(text, MAX_TEXT) ? { type: 'pngFailed', request, text } : undefined;
    }
    case 'problem': {
      const { kind, text } = value;
      if ((kind !== 'error' && kind !== 'content-security-policy') || !isText(text, MAX_TEXT)) return undefined;
      return { type: 'problem', kind, text };
    }
    default:
      return undefined;
  }
}

/** The extension's message, or `undefined` for anything that is none. */
export function parseHostMessage(value: unknown): HostMessage | undefined {
  if (!isRecord(value)) return undefined;
  const { strings, message, revision, title, graph, shown, id, details, text, hits, request, svg, scale, impact } =
    value;
  switch (value['type']) {
    case 'loading':
      return isStrings(strings) ? { type: 'loading', strings } : undefined;
    case 'model':
      return typeof revision === 'number' &&
        isText(title) &&
        isPlacedGraph(graph) &&
        isShown(shown) &&
        isStrings(strings)
        ? { type: 'model', revision, title, graph, shown, strings }
        : undefined;
    case 'found':
      return isText(text) && isListOf(hits, isHit) ? { type: 'found', text, hits } : undefined;
    case 'failed':
      return isText(message) && isStrings(strings) ? { type: 'failed', message, strings } : undefined;
    case 'select':
      return isText(id) ? { type: 'select', id } : undefined;
    case 'details':
      return typeof revision === 'number' && isNodeDetails(details)
        ? { type: 'details', revision, details }
        : undefined;
    case 'detailsFailed':
      return isText(id) && isText(message) ? { type: 'detailsFailed', id, message } : undefined;
    case 'askImpact':
      return isText(id) ? { type: 'askImpact', id } : undefined;
    case 'impact':
      return isText(id) && isImpactView(impact) ? { type: 'impact', id, impact } : undefined;
    case 'impactFailed':
      return isText(id) && isText(message) ? { type: 'impactFailed', id, message } : undefined;
    case 'rasterise':
      return isRequest(request) && isText(svg, MAX_PICTURE) && typeof scale === 'number' && scale > 0 && scale <= 8
        ? { type: 'rasterise', request, svg, scale }
        : undefined;
    default:
      return undefined;
  }
}

function isRequest(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isPlacedGraph(value: unknown): value is PlacedGraph {
  return (
    isRecord(value) &&
    typeof value['width'] === 'number' &&
    typeof value['height'] === 'number' &&
    isListOf(value['nodes'], (item): item is PlacedNode => isNode(item)) &&
    isListOf(value['edges'], (item): item is PlacedEdge => isEdge(item))
  );
}

function isNodeDetails(value: unknown): value is NodeDetails {
  if (!isRecord(value)) return false;
  const texts = ['id', 'title', 'kind', 'state'].every((field) => isText(value[field]));
  const options = ['subject', 'summary'].every((field) => value[field] === undefined || isText(value[field]));
  const fields = isListOf(value['fields'], (item): item is unknown => {
    return isRecord(item) && isText(item['label']) && isText(item['value']);
  });
  const findings = isListOf(value['findings'], (item): item is unknown => {
    return isRecord(item) && ['rule', 'severity', 'title', 'message'].every((field) => isText(item[field]));
  });
  return texts && options && fields && findings;
}
