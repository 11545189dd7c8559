import { defined } from '../model/defined.ts';
import { lower, number, objects, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';
import { dnsName } from './record-set.ts';

/** A Resolver rule. The rules that the Resolver itself makes have the same ids in every account. */
export interface ResolverRule extends ResourceBase {
  readonly kind: 'resolver-rule';
  /** Lower case, without a trailing dot; `.` is every name. */
  readonly domainName?: string;
  /** Lower case: forward, system, recursive, delegate. */
  readonly ruleType?: string;
  readonly status?: string;
  readonly targetIps?: readonly {
    /** IPv4 or IPv6. */
    readonly ip?: string;
    readonly port?: number;
    readonly protocol?: string;
  }[];
  readonly resolverEndpointId?: string;
  /** Lower case: not_shared, shared_with_me, shared_by_me. */
  readonly shareStatus?: string;
}

export const resolverRuleKind: ResourceKind<ResolverRule> = {
  kind: 'resolver-rule',
  operation: 'route53resolver:ListResolverRules',
  ...entries('ResolverRules', (raw, scope) => {
    const id = text(raw, 'Id');
    if (id === undefined) return undefined;
    const domainName = text(raw, 'DomainName');
    return defined({
      ...base(scope, raw, { id, owner: text(raw, 'OwnerId'), name: text(raw, 'Name'), tags: {} }),
      kind: 'resolver-rule' as const,
      domainName: domainName === undefined ? undefined : dnsName(domainName),
      ruleType: lower(raw, 'RuleType'),
      status: lower(raw, 'Status'),
      targetIps: objects(raw, 'TargetIps')?.map((target) =>
        defined({
          ip: text(target, 'Ip') ?? text(target, 'Ipv6'),
          port: number(target, 'Port'),
          protocol: text(target, 'Protocol'),
        }),
      ),
      resolverEndpointId: text(raw, 'ResolverEndpointId'),
      shareStatus: lower(raw, 'ShareStatus'),
    });
  }),
};
