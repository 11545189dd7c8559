import { dataUri, kindImage, type Palette } from '../src/core/graph/card.ts';
import { displayText } from '../src/core/graph/size.ts';
import type { SearchHit } from '../src/core/graph/view.ts';
import { fill } from '../src/core/graph/words.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import { element } from './dom.ts';

/*
 * The box that finds a node by its text, in closed frames too: a combobox with a list below it.
 * https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */

export interface Search {
  readonly box: HTMLElement;
  focus(): void;
  show(text: string, hits: readonly SearchHit[], palette: Palette): void;
}

/** A pause in typing that is worth a question. */
const ASK_AFTER_MS = 120;

export function createSearch(
  strings: WebviewStrings,
  events: {
    readonly asked: (text: string) => void;
    readonly chosen: (hit: SearchHit) => void;
    readonly announce: (text: string) => void;
  },
): Search {
  const input = element('input', {
    attributes: {
      type: 'text',
      role: 'combobox',
      placeholder: strings.search,
      'aria-label': strings.search,
      'aria-expanded': 'false',
      'aria-controls': 'hits',
      'aria-autocomplete': 'list',
      autocomplete: 'off',
      spellcheck: 'false',
    },
  });
  const list = element('ul', {
    className: 'hits',
    attributes: { id: 'hits', role: 'listbox', 'aria-label': strings.search },
  });
  const box = element('div', { className: 'search', children: [input, list] });
  let found: readonly SearchHit[] = [];
  let at = -1;
  let asking: number | undefined;
  list.hidden = true;

  const close = (): void => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    at = -1;
  };
  const mark = (next: number): void => {
    if (found.length === 0 || list.hidden) return;
    at = (next + found.length) % found.length;
    for (const [i, option] of [...list.children].entries()) option.setAttribute('aria-selected', String(i === at));
    input.setAttribute('aria-activedescendant', `hit-${at}`);
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  };
  const choose = (hit: SearchHit | undefined): void => {
    if (hit === undefined) return;
    close();
    events.chosen(hit);
  };

  input.addEventListener('input', () => {
    window.clearTimeout(asking);
    asking = window.setTimeout(() => {
      events.asked(input.value.slice(0, 500));
    }, ASK_AFTER_MS);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') mark(at + 1);
    else if (event.key === 'ArrowUp') mark(at - 1);
    else if (event.key === 'Enter') choose(found[Math.max(at, 0)]);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  input.addEventListener('blur', close);
  // The box keeps the focus while something in its list is clicked.
  list.addEventListener('mousedown', (event) => {
    event.preventDefault();
  });

  return {
    box,
    focus: () => {
      input.focus();
      input.select();
    },
    show: (text, hits, palette) => {
      // An answer to what is no longer asked.
      if (text !== input.value.slice(0, 500)) return;
      found = hits;
      at = -1;
      list.replaceChildren(...hits.map((hit, i) => option(hit, i, strings, palette, choose)));
      list.hidden = text.trim() === '' || document.activeElement !== input;
      if (hits.length === 0) list.append(element('li', { className: 'none', text: strings.noHits }));
      input.setAttribute('aria-expanded', String(!list.hidden));
      if (!list.hidden) events.announce(hits.length === 0 ? strings.noHits : fill(strings.hits, hits.length));
    },
  };
}

function option(
  hit: SearchHit,
  i: number,
  strings: WebviewStrings,
  palette: Palette,
  choose: (hit: SearchHit) => void,
): HTMLElement {
  const item = element('li', {
    attributes: { role: 'option', id: `hit-${i}`, 'aria-selected': 'false', 'data-id': hit.id },
    children: [
      element('img', {
        attributes: {
          src: dataUri(kindImage(hit.kind, palette)),
          alt: strings.kinds[hit.kind],
          width: '16',
          height: '16',
        },
      }),
      element('span', { className: 'label', text: displayText(hit.label) }),
      element('span', { className: 'detail', text: displayText(hit.detail ?? '') }),
    ],
  });
  item.addEventListener('click', () => {
    choose(hit);
  });
  return item;
}
