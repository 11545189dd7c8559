import './impact.css';
import './marks.css';
import { displayText } from '../src/core/graph/size.ts';
import type { PlacedNode } from '../src/core/graph/types.ts';
import { fill } from '../src/core/graph/words.ts';
import { askedId } from '../src/core/impact/asked.ts';
import type { ImpactPlace, ImpactView } from '../src/core/impact/view.ts';
import type { HostMessage } from '../src/protocol/messages.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import type { Canvas } from './canvas.ts';
import type { Host } from './host.ts';
import { impactBanner, showImpactList, type ImpactContent } from './impact-list.ts';
import { impactMarks } from './impact-marks.ts';
import type { Marks } from './marks.ts';
import type { Outline } from './outline.ts';
import type { Page } from './page.ts';
import { readPalette } from './theme.ts';

/* The question what depends on something: marked in the drawing and listed in the pane, from when it is put until it is cleared. */

/** What the question is shown in. */
export interface ImpactStage {
  readonly page: Page;
  readonly canvas: Canvas;
  readonly outline: Outline;
  readonly nodes: readonly PlacedNode[];
  /** What is marked while nothing is asked. */
  readonly marks: Marks | undefined;
  readonly strings: WebviewStrings;
  readonly selected: string | undefined;
}

export interface ImpactEvents {
  /** `undefined` before there is a picture. */
  readonly stage: () => ImpactStage | undefined;
  /** Selects a node and opens the frames around it. */
  readonly goTo: (place: ImpactPlace) => void;
  /** The pane is to be drawn again. */
  readonly changed: () => void;
}

export interface Impact {
  readonly ask: (id: string) => void;
  readonly clear: () => void;
  readonly isOn: () => boolean;
  /** Marks the drawing again, and asks again, because the picture or what it is made from is another. */
  readonly again: () => void;
  readonly mark: () => void;
  readonly take: (message: HostMessage & { readonly type: 'impact' | 'impactFailed' }) => void;
  /** A node was picked: its details take the place of the list, unless it was picked in the list. */
  readonly picked: (id: string) => void;
  /** Draws the list where it belongs there. @returns whether it did */
  readonly draw: (pane: HTMLElement, hasNode: boolean) => boolean;
  /** A line above the details of a node; nothing while nothing is asked. */
  readonly banner: () => HTMLElement | undefined;
}

export function createImpact(host: Host, events: ImpactEvents): Impact {
  let asked = host.state().impact;
  let isListed = asked !== undefined;
  let answer: { readonly view: ImpactView } | { readonly problem: string } | undefined;
  let chosen: string | undefined;

  const view = (): ImpactView | undefined => (answer !== undefined && 'view' in answer ? answer.view : undefined);

  const name = ({ nodes }: ImpactStage): string => {
    const drawn = nodes.find((node) => askedId(node) === asked)?.label;
    return displayText(view()?.of.name ?? drawn ?? asked ?? '');
  };

  const marksOf = ({ nodes, marks, strings }: ImpactStage): Marks | undefined => {
    const shown = view();
    return shown === undefined ? marks : impactMarks(shown, nodes, strings.impact);
  };

  const mark = (): void => {
    const stage = events.stage();
    if (stage === undefined) return;
    const marks = marksOf(stage);
    stage.canvas.mark(marks);
    stage.outline.mark(marks);
  };

  const focusList = (): void => {
    events.stage()?.page.details.querySelector<HTMLElement>('.impact-head h2')?.focus();
  };

  const list = (): void => {
    isListed = true;
    events.changed();
    focusList();
  };

  const clear = (): void => {
    [asked, answer, chosen, isListed] = [undefined, undefined, undefined, false];
    host.save({ impact: undefined });
    const stage = events.stage();
    if (stage === undefined) return;
    mark();
    stage.canvas.select(stage.selected);
    events.changed();
    if (stage.canvas.viewport() === undefined) stage.canvas.fit();
    stage.outline.focus();
    stage.page.announce(stage.strings.impact.cleared);
  };

  const contentOf = (strings: WebviewStrings): ImpactContent => {
    if (answer === undefined) return { sentence: strings.impact.asking, isProblem: false };
    return 'view' in answer ? answer : { sentence: answer.problem, isProblem: true };
  };

  return {
    ask: (id) => {
      if (id !== asked) answer = undefined;
      [asked, chosen] = [id, undefined];
      host.save({ impact: id });
      host.post({ type: 'impact', id });
      list();
    },
    clear,
    isOn: () => asked !== undefined,
    again: () => {
      mark();
      if (asked !== undefined) host.post({ type: 'impact', id: asked });
    },
    mark,
    take: (message) => {
      if (message.id !== asked) return;
      const isFirst = answer === undefined;
      answer = message.type === 'impact' ? { view: message.impact } : { problem: message.message };
      mark();
      events.changed();
      const stage = events.stage();
      // One that comes again, for another picture, says nothing new.
      if (!isFirst || stage === undefined) return;
      // What is marked is to be seen and read, unless the reader chose what to look at.
      const lit = marksOf(stage)?.lit;
      if (lit !== undefined && stage.canvas.viewport() === undefined) stage.canvas.fitTo(lit);
      const title = fill(stage.strings.impact.title, name(stage));
      stage.page.announce(`${title}. ${'view' in answer ? answer.view.summary : answer.problem}`);
    },
    picked: (id) => {
      if (id !== chosen) isListed = false;
      chosen = undefined;
    },
    draw: (pane, hasNode) => {
      const stage = events.stage();
      if (asked === undefined || stage === undefined || (hasNode && !isListed)) return false;
      const { strings, selected } = stage;
      const about = {
        name: name(stage),
        content: contentOf(strings),
        ...(selected === undefined ? {} : { current: selected }),
      };
      keepingFocus(pane, () => {
        showImpactList(pane, about, strings, readPalette(), {
          chosen: (id) => {
            const place = view()?.places.find((item) => item.id === id);
            if (place === undefined) return;
            chosen = id;
            events.goTo(place);
          },
          clear,
          showAll: () => {
            if (asked !== undefined) host.post({ type: 'openImpact', id: asked });
          },
        });
      });
      return true;
    },
    banner: () => {
      const stage = events.stage();
      if (asked === undefined || stage === undefined) return undefined;
      return impactBanner(name(stage), stage.strings, { showList: list, clear });
    },
  };
}

/** Draws a list anew, with the focus where it was: on its heading or on a row. */
function keepingFocus(pane: HTMLElement, draw: () => void): void {
  const { activeElement } = document;
  const within = activeElement !== null && pane.contains(activeElement) ? activeElement : undefined;
  const row = within?.closest<HTMLElement>('li')?.dataset['id'];
  const isHeading = within?.matches('.impact-head h2') ?? false;
  draw();
  if (row !== undefined) pane.querySelector<HTMLElement>(`li[data-id="${CSS.escape(row)}"] button`)?.focus();
  else if (isHeading) pane.querySelector<HTMLElement>('.impact-head h2')?.focus();
}
