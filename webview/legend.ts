import { STATE_LINES, dataUri, stateImage, type Palette } from '../src/core/graph/card.ts';
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
          element('img', { attributes: { src: dataUri(line(state, palette)), alt: '', width: '34', height: '16' } }),
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

function line(state: GraphState, palette: Palette): string {
  const { width, dashes } = STATE_LINES[state];
  const colour = palette.states[state].replace(/["<>&]/g, '');
  const end =
    state === 'fail'
      ? `<path d="M30 3v10" stroke="${colour}" stroke-width="2.5"/>`
      : `<path d="M26 4l7 4-7 4Z" fill="${colour}"/>`;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="34" height="16" viewBox="0 0 34 16">' +
    `<path d="M1 8h28" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dashes.join(' ')}"/>${end}</svg>`
  );
}
