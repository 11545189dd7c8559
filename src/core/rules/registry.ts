import type { Rule } from './rule.ts';
import { ACC_RULES } from './acc/index.ts';
import { ACL_RULES } from './acl/index.ts';
import { ADV_RULES } from './adv/index.ts';
import { COST_RULES } from './cost/index.ts';
import { DNS_RULES } from './dns/index.ts';
import { GOV_RULES } from './gov/index.ts';
import { GWLB_RULES } from './gwlb/index.ts';
import { IP_RULES } from './ip/index.ts';
import { LIF_RULES } from './lif/index.ts';
import { META_RULES } from './meta/index.ts';
import { NET_RULES } from './net/index.ts';
import { NLB_RULES } from './nlb/index.ts';
import { OBS_RULES } from './obs/index.ts';
import { ONB_RULES } from './onb/index.ts';
import { POL_RULES } from './pol/index.ts';
import { REG_RULES } from './reg/index.ts';
import { RES_RULES } from './res/index.ts';
import { RT_RULES } from './rt/index.ts';
import { SG_RULES } from './sg/index.ts';
import { SVC_RULES } from './svc/index.ts';

/**
 * Every rule, in the order in which they are told apart within a hop: causes before symptoms, then by id. A new rule is a
 * file of its own and a line in its area's index.
 */
export const RULES: readonly Rule[] = [
  ...LIF_RULES,
  ...REG_RULES,
  ...NET_RULES,
  ...DNS_RULES,
  ...RT_RULES,
  ...ACL_RULES,
  ...SG_RULES,
  ...IP_RULES,
  ...ACC_RULES,
  ...SVC_RULES,
  ...NLB_RULES,
  ...GWLB_RULES,
  ...RES_RULES,
  ...POL_RULES,
  ...OBS_RULES,
  ...GOV_RULES,
  ...COST_RULES,
  ...ADV_RULES,
  ...ONB_RULES,
  ...META_RULES,
];

/** The operations that verdicts rest on: without one of these, something that was judged would be unknown. */
export const JUDGED_OPERATIONS: ReadonlySet<string> = new Set(
  RULES.flatMap((rule) => [...rule.requires.map(({ operation }) => operation), ...(rule.alsoReads ?? [])]),
);
