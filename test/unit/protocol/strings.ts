import { EDGE_KINDS, GRAPH_STATES, NODE_KINDS } from '../../../src/protocol/shapes.ts';
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
];
const named = (names: object): object => Object.fromEntries(Object.keys(names).map((name) => [name, name]));
/** The page's words, each called by its own name. */
export const strings = {
  ...Object.fromEntries(WORDS.map((word) => [word, word])),
  states: named(GRAPH_STATES),
  kinds: named(NODE_KINDS),
  edgeKinds: named(EDGE_KINDS),
} as unknown as WebviewStrings;
