import './topology.css';
import type { NodeDetails } from '../src/core/graph/details.ts';
import { displayText, isFrameKind } from '../src/core/graph/size.ts';
import type { PlacedGraph, PlacedNode } from '../src/core/graph/types.ts';
import { fill } from '../src/core/graph/words.ts';
import type { HostMessage } from '../src/protocol/messages.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import { isGathered } from '../src/core/graph/collapse.ts';
import { isEmptyFilter } from '../src/core/graph/filter.ts';
import { layerOf } from '../src/core/graph/layers.ts';
import type { PlacedView, SearchHit } from '../src/core/graph/view.ts';
import { WHOLE_VIEW, type PageView } from '../src/core/graph/request.ts';
import { createCanvas, type Canvas } from './canvas.ts';
import { changeMarks } from './change-marks.ts';
import { showDetails, type DetailsActions } from './details.ts';
import { showFilters } from './filters.ts';
import { connectHost, reportProblems, type Host } from './host.ts';
import { createImpact, type ImpactStage } from './impact.ts';
import { showLegend } from './legend.ts';
import type { Marks } from './marks.ts';
import { createOutline, type Outline } from './outline.ts';
import { createPage, type Page, type PageActions } from './page.ts';
import { createSearch, type Search } from './search.ts';
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
  readonly search: Search;
}

interface Shown {
  readonly graph: PlacedGraph;
  readonly shown: Omit<PlacedView, 'graph'>;
  readonly strings: WebviewStrings;
  readonly title: string;
}

function start(): void {
  const host = connectHost();
  reportProblems(host);
  registerControls();
  const { subject, comparison } = document.body.dataset;
  host.save({ subject, comparison: comparison === undefined ? undefined : true });
  let view: View | undefined;
  let shown: Shown | undefined;
  let selected = host.state().selected;
  let pageView: PageView = host.state().view ?? WHOLE_VIEW;
  /** Of what was found in a frame that is only being opened. */
  let toSelect: string | undefined;
  let content: { readonly details?: NodeDetails; readonly problem?: string } = {};

  const nodeOf = (id: string | undefined): PlacedNode | undefined => shown?.graph.nodes.find((node) => node.id === id);

  const drawDetails = (): void => {
    const node = nodeOf(selected);
    view?.page.showDetails(node !== undefined || impact.isOn());
    if (view === undefined || shown === undefined) return;
    if (impact.draw(view.page.details, node !== undefined) || node === undefined) return;
    const actions: DetailsActions = {
      isOfLoaded: shown.shown.differing === undefined,
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
      fold,
      askImpact: (id) => {
        impact.ask(id);
      },
    };
    showDetails(view.page.details, node, content, shown.strings, readPalette(), actions, impact.banner());
  };

  const impact = createImpact(host, {
    stage: () => (view === undefined || shown === undefined ? undefined : { ...view, ...stageOf(shown), selected }),
    goTo: (place) => {
      goTo(place);
    },
    changed: drawDetails,
  });

  /** The next change starts from what the last one made, whether or not its picture has come yet. */
  const drawFilters = (): void => {
    if (view === undefined || shown === undefined) return;
    const now = { ...shown.shown, layers: pageView.layers ?? shown.shown.layers };
    showFilters(view.page.filters, pageView, now, shown.strings, changeView);
  };

  const changeView = (next: PageView): void => {
    pageView = next;
    host.save({ view: next });
    drawFilters();
    host.post({ type: 'view', view: next });
  };

  /** Opens a closed frame, closes an open one. */
  const fold = (id: string): void => {
    const node = nodeOf(id);
    if (node === undefined || !isFrameKind(node)) return;
    const isOpen = node.inside === undefined;
    const without = (ids: readonly string[]): readonly string[] => ids.filter((item) => item !== id);
    changeView({
      ...pageView,
      opened: isOpen ? without(pageView.opened) : [...without(pageView.opened), id],
      closed: isOpen ? [...without(pageView.closed), id] : without(pageView.closed),
    });
  };

  /** Selects what was found; the frames around it are opened first where they are closed, and its layer is switched on. */
  const goTo = (hit: Pick<SearchHit, 'id' | 'frames'> & Partial<Pick<SearchHit, 'kind'>>): void => {
    if (nodeOf(hit.id) !== undefined || shown === undefined) {
      select(hit.id, 'page');
      return;
    }
    toSelect = hit.id;
    const around = new Set(hit.frames);
    const { layers } = shown.shown;
    const layer = hit.kind && layerOf(hit.kind);
    changeView({
      ...pageView,
      ...(layer === undefined || layers.includes(layer) ? {} : { layers: [...layers, layer] }),
      opened: [...pageView.opened.filter((id) => !around.has(id)), ...hit.frames],
      closed: pageView.closed.filter((id) => !around.has(id)),
    });
  };

  const select = (id: string | undefined, by: 'page' | 'host'): void => {
    const node = nodeOf(id);
    const changed = selected !== node?.id;
    selected = node?.id;
    if (changed) content = {};
    if (changed && node !== undefined) impact.picked(node.id);
    host.save({ selected });
    view?.canvas.select(selected);
    view?.outline.select(selected);
    drawDetails();
    if (node === undefined || shown === undefined) return;
    if (changed) view?.page.announce(fill(shown.strings.selected, displayText(node.label)));
    view?.canvas.bring(node.id);
    // What stands for many alike is nothing that AWS knows.
    if (isGathered(node)) return;
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
      fold,
      ask: (text) => {
        host.post({ type: 'search', text });
      },
      goTo,
    });
    return view;
  };

  const drawModel = (model: Shown): void => {
    const { page, canvas, outline } = viewFor(model.strings);
    const first = shown === undefined;
    shown = model;
    const palette = readPalette();
    const { graph, strings } = model;
    const nothing = isEmptyFilter(pageView.filter) ? strings.empty : strings.nothingPasses;
    page.message(graph.nodes.length === 0 ? nothing : undefined);
    page.title(displayText(model.title), countsOf(model));
    drawFilters();
    canvas.show(graph, palette);
    outline.show(canvas.drawn(), strings, palette);
    showLegend(page.legend, strings, palette, model.shown.differing !== undefined);
    const { viewport } = host.state();
    if (first && viewport !== undefined) canvas.restore(viewport);
    else if (first || canvas.viewport() === undefined) fitTo(canvas, stageOf(model).marks);
    impact.again();
    content = {};
    const found = toSelect;
    toSelect = undefined;
    select(nodeOf(found) === undefined ? selected : found, 'page');
  };

  const redraw = (): void => {
    if (view === undefined || shown === undefined) return;
    const palette = readPalette();
    view.canvas.restyle(palette);
    view.outline.show(view.canvas.drawn(), shown.strings, palette);
    view.outline.select(selected);
    showLegend(view.page.legend, shown.strings, palette, shown.shown.differing !== undefined);
    impact.mark();
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
      case 'found':
        view?.search.show(message.text, message.hits, readPalette());
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
      case 'askImpact':
        impact.ask(message.id);
        break;
      case 'impact':
      case 'impactFailed':
        impact.take(message);
        break;
      case 'rasterise':
        void sendPng(host, message);
        break;
    }
  };

  host.listen(handle);
  document.addEventListener('keydown', (event) => {
    // Where a list of hits is open, Escape closes that, and has done so by now.
    if (event.key === 'Escape' && !event.defaultPrevented && impact.isOn()) impact.clear();
  });
  onThemeChange(redraw);
  const kept = host.state().view;
  host.post(kept === undefined ? { type: 'ready' } : { type: 'ready', view: kept });
}

/** Everything, or what is marked of it. */
function fitTo(canvas: Canvas, marks: Marks | undefined): void {
  if (marks === undefined || marks.lit.size === 0) canvas.fit();
  else canvas.fitTo(marks.lit);
}

function stageOf({ graph, shown, strings }: Shown): Pick<ImpactStage, 'nodes' | 'marks' | 'strings'> {
  const marks = shown.differing === undefined ? undefined : changeMarks(graph, strings);
  return { nodes: graph.nodes, marks, strings };
}

/** How much is drawn, and of how much. */
function countsOf({ graph, shown, strings }: Shown): string {
  const counts = fill(strings.counts, graph.nodes.length, graph.edges.length);
  const drawn = graph.nodes.filter((node) => node.inside === undefined).length;
  return [
    counts,
    ...(drawn === shown.total.nodes ? [] : [fill(strings.partly, drawn, shown.total.nodes)]),
    ...(shown.differing === undefined ? [] : [fill(strings.differ, shown.differing)]),
  ].join(' · ');
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
  events: {
    readonly select: (id: string | undefined) => void;
    readonly open: (id: string) => void;
    readonly fold: (id: string) => void;
    readonly ask: (text: string) => void;
    readonly goTo: (hit: SearchHit) => void;
  },
): View {
  const saved = host.state();
  let outlineShown = saved.outline ?? window.innerWidth >= ROOM_FOR_OUTLINE;
  let legendShown = saved.legend ?? true;
  let filtersShown = saved.filters ?? false;
  let saving: number | undefined;
  const search = createSearch(strings, {
    asked: events.ask,
    chosen: events.goTo,
    announce: (text) => {
      page.announce(text);
    },
  });
  const actions: PageActions = {
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
    toggleFilters: () => {
      filtersShown = !filtersShown;
      page.showFilters(filtersShown);
      host.save({ filters: filtersShown });
    },
  };
  const page = createPage(strings, actions, search.box);
  page.showFilters(filtersShown);
  page.showOutline(outlineShown);
  page.showLegend(legendShown);
  page.showDetails(false);
  const canvas = createCanvas(page.canvas, {
    selected: events.select,
    folded: events.fold,
    moved: () => {
      window.clearTimeout(saving);
      saving = window.setTimeout(() => {
        host.save({ viewport: canvas.viewport() });
      }, SAVE_AFTER_MS);
    },
  });
  const outline = createOutline(page.tree, page.edgeList, {
    selected: events.select,
    opened: events.open,
    folded: events.fold,
    announce: (text) => {
      page.announce(text);
    },
  });
  return { page, canvas, outline, search };
}

start();
