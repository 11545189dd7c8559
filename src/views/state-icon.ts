import { ThemeColor, ThemeIcon } from 'vscode';
import type { TreeState } from '../core/tree/types.ts';

/* States by shape and by colour: the shape for whoever does not see the colour. */

const SHAPES: Readonly<Record<Exclude<TreeState, 'none'>, string>> = {
  broken: 'error',
  degraded: 'warning',
  healthy: 'pass',
  unknown: 'question',
};

/** The colour of a state, as package.json contributes it. */
export function stateColor(state: TreeState): ThemeColor | undefined {
  return state === 'none' ? undefined : new ThemeColor(`privatelink.state.${state}`);
}

export function stateIcon(state: Exclude<TreeState, 'none'>): ThemeIcon {
  return new ThemeIcon(SHAPES[state], stateColor(state));
}
