import { dataUri, lineImage, stateImage, type Palette } from '../src/core/graph/card.ts';
import type { GraphState } from '../src/core/graph/types.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import { element } from './dom.ts';

/** What colour, sign and line mean, state by state. */
export function showLegend(legend: HTMLElement, strings: WebviewStrings, palette: Palette): void {
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
  );
}
