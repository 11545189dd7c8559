/** How long ago something was, in words: `3 days`, `5 hours`; `undefined` for what is no date or lies ahead. */
export function describeAge(since: string | undefined, now: string): string | undefined {
  const hours = ageInHours(since, now);
  if (hours === undefined) return undefined;
  if (hours < 1) return 'less than an hour';
  if (hours < 48) return `${Math.floor(hours)} hour${Math.floor(hours) === 1 ? '' : 's'}`;
  return `${Math.floor(hours / 24)} days`;
}

export function ageInHours(since: string | undefined, now: string): number | undefined {
  const age = Date.parse(now) - Date.parse(since ?? '');
  return Number.isNaN(age) || age < 0 ? undefined : age / 3_600_000;
}

/** Hours from `now` until a moment, negative once it is past; `undefined` for what is no date. */
export function hoursUntil(moment: string | undefined, now: string): number | undefined {
  const ahead = Date.parse(moment ?? '') - Date.parse(now);
  return Number.isNaN(ahead) ? undefined : ahead / 3_600_000;
}
