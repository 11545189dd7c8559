import {
  card,
  cycleLine,
  edgeLine,
  FRAME_OPACITY,
  frameBorder,
  frameHead,
  LINES,
  stateLine,
  stateSign,
  textLine,
  tile,
  type Palette,
} from './card.ts';
import { heightOf } from './order.ts';
import { PALETTES, type DiagramTheme } from './palettes.ts';
import { middleOf, rounded } from './route.ts';
import { DETAIL_SIZE, edgeLabelSize, edgeText, fitText, isFrame, LABEL_SIZE, textWidth } from './size.ts';
import type { GraphState, NodeKind, PlacedEdge, PlacedGraph, PlacedNode } from './types.ts';
import { edgeSentence, fill, nodeSentences, shownNames, type DiagramWords } from './words.ts';
import { escapeXml, xmlAttributes } from './xml.ts';

/*
 * The picture as an SVG file that needs nothing beside it: no script, no style sheet, no font file, no address of
 * anything else. https://www.w3.org/TR/SVG2/
 */

export interface SvgOptions {
  readonly theme: DiagramTheme;
  readonly title: string;
  /** A line under the title: when the data was captured. */
  readonly subtitle?: string;
  readonly words: DiagramWords;
}

const MARGIN = 20;
const TITLE_SIZE = 16;
/** The title, the line under it and the space up to the picture. */
const HEAD = 58;
/** A small picture is as wide as its legend needs to read well. */
const LEAST_WIDTH = 640;
const LEGEND = { row: 24, gap: 20, lineWidth: 34, sign: 16 } as const;

/** An SVG document of the picture with a title and a legend, on a background of its own. Ends with a newline. */
export function renderSvg(placed: PlacedGraph, options: SvgOptions): string {
  const palette = PALETTES[options.theme];
  const { words } = options;
  const width = Math.ceil(Math.max(placed.width, LEAST_WIDTH) + 2 * MARGIN);
  const legend = legendRows(placed, words, palette, width - 2 * MARGIN);
  const legendTop = Math.ceil(HEAD + placed.height + MARGIN);
  const height = legendTop + legend.height + MARGIN;
  const title = fitText(options.title, width - 2 * MARGIN, TITLE_SIZE, 'bold');
  const counts = fill(words.counts, placed.nodes.length, placed.edges.length);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
      ' role="img" aria-labelledby="diagram-title diagram-counts">',
    `<title id="diagram-title">${escapeXml(title)}</title>`,
    `<desc id="diagram-counts">${escapeXml([options.subtitle, counts].filter(Boolean).join('. '))}</desc>`,
    `<rect width="${width}" height="${height}" fill="${palette.background}"/>`,
    textLine(title, MARGIN, MARGIN + TITLE_SIZE, TITLE_SIZE, 'bold', palette.foreground),
    options.subtitle === undefined
      ? ''
      : textLine(options.subtitle, MARGIN, MARGIN + TITLE_SIZE + 16, DETAIL_SIZE, 'regular', palette.muted),
    `<g transform="translate(${MARGIN} ${HEAD})">`,
    ...elements(placed, words, palette),
    '</g>',
    `<g${xmlAttributes({ transform: `translate(${MARGIN} ${legendTop})`, 'aria-label': words.legend })}>`,
    legend.content,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** As on the canvas: frames at the bottom, the outer ones first, then edges, the worst last, then cards. */
function elements(placed: PlacedGraph, words: DiagramWords, palette: Palette): readonly string[] {
  const names = shownNames(placed.nodes);
  const parents = new Map(placed.nodes.map((node) => [node.id, node.parent]));
  const depth = (node: PlacedNode): number => {
    let deep = 0;
    for (let at = node.parent; at !== undefined && deep < placed.nodes.length; at = parents.get(at)) deep += 1;
    return deep;
  };
  const frames = placed.nodes.filter(isFrame).sort((a, b) => depth(a) - depth(b));
  const cards = placed.nodes.filter((node) => !isFrame(node));
  const edges = [...placed.edges].sort((a, b) => heightOf(a.state) - heightOf(b.state));
  return [
    ...frames.map((node) => nodeGroup(node, words, frame(node, palette))),
    ...edges.map((edge) => edgeGroup(edge, edgeSentence(edge, names, words), palette)),
    ...cards.map((node) => nodeGroup(node, words, card(node, node, palette))),
  ];
}

/** The elements of a node, moved to its place. */
function nodeGroup(node: PlacedNode, words: DiagramWords, content: string): string {
  const attributes = xmlAttributes({
    'data-id': node.id,
    'data-kind': node.kind,
    'data-state': node.state,
    'data-parent': node.parent,
    transform: `translate(${rounded(node.x - node.width / 2)} ${rounded(node.y - node.height / 2)})`,
  });
  return `<g${attributes}><title>${escapeXml(nodeSentences(node, words))}</title>${content}</g>`;
}

function frame(node: PlacedNode, palette: Palette): string {
  const box = xmlAttributes({
    width: rounded(node.width),
    height: rounded(node.height),
    rx: LINES.frameRadius,
    fill: palette.muted,
    // High contrast has no tints.
    'fill-opacity': palette.contrast ? 0 : FRAME_OPACITY.fill,
    stroke: frameBorder(node, palette),
    'stroke-opacity': FRAME_OPACITY.border,
  });
  return `<rect${box}/>${frameHead(node, node.width, palette)}`;
}

function edgeGroup(edge: PlacedEdge, sentence: string, palette: Palette): string {
  const attributes = xmlAttributes({
    'data-id': edge.id,
    'data-kind': edge.kind,
    'data-state': edge.state,
    'data-source': edge.source,
    'data-target': edge.target,
    'data-closes-cycle': edge.closesCycle === true ? 'true' : undefined,
  });
  const line = edgeLine(edge.points, edge.state, palette, edge.closesCycle);
  return `<g${attributes}><title>${escapeXml(sentence)}</title>${line}${edgeLabel(edge, palette)}</g>`;
}

function edgeLabel(edge: PlacedEdge, palette: Palette): string {
  const at = edge.labelAt ?? middleOf(edge.points);
  const text = edgeText(edge.label ?? '');
  if (at === undefined || text === '') return '';
  const room = edgeLabelSize(text);
  const width = textWidth(text, DETAIL_SIZE, 'bold');
  const box = xmlAttributes({
    x: rounded(at.x - width / 2 - 2),
    y: rounded(at.y - room.height / 2),
    width: rounded(width + 4),
    height: room.height,
    rx: 2,
    fill: palette.background,
  });
  const [x, y] = [rounded(at.x - width / 2), rounded(at.y + DETAIL_SIZE * 0.36)];
  return `<rect${box}/>${textLine(text, x, y, DETAIL_SIZE, 'bold', palette.foreground)}`;
}

interface LegendItem {
  readonly width: number;
  readonly draw: (x: number, y: number) => string;
}

/** What lines, signs and icons mean: every state, and the kinds that the picture has. */
function legendRows(
  { nodes, edges }: PlacedGraph,
  words: DiagramWords,
  palette: Palette,
  width: number,
): { readonly height: number; readonly content: string } {
  const states: readonly GraphState[] = ['pass', 'warn', 'fail', 'unknown', 'none'];
  const occurring = new Set(nodes.map((node) => node.kind));
  const kinds = (Object.keys(words.kinds) as NodeKind[]).filter((kind) => occurring.has(kind));
  const rows = [
    ...wrapped(
      [
        ...states.map((state) => stateItem(state, words, palette)),
        ...(edges.some(({ closesCycle }) => closesCycle) ? [cycleItem(words, palette)] : []),
      ],
      width,
    ),
    ...wrapped(
      kinds.map((kind) => kindItem(kind, words, palette)),
      width,
    ),
  ];
  const content = rows.map((row, i) => {
    let x = 0;
    return row
      .map((item) => {
        const drawn = item.draw(x, i * LEGEND.row);
        x += item.width + LEGEND.gap;
        return drawn;
      })
      .join('');
  });
  return { height: rows.length * LEGEND.row, content: content.join('\n') };
}

function stateItem(state: GraphState, words: DiagramWords, palette: Palette): LegendItem {
  const signLeft = LEGEND.lineWidth + 6;
  const textLeft = signLeft + (state === 'none' ? 0 : LEGEND.sign + 6);
  return {
    width: textLeft + legendTextWidth(words.states[state]),
    draw: (x, y) =>
      `<g transform="translate(${x} ${y})">${stateLine(state, palette)}</g>` +
      (state === 'none' ? '' : stateSign(state, x + signLeft, y, palette)) +
      legendText(words.states[state], x + textLeft, y, palette),
  };
}

function cycleItem(words: DiagramWords, palette: Palette): LegendItem {
  const textLeft = LEGEND.lineWidth + 6;
  return {
    width: textLeft + legendTextWidth(words.leadsBack),
    draw: (x, y) =>
      `<g transform="translate(${x} ${y})">${cycleLine(palette)}</g>` +
      legendText(words.leadsBack, x + textLeft, y, palette),
  };
}

function kindItem(kind: NodeKind, words: DiagramWords, palette: Palette): LegendItem {
  const textLeft = LEGEND.sign + 6;
  return {
    width: textLeft + legendTextWidth(words.kinds[kind]),
    draw: (x, y) =>
      `<g transform="translate(${x} ${y}) scale(${LEGEND.sign / 28})">${tile(kind, 0, 0, palette)}</g>` +
      legendText(words.kinds[kind], x + textLeft, y, palette),
  };
}

function legendTextWidth(text: string): number {
  return Math.ceil(textWidth(text, LABEL_SIZE, 'regular'));
}

function legendText(text: string, x: number, y: number, palette: Palette): string {
  return textLine(text, x, y + LABEL_SIZE * 0.36 + LEGEND.sign / 2, LABEL_SIZE, 'regular', palette.foreground);
}

/** The items in rows that are no wider than there is room. */
function wrapped(items: readonly LegendItem[], room: number): readonly (readonly LegendItem[])[] {
  const rows: LegendItem[][] = [];
  let used = Infinity;
  for (const item of items) {
    if (used + item.width > room) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(item);
    used += item.width + LEGEND.gap;
  }
  return rows;
}
