/* Which questions are answered alike, told from the answers that the first subjects got. */

/** Found less often than once in so many attempts. */
export const SELDOM = 4;

export interface Learning {
  /** For each question, which answer the first subjects got. */
  readonly answers: readonly number[][];
  plan?: Plan;
}

export interface Plan {
  /** Questions that are asked as one. */
  readonly groups: readonly (readonly number[])[];
  readonly apart: readonly number[];
}

/**
 * Questions go together that part the first subjects in the same way: what tells one subject from another for the one
 * does for the other.
 *
 * @param answers for each question, which answer each subject got
 */
export function planOf(answers: readonly (readonly number[])[]): Plan {
  const groups = new Map<string, number[]>();
  const apart: number[] = [];
  answers.forEach((own, i) => {
    const firsts = new Map<number, number>();
    const parting = own.map((answer, at) => firsts.get(answer) ?? (firsts.set(answer, at), at));
    if (firsts.size * (SELDOM + 1) > own.length * SELDOM) {
      apart.push(i);
      return;
    }
    const key = parting.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return { groups: [...groups.values()], apart };
}
