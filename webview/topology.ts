import './topology.css';
import type { NodeDetails } from '../src/core/graph/details.ts';
import { displayText } from '../src/core/graph/size.ts';
import type { PlacedGraph, PlacedNode } from '../src/core/graph/types.ts';
import { fill } from '../src/core/graph/words.ts';
import type { HostMessage } from '../src/protocol/messages.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import { createCanvas, type Canvas } from './canvas.ts';
import { showDetails } from './details.ts';
import { connectHost, reportProblems, type Host } from './host.ts';
import { showLegend } from './legend.ts';
import { createOutline, type Outline } from './outline.ts';
import { createPage, type Page } from './page.ts';
import { rasterise } from './raster.ts';
import { onThemeChange, readPalette } from './theme.ts';
import { registerControls } from './ui/controls.ts';

/* The topology page: it shows the model that the extension sends, and tells the extension what the user wants. */

/** Below this width the outline starts closed. */
const ROOM_FOR_OUTLINE = 1050;
/** Pan and zoom are saved when they rest. */
const SAVE_AFTER_MS = 250;

interface View {
  readonly page: Page;
  readonly canvas: Canvas;
  readonly outline: Outline;
}

interface Shown {
  readonly graph: PlacedGraph;
  readonly strings: WebviewStrings;
  readonly title: string;
}

function start(): void {
  const host = connectHost();
  reportProblems(host);
  registerControls();
  const { subject } = document.body.dataset;
  host.save({ subject });
  let view: View | undefined;
  let shown: Shown | undefined;
  let selected = host.state().selected;
  let content: { readonly details?: NodeDetails; readonly problem?: string } = {};

  const nodeOf = (id: string | undefined): PlacedNode | undefined => shown?.graph.nodes.find((node) => node.id === id);

  const drawDetails = (): void => {
    const node = nodeOf(selected);
    view?.page.showDetails(node !== undefined);
    if (view === undefined || shown === undefined || node === undefined) return;
    showDetails(view.page.details, node, content, shown.strings, readPalette(), {
      diagnose: (id) => {
        host.post({ type: 'diagnose', id });
      },
      insertCode: (id) => {
        host.post({ type: 'insertCode', id });
      },
      reveal: (id) => {
        host.post({ type: 'reveal', id });
      },
      close: () => {
        select(undefined, 'page');
        view?.outline.focus();
      },
    });
  };

  const select = (id: string | undefined, by: 'page' | 'host'): void => {
    const node = nodeOf(id);
    const changed = selected !== node?.id;
    selected = node?.id;
    if (changed) content = {};
    host.save({ selected });
    view?.canvas.select(selected);
    view?.outline.select(selected);
    drawDetails();
    if (node === undefined || shown === undefined) return;
    if (changed) view?.page.announce(fill(shown.strings.selected, displayText(node.label)));
    view?.canvas.bring(node.id);
    if (by === 'page' && changed) host.post({ type: 'select', id: node.id });
    else if (content.details === undefined) host.post({ type: 'describe', id: node.id });
  };

  const viewFor = (strings: WebviewStrings): View => {
    view ??= createView(strings, host, {
      select: (id) => {
        select(id, 'page');
      },
      open: (id) => {
        select(id, 'page');
        view?.page.details.querySelector<HTMLElement>('vscode-button')?.focus();
      },
    });
    return view;
  };

  const drawModel = (model: Shown): void => {
    const { page, canvas, outline } = viewFor(model.strings);
    const first = shown === undefined;
    shown = model;
    const palette = readPalette();
    const { graph, strings } = model;
    page.message(graph.nodes.length === 0 ? strings.empty : undefined);
    page.title(displayText(model.title), fill(strings.counts, graph.nodes.length, graph.edges.length));
    canvas.show(graph, palette);
    outline.show(canvas.drawn(), strings, palette);
    showLegend(page.legend, strings, palette);
    const { viewport } = host.state();
    if (first && viewport !== undefined) canvas.restore(viewport);
    else if (first) canvas.fit();
    content = {};
    select(selected, 'page');
  };

  const redraw = (): void => {
    if (view === undefined || shown === undefined) return;
    const palette = readPalette();
    view.canvas.restyle(palette);
    view.outline.show(view.canvas.drawn(), shown.strings, palette);
    view.outline.select(selected);
    showLegend(view.page.legend, shown.strings, palette);
    drawDetails();
  };

  const handle = (message: HostMessage): void => {
    switch (message.type) {
      case 'loading':
        if (shown === undefined) viewFor(message.strings).page.message(message.strings.loading);
        break;
      case 'model':
        drawModel(message);
        break;
      case 'failed':
        viewFor(message.strings).page.message(message.message);
        break;
      case 'select':
        select(message.id, 'host');
        break;
      case 'details':
        if (message.details.id !== selected) break;
        content = { details: message.details };
        drawDetails();
        break;
      case 'detailsFailed':
        if (message.id !== selected) break;
        content = { problem: message.message };
        drawDetails();
        break;
      case 'rasterise':
        void sendPng(host, message);
        break;
    }
  };

  host.listen(handle);
  onThemeChange(redraw);
  host.post({ type: 'ready' });
}

async function sendPng(host: Host, { request, svg, scale }: HostMessage & { type: 'rasterise' }): Promise<void> {
  try {
    host.post({ type: 'png', request, data: await rasterise(svg, scale) });
  } catch (error) {
    host.post({ type: 'pngFailed', request, text: String(error).slice(0, 10_000) });
  }
}

function createView(
  strings: WebviewStrings,
  host: Host,
  events: { readonly select: (id: string | undefined) => void; readonly open: (id: string) => void },
): View {
  const saved = host.state();
  let outlineShown = saved.outline ?? window.innerWidth >= ROOM_FOR_OUTLINE;
  let legendShown = saved.legend ?? true;
  let saving: number | undefined;
  const page = createPage(strings, {
    fit: () => {
      canvas.fit();
      host.save({ viewport: undefined });
    },
    zoom: (factor) => {
      canvas.zoomBy(factor);
    },
    toggleOutline: () => {
      outlineShown = !outlineShown;
      page.showOutline(outlineShown);
      host.save({ outline: outlineShown });
    },
    toggleLegend: () => {
      legendShown = !legendShown;
      page.showLegend(legendShown);
      host.save({ legend: legendShown });
    },
  });
  page.showOutline(outlineShown);
  page.showLegend(legendShown);
  page.showDetails(false);
  const canvas = createCanvas(page.canvas, {
    selected: events.select,
    moved: () => {
      window.clearTimeout(saving);
      saving = window.setTimeout(() => {
        host.save({ viewport: canvas.viewport() });
      }, SAVE_AFTER_MS);
    },
  });
  const outline = createOutline(page.tree, page.edgeList, { selected: events.select, opened: events.open });
  return { page, canvas, outline };
}

start();
