import { cycleImage, dataUri, lineImage, stateImage, type Palette } from '../src/core/graph/card.ts';
import type { GraphState } from '../src/core/graph/types.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import { element } from './dom.ts';

/**
 * What colour, sign and line mean, state by state.
 *
 * @param hasCycle whether an edge of the picture closes a cycle: then also how such a one looks
 */
export function showLegend(legend: HTMLElement, strings: WebviewStrings, palette: Palette, hasCycle: boolean): void {
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
    ...(hasCycle ? [cycleItem(strings, palette)] : []),
  );
}

function cycleItem(strings: WebviewStrings, palette: Palette): HTMLElement {
  const attributes = { src: dataUri(cycleImage(palette)), alt: '', width: '34', height: '16' };
  return element('li', { children: [element('img', { attributes }), element('span', { text: strings.leadsBack })] });
}
