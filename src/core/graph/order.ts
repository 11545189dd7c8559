import type { GraphState } from './types.ts';

/* Which state counts where several meet. Apart from what decides a state, so that a page can sort without the rules. */

const WORST_FIRST: readonly GraphState[] = ['fail', 'warn', 'unknown', 'pass', 'none'];

export function worst(states: readonly GraphState[]): GraphState {
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'none';
}

/** True when a state calls for more attention than another. */
export function isWorse(state: GraphState, than: GraphState): boolean {
  return WORST_FIRST.indexOf(state) < WORST_FIRST.indexOf(than);
}
