import { attribute, block, type HclItem } from './hcl.ts';
import type { PlannedNewGroup } from './model.ts';
import { tagsAttribute, type TerraformContext } from './terraform-context.ts';

/* A security group for new endpoints, and a rule for each port and CIDR that it lets in. */

/** Without an egress rule the provider takes away the one that AWS adds: the group lets nothing out. */
export function newGroupBody(group: PlannedNewGroup, { use }: TerraformContext): readonly HclItem[] {
  return [
    ...attribute('description', group.description),
    ...attribute('vpc_id', use(group.vpc)),
    ...tagsAttribute(group.tags),
  ];
}

export const INGRESS_RULE = 'aws_vpc_security_group_ingress_rule';

/** The provider asks for rules of their own: those inside of a group and those beside it undo each other. */
export function ingressRules(group: PlannedNewGroup, { label, use }: TerraformContext): readonly HclItem[] {
  const name = label(group.key);
  return group.ingress.map(({ transport, port, family, cidr, description }, index) =>
    block(
      'resource',
      [INGRESS_RULE, `${name}_${index + 1}`],
      [
        ...attribute('security_group_id', use({ kind: 'own', resource: group.key, attribute: 'group-id' })),
        ...attribute('description', description),
        ...attribute('ip_protocol', transport),
        ...attribute('from_port', port),
        ...attribute('to_port', port),
        ...attribute(family === 4 ? 'cidr_ipv4' : 'cidr_ipv6', use(cidr)),
      ],
    ),
  );
}
