import { dataUri, FRAME_OPACITY, frameBorder, kindImage, LINES, STATE_LINES } from './card.ts';
import { STATE_MARKS } from './icons.ts';
import { heightOf } from './order.ts';
import { PALETTES } from './palettes.ts';
import { middleOf, rounded } from './route.ts';
import { CARD, DETAIL_SIZE, edgeText, FRAME, isFrame, LABEL_SIZE, nodeText } from './size.ts';
import type { GraphState, PlacedEdge, PlacedGraph, PlacedNode, Point } from './types.ts';
import type { DiagramWords } from './words.ts';
import { xmlAttributes } from './xml.ts';

/*
 * The picture as a file of draw.io, uncompressed, so that it can be read and compared
 * (https://www.drawio.com/doc/faq/save-file-formats and /diagram-source-edit). Frames are containers and places are
 * relative to them: who moves a VPC moves what is in it.
 *
 * Values are plain text (`html=0`), so that no name is ever markup. State, kind and id are properties of each shape:
 * draw.io shows them as its tooltip.
 */

export interface DrawioOptions {
  readonly title: string;
  readonly words: DiagramWords;
}

const palette = PALETTES.light;
/** draw.io's own two: the root, and the layer that everything lies in. */
const LAYER = '1';
const FONT = 'Helvetica';
/** The icon on a card: its side, and the space around it. */
const ICON = { side: 28, space: 8 } as const;

/** A draw.io document of the picture. Ends with a newline. */
export function renderDrawio(placed: PlacedGraph, { title, words }: DrawioOptions): string {
  // draw.io reads ids of its own from the names of some: these are counted.
  const ids = new Map(placed.nodes.map((node, i) => [node.id, `n${i + 1}`]));
  const nodes = new Map(placed.nodes.map((node) => [node.id, node]));
  const edges = [...placed.edges].sort((a, b) => heightOf(a.state) - heightOf(b.state));
  const model = xmlAttributes({
    dx: Math.ceil(placed.width),
    dy: Math.ceil(placed.height),
    grid: 0,
    tooltips: 1,
    connect: 1,
    arrows: 1,
    fold: 0,
    page: 0,
    pageWidth: Math.ceil(placed.width),
    pageHeight: Math.ceil(placed.height),
    background: palette.background,
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<mxfile host="PrivateLink Explorer">',
    `<diagram${xmlAttributes({ id: 'topology', name: title })}>`,
    `<mxGraphModel${model}>`,
    '<root>',
    '<mxCell id="0"/>',
    `<mxCell id="${LAYER}" parent="0"/>`,
    // A container stands before what it holds: the parent of a cell must be known when the cell is read.
    ...outerFirst(placed.nodes).map((node) => shape(node, nodes.get(node.parent ?? ''), ids, words)),
    ...edges.map((edge, i) => connector(edge, `e${i + 1}`, { nodes, ids, words })),
    '</root>',
    '</mxGraphModel>',
    '</diagram>',
    '</mxfile>',
    '',
  ].join('\n');
}

/** Every frame before what lies in it; otherwise in the graph's own order. */
function outerFirst(nodes: readonly PlacedNode[]): readonly PlacedNode[] {
  const known = new Set(nodes.map((node) => node.id));
  const children = new Map<string | undefined, PlacedNode[]>();
  for (const node of nodes) {
    const parent = node.parent !== undefined && known.has(node.parent) ? node.parent : undefined;
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const visit = (node: PlacedNode): readonly PlacedNode[] => [node, ...(children.get(node.id) ?? []).flatMap(visit)];
  return (children.get(undefined) ?? []).flatMap(visit);
}

function shape(
  node: PlacedNode,
  parent: PlacedNode | undefined,
  ids: ReadonlyMap<string, string>,
  words: DiagramWords,
): string {
  const { label, detail } = nodeText(node);
  const properties = xmlAttributes({
    label: [`${STATE_MARKS[node.state]}${label}`, detail].filter((line) => line !== '').join('\n'),
    resource: node.id,
    kind: words.kinds[node.kind],
    // Nobody judges a frame by itself.
    state: isFrame(node) && node.state === 'none' ? undefined : words.states[node.state],
    account: node.account,
    region: node.region,
    id: ids.get(node.id),
  });
  const cell = xmlAttributes({
    style: styleText(isFrame(node) ? frameStyle(node) : cardStyle(node)),
    vertex: 1,
    parent: ids.get(parent?.id ?? '') ?? LAYER,
  });
  const corner = cornerOf(node);
  const origin = parent === undefined ? { x: 0, y: 0 } : cornerOf(parent);
  const geometry = xmlAttributes({
    x: rounded(corner.x - origin.x),
    y: rounded(corner.y - origin.y),
    width: rounded(node.width),
    height: rounded(node.height),
    as: 'geometry',
  });
  return `<object${properties}><mxCell${cell}><mxGeometry${geometry}/></mxCell></object>`;
}

function cornerOf({ x, y, width, height }: PlacedNode): Point {
  return { x: x - width / 2, y: y - height / 2 };
}

type Style = Readonly<Record<string, string | number>>;

/** What every shape and line has. */
const PLAIN: Style = { html: 0, fontFamily: FONT };

function frameStyle(node: PlacedNode): Style {
  return {
    ...PLAIN,
    container: 1,
    collapsible: 0,
    recursiveResize: 0,
    rounded: 1,
    absoluteArcSize: 1,
    arcSize: 2 * LINES.frameRadius,
    fillColor: palette.muted,
    fillOpacity: 100 * FRAME_OPACITY.fill,
    strokeColor: frameBorder(node, palette),
    fontColor: palette.foreground,
    fontSize: LABEL_SIZE,
    align: 'left',
    verticalAlign: 'top',
    spacingLeft: FRAME.padding,
    spacingTop: 4,
  };
}

function cardStyle(node: PlacedNode): Style {
  return {
    ...PLAIN,
    shape: 'label',
    rounded: 1,
    absoluteArcSize: 1,
    arcSize: 14,
    fillColor: palette.card,
    ...stroke(node.state),
    fontColor: palette.foreground,
    fontSize: DETAIL_SIZE,
    align: 'left',
    verticalAlign: 'middle',
    overflow: 'hidden',
    image: dataUri(kindImage(node.kind, palette)).replace(';charset=utf-8', ''),
    imageWidth: ICON.side,
    imageHeight: ICON.side,
    imageAlign: 'left',
    imageVerticalAlign: 'middle',
    spacing: 0,
    spacingLeft: CARD.textLeft,
  };
}

/** The line of a state: colour, width and, so that it is told without colour, dashes. */
function stroke(state: GraphState): Style {
  const { width, dashes } = STATE_LINES[state];
  return {
    strokeColor: palette.states[state],
    strokeWidth: width,
    ...(dashes.length === 0 ? {} : { dashed: 1, fixDash: 1, dashPattern: dashes.join(' ') }),
  };
}

/** Before the label of an edge that closes a cycle. */
const CYCLE_MARK = '↺ ';

interface Making {
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  readonly ids: ReadonlyMap<string, string>;
  readonly words: DiagramWords;
}

function connector(edge: PlacedEdge, id: string, { nodes, ids, words }: Making): string {
  const label = edgeText(edge.label ?? '');
  const properties = xmlAttributes({
    label: `${edge.closesCycle === true ? CYCLE_MARK : ''}${STATE_MARKS[edge.state]}${label}`.trim(),
    kind: words.edgeKinds[edge.kind],
    state: words.states[edge.state],
    relation: edge.id,
    cycle: edge.closesCycle === true ? words.leadsBack : undefined,
    id,
  });
  const cell = xmlAttributes({
    style: styleText({
      ...PLAIN,
      edgeStyle: 'orthogonalEdgeStyle',
      rounded: 1,
      arcSize: 2 * LINES.bendRadius,
      ...stroke(edge.state),
      ...anchor('exit', edge.points[0], nodes.get(edge.source)),
      ...anchor('entry', edge.points.at(-1), nodes.get(edge.target)),
      // A bar instead of an arrow: nothing gets through here.
      endArrow: edge.state === 'fail' ? 'baseDash' : 'block',
      endFill: 1,
      endSize: 5,
      // A ring at its start: this one leads back.
      ...(edge.closesCycle === true ? { startArrow: 'oval', startFill: 0, startSize: 7 } : {}),
      fontColor: palette.foreground,
      fontSize: DETAIL_SIZE,
      fontStyle: 1,
      labelBackgroundColor: palette.background,
    }),
    edge: 1,
    parent: LAYER,
    source: ids.get(edge.source),
    target: ids.get(edge.target),
  });
  return `<object${properties}><mxCell${cell}>${route(edge)}</mxCell></object>`;
}

/** Where an end of an edge is fixed to its node: in shares of the node's width and height. */
function anchor(end: 'exit' | 'entry', at: Point | undefined, node: PlacedNode | undefined): Style {
  if (at === undefined || node === undefined || node.width === 0 || node.height === 0) return {};
  const corner = cornerOf(node);
  return {
    [`${end}X`]: share(at.x - corner.x, node.width),
    [`${end}Y`]: share(at.y - corner.y, node.height),
    [`${end}Perimeter`]: 0,
  };
}

function share(part: number, whole: number): number {
  return Math.round((part / whole) * 10_000) / 10_000;
}

/** The bends, and where the label is beside the middle of the way. */
function route({ points, labelAt }: PlacedEdge): string {
  const bends = points.slice(1, -1).map((point) => `<mxPoint${place(point)}/>`);
  const way = bends.length === 0 ? '' : `<Array as="points">${bends.join('')}</Array>`;
  const middle = middleOf(points);
  const offset =
    labelAt === undefined || middle === undefined
      ? ''
      : `<mxPoint${place({ x: labelAt.x - middle.x, y: labelAt.y - middle.y })} as="offset"/>`;
  return `<mxGeometry relative="1" as="geometry">${way}${offset}</mxGeometry>`;
}

function place({ x, y }: Point): string {
  return xmlAttributes({ x: rounded(x), y: rounded(y) });
}

/** `key=value;` each. No value here holds a semicolon: colours, numbers and one encoded picture. */
function styleText(style: Style): string {
  return Object.entries(style)
    .map(([key, value]) => `${key}=${value};`)
    .join('');
}
