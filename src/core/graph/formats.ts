/** What a diagram can be exported as by the command line and the worker; only a browser can make a PNG of an SVG. */
export const DIAGRAM_FORMATS = ['json', 'mermaid', 'svg', 'drawio'] as const;
export type DiagramFormat = (typeof DIAGRAM_FORMATS)[number];
