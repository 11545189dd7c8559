import { KIND_ICONS, STATE_SIGNS } from './icons.ts';
import {
  CARD,
  DETAIL_SIZE,
  DIAGRAM_FONT,
  FRAME,
  frameHeader,
  hasOneLine,
  LABEL_SIZE,
  nodeText,
  textWidth,
  type Size,
} from './size.ts';
import type { GraphNode, GraphState, NodeKind } from './types.ts';

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

/** A node's card as an SVG document of the node's size. */
export function cardImage(node: GraphNode, size: Size, palette: Palette): string {
  return svgDocument(size, card(node, size, palette));
}

function card(node: GraphNode, size: Size, palette: Palette): string {
  const line = STATE_LINES[node.state];
  const colour = palette.states[node.state];
  // A card that nobody judged steps back behind those that say something.
  const quiet = node.state === 'none' && !palette.contrast ? ' stroke-opacity="0.45"' : '';
  const inset = line.width / 2;
  const box = `x="${inset}" y="${inset}" width="${size.width - line.width}" height="${size.height - line.width}" rx="7"`;
  const tinted = !palette.contrast && (node.state === 'fail' || node.state === 'warn');
  const tint = tinted ? `<rect ${box} fill="${attribute(colour)}" fill-opacity="0.1"/>` : '';
  const dashes = line.dashes.length === 0 ? '' : ` stroke-dasharray="${line.dashes.join(' ')}"`;
  const { label, detail } = nodeText(node);
  const middle = size.height / 2;
  const labelY = detail === '' ? middle + LABEL_SIZE * 0.36 : middle - 3;
  return [
    `<rect ${box} fill="${attribute(palette.card)}"/>${tint}`,
    `<rect ${box} fill="none" stroke="${attribute(colour)}" stroke-width="${line.width}"${dashes}${quiet}/>`,
    tile(node.kind, 8, middle - 14, palette),
    textLine(label, CARD.textLeft, labelY, LABEL_SIZE, 'bold', palette.foreground),
    detail === '' ? '' : textLine(detail, CARD.textLeft, middle + 12, DETAIL_SIZE, 'normal', palette.muted),
    node.state === 'none' ? '' : badge(node.state, 24, middle + 2, palette),
  ].join('');
}

/** The head of a frame: icon, name, detail. */
export function frameHeaderImage(node: GraphNode, width: number, palette: Palette): string {
  const { label, detail } = nodeText(node);
  const height = frameHeader(node.kind);
  const oneLine = hasOneLine(node.kind);
  const iconY = oneLine ? 5 : 13;
  const labelY = oneLine ? 17 : 20;
  const detailX = oneLine ? FRAME.textLeft + textWidth(label, LABEL_SIZE, 'bold') + FRAME.textGap : FRAME.textLeft;
  const detailY = oneLine ? labelY : 34;
  return svgDocument(
    { width, height },
    stroked(KIND_ICONS[node.kind], 13, iconY, 1, palette.kinds[node.kind], 1.4) +
      textLine(label, FRAME.textLeft, labelY, LABEL_SIZE, 'bold', palette.foreground) +
      textLine(detail, detailX, detailY, DETAIL_SIZE, 'normal', palette.muted) +
      (node.state === 'none' ? '' : stateSign(node.state, width - 28, oneLine ? 5 : 14, palette)),
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

/** An SVG document as a `data:` address. */
export function dataUri(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

function tile(kind: NodeKind, x: number, y: number, palette: Palette): string {
  const colour = attribute(palette.kinds[kind]);
  const look = palette.contrast ? `fill="none" stroke="${colour}"` : `fill="${colour}"`;
  const ink = palette.contrast ? palette.kinds[kind] : palette.onColour;
  return (
    `<rect x="${x + 0.5}" y="${y + 0.5}" width="27" height="27" rx="6" ${look}/>` +
    stroked(KIND_ICONS[kind], x + 6, y + 6, 1, ink, 1.4)
  );
}

/** A sign on the corner of the tile, cut out of it by a ring of the card's colour. */
function badge(state: Exclude<GraphState, 'none'>, x: number, y: number, palette: Palette): string {
  const ring = `<circle cx="${x + 8}" cy="${y + 8}" r="9.5" fill="${attribute(palette.card)}"/>`;
  return ring + stateSign(state, x, y, palette);
}

function stateSign(state: Exclude<GraphState, 'none'>, x: number, y: number, palette: Palette): string {
  const sign = STATE_SIGNS[state];
  const colour = attribute(palette.states[state]);
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
    `<path transform="translate(${x} ${y}) scale(${scale})" d="${path}" fill="none" stroke="${attribute(colour)}" ` +
    `stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
  );
}

function textLine(text: string, x: number, y: number, size: number, weight: string, colour: string): string {
  return (
    `<text x="${x}" y="${y}" font-family="${attribute(DIAGRAM_FONT)}" font-size="${size}" font-weight="${weight}" ` +
    `fill="${attribute(colour)}" direction="ltr">${escapeXml(text)}</text>`
  );
}

function svgDocument(size: Size, content: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" ` +
    `viewBox="0 0 ${size.width} ${size.height}">${content}</svg>`
  );
}

function attribute(value: string): string {
  return escapeXml(value);
}

/** Text that is text in XML whatever it holds; what XML cannot hold at all was taken out by `displayText`. */
function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
