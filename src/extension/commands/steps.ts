import { l10n, QuickInputButtons, window, type Disposable, type QuickPick, type QuickPickItem } from 'vscode';

/*
 * Questions one after the other, each with its place among them and a way back.
 * https://code.visualstudio.com/api/ux-guidelines/quick-picks
 */

/** Where a question stands. */
export interface Step {
  readonly title: string;
  readonly number: number;
  readonly of: number;
}

/** `back` to the question before; `undefined` where the user leaves. */
export type Answered<T> = { readonly value: T } | 'back' | undefined;

export interface ListQuestion<T extends QuickPickItem> {
  readonly placeholder: string;
  readonly items: readonly T[];
  /** Several may be taken: those that are, given which of them were so before. */
  readonly many?: (selected: readonly T[], before: readonly T[]) => readonly T[];
  /** Why an item cannot be taken; `undefined` for one that can. */
  readonly refusal?: (item: T) => string | undefined;
  /** An item for what is typed, where it is more than a filter. */
  readonly typed?: (text: string) => T | undefined;
}

/** Asks with a list. What is refused stays in sight with its reason, and is not taken. */
export function chooseFrom<T extends QuickPickItem>(
  step: Step,
  { placeholder, items, many, refusal = () => undefined, typed }: ListQuestion<T>,
): Promise<Answered<readonly T[]>> {
  const pick = window.createQuickPick<T>();
  prepare(pick, step);
  pick.placeholder = placeholder;
  pick.canSelectMany = many !== undefined;
  pick.items = items;
  let selected: readonly T[] = items.filter((item) => item.picked === true);
  if (many !== undefined) pick.selectedItems = selected;
  return new Promise((resolve) => {
    const listeners: Disposable[] = [];
    const end = (answer: Answered<readonly T[]>): void => {
      for (const listener of listeners) listener.dispose();
      pick.dispose();
      resolve(answer);
    };
    listeners.push(
      pick.onDidTriggerButton(() => {
        end('back');
      }),
      pick.onDidHide(() => {
        end(undefined);
      }),
      pick.onDidChangeValue((text) => {
        const item = typed?.(text.trim());
        pick.items = item === undefined ? items : [...items, item];
      }),
      pick.onDidChangeSelection((now) => {
        if (many === undefined) return;
        const kept = many(
          now.filter((item) => refusal(item) === undefined),
          selected,
        );
        selected = kept;
        if (kept.length !== now.length) pick.selectedItems = kept;
      }),
      pick.onDidAccept(() => {
        const taken = many === undefined ? pick.selectedItems : selected;
        if (taken.length === 0 || taken.some((item) => refusal(item) !== undefined)) return;
        end({ value: taken });
      }),
    );
    pick.show();
  });
}

/**
 * Asks for a text.
 *
 * @param problem what is wrong with it; `undefined` for a good one
 */
export function askText(
  step: Step,
  prompt: string,
  value: string,
  problem: (text: string) => string | undefined,
): Promise<Answered<string>> {
  const box = window.createInputBox();
  prepare(box, step);
  box.prompt = prompt;
  box.value = value;
  return new Promise((resolve) => {
    const end = (answer: Answered<string>): void => {
      box.dispose();
      resolve(answer);
    };
    box.onDidTriggerButton(() => {
      end('back');
    });
    box.onDidHide(() => {
      end(undefined);
    });
    box.onDidChangeValue((text) => {
      box.validationMessage = problem(text) ?? '';
    });
    box.onDidAccept(() => {
      const wrong = problem(box.value);
      if (wrong === undefined) end({ value: box.value });
      else box.validationMessage = wrong;
    });
    box.show();
  });
}

/**
 * Asks one question after the other, back and forth.
 *
 * @param title of all of them
 * @param questions each with what is known so far; it gives what is known then, or `skip` where it has nothing to ask
 */
export async function inSteps<T>(
  title: string,
  start: T,
  questions: readonly ((known: T, step: Step) => Promise<Answered<T> | 'skip'>)[],
): Promise<T | undefined> {
  const known: T[] = [start];
  const asked: number[] = [];
  let index = 0;
  while (index < questions.length) {
    const current = known[known.length - 1] ?? start;
    const answer = await questions[index]?.(current, { title, number: index + 1, of: questions.length });
    if (answer === undefined) return undefined;
    if (answer === 'back') {
      const before = asked.pop();
      if (before === undefined) continue;
      known.pop();
      index = before;
      continue;
    }
    if (answer !== 'skip') {
      asked.push(index);
      known.push(answer.value);
    }
    index++;
  }
  return known[known.length - 1];
}

function prepare(
  input: Pick<QuickPick<QuickPickItem>, 'title' | 'step' | 'totalSteps' | 'buttons' | 'ignoreFocusOut'>,
  { title, number, of }: Step,
): void {
  input.title = title;
  input.step = number;
  input.totalSteps = of;
  // Whoever looks a VPC up elsewhere must not start again.
  input.ignoreFocusOut = true;
  input.buttons = number > 1 ? [{ ...QuickInputButtons.Back, tooltip: l10n.t('Back') }] : [];
}
