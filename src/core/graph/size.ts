import type { Graph, GraphNode, NodeKind } from './types.ts';

/*
 * How wide text is, without a browser: the advance widths of Helvetica, Arial and Liberation Sans, which are the same.
 * So the layout runs in a worker, is the same on every machine, and an export needs no canvas.
 */

export type FontWeight = 'regular' | 'bold';

/** The fonts that have these widths; every label of a diagram is set in them. */
export const DIAGRAM_FONT = 'Arial, Helvetica, "Liberation Sans", sans-serif';
export const LABEL_SIZE = 12;
export const DETAIL_SIZE = 10.5;

/** Thousandths of the font size for the characters from space to tilde. */
const ADVANCES: Readonly<Record<FontWeight, readonly number[]>> = {
  regular: [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
  ],
  bold: [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
  ],
};

const ELLIPSIS = '…';

/** The width of a text in pixels. Beyond ASCII it is an estimate on the wide side: a full em for wide scripts and emoji. */
export function textWidth(text: string, size: number, weight: FontWeight): number {
  let thousandths = 0;
  for (const character of text) thousandths += advance(character, weight);
  return (thousandths * size) / 1000;
}

function advance(character: string, weight: FontWeight): number {
  const code = character.codePointAt(0) ?? 0;
  const known = ADVANCES[weight][code - 32];
  if (known !== undefined) return known;
  if (/^\p{Mark}$/u.test(character)) return 0;
  if (character === '·') return weight === 'bold' ? 333 : 278;
  return code < 0x1100 ? 800 : 1000;
}

/** True where the width of a text is known to the pixel and not estimated. */
export function hasKnownWidth(text: string): boolean {
  return /^[\u0020-\u007e·…]*$/.test(text);
}

/**
 * A name as it is drawn: on one line, without control characters and without the direction marks that could make it
 * read as something else.
 */
export function displayText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Cn}]/gu, '')
    .trim();
}

/** The text cut to a width, with an ellipsis where something was cut. */
export function fitText(text: string, width: number, size: number, weight: FontWeight): string {
  const shown = displayText(text.slice(0, 1000));
  if (textWidth(shown, size, weight) <= width) return shown;
  const budget = (width * 1000) / size - 1000;
  let used = 0;
  let cut = '';
  for (const character of shown) {
    used += advance(character, weight);
    if (used > budget) break;
    cut += character;
  }
  return `${cut.trimEnd()}${ELLIPSIS}`;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The measures of a node's card, in pixels. */
export const CARD = { height: 44, textLeft: 44, textRight: 11, minText: 60, maxText: 180 } as const;

/** The measures of the frame of an account, Region, VPC or zone. */
export const FRAME = { padding: 14, textLeft: 38, textRight: 34, textGap: 8, maxText: 420 } as const;

/** How high the head of a frame is. Regions and zones lie deep in other frames: they say all on one line. */
export function frameHeader(kind: NodeKind): number {
  return hasOneLine(kind) ? 26 : 44;
}

/** True for the frames whose head is one line: the detail stands beside the name and not below it. */
export function hasOneLine(kind: NodeKind): boolean {
  return kind === 'region' || kind === 'zone';
}

/** The text of a node as its card or frame shows it. */
export function nodeText(node: GraphNode): { readonly label: string; readonly detail: string } {
  const width = isFrame(node) ? FRAME.maxText : CARD.maxText;
  return {
    label: fitText(node.label, width, LABEL_SIZE, 'bold'),
    detail: fitText(node.detail ?? '', width, DETAIL_SIZE, 'regular'),
  };
}

/** True for what is drawn as a frame around others; one that is closed is a card like any other. */
export function isFrame(node: Pick<GraphNode, 'kind' | 'inside'>): boolean {
  return node.inside === undefined && isFrameKind(node);
}

/** True for the kinds that hold others. */
export function isFrameKind(node: Pick<GraphNode, 'kind'>): boolean {
  return node.kind === 'account' || node.kind === 'region' || node.kind === 'vpc' || node.kind === 'zone';
}

/**
 * The size of every node; for a frame the least that its header needs. The cards of one kind are equally wide, so that
 * columns stand straight.
 */
export function nodeSizes(graph: Graph): ReadonlyMap<string, Size> {
  const widest = new Map<string, number>();
  const text = new Map(graph.nodes.map((node) => [node.id, textSize(node)]));
  for (const node of graph.nodes) {
    widest.set(node.kind, Math.max(widest.get(node.kind) ?? CARD.minText, text.get(node.id) ?? 0));
  }
  return new Map(
    graph.nodes.map((node): [string, Size] => {
      if (isFrame(node)) {
        return [
          node.id,
          {
            width: inSteps((text.get(node.id) ?? 0) + FRAME.textLeft + FRAME.textRight),
            height: frameHeader(node.kind),
          },
        ];
      }
      const inner = widest.get(node.kind) ?? CARD.minText;
      return [node.id, { width: inSteps(inner + CARD.textLeft + CARD.textRight), height: CARD.height }];
    }),
  );
}

/** Widths go in steps, so that a letter more or less in a text moves nothing. */
function inSteps(width: number): number {
  const step = 8;
  return Math.ceil(width / step) * step;
}

function textSize(node: GraphNode): number {
  const { label, detail } = nodeText(node);
  const widths = [textWidth(label, LABEL_SIZE, 'bold'), textWidth(detail, DETAIL_SIZE, 'regular')] as const;
  return hasOneLine(node.kind) ? widths[0] + FRAME.textGap + widths[1] : Math.max(...widths);
}

/** The size of an edge's label. */
export function edgeLabelSize(label: string): Size {
  return { width: Math.ceil(textWidth(edgeText(label), DETAIL_SIZE, 'bold')) + 10, height: 16 };
}

/** The text of an edge's label as it is drawn. */
export function edgeText(label: string): string {
  return fitText(label, 160, DETAIL_SIZE, 'bold');
}
