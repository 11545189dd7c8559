import { compareDiagnosed } from '../../../src/core/compare/compare.ts';
import type { Comparison, ResourceDifference, Side } from '../../../src/core/compare/types.ts';
import { isSetChange } from '../../../src/core/compare/types.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { healthyEstate, type HealthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';

export function comparisonOf(before: Snapshot, after: Snapshot): Comparison {
  return compareDiagnosed(buildInventory([before]), buildInventory([after]));
}

/** The healthy estate after somebody changed something. */
export function estateWith(change: (estate: HealthyEstate) => void = () => undefined): Snapshot {
  const estate = healthyEstate();
  change(estate);
  return snapshotOf(estate.world);
}

/** Each difference as one line, field by field, as a person would read it aloud. */
export function told({ resources }: Comparison): readonly string[] {
  return resources.flatMap((difference) => {
    const what = `${difference.change} ${difference.kind} ${difference.name ?? difference.id}`;
    if (difference.change !== 'changed') return [what];
    return difference.fields.map((field) =>
      isSetChange(field)
        ? [
            `${what}: ${field.field}`,
            ...field.removed.map((one) => `- ${one}`),
            ...field.added.map((one) => `+ ${one}`),
          ].join(' ')
        : `${what}: ${field.field} ${JSON.stringify(field.before)} → ${JSON.stringify(field.after)}`,
    );
  });
}

/** The differences of one kind of change, by kind and id. */
export function changesOf({ resources }: Comparison, change: ResourceDifference['change']): readonly string[] {
  return resources.filter((one) => one.change === change).map((one) => `${one.kind} ${one.id}`);
}

/** The same comparison as the other way round would tell it; names are those of the later one and left out. */
export function mirrored(comparison: Comparison): unknown {
  const flip = (side: Side): Side => (side === 'before' ? 'after' : 'before');
  return plain({
    ...comparison,
    before: comparison.after,
    after: comparison.before,
    scopes: { before: comparison.scopes.after, after: comparison.scopes.before },
    verdicts: comparison.verdicts.map((change) => ({
      ...change,
      before: change.after,
      after: change.before,
      trend: change.trend === 'worse' ? 'better' : change.trend === 'better' ? 'worse' : change.trend,
      appeared: change.disappeared,
      disappeared: change.appeared,
    })),
    resources: comparison.resources.map((one): ResourceDifference => {
      switch (one.change) {
        case 'added':
          return { ...one, change: 'removed' };
        case 'removed':
          return { ...one, change: 'added' };
        case 'not-comparable':
          return { ...one, in: flip(one.in) };
        case 'changed':
          return {
            ...one,
            account: ownerBefore(one) ?? one.account,
            fields: one.fields.map((field) => {
              if (isSetChange(field)) return { ...field, removed: field.added, added: field.removed };
              const { before, after, ...rest } = field;
              return {
                ...rest,
                ...(after === undefined ? {} : { before: after }),
                ...(before === undefined ? {} : { after: before }),
              };
            }),
          };
      }
    }),
    unread: comparison.unread.map((call) => ({ ...call, side: flip(call.side) })),
  });
}

/** Whose it was, where it changed hands: a difference is told of the later owner. */
function ownerBefore({ fields }: Extract<ResourceDifference, { readonly change: 'changed' }>): string | undefined {
  const owner = fields.find((field) => field.field === 'OwnerId');
  return owner === undefined || isSetChange(owner) || typeof owner.before !== 'string' ? undefined : owner.before;
}

/** A comparison without names and without the order that depends on which of the two is the later. */
export function plain(comparison: Comparison): unknown {
  const sorted = (items: readonly object[]): readonly string[] =>
    items
      .map((item) => {
        const entries = Object.entries(item).filter(([field]) => field !== 'name');
        return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
      })
      .sort();
  return {
    ...comparison,
    verdicts: sorted(comparison.verdicts),
    resources: sorted(comparison.resources),
    unread: sorted(comparison.unread),
  };
}
