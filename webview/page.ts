import type { WebviewStrings } from '../src/protocol/strings.ts';
import { element } from './dom.ts';
import { createButton, setPressed } from './ui/controls.ts';

/* The frame of the page: a bar of tools, the outline, the canvas with its legend, the details. */

export interface Page {
  readonly canvas: HTMLElement;
  readonly tree: HTMLElement;
  readonly edgeList: HTMLElement;
  readonly legend: HTMLElement;
  readonly details: HTMLElement;
  readonly filters: HTMLElement;
  /** The name of what is drawn and how much of it there is. */
  title(title: string, counts: string): void;
  /** A sentence in place of the drawing; nothing for `undefined`. */
  message(text: string | undefined): void;
  /** Says something to a screen reader. */
  announce(text: string): void;
  showOutline(shown: boolean): void;
  showLegend(shown: boolean): void;
  showDetails(shown: boolean): void;
  showFilters(shown: boolean): void;
}

export interface PageActions {
  readonly fit: () => void;
  readonly zoom: (factor: number) => void;
  readonly toggleOutline: () => void;
  readonly toggleLegend: () => void;
  readonly toggleFilters: () => void;
}

const ICONS = {
  outline: 'M2.5 3.5h11M5.5 8h8M5.5 12.5h8M2.5 8h.1M2.5 12.5h.1',
  legend: 'M2.5 4.5h4M2.5 8h4M2.5 11.5h4M9.5 4.5h4M9.5 8h4M9.5 11.5h4',
  filter: 'M2 3h12L9.5 8.5V13l-3-1.5v-3Z',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  zoomIn: 'M8 3v10M3 8h10',
  zoomOut: 'M3 8h10',
} as const;

/** @param search the box that finds nodes, for the bar of tools */
export function createPage(strings: WebviewStrings, actions: PageActions, search: HTMLElement): Page {
  const name = element('h1');
  const counts = element('span', { className: 'counts' });
  const outlineButton = createButton({
    label: strings.showOutline,
    icon: ICONS.outline,
    onClick: actions.toggleOutline,
  });
  const legendButton = createButton({ label: strings.showLegend, icon: ICONS.legend, onClick: actions.toggleLegend });
  const filterButton = createButton({
    label: strings.filter,
    icon: ICONS.filter,
    onClick: actions.toggleFilters,
  });
  const tools = element('div', {
    className: 'tools',
    attributes: { role: 'toolbar', 'aria-label': strings.diagram },
    children: [
      filterButton,
      legendButton,
      createButton({
        label: strings.zoomOut,
        icon: ICONS.zoomOut,
        onClick: () => {
          actions.zoom(1 / 1.25);
        },
      }),
      createButton({
        label: strings.zoomIn,
        icon: ICONS.zoomIn,
        onClick: () => {
          actions.zoom(1.25);
        },
      }),
      createButton({ label: strings.fit, icon: ICONS.fit, onClick: actions.fit }),
    ],
  });
  const header = element('header', { children: [outlineButton, name, counts, search, tools] });
  const filters = element('section', { className: 'filters', attributes: { 'aria-label': strings.filter } });
  const tree = element('div', { className: 'tree', attributes: { role: 'tree', 'aria-label': strings.outline } });
  const edgeList = element('ul', { className: 'off-screen', attributes: { 'aria-label': strings.edges } });
  const outline = element('nav', {
    className: 'outline',
    attributes: { 'aria-label': strings.outline },
    children: [tree],
  });
  const canvas = element('div', { className: 'canvas', attributes: { role: 'img', 'aria-label': strings.diagram } });
  const legend = element('ul', { className: 'legend' });
  const message = element('p', { className: 'message', attributes: { role: 'status' } });
  const stage = element('main', { className: 'stage', children: [canvas, legend, message, edgeList] });
  const details = element('aside', { className: 'details', attributes: { 'aria-label': strings.details } });
  const live = element('div', { className: 'off-screen', attributes: { 'aria-live': 'polite' } });
  const body = element('div', { className: 'body', children: [outline, stage, details] });
  document.body.replaceChildren(header, filters, body, live);
  return {
    canvas,
    tree,
    edgeList,
    legend,
    details,
    filters,
    title: (text, summary) => {
      name.textContent = text;
      counts.textContent = summary;
      canvas.setAttribute('aria-label', `${strings.diagram}: ${text}. ${summary}`);
    },
    message: (text) => {
      message.textContent = text ?? '';
      message.hidden = text === undefined;
      canvas.classList.toggle('empty', text !== undefined);
    },
    announce: (text) => {
      live.textContent = text;
    },
    showOutline: (shown) => {
      outline.hidden = !shown;
      setPressed(outlineButton, shown);
    },
    showLegend: (shown) => {
      legend.hidden = !shown;
      setPressed(legendButton, shown);
    },
    showDetails: (shown) => {
      details.hidden = !shown;
    },
    showFilters: (shown) => {
      filters.hidden = !shown;
      setPressed(filterButton, shown);
    },
  };
}
