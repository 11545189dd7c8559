import { dataUri, kindImage, stateImage, type Palette } from '../src/core/graph/card.ts';
import type { NodeDetails } from '../src/core/graph/details.ts';
import { displayText, isFrameKind } from '../src/core/graph/size.ts';
import { CHANGE_MARKS } from '../src/core/graph/marks.ts';
import type { GraphChange, PlacedNode } from '../src/core/graph/types.ts';
import { askedId } from '../src/core/impact/asked.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import { element } from './dom.ts';
import { createButton, createTag } from './ui/controls.ts';

/* The pane beside the canvas: what was read of the selected node, what was found, and what can be done. */

export interface DetailsActions {
  /** False for a picture of two readings: what is loaded may be neither. */
  readonly isOfLoaded: boolean;
  readonly diagnose: (id: string) => void;
  readonly insertCode: (id: string) => void;
  readonly reveal: (id: string) => void;
  readonly close: () => void;
  /** Opens or closes a frame. */
  readonly fold: (id: string) => void;
  /** Asks what depends on it. */
  readonly askImpact: (id: string) => void;
}

const CLOSE_ICON = 'M4 4l8 8M12 4l-8 8';

/**
 * Draws the pane for a node; `details` follow a moment after the selection, `problem` instead of them when they fail.
 *
 * @param banner what else the picture shows meanwhile
 */
export function showDetails(
  pane: HTMLElement,
  node: PlacedNode,
  content: { readonly details?: NodeDetails; readonly problem?: string },
  strings: WebviewStrings,
  palette: Palette,
  actions: DetailsActions,
  banner?: HTMLElement,
): void {
  const { details, problem } = content;
  const focused = focusedButton(pane);
  pane.replaceChildren(
    ...(banner === undefined ? [] : [banner]),
    heading(node, strings, palette, actions),
    ...(node.change === undefined ? [] : [changeLine(node.change, strings)]),
    ...(node.state === 'none' ? [] : [stateLine(node, strings, palette)]),
    ...(details?.summary === undefined
      ? []
      : [element('p', { className: 'summary', text: displayText(details.summary) })]),
    ...buttons(node, strings, actions),
    ...(problem === undefined
      ? []
      : [element('p', { className: 'problem', text: problem, attributes: { role: 'alert' } })]),
    ...(details === undefined ? [] : said(details, node, strings)),
  );
  // The details come a moment after the buttons: whoever is on one of these stays there.
  if (focused !== undefined) {
    [...pane.querySelectorAll<HTMLElement>('vscode-button')].find((button) => nameOf(button) === focused)?.focus();
  }
}

/** Findings before properties; of what differs between two readings first what differs. */
function said(details: NodeDetails, node: PlacedNode, strings: WebviewStrings): readonly HTMLElement[] {
  const [found, known] = [findings(details, node, strings), properties(details, strings)];
  return node.change === undefined ? [...found, ...known] : [...known, ...found];
}

/** What the button of the pane is called that has the focus. */
function focusedButton(pane: HTMLElement): string | undefined {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && pane.contains(activeElement) ? nameOf(activeElement) : undefined;
}

function nameOf(button: HTMLElement): string {
  return button.getAttribute('aria-label') ?? button.textContent;
}

function heading(node: PlacedNode, strings: WebviewStrings, palette: Palette, actions: DetailsActions): HTMLElement {
  const icon = element('img', {
    attributes: { src: dataUri(kindImage(node.kind, palette)), alt: '', width: '28', height: '28' },
  });
  const words = element('div', {
    className: 'words',
    children: [
      element('h2', { text: displayText(node.label) }),
      element('div', { className: 'kind', text: strings.kinds[node.kind] }),
    ],
  });
  const close = createButton({ label: strings.close, icon: CLOSE_ICON, onClick: actions.close });
  return element('div', { className: 'heading', children: [icon, words, close] });
}

function changeLine(change: GraphChange, strings: WebviewStrings): HTMLElement {
  return element('div', {
    className: 'state',
    children: [
      element('span', {
        className: `change-sign ${change}`,
        text: CHANGE_MARKS[change],
        attributes: { 'aria-hidden': 'true' },
      }),
      element('span', { text: strings.changes[change] }),
    ],
  });
}

function stateLine(node: PlacedNode, strings: WebviewStrings, palette: Palette): HTMLElement {
  const state = node.state === 'none' ? 'unknown' : node.state;
  const icon = element('img', {
    attributes: { src: dataUri(stateImage(state, palette)), alt: '', width: '16', height: '16' },
  });
  return element('div', {
    className: `state ${state}`,
    children: [icon, element('span', { text: strings.states[state] })],
  });
}

function buttons(node: PlacedNode, strings: WebviewStrings, actions: DetailsActions): readonly HTMLElement[] {
  const subject = actions.isOfLoaded ? node.subject : undefined;
  const onSubject =
    subject === undefined
      ? []
      : [
          createButton({
            label: strings.diagnose,
            primary: true,
            onClick: () => {
              actions.diagnose(subject);
            },
          }),
          createButton({
            label: strings.insertCode,
            onClick: () => {
              actions.insertCode(subject);
            },
          }),
        ];
  const reveal = createButton({
    label: strings.reveal,
    onClick: () => {
      actions.reveal(node.id);
    },
  });
  const fold = isFrameKind(node)
    ? [
        createButton({
          label: node.inside === undefined ? strings.shut : strings.open,
          onClick: () => {
            actions.fold(node.id);
          },
        }),
      ]
    : [];
  const asked = actions.isOfLoaded ? askedId(node) : undefined;
  const ask =
    asked === undefined
      ? []
      : [
          createButton({
            label: strings.impact.ask,
            onClick: () => {
              actions.askImpact(asked);
            },
          }),
        ];
  return [element('div', { className: 'actions', children: [...onSubject, ...fold, ...ask, reveal] })];
}

function findings(details: NodeDetails, node: PlacedNode, strings: WebviewStrings): readonly HTMLElement[] {
  const title = element('h3', { text: strings.findings });
  if (details.findings.length === 0) {
    // "No findings" beside an unknown state would read as "all good".
    const quiet = node.state === 'pass' || node.state === 'none';
    return quiet ? [title, element('p', { className: 'quiet', text: strings.noFindings })] : [];
  }
  const list = element('ul', {
    className: 'findings',
    children: details.findings.map((finding) =>
      element('li', {
        className: finding.severity,
        children: [
          element('div', {
            className: 'finding-title',
            children: [createTag(finding.severity), element('strong', { text: finding.title })],
          }),
          element('p', { text: finding.message }),
          element('code', { text: finding.rule }),
        ],
      }),
    ),
  });
  return [title, list];
}

function properties(details: NodeDetails, strings: WebviewStrings): readonly HTMLElement[] {
  if (details.fields.length === 0) return [];
  const rows = details.fields.flatMap(({ label, value }) => [
    element('dt', { text: label }),
    element('dd', { text: displayText(value) }),
  ]);
  return [element('h3', { text: strings.properties }), element('dl', { children: rows })];
}
