import { attribute, block, expression, hclList, quoted, type HclItem, type HclValue } from './hcl.ts';
import type { GroupRule, PlannedSecurityGroup, PlannedSecurityGroupRule, Term } from './model.ts';
import { code, textOf, type Code } from './parts.ts';
import { tagsAttribute, type TerraformContext } from './terraform-context.ts';

/* Security groups and their rules. */

/** A group; its rules stand in it only where no id of theirs was read, for an import needs one. */
export function groupBody(group: PlannedSecurityGroup, context: TerraformContext): readonly HclItem[] {
  return [
    ...attribute('name', quoted(group.name, true)),
    ...attribute('description', group.description),
    ...attribute('vpc_id', context.use(group.vpc)),
    ...(group.hasRuleIds ? [] : inlineRules(group, context)),
    ...tagsAttribute(group.tags),
  ];
}

/** The provider reads one block for all rules of the same protocol, ports and description. */
function inlineRules(group: PlannedSecurityGroup, context: TerraformContext): readonly HclItem[] {
  const together = new Map<string, GroupRule[]>();
  for (const rule of group.rules) {
    const { egress, protocol, from, to, description } = rule;
    const key = JSON.stringify([egress, protocol, from, to, description]);
    together.set(key, [...(together.get(key) ?? []), rule]);
  }
  return [...together.values()].flatMap((rules) => {
    const [first] = rules;
    if (first === undefined) return [];
    const values = (read: (rule: GroupRule) => HclValue | undefined): HclValue | undefined => {
      const found = rules.flatMap((rule) => read(rule) ?? []);
      return found.length === 0 ? undefined : hclList(found);
    };
    const isSelf = ({ peer }: GroupRule): boolean => peer.kind === 'group' && peer.group.kind === 'own';
    return [
      block(
        first.egress ? 'egress' : 'ingress',
        [],
        [
          ...attribute('protocol', first.protocol),
          ...attribute('from_port', first.from ?? 0),
          ...attribute('to_port', first.to ?? 0),
          ...attribute(
            'cidr_blocks',
            values(({ peer }) => (peer.kind === 'ipv4' ? quoted(peer.cidr) : undefined)),
          ),
          ...attribute(
            'ipv6_cidr_blocks',
            values(({ peer }) => (peer.kind === 'ipv6' ? quoted(peer.cidr) : undefined)),
          ),
          ...attribute(
            'prefix_list_ids',
            values(({ peer }) => (peer.kind === 'prefix-list' ? context.use(peer.list) : undefined)),
          ),
          ...attribute(
            'security_groups',
            values((rule) =>
              rule.peer.kind === 'group' && !isSelf(rule)
                ? groupReference(rule.peer.group, rule.peer.owner, context)
                : undefined,
            ),
          ),
          ...attribute('self', rules.some(isSelf) ? true : undefined),
          ...attribute('description', first.description),
        ],
      ),
    ];
  });
}

/**
 * A rule as a resource of its own.
 *
 * @param imports whether it is taken over: then the provider reads a port of -1, which is every type or code of ICMP, as
 *   none, and would change it
 */
export function groupRuleBody(
  { group, rule, ruleTags }: PlannedSecurityGroupRule,
  context: TerraformContext,
  imports: boolean,
): readonly HclItem[] {
  const { peer } = rule;
  const port = (value: number | undefined): number | undefined => (imports && value === -1 ? undefined : value);
  return [
    ...attribute('security_group_id', context.use({ kind: 'own', resource: group, attribute: 'group-id' })),
    ...attribute('ip_protocol', rule.protocol),
    ...attribute('from_port', port(rule.from)),
    ...attribute('to_port', port(rule.to)),
    ...attribute('cidr_ipv4', peer.kind === 'ipv4' ? peer.cidr : undefined),
    ...attribute('cidr_ipv6', peer.kind === 'ipv6' ? peer.cidr : undefined),
    ...attribute('prefix_list_id', peer.kind === 'prefix-list' ? context.use(peer.list) : undefined),
    ...attribute(
      'referenced_security_group_id',
      peer.kind === 'group' ? groupReference(peer.group, peer.owner, context) : undefined,
    ),
    ...attribute('description', rule.description),
    ...tagsAttribute(ruleTags),
  ];
}

/** Another account's group goes by account and id. */
function groupReference(group: Term, owner: string | undefined, { use }: TerraformContext): HclValue {
  const value = use(group);
  if (owner === undefined || value.kind !== 'code') return value;
  const whole: Code = code('"', `${owner}/`, '${', textOf(value.code), '}"');
  return expression(whole);
}
