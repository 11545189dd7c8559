import { stateImage, dataUri, kindImage, type Palette } from '../src/core/graph/card.ts';
import { displayText } from '../src/core/graph/size.ts';
import type { PlacedNode } from '../src/core/graph/types.ts';
import { worst } from '../src/core/graph/order.ts';
import { edgeSentence, shownNames } from '../src/core/graph/words.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import type { DrawnElements } from './canvas.ts';
import { element } from './dom.ts';
import type { Marks } from './marks.ts';
import { menuContext } from './menu.ts';

/*
 * The same graph as a tree of words: a canvas tells a screen reader nothing. Accounts hold VPCs, VPCs hold what lies in
 * them in the order in which it is drawn. Keys as in the tree pattern of https://www.w3.org/WAI/ARIA/apg/patterns/treeview/;
 * Control with the left or right arrow goes along an edge, and minus closes a frame in the picture.
 */

export interface Outline {
  show(drawn: DrawnElements, strings: WebviewStrings, palette: Palette): void;
  select(id: string | undefined): void;
  /** Says beside each name what is marked in the drawing. */
  mark(marks: Marks | undefined): void;
  focus(): void;
}

export function createOutline(
  tree: HTMLElement,
  edgeList: HTMLElement,
  events: {
    readonly selected: (id: string) => void;
    readonly opened: (id: string) => void;
    /** A frame is to be opened or closed in the picture. */
    readonly folded: (id: string) => void;
    readonly announce: (text: string) => void;
  },
): Outline {
  const items = new Map<string, HTMLElement>();

  const parentOf = (item: HTMLElement): HTMLElement | undefined => items.get(item.dataset['parent'] ?? '');

  const isFolded = (item: HTMLElement): boolean => {
    const parent = parentOf(item);
    return parent !== undefined && (parent.getAttribute('aria-expanded') === 'false' || isFolded(parent));
  };

  const visible = (): readonly HTMLElement[] => [...items.values()].filter((item) => !item.hidden);

  const expand = (item: HTMLElement, expanded: boolean): void => {
    item.setAttribute('aria-expanded', String(expanded));
    for (const other of items.values()) other.hidden = isFolded(other);
  };

  const focusItem = (item: HTMLElement | undefined): void => {
    if (item === undefined) return;
    for (const other of items.values()) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
    item.scrollIntoView({ block: 'nearest' });
  };

  const current = (target: EventTarget | null): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>('[role="treeitem"]') : null;

  const step = (item: HTMLElement, by: number): void => {
    const all = visible();
    focusItem(all[all.indexOf(item) + by]);
  };

  let shown: { readonly drawn: DrawnElements; readonly strings: WebviewStrings } | undefined;

  /** Goes to the node at the other end of an edge, the worst one where there are several, and says which it was. */
  const follow = (item: HTMLElement, end: 'source' | 'target'): void => {
    if (shown === undefined) return;
    const { drawn, strings } = shown;
    const edges = drawn.edges.filter((edge) => edge[end] === item.dataset['id']);
    const edge = edges.find(({ state }) => state === worst(edges.map((other) => other.state)));
    const next = edge && items.get(end === 'source' ? edge.target : edge.source);
    if (edge === undefined || next === undefined) return;
    for (let parent = parentOf(next); parent !== undefined; parent = parentOf(parent)) expand(parent, true);
    focusItem(next);
    events.announce(edgeSentence(edge, shownNames(drawn.nodes), strings));
  };

  const keys: Readonly<Record<string, (item: HTMLElement) => void>> = {
    ArrowDown: (item) => {
      step(item, 1);
    },
    ArrowUp: (item) => {
      step(item, -1);
    },
    ArrowRight: (item) => {
      if (item.dataset['inside'] !== undefined) events.folded(item.dataset['id'] ?? '');
      else if (item.getAttribute('aria-expanded') === 'false') expand(item, true);
      else if (item.hasAttribute('aria-expanded')) step(item, 1);
    },
    ArrowLeft: (item) => {
      if (item.getAttribute('aria-expanded') === 'true') expand(item, false);
      else focusItem(parentOf(item));
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
    if (item !== null && event.ctrlKey && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      event.preventDefault();
      follow(item, event.key === 'ArrowRight' ? 'source' : 'target');
      return;
    }
    if (item !== null && event.key === '-' && item.hasAttribute('aria-expanded')) {
      event.preventDefault();
      if (item.dataset['inside'] === undefined) events.folded(item.dataset['id'] ?? '');
      return;
    }
    if (item === null || act === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act(item);
  });
  tree.addEventListener('click', (event) => {
    const item = current(event.target);
    if (item === null) return;
    if (event.target instanceof Element && event.target.closest('.twistie') !== null) {
      if (item.dataset['inside'] !== undefined) events.folded(item.dataset['id'] ?? '');
      else expand(item, item.getAttribute('aria-expanded') !== 'true');
      return;
    }
    focusItem(item);
    events.selected(item.dataset['id'] ?? '');
  });

  return {
    show: (drawn, strings, palette) => {
      shown = { drawn, strings };
      const focused = tree.contains(document.activeElement)
        ? current(document.activeElement)?.dataset['id']
        : undefined;
      // A frame that was closed in the picture and is open now was opened to be looked into.
      const isFoldedHere = (item: HTMLElement): boolean =>
        item.getAttribute('aria-expanded') === 'false' && item.dataset['inside'] === undefined;
      const folded = new Set([...items].filter(([, item]) => isFoldedHere(item)).map(([id]) => id));
      items.clear();
      for (const item of branch(drawn, undefined, 1, { strings, palette, folded })) {
        items.set(item.dataset['id'] ?? '', item);
      }
      tree.replaceChildren(...items.values());
      for (const item of items.values()) item.hidden = isFolded(item);
      edgeList.replaceChildren(...edgeItems(drawn, strings));
      const first = focused === undefined ? undefined : items.get(focused);
      if (first !== undefined) focusItem(first);
      else visible()[0]?.setAttribute('tabindex', '0');
    },
    select: (id) => {
      for (const [key, item] of items) item.setAttribute('aria-selected', String(key === id));
      const item = id === undefined ? undefined : items.get(id);
      if (item === undefined) return;
      for (let parent = parentOf(item); parent !== undefined; parent = parentOf(parent)) expand(parent, true);
      for (const other of items.values()) other.tabIndex = -1;
      item.tabIndex = 0;
      item.scrollIntoView({ block: 'nearest' });
    },
    mark: (marks) => {
      for (const flag of tree.querySelectorAll('.flag')) flag.remove();
      for (const [id, { text, tone }] of marks?.flags ?? []) {
        const label = items.get(id)?.querySelector('.label');
        label?.after(element('span', { className: `flag ${tone}`, text }));
      }
    },
    focus: () => {
      focusItem(visible().find((item) => item.tabIndex === 0) ?? visible()[0]);
    },
  };
}

interface Making {
  readonly strings: WebviewStrings;
  readonly palette: Palette;
  readonly folded: ReadonlySet<string>;
}

/** The items of a branch, one after the other: the level says how deep each lies. */
function branch(
  drawn: DrawnElements,
  parent: string | undefined,
  level: number,
  making: Making,
): readonly HTMLElement[] {
  const here = drawn.nodes.filter((node) => node.parent === parent).sort(inReadingOrder);
  return here.flatMap((node, i) => {
    const below = branch(drawn, node.id, level + 1, making);
    const item = element('div', {
      className: 'item',
      attributes: {
        role: 'treeitem',
        'aria-level': String(level),
        'aria-posinset': String(i + 1),
        'aria-setsize': String(here.length),
        'aria-selected': 'false',
        'data-id': node.id,
        'data-kind': node.kind,
        'data-state': node.state,
        tabindex: '-1',
        ...(parent === undefined ? {} : { 'data-parent': parent }),
        ...(below.length > 0 ? { 'aria-expanded': String(!making.folded.has(node.id)) } : {}),
        // A frame that is closed in the picture opens there, and not only here.
        ...(node.inside === undefined ? {} : { 'aria-expanded': 'false', 'data-inside': String(node.inside) }),
        'data-vscode-context': menuContext(node),
      },
      children: [row(node, level, below.length > 0 || node.inside !== undefined, making)],
    });
    return [item, ...below];
  });
}

function row(node: PlacedNode, level: number, expandable: boolean, { strings, palette }: Making): HTMLElement {
  const image = (source: string, alt: string): HTMLElement =>
    element('img', { className: 'glyph', attributes: { src: source, alt, width: '16', height: '16' } });
  const line = element('div', {
    className: 'row',
    children: [
      element('span', { className: expandable ? 'twistie' : 'twistie none', attributes: { 'aria-hidden': 'true' } }),
      image(dataUri(kindImage(node.kind, palette)), strings.kinds[node.kind]),
      element('span', { className: 'label', text: displayText(node.label) }),
      ...(node.state === 'none' ? [] : [image(dataUri(stateImage(node.state, palette)), strings.states[node.state])]),
      element('span', { className: 'detail', text: displayText(node.detail ?? '') }),
    ],
  });
  line.style.setProperty('--level', String(level));
  line.title = [displayText(node.label), displayText(node.detail ?? '')].filter((word) => word !== '').join('\n');
  return line;
}

/** Frames from left to right; inside a frame column by column, each from top to bottom. */
function inReadingOrder(a: PlacedNode, b: PlacedNode): number {
  const left = a.x - a.width / 2 - (b.x - b.width / 2);
  return Math.abs(left) > 4 ? left : a.y - b.y;
}

function edgeItems(drawn: DrawnElements, strings: WebviewStrings): readonly HTMLElement[] {
  const names = shownNames(drawn.nodes);
  return drawn.edges.map((edge) =>
    element('li', {
      text: edgeSentence(edge, names, strings),
      attributes: {
        'data-id': edge.id,
        'data-source': edge.source,
        'data-target': edge.target,
        'data-kind': edge.kind,
        'data-state': edge.state,
      },
    }),
  );
}
