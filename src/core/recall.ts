import { sharer } from './share.ts';
import { planOf, SELDOM, type Learning } from './together.ts';

/*
 * Thousands of endpoints stand in the same few VPCs, behind the same groups, in front of the same services. What a check
 * says rests only on what it looks at, so an answer holds for every subject in which the check would see the same.
 */

export interface Memory {
  /**
   * @param question what is asked: an object or text that stands for `answer`
   * @param context what the answer may look at, and nothing else
   * @param answer must be pure
   * @returns what `answer` says of the context, or said of one that it could not tell from this one
   * @throws what `answer` throws; that is not kept
   */
  readonly recall: <C extends object, R>(question: unknown, context: C, answer: (context: C) => R) => R;
  /**
   * @param parts everything that the result rests on: objects by identity, the rest by value
   * @returns what `make` made of the same parts before
   */
  readonly once: <R>(kind: string, parts: readonly unknown[], make: () => R) => R;
  /**
   * Asks many questions about one context. Which of them are answered alike of the same subjects is learned from the
   * first ones; from then on such questions are asked together, as one.
   *
   * @param kind names the questions; they are the same ones each time
   */
  readonly recallEach: <C extends object, R extends object>(
    kind: string,
    questions: readonly ((context: C) => R)[],
    context: C,
  ) => Answers<R>;
  /** One object for all that are equal to the letter; only for plain data. */
  readonly share: <T extends object>(value: T) => T;
}

export interface Answers<R> {
  /** What was said to questions that are asked together: one list for all subjects of whom that was said. */
  readonly together: readonly (readonly R[])[];
  /** What was said to each other question. */
  readonly apart: readonly R[];
  /** Everything that was said, in the order of the questions. */
  readonly all: () => readonly R[];
}

/** Records whose fields are looked at one by one; everything else is seen as a whole. */
const RECORDS: ReadonlySet<string> = new Set(['endpoint', 'provider', 'context', 'consumer', 'path', 'standIn']);
/** The same for all subjects of a run. */
const CONSTANTS: ReadonlySet<string> = new Set(['inventory', 'lookup', 'options']);
/** Made anew for each subject, so told apart by what is in them; so are the fields of an endpoint but its whole answer. */
const VALUES: ReadonlySet<string> = new Set(['serviceOwner', 'gap']);

type Path = readonly string[];

/** How two values at a path are told apart: that there is a record, by what is in them, or by identity. */
type Told = 'presence' | 'value' | 'identity';

/** What a check looked at next, and where it went from there by what it saw. */
interface Fork {
  readonly path: Path;
  readonly told: Told;
  readonly next: Map<unknown, Fork | Leaf>;
}

interface Leaf {
  readonly answer: unknown;
}

interface Question {
  readonly start: Map<typeof START, Fork | Leaf>;
  found: number;
  missed: number;
}

interface Look {
  readonly path: Path;
  readonly seen: unknown;
}

const START = 'start';
const PRESENT = Symbol('a record');
/** Subjects from which it is learned which questions have their answers in common. */
const LEARNED_FROM = 128;
/** A check that looks at what no two subjects share is asked directly after so many attempts. */
const ATTEMPTS = 256;

/** What was said in one run, in which nothing but the subject changes. */
export function createMemory(): Memory {
  const questions = new Map<unknown, Question>();
  const made = new Map<string, unknown>();
  const numberOf = numbers();
  const valueKey = valueKeys();
  const plans = new Map<string, Learning>();
  const keyAt = (context: object, { path, told }: Fork): unknown => {
    let at: unknown = context;
    for (const name of path) at = at === undefined ? undefined : (at as Readonly<Record<string, unknown>>)[name];
    return keyOf(told, at, valueKey);
  };
  const recall: Memory['recall'] = (question, context, answer) => {
    const known: Question = questions.get(question) ?? { start: new Map(), found: 0, missed: 0 };
    questions.set(question, known);
    if (known.missed > ATTEMPTS && known.found * SELDOM < known.missed) return answer(context);
    let at = known.start.get(START);
    while (at !== undefined && 'next' in at) at = at.next.get(keyAt(context, at));
    if (at !== undefined) {
      known.found++;
      return at.answer as ReturnType<typeof answer>;
    }
    known.missed++;
    const looks: Look[] = [];
    const said = answer(watched(context, looks, valueKey));
    keep(known.start, looks, said);
    return said;
  };
  return {
    recall,
    recallEach: (kind, questions, context) => {
      const learning = plans.get(kind) ?? { answers: questions.map((): number[] => []) };
      plans.set(kind, learning);
      if (learning.plan === undefined) {
        const said = questions.map((question) => recall(question, context, question));
        said.forEach((answer, i) => learning.answers[i]?.push(numberOf(answer)));
        if ((learning.answers[0]?.length ?? 0) >= LEARNED_FROM) learning.plan = planOf(learning.answers);
        return { together: [], apart: said, all: () => said };
      }
      const { groups, apart } = learning.plan;
      const together = groups.map((group) =>
        recall(group, context, (seen) => group.flatMap((i) => questions[i]?.(seen) ?? [])),
      );
      const alone = apart.flatMap((i) => questions[i]?.(context) ?? []);
      const all = (): readonly (typeof alone)[number][] => {
        const said: (typeof alone)[number][] = [];
        const place = (places: readonly number[], answers: readonly (typeof alone)[number][]): void => {
          answers.forEach((answer, i) => (said[places[i] ?? 0] = answer));
        };
        groups.forEach((group, i) => {
          place(group, together[i] ?? []);
        });
        place(apart, alone);
        return said;
      };
      return { together, apart: alone, all };
    },
    share: sharer(),
    once: (kind, parts, make) => {
      let key = kind;
      for (const part of parts)
        key += ` ${typeof part === 'object' && part !== null ? `#${numberOf(part)}` : String(part)}`;
      const known = made.get(key);
      if (known !== undefined) return known as ReturnType<typeof make>;
      const result = make();
      made.set(key, result);
      return result;
    },
  };
}

/** A number for each object. */
function numbers(): (value: object) => number {
  const known = new Map<object, number>();
  return (value) => {
    const before = known.get(value) ?? known.size;
    known.set(value, before);
    return before;
  };
}

function toldBy(path: Path): Told {
  const name = path.at(-1) ?? '';
  if (RECORDS.has(name)) return 'presence';
  return VALUES.has(name) || (path.at(-2) === 'endpoint' && name !== 'raw') ? 'value' : 'identity';
}

function keyOf(told: Told, value: unknown, valueKey: (value: object) => unknown): unknown {
  if (told === 'identity' || typeof value !== 'object' || value === null) return value;
  return told === 'presence' ? PRESENT : valueKey(value);
}

/** One key for all objects that are equal; only for plain data. */
function valueKeys(): (value: object) => unknown {
  const keys = new WeakMap<object, string>();
  return (value) => {
    const known = keys.get(value) ?? JSON.stringify(value);
    keys.set(value, known);
    return known;
  };
}

/** The context, with a note of everything that is looked at, in order and once. */
function watched<C extends object>(context: C, looks: Look[], valueKey: (value: object) => unknown): C {
  const noted = new Set<string>();
  const note = (path: Path, value: unknown): void => {
    const text = path.join('.');
    if (noted.has(text)) return;
    noted.add(text);
    looks.push({ path, seen: keyOf(toldBy(path), value, valueKey) });
  };
  const watch = <T extends object>(target: T, at: Path): T => {
    const records = new Map<string, object>();
    return new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof name === 'symbol' || CONSTANTS.has(name)) return value;
        const path = [...at, name];
        note(path, value);
        if (!RECORDS.has(name) || typeof value !== 'object' || value === null) return value;
        const record = records.get(name) ?? watch(value, path);
        records.set(name, record);
        return record;
      },
      has: (_, name) => {
        if (typeof name === 'string') note([...at, name], Reflect.get(target, name));
        return Reflect.has(target, name);
      },
    });
  };
  return watch(context, []);
}

function keep(start: Question['start'], looks: readonly Look[], answer: unknown): void {
  let place: Map<unknown, Fork | Leaf> = start;
  let key: unknown = START;
  for (const { path, seen } of looks) {
    const known = place.get(key);
    const fork: Fork = known !== undefined && 'next' in known ? known : { path, told: toldBy(path), next: new Map() };
    if (fork.path.join('.') !== path.join('.')) return;
    place.set(key, fork);
    [place, key] = [fork.next, seen];
  }
  place.set(key, { answer });
}
