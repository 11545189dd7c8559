import { defined } from '../model/defined.ts';
import { bool, lower, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A principal or a resource in a resource share. Its id is `shareArn/type/entity`. */
export interface ResourceShareAssociation extends ResourceBase {
  readonly kind: 'resource-share-association';
  readonly resourceShareArn: string;
  /** Lower case: principal, resource, source. */
  readonly associationType?: string;
  /** An ARN, or the account id or organization ARN of a principal. */
  readonly associatedEntity: string;
  /** Lower case: associated, associating, failed, … */
  readonly status?: string;
  readonly statusMessage?: string;
  /** Whether the principal is outside the organization of the share's owner. */
  readonly external?: boolean;
}

export const resourceShareAssociationKind: ResourceKind<ResourceShareAssociation> = {
  kind: 'resource-share-association',
  operation: 'ram:GetResourceShareAssociations',
  ...entries('resourceShareAssociations', (raw, scope, call) => {
    const resourceShareArn = text(raw, 'resourceShareArn');
    const associatedEntity = text(raw, 'associatedEntity');
    if (resourceShareArn === undefined || associatedEntity === undefined) return undefined;
    const associationType = lower(raw, 'associationType') ?? lower(call.params, 'associationType');
    return defined({
      ...base(scope, raw, {
        id: `${resourceShareArn}/${associationType ?? ''}/${associatedEntity}`,
        owner: resourceShareArn.split(':')[4],
        name: text(raw, 'resourceShareName'),
        tags: {},
      }),
      kind: 'resource-share-association' as const,
      resourceShareArn,
      associationType,
      associatedEntity,
      status: lower(raw, 'status'),
      statusMessage: text(raw, 'statusMessage'),
      external: bool(raw, 'external'),
    });
  }),
};
