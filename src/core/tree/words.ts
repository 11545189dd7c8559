import type { TreeState } from './types.ts';

/** Before `healthy` comes what nobody judged: a group is healthy only when all of it is. */
const WORST_FIRST: readonly TreeState[] = ['broken', 'degraded', 'unknown', 'none', 'healthy'];

/** The worst of the states; `none` when there are none. */
export function worstState(states: readonly TreeState[]): TreeState {
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'none';
}

/** The details that there are. */
export function present(...details: readonly (string | undefined)[]): readonly string[] {
  return details.flatMap((detail) => (detail === undefined || detail === '' ? [] : [detail]));
}

/** Name first; the id follows as the first detail where there is a name. */
export function nameFirst(
  item: { readonly id: string; readonly name?: string },
  ...details: readonly (string | undefined)[]
): { readonly label: string; readonly details: readonly string[] } {
  return item.name === undefined
    ? { label: item.id, details: present(...details) }
    : { label: item.name, details: present(item.id, ...details) };
}

/** One for all comparisons: making one takes longer than comparing. */
const COLLATOR = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** As a person would sort: by label, numbers by their value, then by id. */
export function byLabel(a: { label: string; id: string }, b: { label: string; id: string }): number {
  return COLLATOR.compare(a.label, b.label) || (a.id < b.id ? -1 : 1);
}

/** The part of a load balancer's or target group's ARN that a person gave: `…/net/orders/50dc…` is `orders`. */
export function nameInArn(arn: string): string {
  const parts = arn.split('/');
  return parts.length > 1 ? (parts.at(-2) ?? arn) : arn;
}
