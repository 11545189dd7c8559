import { dataUri, kindImage, stateImage, type Palette } from '../src/core/graph/card.ts';
import { displayText } from '../src/core/graph/size.ts';
import type { GraphState } from '../src/core/graph/types.ts';
import { fill } from '../src/core/graph/words.ts';
import type { Affected, Extent } from '../src/core/impact/types.ts';
import type { ImpactView } from '../src/core/impact/view.ts';
import { wayWords } from '../src/core/impact/words.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import { element } from './dom.ts';
import { createButton } from './ui/controls.ts';

/* What depends on something, as a list in the details pane: what stops, what goes on in part, what nobody knows. */

export interface ImpactListActions {
  /** One that the picture has was chosen. */
  readonly chosen: (id: string) => void;
  readonly clear: () => void;
  /** A picture that has all of them is wanted. */
  readonly showAll: () => void;
}

const EXTENTS: readonly Extent[] = ['all', 'part', 'unknown'];
const SIGNS: Readonly<Record<Extent, Exclude<GraphState, 'none'>>> = { all: 'fail', part: 'warn', unknown: 'unknown' };

/** What is known so far: the answer, or a sentence in its place. */
export type ImpactContent = { readonly view: ImpactView } | { readonly sentence: string; readonly isProblem: boolean };

/**
 * Draws the list.
 *
 * @param name what was asked about, before the answer tells it
 * @param current the node that is selected in the picture
 */
export function showImpactList(
  pane: HTMLElement,
  { name, content, current }: { readonly name: string; readonly content: ImpactContent; readonly current?: string },
  strings: WebviewStrings,
  palette: Palette,
  actions: ImpactListActions,
): void {
  const words = strings.impact;
  const title = 'view' in content ? (content.view.of.name ?? content.view.of.id) : name;
  const heading = element('h2', {
    text: fill(words.title, displayText(title)),
    // Where the focus goes when the list comes.
    attributes: { tabindex: '-1' },
  });
  const head = element('div', {
    className: 'impact-head',
    children: [heading, createButton({ label: words.clear, onClick: actions.clear })],
  });
  if (!('view' in content)) {
    const attributes = content.isProblem ? { role: 'alert' } : {};
    const className = content.isProblem ? 'problem' : 'quiet';
    pane.replaceChildren(head, element('p', { className, text: content.sentence, attributes }));
    return;
  }
  const { view } = content;
  const drawn = new Set(view.places.map(({ id }) => id));
  const lacking = view.affected.filter(({ id }) => !drawn.has(id));
  pane.replaceChildren(
    head,
    ...(view.of.name === undefined ? [] : [element('div', { className: 'kind', text: displayText(view.of.id) })]),
    element('p', { className: 'summary', text: view.summary }),
    ...(lacking.length === 0 ? [] : [createButton({ label: words.showAll, onClick: actions.showAll })]),
    ...EXTENTS.flatMap((extent) => {
      const items = view.affected.filter((item) => item.extent === extent);
      if (items.length === 0) return [];
      return [
        element('h3', { text: fill(words.titles[extent], items.length) }),
        element('ul', {
          className: 'affected',
          children: items.map((item) => row(item, drawn.has(item.id), current, strings, palette, actions)),
        }),
      ];
    }),
    ...(view.gaps.length === 0
      ? []
      : [
          element('h3', { text: words.unread }),
          element('ul', {
            className: 'gaps',
            children: view.gaps.map(({ operation, account, region }) =>
              element('li', { text: fill(words.gap, operation, account, region) }),
            ),
          }),
        ]),
  );
}

function row(
  item: Affected,
  isDrawn: boolean,
  current: string | undefined,
  strings: WebviewStrings,
  palette: Palette,
  actions: ImpactListActions,
): HTMLElement {
  const { impact: words, verdicts, kinds } = strings;
  const kind = item.kind === 'endpoint' ? 'vpc-endpoint' : 'endpoint-service';
  const image = (source: string, alt: string): HTMLElement =>
    element('img', { attributes: { src: dataUri(source), alt, width: '16', height: '16' } });
  const title = [
    image(stateImage(SIGNS[item.extent], palette), words.extents[item.extent]),
    image(kindImage(kind, palette), kinds[kind]),
    element('strong', { text: displayText(item.name ?? item.id) }),
  ];
  const verdict = item.verdict === 'not-loaded' ? words.notLoaded : verdicts[item.verdict];
  const place = [
    ...(item.name === undefined ? [] : [item.id]),
    item.account ?? words.accountUnknown,
    ...[item.region, item.vpcId, item.state].filter((part) => part !== undefined),
    verdict,
    ...(isDrawn ? [] : [words.elsewhere]),
  ];
  const [way] = item.ways;
  const line = (className: string, text: string): HTMLElement => element('div', { className, text: displayText(text) });
  return element('li', {
    className: SIGNS[item.extent],
    attributes: { 'data-id': item.id },
    children: [
      isDrawn
        ? chooser(title, item.id === current, () => {
            actions.chosen(item.id);
          })
        : element('div', { className: 'chooser', children: title }),
      line('place', place.join(' · ')),
      ...(item.listeners === undefined ? [] : [line('listeners', fill(words.stopsOn, item.listeners.join(', ')))]),
      line('why', item.why),
      ...(way === undefined ? [] : [line('way', wayWords(way))]),
    ],
  });
}

function chooser(children: readonly Node[], isCurrent: boolean, onClick: () => void): HTMLElement {
  const button = element('button', {
    className: 'chooser',
    attributes: { type: 'button', ...(isCurrent ? { 'aria-current': 'true' } : {}) },
    children,
  });
  button.addEventListener('click', onClick);
  return button;
}

/** A line above the details of a node that was picked while an impact is shown. */
export function impactBanner(
  name: string,
  strings: WebviewStrings,
  actions: { readonly showList: () => void; readonly clear: () => void },
): HTMLElement {
  const words = strings.impact;
  return element('div', {
    className: 'impact-banner',
    children: [
      element('span', { text: fill(words.showing, displayText(name)) }),
      createButton({ label: words.backToList, onClick: actions.showList }),
      createButton({ label: words.clear, onClick: actions.clear }),
    ],
  });
}
