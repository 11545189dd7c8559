import type { Palette } from '../src/core/graph/card.ts';
import { heightOf } from '../src/core/graph/order.ts';
import { isFrame } from '../src/core/graph/size.ts';
import type { PlacedGraph, PlacedNode, Point } from '../src/core/graph/types.ts';
import { element } from './dom.ts';

/*
 * The whole of a large picture in a corner, with a rectangle around what is in sight. It is for hands on a mouse only: the
 * outline and the search are the way for everybody else, so a screen reader is not told of it and no key leads into it.
 */

/** The part of the picture that is in sight, in the picture's own pixels. */
export interface Extent {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Minimap {
  readonly element: HTMLElement;
  show(graph: PlacedGraph, palette: Palette): void;
  restyle(palette: Palette): void;
  /** Draws the rectangle anew, with the next frame. */
  readonly follow: () => void;
}

/** Smaller pictures are seen whole, or nearly so. */
const LARGE = 60;
/** In CSS's pixels; each is drawn by so many of the canvas's. */
const ROOM = { width: 200, height: 140, margin: 6 } as const;
const SHARPNESS = 2;
/** The least that a card is drawn with. */
const LEAST = 2;

/** How the picture lies in its corner: its scale, and where its origin is. */
export interface Fit {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** The whole picture in the room that there is, in the middle of it. */
export function fitOf({ width, height }: Pick<PlacedGraph, 'width' | 'height'>): Fit {
  const inner = { width: ROOM.width - 2 * ROOM.margin, height: ROOM.height - 2 * ROOM.margin };
  const scale = Math.min(inner.width / Math.max(width, 1), inner.height / Math.max(height, 1));
  return { scale, left: (ROOM.width - width * scale) / 2, top: (ROOM.height - height * scale) / 2 };
}

/** The point of the picture under a point of the corner; beyond the picture's border, the nearest in it. */
export function pointAt(at: Point, { width, height }: Pick<PlacedGraph, 'width' | 'height'>): Point {
  const { scale, left, top } = fitOf({ width, height });
  const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  return { x: within((at.x - left) / scale, width), y: within((at.y - top) / scale, height) };
}

/**
 * @param canvas.extent what is in sight
 * @param canvas.centre brings a point of the picture to the middle
 */
export function createMinimap(canvas: {
  readonly extent: () => Extent;
  readonly centre: (at: Point) => void;
}): Minimap {
  const surface = element('canvas', {
    className: 'minimap',
    attributes: {
      'aria-hidden': 'true',
      width: String(ROOM.width * SHARPNESS),
      height: String(ROOM.height * SHARPNESS),
    },
  });
  surface.hidden = true;
  let shown: { readonly graph: PlacedGraph; readonly palette: Palette; readonly base: OffscreenCanvas } | undefined;
  let isDue = false;

  const draw = (): void => {
    isDue = false;
    const context = surface.getContext('2d');
    if (shown === undefined || surface.hidden || context === null) return;
    const { graph, palette, base } = shown;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(base, 0, 0);
    context.scale(SHARPNESS, SHARPNESS);
    drawSight(context, canvas.extent(), fitOf(graph), palette);
  };
  const follow = (): void => {
    if (isDue || surface.hidden) return;
    isDue = true;
    requestAnimationFrame(draw);
  };
  const show = (graph: PlacedGraph, palette: Palette): void => {
    surface.hidden = graph.nodes.length < LARGE;
    if (surface.hidden) return;
    shown = { graph, palette, base: basePicture(graph, palette) };
    follow();
  };

  const goTo = (event: PointerEvent): void => {
    if (shown === undefined) return;
    const { left, top } = surface.getBoundingClientRect();
    canvas.centre(pointAt({ x: event.clientX - left, y: event.clientY - top }, shown.graph));
  };
  surface.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    surface.setPointerCapture(event.pointerId);
    goTo(event);
  });
  surface.addEventListener('pointermove', (event) => {
    if (surface.hasPointerCapture(event.pointerId)) goTo(event);
  });

  return {
    element: surface,
    show,
    restyle: (palette) => {
      if (shown !== undefined) show(shown.graph, palette);
    },
    follow,
  };
}

/** Everything but the rectangle, which alone changes while the picture moves. */
function basePicture(graph: PlacedGraph, palette: Palette): OffscreenCanvas {
  const base = new OffscreenCanvas(ROOM.width * SHARPNESS, ROOM.height * SHARPNESS);
  const context = base.getContext('2d');
  if (context === null) return base;
  context.scale(SHARPNESS, SHARPNESS);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, ROOM.width, ROOM.height);
  const fit = fitOf(graph);
  // What is wrong lies on top, as it does in the picture.
  const cards = graph.nodes.filter((node) => !isFrame(node)).sort((a, b) => heightOf(a.state) - heightOf(b.state));
  for (const node of graph.nodes.filter(isFrame)) drawFrame(context, boxOf(node, fit), palette);
  for (const node of cards) drawCard(context, node, boxOf(node, fit), palette);
  return base;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function boxOf(node: PlacedNode, { scale, left, top }: Fit): Box {
  return {
    x: left + (node.x - node.width / 2) * scale,
    y: top + (node.y - node.height / 2) * scale,
    width: node.width * scale,
    height: node.height * scale,
  };
}

function drawFrame(context: OffscreenCanvasRenderingContext2D, box: Box, palette: Palette): void {
  context.strokeStyle = palette.contrast ? palette.states.none : palette.muted;
  context.globalAlpha = palette.contrast ? 1 : 0.5;
  context.lineWidth = 0.5;
  context.strokeRect(box.x, box.y, box.width, box.height);
  context.globalAlpha = 1;
}

/** What nothing is known of is hollow, what is broken is larger than its place: colour does not tell it alone. */
function drawCard(context: OffscreenCanvasRenderingContext2D, { state }: PlacedNode, box: Box, palette: Palette): void {
  const grown = state === 'fail' ? 1.5 : 0;
  const width = Math.max(box.width, LEAST) + 2 * grown;
  const height = Math.max(box.height, LEAST) + 2 * grown;
  const place = [box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height / 2, width, height] as const;
  context.fillStyle = palette.states[state];
  context.strokeStyle = palette.states[state];
  context.lineWidth = 0.5;
  if (state === 'unknown') context.strokeRect(...place);
  else context.fillRect(...place);
}

function drawSight(context: CanvasRenderingContext2D, { x1, y1, x2, y2 }: Extent, fit: Fit, palette: Palette): void {
  const { scale, left, top } = fit;
  const within = (value: number, most: number): number => Math.min(Math.max(value, 1), most - 1);
  const [from, to] = [within(left + x1 * scale, ROOM.width), within(left + x2 * scale, ROOM.width)];
  const [above, below] = [within(top + y1 * scale, ROOM.height), within(top + y2 * scale, ROOM.height)];
  context.strokeStyle = palette.selection;
  context.lineWidth = palette.contrast ? 2 : 1.5;
  context.strokeRect(from, above, to - from, below - above);
}
