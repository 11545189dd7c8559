import { visibleJson } from '../core/report/visible.ts';
import type { MeasureOptions } from '../measure/measure.ts';

/** Where the command line writes: data to `out`, messages and progress to `err`. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly signal: AbortSignal;
  /** Asks the person at the terminal for something secret; absent where there is none. `undefined` for no answer. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Which DNS servers are asked and how long is waited where something is measured; the machine's own by default. */
  readonly measuring?: Omit<MeasureOptions, 'signal'>;
  /** When AWS is read; the clock by default. */
  readonly now?: () => Date;
}

export const EXIT = { done: 0, findings: 1, usage: 2, nothingCollected: 3, unknownHops: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Says so, with the exit code for it. */
export function nothingCollected(io: Io): ExitCode {
  io.err('Nothing could be collected.\n');
  return EXIT.nothingCollected;
}

/** How every command writes JSON. */
export function json(value: unknown): string {
  return visibleJson(value);
}
