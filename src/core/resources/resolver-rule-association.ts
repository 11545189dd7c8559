import { defined } from '../model/defined.ts';
import { lower, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A VPC in which a Resolver rule holds. */
export interface ResolverRuleAssociation extends ResourceBase {
  readonly kind: 'resolver-rule-association';
  readonly resolverRuleId?: string;
  readonly vpcId?: string;
  /** Lower case: complete, creating, failed, … */
  readonly status?: string;
  readonly statusMessage?: string;
}

export const resolverRuleAssociationKind: ResourceKind<ResolverRuleAssociation> = {
  kind: 'resolver-rule-association',
  operation: 'route53resolver:ListResolverRuleAssociations',
  ...entries('ResolverRuleAssociations', (raw, scope) => {
    const id = text(raw, 'Id');
    if (id === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id, name: text(raw, 'Name'), tags: {} }),
      kind: 'resolver-rule-association' as const,
      resolverRuleId: text(raw, 'ResolverRuleId'),
      vpcId: text(raw, 'VPCId'),
      status: lower(raw, 'Status'),
      statusMessage: text(raw, 'StatusMessage'),
    });
  }),
};
