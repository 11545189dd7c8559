/** What is read only when it is asked for by name: it costs, is slow, or matters to few. */
export const EXTRAS = ['metrics', 'alarms', 'events', 'prices', 'group-rules', 'regions'] as const;
export type Extra = (typeof EXTRAS)[number];
