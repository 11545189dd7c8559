import type { Configuration } from './types.ts';

/**
 * A diagnosis that is said to have passed on a day that has not begun anywhere: it proves nothing.
 *
 * @param now the reader's clock; somewhere the day is already the next one
 */
export function firstDayToCome(
  { onboarding }: Configuration,
  now: Date,
): { readonly path: string; readonly day: string } | undefined {
  const last = new Date(now.getTime() + FARTHEST_AHEAD_MS).toISOString().slice(0, 10);
  return [...(onboarding ?? [])].flatMap(([id, { validated: day }]) =>
    day !== undefined && day > last ? [{ path: `onboarding[${JSON.stringify(id)}].validated`, day }] : [],
  )[0];
}

/** UTC+14, the time zone that is farthest ahead. */
const FARTHEST_AHEAD_MS = 14 * 60 * 60 * 1000;
