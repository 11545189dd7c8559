import {
  CHANGES,
  EDGE_KINDS,
  EXTENTS,
  GRAPH_STATES,
  IMPACT_WORDS,
  LAYER_NAMES,
  NODE_KINDS,
  SEVERITY_NAMES,
  VERDICTS,
} from '../../../src/protocol/shapes.ts';
import type { WebviewStrings } from '../../../src/protocol/strings.ts';

const WORDS = [
  ...[
    'diagram',
    'outline',
    'details',
    'edges',
    'legend',
    'loading',
    'empty',
    'fit',
    'zoomIn',
    'zoomOut',
    'showOutline',
  ],
  ...['showLegend', 'close', 'diagnose', 'insertCode', 'reveal', 'findings', 'noFindings', 'properties', 'counts'],
  'selected',
  ...['search', 'noHits', 'hits', 'filter', 'verdict', 'severity', 'type', 'vpc', 'allVpcs', 'tag', 'layersTitle'],
  ...['reset', 'open', 'shut', 'partly', 'nothingPasses'],
];
const named = (names: object): object => Object.fromEntries(Object.keys(names).map((name) => [name, name]));
/** The page's words, each called by its own name. */
export const strings = {
  ...Object.fromEntries(WORDS.map((word) => [word, word])),
  states: named(GRAPH_STATES),
  kinds: named(NODE_KINDS),
  edgeKinds: named(EDGE_KINDS),
  verdicts: named(VERDICTS),
  severities: named(SEVERITY_NAMES),
  layers: named(LAYER_NAMES),
  changes: named(CHANGES),
  differ: 'differ',
  impact: { ...named(IMPACT_WORDS), titles: named(EXTENTS), extents: named(EXTENTS) },
} as unknown as WebviewStrings;
