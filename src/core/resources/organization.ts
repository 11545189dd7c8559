import { defined } from '../model/defined.ts';
import { lower, object, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** The organization that an account belongs to. Its id is the account's, because an organization is seen by each member. */
export interface Organization extends ResourceBase {
  readonly kind: 'organization';
  readonly organizationId: string;
  readonly arn?: string;
  readonly managementAccountId?: string;
  /** Lower case: all, consolidated_billing. */
  readonly featureSet?: string;
}

export const organizationKind: ResourceKind<Organization> = {
  kind: 'organization',
  operation: 'organizations:DescribeOrganization',
  read: (call, scope) => {
    const raw = object(call.output, 'Organization');
    const organizationId = raw && text(raw, 'Id');
    if (raw === undefined || organizationId === undefined) return [];
    return [
      defined({
        ...base(scope, raw, { id: scope.account, name: organizationId, tags: {} }),
        kind: 'organization' as const,
        organizationId,
        arn: text(raw, 'Arn'),
        managementAccountId: text(raw, 'MasterAccountId'),
        featureSet: lower(raw, 'FeatureSet'),
      }),
    ];
  },
};
