import { KIND_ICONS, STATE_SIGNS } from './icons.ts';
import { ARROW, arrowPath, BAR, barPath, rounded, roundedPath, shortened } from './route.ts';
import {
  CARD,
  DETAIL_SIZE,
  DIAGRAM_FONT,
  FRAME,
  frameHeader,
  hasKnownWidth,
  hasOneLine,
  LABEL_SIZE,
  nodeText,
  textWidth,
  type FontWeight,
  type Size,
} from './size.ts';
import type { GraphNode, GraphState, NodeKind, Point } from './types.ts';
import { escapeXml, xmlAttributes } from './xml.ts';

/* How a node looks: SVG as text, so that the canvas and an exported file show the same. */

/** The colours of a theme, as CSS writes them. */
export interface Palette {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly card: string;
  readonly selection: string;
  /** High contrast: no tints, outlines instead. */
  readonly contrast: boolean;
  readonly states: Readonly<Record<GraphState, string>>;
  readonly kinds: Readonly<Record<NodeKind, string>>;
  /** What is written on a filled tile or sign. */
  readonly onColour: string;
}

/** How thick, and in what pattern, a state's line is. */
export const STATE_LINES: Readonly<Record<GraphState, { readonly width: number; readonly dashes: readonly number[] }>> =
  {
    fail: { width: 2.5, dashes: [] },
    warn: { width: 2, dashes: [9, 3] },
    unknown: { width: 1.4, dashes: [4, 4] },
    pass: { width: 1.4, dashes: [] },
    none: { width: 1, dashes: [] },
  };

/** The measures of the frames' and edges' lines, in pixels. */
export const LINES = { frameRadius: 10, bendRadius: 7 } as const;

/** Of a line that closes a cycle: the space between its two strokes, and the radius of the ring that it starts with. */
export const CYCLE = { gap: 1.6, ring: 3.2 } as const;

/** How much of the muted colour fills a frame, and how much of the border's colour draws it. */
export const FRAME_OPACITY = { fill: 0.05, border: 0.9 } as const;

/** The colour of a frame's border: its state's where it has one. */
export function frameBorder(node: GraphNode, palette: Palette): string {
  if (node.state !== 'none') return palette.states[node.state];
  return palette.contrast ? palette.states.none : palette.kinds[node.kind];
}

/** A node's card as an SVG document of the node's size. */
export function cardImage(node: GraphNode, size: Size, palette: Palette): string {
  return svgDocument(size, card(node, size, palette));
}

/** The card as SVG elements, its upper left corner at the origin. */
export function card(node: GraphNode, size: Size, palette: Palette): string {
  const line = STATE_LINES[node.state];
  const colour = palette.states[node.state];
  // A card that nobody judged steps back behind those that say something.
  const quiet = node.state === 'none' && !palette.contrast ? ' stroke-opacity="0.45"' : '';
  const inset = line.width / 2;
  const box = `x="${inset}" y="${inset}" width="${size.width - line.width}" height="${size.height - line.width}" rx="7"`;
  const tinted = !palette.contrast && (node.state === 'fail' || node.state === 'warn');
  const tint = tinted ? `<rect ${box} fill="${escapeXml(colour)}" fill-opacity="0.1"/>` : '';
  const dashes = line.dashes.length === 0 ? '' : ` stroke-dasharray="${line.dashes.join(' ')}"`;
  const { label, detail } = nodeText(node);
  const middle = size.height / 2;
  const labelY = detail === '' ? middle + LABEL_SIZE * 0.36 : middle - 3;
  return [
    `<rect ${box} fill="${escapeXml(palette.card)}"/>${tint}`,
    `<rect ${box} fill="none" stroke="${escapeXml(colour)}" stroke-width="${line.width}"${dashes}${quiet}/>`,
    tile(node.kind, 8, middle - 14, palette),
    textLine(label, CARD.textLeft, labelY, LABEL_SIZE, 'bold', palette.foreground),
    textLine(detail, CARD.textLeft, middle + 12, DETAIL_SIZE, 'regular', palette.muted),
    node.state === 'none' ? '' : badge(node.state, 24, middle + 2, palette),
  ].join('');
}

/** The header of a frame as an SVG document: icon, name, detail. */
export function frameHeaderImage(node: GraphNode, width: number, palette: Palette): string {
  return svgDocument({ width, height: frameHeader(node.kind) }, frameHead(node, width, palette));
}

/** The header as SVG elements, the frame's upper left corner at the origin. */
export function frameHead(node: GraphNode, width: number, palette: Palette): string {
  const { label, detail } = nodeText(node);
  const oneLine = hasOneLine(node.kind);
  const labelY = oneLine ? 17 : 20;
  const detailX = oneLine ? FRAME.textLeft + textWidth(label, LABEL_SIZE, 'bold') + FRAME.textGap : FRAME.textLeft;
  return (
    stroked(KIND_ICONS[node.kind], 13, oneLine ? 5 : 13, 1, palette.kinds[node.kind], 1.4) +
    textLine(label, FRAME.textLeft, labelY, LABEL_SIZE, 'bold', palette.foreground) +
    textLine(detail, detailX, oneLine ? labelY : 34, DETAIL_SIZE, 'regular', palette.muted) +
    (node.state === 'none' ? '' : stateSign(node.state, width - 28, oneLine ? 5 : 14, palette))
  );
}

/** The icon of a kind on its coloured tile. */
export function kindImage(kind: NodeKind, palette: Palette): string {
  return svgDocument({ width: 28, height: 28 }, tile(kind, 0, 0, palette));
}

/** The sign of a state by itself, for legend and outline. */
export function stateImage(state: Exclude<GraphState, 'none'>, palette: Palette): string {
  return svgDocument({ width: 16, height: 16 }, stateSign(state, 0, 0, palette));
}

/** The line of a state with its end, for legends: 34 by 16. */
export function lineImage(state: GraphState, palette: Palette): string {
  return svgDocument({ width: 34, height: 16 }, stateLine(state, palette));
}

/** The same as SVG elements. */
export function stateLine(state: GraphState, palette: Palette): string {
  return edgeLine(LEGEND_LINE, state, palette);
}

const LEGEND_LINE: readonly Point[] = [
  { x: 1, y: 8 },
  { x: 33, y: 8 },
];

/** The line of an edge that closes a cycle, for legends: 34 by 16. */
export function cycleImage(palette: Palette): string {
  return svgDocument({ width: 34, height: 16 }, cycleLine(palette));
}

/** The same as SVG elements. */
export function cycleLine(palette: Palette): string {
  return edgeLine(LEGEND_LINE, 'none', palette, true);
}

/**
 * An edge as SVG elements: the line with rounded bends and its end, an arrow or, where nothing gets through, a bar. One that
 * closes a cycle is a double line that starts with a ring.
 */
export function edgeLine(points: readonly Point[], state: GraphState, palette: Palette, closesCycle = false): string {
  const { width, dashes } = STATE_LINES[state];
  const colour = escapeXml(palette.states[state]);
  const pattern = dashes.length === 0 ? '' : ` stroke-dasharray="${dashes.join(' ')}"`;
  const blocked = state === 'fail';
  const line = roundedPath(shortened(points, blocked ? BAR.gap : ARROW.length / 2), LINES.bendRadius);
  const path = (ink: string, thickness: number): string =>
    `<path d="${line}" fill="none" stroke="${ink}" stroke-width="${thickness}"${pattern}/>`;
  // Beside the card that it starts at, which is drawn over it.
  const start = shortened([...points].reverse(), CYCLE.ring + 1).at(-1);
  const background = escapeXml(palette.background);
  const ring =
    start === undefined
      ? ''
      : `<circle cx="${rounded(start.x)}" cy="${rounded(start.y)}" r="${CYCLE.ring}" fill="${background}" stroke="${colour}" stroke-width="1.4"/>`;
  return (
    (closesCycle ? path(colour, width + CYCLE.gap + width) + path(background, CYCLE.gap) : path(colour, width)) +
    `<path d="${blocked ? barPath(points) : arrowPath(points)}" fill="${colour}"/>` +
    (closesCycle ? ring : '')
  );
}

/** An SVG document as a `data:` address. */
export function dataUri(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/** The icon of a kind on its tile as SVG elements, 28 by 28 at a place. */
export function tile(kind: NodeKind, x: number, y: number, palette: Palette): string {
  const colour = escapeXml(palette.kinds[kind]);
  const look = palette.contrast ? `fill="none" stroke="${colour}"` : `fill="${colour}"`;
  const ink = palette.contrast ? palette.kinds[kind] : palette.onColour;
  return (
    `<rect x="${x + 0.5}" y="${y + 0.5}" width="27" height="27" rx="6" ${look}/>` +
    stroked(KIND_ICONS[kind], x + 6, y + 6, 1, ink, 1.4)
  );
}

/** A sign on the corner of the tile, cut out of it by a ring of the card's colour. */
function badge(state: Exclude<GraphState, 'none'>, x: number, y: number, palette: Palette): string {
  const ring = `<circle cx="${x + 8}" cy="${y + 8}" r="9.5" fill="${escapeXml(palette.card)}"/>`;
  return ring + stateSign(state, x, y, palette);
}

/** The sign of a state as SVG elements, 16 by 16 at a place. */
export function stateSign(state: Exclude<GraphState, 'none'>, x: number, y: number, palette: Palette): string {
  const sign = STATE_SIGNS[state];
  const colour = escapeXml(palette.states[state]);
  const outline = sign.filled
    ? `fill="${colour}" stroke="${colour}" stroke-width="1"`
    : `fill="none" stroke="${colour}" stroke-width="1.3" stroke-dasharray="2.6 1.8"`;
  const ink = sign.filled ? palette.background : palette.states[state];
  return (
    `<path transform="translate(${x} ${y})" d="${sign.shape}" ${outline} stroke-linejoin="round"/>` +
    stroked(sign.mark, x, y, 1, ink, 1.7)
  );
}

function stroked(path: string, x: number, y: number, scale: number, colour: string, width: number): string {
  return (
    `<path transform="translate(${x} ${y}) scale(${scale})" d="${path}" fill="none" stroke="${escapeXml(colour)}" ` +
    `stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
  );
}

/**
 * One line of text as an SVG element; `y` is its base line. Where its width is known it is held to it, so that it fits on
 * a machine with other fonts too.
 */
export function textLine(text: string, x: number, y: number, size: number, weight: FontWeight, colour: string): string {
  if (text === '') return '';
  const isHeld = hasKnownWidth(text);
  const attributes = xmlAttributes({
    x,
    y,
    'font-family': DIAGRAM_FONT,
    'font-size': size,
    'font-weight': weight === 'bold' ? 'bold' : 'normal',
    fill: colour,
    direction: 'ltr',
    textLength: isHeld ? rounded(textWidth(text, size, weight)) : undefined,
    lengthAdjust: isHeld ? 'spacingAndGlyphs' : undefined,
  });
  return `<text${attributes}>${escapeXml(text)}</text>`;
}

/** An SVG document of a size. */
function svgDocument(size: Size, content: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" ` +
    `viewBox="0 0 ${size.width} ${size.height}">${content}</svg>`
  );
}
