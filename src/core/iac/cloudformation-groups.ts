import type { GroupRule, PlannedNewGroup, PlannedSecurityGroup, PlannedSecurityGroupRule } from './model.ts';
import { tagEntries } from './cloudformation-tags.ts';
import { isOwnPeer } from './plan-groups.ts';
import {
  entry,
  mapping,
  sequence,
  termValue,
  text,
  type Template,
  type TemplateEntry,
  type TemplateResource,
} from './template.ts';

/*
 * Security groups in CloudFormation's words. Rules stand in their group, but for those that refer to a group of the same
 * template: groups that refer to each other could not be made one after the other.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
 */

export function groupProperties(group: PlannedSecurityGroup): readonly TemplateEntry[] {
  const inside = (egress: boolean): Template | undefined => {
    const rules = group.rules.filter((rule) => rule.egress === egress && !isOwnPeer(rule));
    return rules.length === 0 ? undefined : sequence(rules.map((rule) => mapping(ruleEntries(rule))));
  };
  return [
    ...entry('GroupName', text(group.name, 'replaceable')),
    ...entry('GroupDescription', text(group.description, 'untouched')),
    ...entry('VpcId', termValue(group.vpc)),
    ...entry('SecurityGroupIngress', inside(false)),
    ...entry('SecurityGroupEgress', inside(true)),
    ...tagEntries(group.tags),
  ];
}

/**
 * A group without a rule for what it lets out gets one that lets all out. The rule here lets nothing out: it is the CDK's
 * own for the same end.
 */
export function newGroupProperties(group: PlannedNewGroup): readonly TemplateEntry[] {
  const nothing = mapping(
    entry('CidrIp', '255.255.255.255/32'),
    entry('Description', 'Disallow all traffic'),
    entry('IpProtocol', 'icmp'),
    entry('FromPort', 252),
    entry('ToPort', 86),
  );
  return [
    ...entry('GroupDescription', group.description),
    ...entry('VpcId', termValue(group.vpc)),
    ...entry(
      'SecurityGroupIngress',
      sequence(
        group.ingress.map(({ transport, port, family, cidr, description }) =>
          mapping(
            entry('IpProtocol', transport),
            entry('FromPort', port),
            entry('ToPort', port),
            entry(family === 4 ? 'CidrIp' : 'CidrIpv6', termValue(cidr)),
            entry('Description', description),
          ),
        ),
      ),
    ),
    ...entry('SecurityGroupEgress', sequence([nothing])),
    ...tagEntries(group.tags),
  ];
}

/** A rule that refers to a group of the same template; the others stand in their group. */
export function ruleResources({ key, group, rule, hasId }: PlannedSecurityGroupRule): readonly TemplateResource[] {
  if (!isOwnPeer(rule)) return [];
  const type = rule.egress ? 'AWS::EC2::SecurityGroupEgress' : 'AWS::EC2::SecurityGroupIngress';
  const about = entry('GroupId', termValue({ kind: 'own', resource: group, attribute: 'group-id' }));
  const properties = [...about, ...ruleEntries(rule)];
  return [hasId ? { key, type, properties, identifier: { Id: key } } : { key, type, properties }];
}

function ruleEntries({ egress, protocol, from, to, peer, description }: GroupRule): readonly TemplateEntry[] {
  const [end, owner] = egress ? ['Destination', undefined] : ['Source', peer.kind === 'group' ? peer.owner : undefined];
  return [
    ...entry('IpProtocol', protocol),
    ...entry('FromPort', from),
    ...entry('ToPort', to),
    ...entry('CidrIp', peer.kind === 'ipv4' ? peer.cidr : undefined),
    ...entry('CidrIpv6', peer.kind === 'ipv6' ? peer.cidr : undefined),
    ...entry(`${end}PrefixListId`, peer.kind === 'prefix-list' ? termValue(peer.list) : undefined),
    ...entry(`${end}SecurityGroupId`, peer.kind === 'group' ? termValue(peer.group) : undefined),
    ...entry('SourceSecurityGroupOwnerId', owner === undefined ? undefined : text(owner, 'quoted')),
    ...entry('Description', description === undefined ? undefined : text(description, 'untouched')),
  ];
}

/** Only a rule for outbound traffic that stands in the group keeps AWS from adding its own. */
export function groupNotes({ rules }: PlannedSecurityGroup): readonly string[] {
  if (rules.some((rule) => rule.egress && !isOwnPeer(rule))) return [];
  return [
    'A group that CloudFormation makes without a rule for outbound traffic in it gets AWS’s own, which lets all traffic out: revoke that by hand.',
  ];
}

export function ruleNotes({ rule, ruleTags }: PlannedSecurityGroupRule): readonly string[] {
  const { egress, peer } = rule;
  return [
    ...(ruleTags.length === 0
      ? []
      : [`CloudFormation has no tags for rules of security groups (${ruleTags.map(({ key }) => key).join(', ')}).`]),
    ...(egress && peer.kind === 'group' && peer.owner !== undefined
      ? [`CloudFormation cannot say that the group of this rule belongs to account ${peer.owner}.`]
      : []),
  ];
}
