import { defined } from '../model/defined.ts';
import { bool, lower, objects, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A resource share of RAM. Its id is the ARN. */
export interface ResourceShare extends ResourceBase {
  readonly kind: 'resource-share';
  readonly status?: string;
  readonly statusMessage?: string;
  /** Whether accounts outside the organization may be given it. */
  readonly allowExternalPrincipals?: boolean;
}

export const resourceShareKind: ResourceKind<ResourceShare> = {
  kind: 'resource-share',
  operation: 'ram:GetResourceShares',
  ...entries('resourceShares', (raw, scope) => {
    const id = text(raw, 'resourceShareArn');
    if (id === undefined) return undefined;
    const tags = (objects(raw, 'tags') ?? []).flatMap((tag): [string, string][] => {
      const key = text(tag, 'key');
      return key === undefined ? [] : [[key, text(tag, 'value') ?? '']];
    });
    return defined({
      ...base(scope, raw, {
        id,
        owner: text(raw, 'owningAccountId'),
        name: text(raw, 'name'),
        tags: Object.fromEntries(tags),
      }),
      kind: 'resource-share' as const,
      status: lower(raw, 'status'),
      statusMessage: text(raw, 'statusMessage'),
      allowExternalPrincipals: bool(raw, 'allowExternalPrincipals'),
    });
  }),
};
