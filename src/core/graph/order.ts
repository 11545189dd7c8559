import type { GraphState } from './types.ts';

/* Which state counts where several meet. Apart from what decides a state, so that a page can sort without the rules. */

const RANKS: Readonly<Record<GraphState, number>> = { fail: 0, warn: 1, unknown: 2, pass: 3, none: 4 };

/** `none` of none. */
export function worst(states: Iterable<GraphState>): GraphState {
  let found: GraphState = 'none';
  for (const state of states) found = worseOf(found, state);
  return found;
}

export function worseOf(one: GraphState, other: GraphState): GraphState {
  return isWorse(other, one) ? other : one;
}

/** How far above the others an edge of a state is drawn: what is wrong must not be hidden by what is not. */
export function heightOf(state: GraphState): number {
  return RANKS.none - RANKS[state];
}

/** True when a state calls for more attention than another. */
export function isWorse(state: GraphState, than: GraphState): boolean {
  return RANKS[state] < RANKS[than];
}
