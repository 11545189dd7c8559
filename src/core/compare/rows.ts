import { COMPARED_KINDS } from './kinds.ts';
import type { ComparedScope, Comparison, ResourceDifference, Side, UnreadCall, VerdictChange } from './types.ts';

/* A comparison as a tree shows it: groups, and the rows of one of them. */

/** Differences that are shown together: `verdicts`, a kind of resource, or `unread`, which is what limits the rest. */
export interface DifferenceGroup {
  readonly id: string;
  readonly count: number;
}

export type DifferenceRow =
  | { readonly kind: 'verdict'; readonly of: VerdictChange }
  /** `resource` is what to look for in the tree of what is loaded. */
  | { readonly kind: 'resource'; readonly of: ResourceDifference; readonly resource: string }
  | { readonly kind: 'scope'; readonly side: Side; readonly of: ComparedScope }
  | { readonly kind: 'unread'; readonly of: UnreadCall };

/** The groups that have rows, in the order in which a comparison tells of them. */
export function differenceGroups(comparison: Comparison): readonly DifferenceGroup[] {
  return ['verdicts', ...COMPARED_KINDS.map(({ kind }) => kind), 'unread'].flatMap((id) => {
    const count = differenceRows(comparison, id).length;
    return count === 0 ? [] : [{ id, count }];
  });
}

/** The rows of a group, in the comparison's own order; none for a group that it does not have. */
export function differenceRows(comparison: Comparison, group: string): readonly DifferenceRow[] {
  const { scopes, verdicts, resources, unread } = comparison;
  switch (group) {
    case 'verdicts':
      return verdicts.map((of) => ({ kind: 'verdict', of }));
    case 'unread':
      return [
        ...(['before', 'after'] as const).flatMap((side) =>
          scopes[side].map((of): DifferenceRow => ({ kind: 'scope', side, of })),
        ),
        ...unread.map((of): DifferenceRow => ({ kind: 'unread', of })),
      ];
    default:
      return resources.filter((of) => of.kind === group).map((of) => ({ kind: 'resource', of, resource: shownAs(of) }));
  }
}

/** The id under which the tree may show a resource: what has none of its own is told by what it belongs to. */
function shownAs({ kind, id }: ResourceDifference): string {
  switch (kind) {
    case 'endpoint-connection':
    case 'service-permission':
    case 'vpc-attribute':
      return id.slice(0, id.indexOf('/'));
    case 'target-health':
      return id.slice(0, id.indexOf('#'));
    default:
      return id;
  }
}
