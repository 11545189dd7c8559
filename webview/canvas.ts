import cytoscape from 'cytoscape';
import {
  cardImage,
  dataUri,
  FRAME_OPACITY,
  frameBorder,
  frameHeaderImage,
  LINES,
  STATE_LINES,
  type Palette,
} from '../src/core/graph/card.ts';
import { DETAIL_SIZE, DIAGRAM_FONT, edgeText, frameHeader, isFrame } from '../src/core/graph/size.ts';
import type { GraphState, PlacedEdge, PlacedGraph, PlacedNode } from '../src/core/graph/types.ts';
import { segmentRoute } from './geometry.ts';
import { applyMarks, markStyles, type Marks } from './marks.ts';
import { menuContext } from './menu.ts';

/* The drawing. cytoscape gets places and routes ready-made; it draws, pans, zooms and tells what was clicked. */

export interface Viewport {
  readonly zoom: number;
  readonly pan: { readonly x: number; readonly y: number };
}

/** What the canvas really holds, for the outline and for tests. */
export interface DrawnElements {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export interface Canvas {
  show(graph: PlacedGraph, palette: Palette): void;
  restyle(palette: Palette): void;
  drawn(): DrawnElements;
  /** Marks a node and what it is connected with; nothing for `undefined`. */
  select(id: string | undefined): void;
  /** Lays the marks of a question over the drawing, until others take their place; none for `undefined`. */
  mark(marks: Marks | undefined): void;
  /** Brings a node into view if it is not. */
  bring(id: string): void;
  /** Shows everything, and keeps showing it until the user pans or zooms. */
  fit(): void;
  /** Shows these nodes, as large as they may be, until everything is shown again. */
  fitTo(ids: ReadonlySet<string>): void;
  zoomBy(factor: number): void;
  /** `undefined` while everything is shown. */
  viewport(): Viewport | undefined;
  restore(viewport: Viewport): void;
}

const FIT_MARGIN = 28;
/** A small picture is not blown up beyond this. */
const FIT_ZOOM = 1.2;

export function createCanvas(
  container: HTMLElement,
  events: {
    readonly selected: (id: string | undefined) => void;
    readonly folded: (id: string) => void;
    readonly moved: () => void;
  },
): Canvas {
  const cy = cytoscape({
    container,
    autoungrabify: true,
    boxSelectionEnabled: false,
    selectionType: 'single',
    minZoom: 0.05,
    maxZoom: 3,
    // cytoscape scales cached pictures of nodes; with two pixels to a point small text stays sharp at every zoom.
    pixelRatio: Math.max(2, window.devicePixelRatio),
  });
  cy.on('tap', (event) => {
    const target: unknown = event.target;
    if (target === cy) events.selected(undefined);
  });
  cy.on('tap', 'node', (event) => {
    events.selected((event.target as cytoscape.NodeSingular).id());
  });
  cy.on('dbltap', 'node', (event) => {
    events.folded((event.target as cytoscape.NodeSingular).id());
  });
  // Until the user pans or zooms, the whole picture stays in sight, whatever becomes of the window.
  let following = true;
  cy.on('dragpan scrollzoom pinchzoom', () => {
    following = false;
  });
  cy.on('viewport', () => {
    if (!following) events.moved();
  });
  cy.on('mouseover', 'node', (event) => {
    container.style.cursor = 'pointer';
    // VS Code's menus take from here what they are opened on.
    container.dataset['vscodeContext'] = menuContext(placedNode(event.target as cytoscape.NodeSingular));
  });
  cy.on('mouseout', 'node', () => {
    container.style.cursor = '';
    delete container.dataset['vscodeContext'];
  });

  const fit = (nodes?: cytoscape.NodeCollection): void => {
    following = true;
    cy.resize();
    cy.fit(nodes, FIT_MARGIN);
    if (cy.zoom() > FIT_ZOOM) {
      cy.zoom(FIT_ZOOM);
      cy.center(nodes);
    }
  };

  /** While a question dims what it is not about, a selection dims nothing. */
  let isMarked = false;

  window.addEventListener('resize', () => {
    if (following) fit();
  });
  // Panes that open beside the canvas take room, but do not shrink the picture under the reader's eyes.
  new ResizeObserver(() => {
    cy.resize();
  }).observe(container);

  return {
    show: (graph, palette) => {
      cy.batch(() => {
        cy.elements().remove();
        cy.add([...graph.nodes.map(nodeElement), ...edgeElements(graph)]);
      });
      cy.style(styleSheet(palette));
      placeLabels(cy);
    },
    restyle: (palette) => {
      cy.style(styleSheet(palette));
    },
    drawn: () => ({
      nodes: cy.nodes().map(placedNode),
      edges: cy.edges().map(placedEdge),
    }),
    select: (id) => {
      cy.batch(() => {
        cy.elements().unselect().removeClass('faded');
        const node = id === undefined ? cy.collection() : cy.getElementById(id);
        if (node.empty()) return;
        node.select();
        if (isFrame(placedNode(node)) || isMarked) return;
        const connected = node.union(node.predecessors()).union(node.successors());
        cy.elements().not(connected).not('.frame').addClass('faded');
      });
    },
    mark: (marks) => {
      isMarked = marks !== undefined;
      if (isMarked) cy.elements().removeClass('faded');
      applyMarks(cy, marks);
    },
    bring: (id) => {
      cy.resize();
      const node = cy.getElementById(id);
      if (node.empty()) return;
      const view = cy.extent();
      const box = node.boundingBox();
      const inside = box.x1 >= view.x1 && box.x2 <= view.x2 && box.y1 >= view.y1 && box.y2 <= view.y2;
      if (inside) return;
      cy.center(node);
    },
    fit: () => {
      fit();
    },
    fitTo: (ids) => {
      const nodes = cy.nodes().filter((node) => ids.has(node.id()));
      fit(nodes.empty() ? undefined : nodes);
    },
    zoomBy: (factor) => {
      following = false;
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    },
    viewport: () => (following ? undefined : { zoom: cy.zoom(), pan: { ...cy.pan() } }),
    restore: ({ zoom, pan }) => {
      following = false;
      cy.resize();
      cy.viewport({ zoom, pan: { ...pan } });
    },
  };
}

/** The node as the model gave it; cytoscape keeps it as data. */
function placedNode(element: cytoscape.NodeSingular | cytoscape.SingularElementReturnValue): PlacedNode {
  return element.data('placed') as PlacedNode;
}

function placedEdge(element: cytoscape.EdgeSingular): PlacedEdge {
  return element.data('placed') as PlacedEdge;
}

function nodeElement(node: PlacedNode): cytoscape.ElementDefinition {
  return {
    group: 'nodes',
    data: { id: node.id, placed: node },
    position: { x: node.x, y: node.y },
    classes: isFrame(node) ? `frame ${node.kind}` : 'card',
  };
}

function edgeElements(graph: PlacedGraph): readonly cytoscape.ElementDefinition[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.edges.map((edge) => {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    const route = source && target && segmentRoute(edge.points, source, target);
    return {
      group: 'edges',
      data: { id: edge.id, source: edge.source, target: edge.target, placed: edge, route, label: edge.label ?? '' },
      classes: [edge.state, route === undefined ? '' : route.weights.length > 0 ? 'bent' : 'straight'].join(' '),
    };
  });
}

/** cytoscape writes a label at the middle of its edge; the layout kept room for it elsewhere. */
function placeLabels(cy: cytoscape.Core): void {
  cy.edges().forEach((edge) => {
    const { labelAt } = placedEdge(edge);
    if (labelAt === undefined) return;
    const middle = edge.midpoint();
    edge.data('labelOffset', { x: labelAt.x - middle.x, y: labelAt.y - middle.y });
  });
}

function labelOffset(edge: cytoscape.EdgeSingular): { readonly x: number; readonly y: number } {
  return (edge.data('labelOffset') as { readonly x: number; readonly y: number } | undefined) ?? { x: 0, y: 0 };
}

function styleSheet(palette: Palette): cytoscape.StylesheetJson {
  const states = Object.keys(STATE_LINES) as GraphState[];
  return [
    {
      selector: 'node.card',
      style: {
        shape: 'round-rectangle',
        width: (node: cytoscape.NodeSingular) => placedNode(node).width,
        height: (node: cytoscape.NodeSingular) => placedNode(node).height,
        'background-opacity': 0,
        'background-image': (node: cytoscape.NodeSingular) => {
          const data = placedNode(node);
          return dataUri(cardImage(data, data, palette));
        },
        'background-fit': 'contain',
        'background-clip': 'none',
        'z-index': 10,
      },
    },
    {
      selector: 'node.frame',
      style: {
        shape: 'round-rectangle',
        'corner-radius': `${LINES.frameRadius}px`,
        width: (node: cytoscape.NodeSingular) => placedNode(node).width,
        height: (node: cytoscape.NodeSingular) => placedNode(node).height,
        'background-color': palette.muted,
        'background-opacity': palette.contrast ? 0 : FRAME_OPACITY.fill,
        'border-width': 1,
        'border-color': (node: cytoscape.NodeSingular) => frameBorder(placedNode(node), palette),
        'border-opacity': FRAME_OPACITY.border,
        'border-style': 'solid',
        'background-image': (node: cytoscape.NodeSingular) => {
          const data = placedNode(node);
          return dataUri(frameHeaderImage(data, data.width, palette));
        },
        'background-image-opacity': 1,
        'background-width': (node: cytoscape.NodeSingular) => placedNode(node).width,
        'background-height': (node: cytoscape.NodeSingular) => frameHeader(placedNode(node).kind),
        'background-position-x': 0,
        'background-position-y': 0,
        'z-index': 1,
      },
    },
    { selector: 'node.account', style: { 'z-index': 0 } },
    {
      selector: 'edge',
      style: {
        'curve-style': 'straight',
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.85,
        'z-index': 5,
        label: (edge: cytoscape.EdgeSingular) => edgeText(placedEdge(edge).label ?? ''),
        'font-family': DIAGRAM_FONT,
        'font-size': DETAIL_SIZE,
        'font-weight': 'bold',
        color: palette.foreground,
        'text-background-color': palette.background,
        'text-background-opacity': 1,
        'text-background-padding': '2px',
        'text-background-shape': 'roundrectangle',
        'text-margin-x': (edge: cytoscape.EdgeSingular) => labelOffset(edge).x,
        'text-margin-y': (edge: cytoscape.EdgeSingular) => labelOffset(edge).y,
      },
    },
    {
      selector: 'edge.bent',
      style: {
        'curve-style': 'round-segments',
        'edge-distances': 'endpoints',
        'segment-weights': (edge: cytoscape.EdgeSingular) => routeOf(edge).weights.join(' '),
        'segment-distances': (edge: cytoscape.EdgeSingular) => routeOf(edge).distances.join(' '),
        'segment-radii': (edge: cytoscape.EdgeSingular) =>
          routeOf(edge)
            .weights.map(() => LINES.bendRadius)
            .join(' '),
        'radius-type': 'arc-radius',
      },
    },
    {
      selector: 'edge.bent, edge.straight',
      style: {
        'source-endpoint': (edge: cytoscape.EdgeSingular) => routeOf(edge).sourceEndpoint,
        'target-endpoint': (edge: cytoscape.EdgeSingular) => routeOf(edge).targetEndpoint,
      },
    },
    ...states.map((state) => edgeStyle(state, palette)),
    { selector: '.faded', style: { opacity: 0.28 } },
    ...markStyles(palette),
    {
      selector: 'node:selected',
      style: {
        'outline-width': 2.5,
        'outline-color': palette.selection,
        'outline-offset': 3,
        'outline-opacity': 1,
        'overlay-opacity': 0,
      },
    },
    { selector: 'node:active, edge:active', style: { 'overlay-opacity': 0 } },
  ] as cytoscape.StylesheetJson;
}

function routeOf(edge: cytoscape.EdgeSingular): NonNullable<ReturnType<typeof segmentRoute>> {
  return edge.data('route') as NonNullable<ReturnType<typeof segmentRoute>>;
}

function edgeStyle(state: GraphState, palette: Palette): cytoscape.StylesheetStyle {
  const line = STATE_LINES[state];
  const colour = palette.states[state];
  return {
    selector: `edge.${state}`,
    style: {
      width: line.width,
      'line-color': colour,
      'target-arrow-color': colour,
      // A bar instead of an arrow: nothing gets through here.
      'target-arrow-shape': state === 'fail' ? 'tee' : 'triangle',
      'line-style': line.dashes.length === 0 ? 'solid' : 'dashed',
      ...(line.dashes.length === 0 ? {} : { 'line-dash-pattern': [...line.dashes] }),
    },
  };
}
