import { defined } from '../model/defined.ts';
import { lower, number, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A rule group of DNS Firewall on a VPC. */
export interface FirewallAssociation extends ResourceBase {
  readonly kind: 'firewall-association';
  readonly firewallRuleGroupId?: string;
  readonly vpcId?: string;
  /** The lowest is processed first. */
  readonly priority?: number;
  readonly status?: string;
  readonly statusMessage?: string;
  /** The account of Firewall Manager that keeps it, if one does. */
  readonly managedOwnerName?: string;
}

export const firewallAssociationKind: ResourceKind<FirewallAssociation> = {
  kind: 'firewall-association',
  operation: 'route53resolver:ListFirewallRuleGroupAssociations',
  ...entries('FirewallRuleGroupAssociations', (raw, scope) => {
    const id = text(raw, 'Id');
    if (id === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id, name: text(raw, 'Name'), tags: {} }),
      kind: 'firewall-association' as const,
      firewallRuleGroupId: text(raw, 'FirewallRuleGroupId'),
      vpcId: text(raw, 'VpcId'),
      priority: number(raw, 'Priority'),
      status: lower(raw, 'Status'),
      statusMessage: text(raw, 'StatusMessage'),
      managedOwnerName: text(raw, 'ManagedOwnerName'),
    });
  }),
};
