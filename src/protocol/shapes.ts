import type { Verdict } from '../core/diagnosis.ts';
import type { Layer } from '../core/graph/layers.ts';
import type { EdgeKind, GraphChange, GraphState, NodeKind } from '../core/graph/types.ts';
import type { Severity } from '../core/severity.ts';
import type { Extent } from '../core/impact/types.ts';
import type { ImpactStrings, WebviewStrings } from './strings.ts';

/* Guards for what arrives from another process: everything is checked, nothing is assumed. */

export const GRAPH_STATES: Readonly<Record<GraphState, true>> = {
  fail: true,
  warn: true,
  unknown: true,
  pass: true,
  none: true,
};

export const NODE_KINDS: Readonly<Record<NodeKind, true>> = {
  account: true,
  region: true,
  vpc: true,
  zone: true,
  subnet: true,
  'dns-name': true,
  'network-acl': true,
  'security-group': true,
  'route-table': true,
  'prefix-list': true,
  gateway: true,
  'network-interface': true,
  'vpc-endpoint': true,
  'endpoint-service': true,
  'load-balancer': true,
  listener: true,
  'target-group': true,
  target: true,
  'service-network': true,
  'resource-configuration': true,
  'resource-gateway': true,
  resource: true,
  stub: true,
};

export const CHANGES: Readonly<Record<GraphChange, true>> = {
  added: true,
  removed: true,
  changed: true,
  'not-comparable': true,
};

export const EDGE_KINDS: Readonly<Record<EdgeKind, true>> = {
  uses: true,
  resolves: true,
  guards: true,
  destination: true,
  continues: true,
  associates: true,
  'reached-through': true,
  reaches: true,
  'has-interface': true,
  connects: true,
  'served-by': true,
  listens: true,
  forwards: true,
  targets: true,
  routes: true,
};

export const VERDICTS: Readonly<Record<Verdict, true>> = { broken: true, degraded: true, unknown: true, healthy: true };

export const SEVERITY_NAMES: Readonly<Record<Severity, true>> = {
  critical: true,
  high: true,
  medium: true,
  low: true,
  info: true,
};

export const LAYER_NAMES: Readonly<Record<Layer, true>> = { dns: true, security: true, routes: true, metrics: true };

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown, longest = Number.MAX_SAFE_INTEGER): value is string {
  return typeof value === 'string' && value.length <= longest;
}

export function isListOf<T>(value: unknown, guard: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every((item) => guard(item));
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}

export function isOneOf(value: unknown, names: Readonly<Record<string, true>>): boolean {
  return typeof value === 'string' && Object.hasOwn(names, value);
}

function isPoint(value: unknown): value is { readonly x: number; readonly y: number } {
  return isRecord(value) && isNumber(value['x']) && isNumber(value['y']);
}

/** How two readings differ in an element, where it is one of a picture of two. */
function hasSoundChange(value: Readonly<Record<string, unknown>>): boolean {
  const { change, was } = value;
  return (change === undefined || isOneOf(change, CHANGES)) && (was === undefined || isWas(was));
}

function isWas(value: unknown): boolean {
  return (
    isRecord(value) &&
    (value['state'] === undefined || isOneOf(value['state'], GRAPH_STATES)) &&
    ['label', 'detail'].every((field) => isOptionalText(value[field]))
  );
}

/** A node with its place. */
export function isNode(value: unknown): boolean {
  return (
    isRecord(value) &&
    isOneOf(value['kind'], NODE_KINDS) &&
    isOneOf(value['state'], GRAPH_STATES) &&
    ['id', 'label', 'account', 'region'].every((field) => isText(value[field])) &&
    ['parent', 'detail', 'subject'].every((field) => isOptionalText(value[field])) &&
    (value['inside'] === undefined || isNumber(value['inside'])) &&
    hasSoundChange(value) &&
    ['x', 'y', 'width', 'height'].every((field) => isNumber(value[field]))
  );
}

/** An edge with its route. */
export function isEdge(value: unknown): boolean {
  return (
    isRecord(value) &&
    isOneOf(value['kind'], EDGE_KINDS) &&
    isOneOf(value['state'], GRAPH_STATES) &&
    ['id', 'source', 'target'].every((field) => isText(value[field])) &&
    isOptionalText(value['label']) &&
    hasSoundChange(value) &&
    (value['labelAt'] === undefined || isPoint(value['labelAt'])) &&
    (value['closesCycle'] === undefined || value['closesCycle'] === true) &&
    isListOf(value['points'], isPoint)
  );
}

const WORDS: Readonly<
  Record<
    Exclude<
      keyof WebviewStrings,
      'states' | 'kinds' | 'edgeKinds' | 'verdicts' | 'severities' | 'layers' | 'changes' | 'impact'
    >,
    true
  >
> = {
  diagram: true,
  outline: true,
  details: true,
  edges: true,
  legend: true,
  leadsBack: true,
  loading: true,
  empty: true,
  fit: true,
  zoomIn: true,
  zoomOut: true,
  showOutline: true,
  showLegend: true,
  close: true,
  diagnose: true,
  insertCode: true,
  reveal: true,
  findings: true,
  noFindings: true,
  properties: true,
  search: true,
  noHits: true,
  hits: true,
  filter: true,
  verdict: true,
  severity: true,
  type: true,
  vpc: true,
  allVpcs: true,
  tag: true,
  layersTitle: true,
  reset: true,
  open: true,
  shut: true,
  partly: true,
  nothingPasses: true,
  counts: true,
  selected: true,
  differ: true,
};

export const EXTENTS: Readonly<Record<Extent, true>> = { all: true, part: true, unknown: true };

export const IMPACT_WORDS: Readonly<Record<Exclude<keyof ImpactStrings, 'titles' | 'extents'>, true>> = {
  ask: true,
  title: true,
  asking: true,
  showing: true,
  backToList: true,
  clear: true,
  cleared: true,
  asked: true,
  inside: true,
  unread: true,
  gap: true,
  elsewhere: true,
  showAll: true,
  accountUnknown: true,
  notLoaded: true,
  stopsOn: true,
};

function isImpactStrings(value: unknown): boolean {
  return (
    hasWords(value, IMPACT_WORDS) &&
    isRecord(value) &&
    hasWords(value['titles'], EXTENTS) &&
    hasWords(value['extents'], EXTENTS)
  );
}

/** All the words of the page. */
export function isStrings(value: unknown): value is WebviewStrings {
  return (
    isRecord(value) &&
    hasWords(value, WORDS) &&
    hasWords(value['states'], GRAPH_STATES) &&
    hasWords(value['kinds'], NODE_KINDS) &&
    hasWords(value['edgeKinds'], EDGE_KINDS) &&
    hasWords(value['verdicts'], VERDICTS) &&
    hasWords(value['severities'], SEVERITY_NAMES) &&
    hasWords(value['layers'], LAYER_NAMES) &&
    hasWords(value['changes'], CHANGES) &&
    isImpactStrings(value['impact'])
  );
}

function hasWords(value: unknown, names: Readonly<Record<string, true>>): boolean {
  return isRecord(value) && Object.keys(names).every((name) => isText(value[name]));
}
