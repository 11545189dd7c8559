import { defined } from '../model/defined.ts';
import type { Inventory } from '../model/inventory.ts';
import type { JsonObject } from '../model/json.ts';
import { number, object, objects, text } from '../model/read.ts';
import type { ResourceBase } from '../resources/kind.ts';
import type { SecurityGroup } from '../resources/security-group.ts';
import type { SecurityGroupRule } from '../resources/security-group-rule.ts';
import { gapIn } from './gaps.ts';
import type { Inputs } from './inputs.ts';
import type { GroupPeer, GroupRule, PlannedSecurityGroup, PlannedSecurityGroupRule, Term } from './model.ts';
import { ownTags, vpcTerm } from './plan-parts.ts';
import { compareTexts } from '../order.ts';
import { nameWords, wordsOf } from './words.ts';

/** The security groups of a plan: made here with their rules where that is wanted and possible, else from outside. */
export interface Groups {
  /**
   * The groups that something has; none where it has none.
   *
   * @param comments takes why some of them are not made here
   */
  readonly of: (
    ids: readonly string[] | undefined,
    holder: Pick<ResourceBase, 'account' | 'seenBy' | 'region'>,
    prefix: readonly string[],
    comments: string[],
  ) => readonly Term[] | undefined;
  /** What is made here, once all that has groups was asked for: groups, then the rules that stand beside them. */
  readonly all: () => readonly (PlannedSecurityGroup | PlannedSecurityGroupRule)[];
}

/** All groups come in from outside, as one list. */
export function outsideGroups(inputs: Inputs): Groups {
  return {
    of: (ids = [], _holder, prefix) =>
      ids.length === 0 ? undefined : [inputs.whole({ type: 'security-groups', current: ids, prefix })],
    all: () => [],
  };
}

/** The groups are made here with their rules, but for those that this code must not or cannot make. */
export function ownGroups(inventory: Inventory, inputs: Inputs): Groups {
  const made = new Map<string, SecurityGroup>();
  return {
    of: (ids = [], holder, prefix, comments) => {
      const terms = ids.map((id): Term => {
        const group = inventory.securityGroups.get(id);
        const why = reasonOutside(inventory, id, group, holder);
        if (group !== undefined && why === undefined) {
          made.set(id, group);
          return ownGroup(id);
        }
        comments.push(`Security group ${id} comes in as an input: ${why ?? 'it was not read'}.`);
        return inputs.whole({ type: 'security-group', current: [id], prefix });
      });
      return terms.length === 0 ? undefined : terms;
    },
    all: () => {
      const planned = [...made.values()]
        .sort((a, b) => compareTexts(a.id, b.id))
        .map((group) => planGroup(inventory, group, new Set(made.keys()), inputs));
      return [...planned.map(({ group }) => group), ...planned.flatMap(({ beside }) => beside)];
    },
  };
}

function ownGroup(resource: string): Term {
  return { kind: 'own', resource, attribute: 'group-id' };
}

/** A default group comes with its VPC and cannot be made; another account's is not this code's to make. */
function reasonOutside(
  inventory: Inventory,
  id: string,
  group: SecurityGroup | undefined,
  holder: Pick<ResourceBase, 'account' | 'seenBy' | 'region'>,
): string | undefined {
  if (group === undefined) {
    return `it was not read (${gapIn(inventory, holder, 'ec2:DescribeSecurityGroups', id) ?? 'it is not in the answer'})`;
  }
  if (group.groupName === 'default') return 'it is the default group of its VPC, which comes with the VPC';
  if (group.account !== holder.account) return `it belongs to account ${group.account}`;
  if (group.region !== holder.region) return `it is in ${group.region}`;
  if (group.groupName === undefined || group.description === undefined)
    return 'the answer lacks its name or description';
  if (group.ingress === undefined || group.egress === undefined) return 'the answer lacks its rules';
  return undefined;
}

interface GroupWithRules {
  readonly group: PlannedSecurityGroup;
  readonly beside: readonly PlannedSecurityGroupRule[];
}

function planGroup(
  inventory: Inventory,
  group: SecurityGroup,
  made: ReadonlySet<string>,
  inputs: Inputs,
): GroupWithRules {
  const words = nameWords(group.name, wordsOf(group.id), 'group');
  const gap = gapIn(inventory, group, 'ec2:DescribeSecurityGroupRules', group.id);
  const hasRuleIds = gap === undefined;
  const vpc = vpcTerm(group.vpcId, words, inputs);
  const termOf = (id: string): Term => {
    // Inside of the group, a rule can refer to nothing that refers back.
    if (hasRuleIds ? made.has(id) : id === group.id) return ownGroup(id);
    return inputs.whole({ type: 'security-group', current: [id], prefix: words });
  };
  const listOf = (id: string): Term => inputs.whole({ type: 'prefix-list', current: [id], prefix: words });
  // Inputs are named in the order in which they are asked for, so that answers in another order must not change it.
  const read = [...inventory.securityGroupRules.values()]
    .filter((rule) => rule.groupId === group.id)
    .sort((a, b) => compareTexts(a.id, b.id));
  const found = hasRuleIds
    ? read.map((rule) => ({ id: rule.id, rule: ruleOf(rule, group, termOf, listOf), tags: ownTags(rule.tags) }))
    : permissionRules(group, termOf, listOf).map((rule) => ({ id: undefined, rule, tags: [] }));
  const whole = found
    .flatMap(({ id, rule, tags }) =>
      rule === undefined ? [] : [{ id, rule, tags, order: JSON.stringify([rule, id]) }],
    )
    .sort(
      (a, b) =>
        Number(a.rule.egress) - Number(b.rule.egress) ||
        Number(isOwnPeer(b.rule)) - Number(isOwnPeer(a.rule)) ||
        compareTexts(a.order, b.order),
    );
  const rules = whole.map(({ rule }) => rule);
  const lost = found.length - whole.length;
  const planned: PlannedSecurityGroup = {
    kind: 'security-group',
    key: group.id,
    words,
    comments: [],
    notes: [
      ...(gap === undefined
        ? []
        : [
            `The ids of the rules were not read (${gap}), so the rules stand in the group and refer to other groups from outside.`,
          ]),
      ...(lost === 0 ? [] : [`${lost} of the rules are left out: the answer says not whom they are about.`]),
    ],
    name: group.groupName ?? '',
    description: group.description ?? '',
    vpc,
    rules,
    hasRuleIds,
    tags: ownTags(group.tags),
  };
  const beside = whole
    .filter(({ rule, id }) => id !== undefined || isOwnPeer(rule))
    .map(({ rule, id, tags }, index): PlannedSecurityGroupRule => ({
      kind: 'security-group-rule',
      key: id ?? `${group.id} rule ${index}`,
      words: [...words, ...ruleWords(rule)],
      comments: [],
      notes: [],
      group: group.id,
      rule,
      hasId: id !== undefined,
      ruleTags: tags,
    }));
  return { group: planned, beside };
}

/** Whether a rule refers to a group that is made here: then it stands beside its group in a template too. */
export function isOwnPeer({ peer }: GroupRule): boolean {
  return peer.kind === 'group' && peer.group.kind === 'own';
}

function ruleWords({ egress, protocol, from, to }: GroupRule): readonly string[] {
  const ports = from === undefined ? [] : [...new Set([from, to ?? from])].filter((port) => port >= 0).map(String);
  return [egress ? 'egress' : 'ingress', ...wordsOf(protocol === '-1' ? 'all' : protocol), ...ports];
}

type TermOf = (id: string) => Term;

/** A rule as DescribeSecurityGroupRules answers it. */
function ruleOf(rule: SecurityGroupRule, group: SecurityGroup, termOf: TermOf, listOf: TermOf): GroupRule | undefined {
  const owner = text(object(rule.raw, 'ReferencedGroupInfo') ?? {}, 'UserId');
  const peer = peerOf(
    defined({
      cidr: rule.cidr,
      ipv6: rule.ipv6Cidr,
      list: rule.prefixListId,
      group: rule.referencedGroupId,
      owner: owner === group.account ? undefined : owner,
    }),
    termOf,
    listOf,
  );
  if (peer === undefined || rule.protocol === undefined || rule.egress === undefined) return undefined;
  return wholeRule(rule.egress, rule.protocol, rule.from, rule.to, peer, rule.description);
}

interface Peer {
  readonly cidr?: string;
  readonly ipv6?: string;
  readonly list?: string;
  readonly group?: string;
  readonly owner?: string;
}

function peerOf({ cidr, ipv6, list, group, owner }: Peer, termOf: TermOf, listOf: TermOf): GroupPeer | undefined {
  if (cidr !== undefined) return { kind: 'ipv4', cidr };
  if (ipv6 !== undefined) return { kind: 'ipv6', cidr: ipv6 };
  if (list !== undefined) return { kind: 'prefix-list', list: listOf(list) };
  if (group === undefined) return undefined;
  return defined({ kind: 'group' as const, group: termOf(group), owner });
}

/** A rule for all protocols has no ports; some answers say -1 for them. */
function wholeRule(
  egress: boolean,
  protocol: string,
  from: number | undefined,
  to: number | undefined,
  peer: GroupPeer,
  description: string | undefined,
): GroupRule {
  const all = protocol === '-1';
  return defined({
    egress,
    protocol,
    from: all ? undefined : from,
    to: all ? undefined : to,
    peer,
    description: description === '' ? undefined : description,
  });
}

/** The rules as DescribeSecurityGroups answers them: one for each that a permission is about. */
function permissionRules(group: SecurityGroup, termOf: TermOf, listOf: TermOf): readonly (GroupRule | undefined)[] {
  const sources: readonly (readonly [string, (raw: JsonObject) => Peer])[] = [
    ['IpRanges', (raw) => defined({ cidr: text(raw, 'CidrIp') })],
    ['Ipv6Ranges', (raw) => defined({ ipv6: text(raw, 'CidrIpv6') })],
    ['PrefixListIds', (raw) => defined({ list: text(raw, 'PrefixListId') })],
    [
      'UserIdGroupPairs',
      (raw) => {
        const owner = text(raw, 'UserId');
        return defined({ group: text(raw, 'GroupId'), owner: owner === group.account ? undefined : owner });
      },
    ],
  ];
  return (['IpPermissions', 'IpPermissionsEgress'] as const).flatMap((list) =>
    (objects(group.raw, list) ?? []).flatMap((permission) =>
      sources.flatMap(([field, read]) =>
        (objects(permission, field) ?? []).map((raw) => {
          const peer = peerOf(read(raw), termOf, listOf);
          const protocol = text(permission, 'IpProtocol');
          if (peer === undefined || protocol === undefined) return undefined;
          const [from, to] = [number(permission, 'FromPort'), number(permission, 'ToPort')];
          return wholeRule(list === 'IpPermissionsEgress', protocol, from, to, peer, text(raw, 'Description'));
        }),
      ),
    ),
  );
}
