import { stateImage, dataUri, kindImage, type Palette } from '../src/core/graph/card.ts';
import { displayText } from '../src/core/graph/size.ts';
import type { PlacedNode } from '../src/core/graph/types.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import type { DrawnElements } from './canvas.ts';
import { element } from './dom.ts';

/*
 * The same graph as a tree of words: a canvas tells a screen reader nothing. Accounts hold VPCs, VPCs hold what lies in
 * them in the order in which it is drawn. Keys as in the tree pattern of https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
 */

export interface Outline {
  show(drawn: DrawnElements, strings: WebviewStrings, palette: Palette): void;
  select(id: string | undefined): void;
  focus(): void;
}

export function createOutline(
  tree: HTMLElement,
  edgeList: HTMLElement,
  events: { readonly selected: (id: string) => void; readonly opened: (id: string) => void },
): Outline {
  const items = new Map<string, HTMLElement>();

  const visible = (): readonly HTMLElement[] =>
    [...tree.querySelectorAll<HTMLElement>('[role="treeitem"]')].filter(
      (item) => item.parentElement?.closest('[role="treeitem"][aria-expanded="false"]') == null,
    );

  const focusItem = (item: HTMLElement | null | undefined): void => {
    if (item == null) return;
    for (const other of items.values()) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
    item.querySelector('.row')?.scrollIntoView({ block: 'nearest' });
  };

  const current = (target: EventTarget | null): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>('[role="treeitem"]') : null;

  const step = (item: HTMLElement, by: number): void => {
    const all = visible();
    focusItem(all[all.indexOf(item) + by]);
  };

  const keys: Readonly<Record<string, (item: HTMLElement) => void>> = {
    ArrowDown: (item) => {
      step(item, 1);
    },
    ArrowUp: (item) => {
      step(item, -1);
    },
    ArrowRight: (item) => {
      if (item.getAttribute('aria-expanded') === 'false') item.setAttribute('aria-expanded', 'true');
      else if (item.hasAttribute('aria-expanded')) step(item, 1);
    },
    ArrowLeft: (item) => {
      if (item.getAttribute('aria-expanded') === 'true') item.setAttribute('aria-expanded', 'false');
      else focusItem(item.parentElement?.closest<HTMLElement>('[role="treeitem"]'));
    },
    Home: () => {
      focusItem(visible()[0]);
    },
    End: () => {
      focusItem(visible().at(-1));
    },
    ' ': (item) => {
      events.selected(item.dataset['id'] ?? '');
    },
    Enter: (item) => {
      events.opened(item.dataset['id'] ?? '');
    },
  };

  tree.addEventListener('keydown', (event) => {
    const item = current(event.target);
    const act = keys[event.key];
    if (item === null || act === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act(item);
  });
  tree.addEventListener('click', (event) => {
    const item = current(event.target);
    if (item === null) return;
    if (event.target instanceof Element && event.target.closest('.twistie') !== null) {
      item.setAttribute('aria-expanded', String(item.getAttribute('aria-expanded') !== 'true'));
      return;
    }
    focusItem(item);
    events.selected(item.dataset['id'] ?? '');
  });

  return {
    show: (drawn, strings, palette) => {
      const focused = tree.contains(document.activeElement)
        ? current(document.activeElement)?.dataset['id']
        : undefined;
      const folded = new Set(
        [...items].filter(([, item]) => item.getAttribute('aria-expanded') === 'false').map(([id]) => id),
      );
      items.clear();
      tree.replaceChildren(...branch(drawn, undefined, 1, { strings, palette, items, folded }));
      edgeList.replaceChildren(...edgeItems(drawn, strings));
      const first = focused === undefined ? undefined : items.get(focused);
      if (first !== undefined) focusItem(first);
      else visible()[0]?.setAttribute('tabindex', '0');
    },
    select: (id) => {
      for (const [key, item] of items) item.setAttribute('aria-selected', String(key === id));
      const item = id === undefined ? undefined : items.get(id);
      if (item === undefined) return;
      let parent = item.parentElement?.closest('[role="treeitem"]');
      while (parent != null) {
        parent.setAttribute('aria-expanded', 'true');
        parent = parent.parentElement?.closest('[role="treeitem"]');
      }
      for (const other of items.values()) other.tabIndex = -1;
      item.tabIndex = 0;
      item.querySelector('.row')?.scrollIntoView({ block: 'nearest' });
    },
    focus: () => {
      focusItem(tree.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]'));
    },
  };
}

interface Making {
  readonly strings: WebviewStrings;
  readonly palette: Palette;
  readonly items: Map<string, HTMLElement>;
  readonly folded: ReadonlySet<string>;
}

function branch(
  drawn: DrawnElements,
  parent: string | undefined,
  level: number,
  making: Making,
): readonly HTMLElement[] {
  const here = drawn.nodes.filter((node) => node.parent === parent).sort(inReadingOrder);
  return here.map((node) => {
    const children = branch(drawn, node.id, level + 1, making);
    const item = element('div', {
      className: 'item',
      attributes: {
        role: 'treeitem',
        'aria-level': String(level),
        'aria-selected': 'false',
        'aria-label': describe(node, making.strings),
        'data-id': node.id,
        'data-kind': node.kind,
        'data-state': node.state,
        tabindex: '-1',
        ...(children.length > 0 ? { 'aria-expanded': String(!making.folded.has(node.id)) } : {}),
      },
      children: [row(node, level, children.length > 0, making)],
    });
    if (children.length > 0) {
      item.append(element('div', { className: 'group', attributes: { role: 'group' }, children }));
    }
    making.items.set(node.id, item);
    return item;
  });
}

function row(node: PlacedNode, level: number, expandable: boolean, { strings, palette }: Making): HTMLElement {
  const image = (source: string, alt: string): HTMLElement =>
    element('img', { className: 'glyph', attributes: { src: source, alt, width: '16', height: '16' } });
  const line = element('div', {
    className: 'row',
    children: [
      element('span', { className: expandable ? 'twistie' : 'twistie none', attributes: { 'aria-hidden': 'true' } }),
      image(dataUri(kindImage(node.kind, palette)), ''),
      element('span', { className: 'label', text: displayText(node.label) }),
      ...(node.state === 'none' ? [] : [image(dataUri(stateImage(node.state, palette)), strings.states[node.state])]),
      element('span', { className: 'detail', text: displayText(node.detail ?? '') }),
    ],
  });
  line.style.setProperty('--level', String(level));
  line.title = describe(node, strings);
  return line;
}

/** What a screen reader says of a node: name, kind, detail, state. */
function describe(node: PlacedNode, strings: WebviewStrings): string {
  const state = node.state === 'none' ? '' : strings.states[node.state];
  return [displayText(node.label), strings.kinds[node.kind], displayText(node.detail ?? ''), state]
    .filter((word) => word !== '')
    .join(', ');
}

/** Frames from left to right; inside a frame column by column, each from top to bottom. */
function inReadingOrder(a: PlacedNode, b: PlacedNode): number {
  const left = a.x - a.width / 2 - (b.x - b.width / 2);
  return Math.abs(left) > 4 ? left : a.y - b.y;
}

function edgeItems(drawn: DrawnElements, strings: WebviewStrings): readonly HTMLElement[] {
  const names = new Map(drawn.nodes.map((node) => [node.id, displayText(node.label)]));
  return drawn.edges.map((edge) => {
    const words = [
      names.get(edge.source) ?? edge.source,
      strings.edgeKinds[edge.kind],
      names.get(edge.target) ?? edge.target,
    ];
    const state = edge.state === 'none' ? '' : `: ${strings.states[edge.state]}`;
    const label = edge.label === undefined ? '' : ` (${displayText(edge.label)})`;
    return element('li', {
      text: `${words.join(' ')}${label}${state}`,
      attributes: {
        'data-id': edge.id,
        'data-source': edge.source,
        'data-target': edge.target,
        'data-kind': edge.kind,
        'data-state': edge.state,
      },
    });
  });
}
