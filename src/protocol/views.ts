import type { Verdict } from '../core/diagnosis.ts';
import type { Layer } from '../core/graph/layers.ts';
import type { PlacedView, SearchHit } from '../core/graph/view.ts';
import type { PageView } from '../core/graph/request.ts';
import type { Severity } from '../core/severity.ts';
import {
  GRAPH_STATES,
  isListOf,
  isOneOf,
  isRecord,
  isText,
  LAYER_NAMES,
  NODE_KINDS,
  SEVERITY_NAMES,
  VERDICTS,
} from './shapes.ts';

/* What a page may ask to see, and what it is told of what it sees. */

/** Bounds on what is taken from a page: far more than anybody opens by hand. */
const MAX_ITEMS = 5000;
const MAX_ID = 4096;
const MAX_TAG = 512;

/** A page's view, whether it was sent or kept; `undefined` for anything that is none. */
export function parseView(value: unknown): PageView | undefined {
  if (!isRecord(value) || !isRecord(value['filter'])) return undefined;
  const { filter, layers, opened, closed } = value;
  const { verdicts, severities, types, vpcs, tag } = filter;
  if (!isIds(opened) || !isIds(closed)) return undefined;
  if (!isMaybe(verdicts, isVerdict) || !isMaybe(severities, isSeverity) || !isMaybe(layers, isLayer)) return undefined;
  if (!(types === undefined || isIds(types)) || !(vpcs === undefined || isIds(vpcs))) return undefined;
  if (!(tag === undefined || isText(tag, MAX_TAG))) return undefined;
  return {
    filter: {
      ...(verdicts === undefined ? {} : { verdicts }),
      ...(severities === undefined ? {} : { severities }),
      ...(types === undefined ? {} : { types }),
      ...(vpcs === undefined ? {} : { vpcs }),
      ...(tag === undefined ? {} : { tag }),
    },
    ...(layers === undefined ? {} : { layers }),
    opened,
    closed,
  };
}

function isIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MAX_ITEMS && value.every((item) => isText(item, MAX_ID));
}

function isMaybe<T>(value: unknown, guard: (item: unknown) => item is T): value is readonly T[] | undefined {
  return value === undefined || (isListOf(value, guard) && value.length <= MAX_ITEMS);
}

function isVerdict(value: unknown): value is Verdict {
  return isOneOf(value, VERDICTS);
}

function isSeverity(value: unknown): value is Severity {
  return isOneOf(value, SEVERITY_NAMES);
}

function isLayer(value: unknown): value is Layer {
  return isOneOf(value, LAYER_NAMES);
}

/** What is shown of how much. */
export function isShown(value: unknown): value is Omit<PlacedView, 'graph'> {
  if (!isRecord(value)) return false;
  const { layers, total, facets, differing } = value;
  return (
    isListOf(layers, isLayer) &&
    (differing === undefined || typeof differing === 'number') &&
    isRecord(total) &&
    typeof total['nodes'] === 'number' &&
    typeof total['edges'] === 'number' &&
    isRecord(facets) &&
    isListOf(facets['types'], (item): item is string => isText(item)) &&
    isListOf(facets['tagKeys'], (item): item is string => isText(item)) &&
    isListOf(facets['vpcs'], (item): item is { id: string; name?: string } => {
      return isRecord(item) && isText(item['id']) && (item['name'] === undefined || isText(item['name']));
    })
  );
}

/** Something that a search found. */
export function isHit(value: unknown): value is SearchHit {
  return (
    isRecord(value) &&
    isOneOf(value['kind'], NODE_KINDS) &&
    isOneOf(value['state'], GRAPH_STATES) &&
    isText(value['id']) &&
    isText(value['label']) &&
    (value['detail'] === undefined || isText(value['detail'])) &&
    isListOf(value['frames'], (item): item is string => isText(item))
  );
}
