import { defined } from '../model/defined.ts';
import { lower, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A VPC whose DNS queries are recorded. */
export interface QueryLogAssociation extends ResourceBase {
  readonly kind: 'query-log-association';
  readonly queryLogConfigId?: string;
  readonly vpcId?: string;
  /** Lower case: active, action_needed, failed, … */
  readonly status?: string;
  /** Lower case: none, destination_not_found, access_denied, internal_service_error. */
  readonly error?: string;
  readonly errorMessage?: string;
}

export const queryLogAssociationKind: ResourceKind<QueryLogAssociation> = {
  kind: 'query-log-association',
  operation: 'route53resolver:ListResolverQueryLogConfigAssociations',
  ...entries('ResolverQueryLogConfigAssociations', (raw, scope) => {
    const id = text(raw, 'Id');
    if (id === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id, tags: {} }),
      kind: 'query-log-association' as const,
      queryLogConfigId: text(raw, 'ResolverQueryLogConfigId'),
      vpcId: text(raw, 'ResourceId'),
      status: lower(raw, 'Status'),
      error: lower(raw, 'Error'),
      errorMessage: text(raw, 'ErrorMessage'),
    });
  }),
};
