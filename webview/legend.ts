import { dataUri, lineImage, stateImage, type Palette } from '../src/core/graph/card.ts';
import { CHANGE_MARKS } from '../src/core/graph/marks.ts';
import type { GraphChange, GraphState } from '../src/core/graph/types.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import { element } from './dom.ts';

/**
 * What colour, sign and line mean, state by state.
 *
 * @param isComparison whether the picture is of two readings: then also what the marks before names mean
 */
export function showLegend(
  legend: HTMLElement,
  strings: WebviewStrings,
  palette: Palette,
  isComparison: boolean,
): void {
  const states: readonly GraphState[] = ['pass', 'warn', 'fail', 'unknown', 'none'];
  legend.setAttribute('aria-label', strings.legend);
  legend.replaceChildren(
    ...states.map((state) =>
      element('li', {
        children: [
          element('img', {
            attributes: { src: dataUri(lineImage(state, palette)), alt: '', width: '34', height: '16' },
          }),
          ...(state === 'none'
            ? [element('span', { className: 'no-sign' })]
            : [
                element('img', {
                  attributes: { src: dataUri(stateImage(state, palette)), alt: '', width: '16', height: '16' },
                }),
              ]),
          element('span', { text: strings.states[state] }),
        ],
      }),
    ),
    ...(isComparison ? CHANGES.map((change) => changeItem(change, strings)) : []),
  );
}

const CHANGES: readonly GraphChange[] = ['added', 'removed', 'changed', 'not-comparable'];

function changeItem(change: GraphChange, strings: WebviewStrings): HTMLElement {
  const sign = element('span', {
    className: `change-sign ${change}`,
    text: CHANGE_MARKS[change],
    attributes: { 'aria-hidden': 'true' },
  });
  return element('li', { children: [sign, element('span', { text: strings.changes[change] })] });
}
