import type { Rule } from './rule.ts';
import { plAcc001 } from './pl-acc-001.ts';
import { plAcc002 } from './pl-acc-002.ts';
import { plAcc005 } from './pl-acc-005.ts';
import { plAcc006 } from './pl-acc-006.ts';
import { plAcl001 } from './pl-acl-001.ts';
import { plAcl002 } from './pl-acl-002.ts';
import { plAcl003 } from './pl-acl-003.ts';
import { plAcl004 } from './pl-acl-004.ts';
import { plDns001 } from './pl-dns-001.ts';
import { plDns002 } from './pl-dns-002.ts';
import { plLif001 } from './pl-lif-001.ts';
import { plLif002 } from './pl-lif-002.ts';
import { plLif003 } from './pl-lif-003.ts';
import { plLif004 } from './pl-lif-004.ts';
import { plLif007 } from './pl-lif-007.ts';
import { plLif010 } from './pl-lif-010.ts';
import { plMeta001 } from './pl-meta-001.ts';
import { plMeta002 } from './pl-meta-002.ts';
import { plNet001 } from './pl-net-001.ts';
import { plNet002 } from './pl-net-002.ts';
import { plNet004 } from './pl-net-004.ts';
import { plNlb001 } from './pl-nlb-001.ts';
import { plNlb002 } from './pl-nlb-002.ts';
import { plNlb003 } from './pl-nlb-003.ts';
import { plNlb004 } from './pl-nlb-004.ts';
import { plNlb005 } from './pl-nlb-005.ts';
import { plNlb006 } from './pl-nlb-006.ts';
import { plNlb008 } from './pl-nlb-008.ts';
import { plNlb016 } from './pl-nlb-016.ts';
import { plPol001 } from './pl-pol-001.ts';
import { plPol002 } from './pl-pol-002.ts';
import { plRt001 } from './pl-rt-001.ts';
import { plSg001 } from './pl-sg-001.ts';
import { plSg002 } from './pl-sg-002.ts';
import { plSg003 } from './pl-sg-003.ts';
import { plSg004 } from './pl-sg-004.ts';
import { plSg005 } from './pl-sg-005.ts';
import { plSvc001 } from './pl-svc-001.ts';
import { plSvc002 } from './pl-svc-002.ts';
import { plSvc005 } from './pl-svc-005.ts';

/**
 * Every rule, in the order in which they are told apart within a hop: causes before symptoms, then by id. A new rule is a
 * file of its own and a line here.
 */
export const RULES: readonly Rule[] = [
  plLif001,
  plLif002,
  plLif003,
  plLif004,
  plLif007,
  plLif010,
  plNet001,
  plNet002,
  plNet004,
  plDns001,
  plDns002,
  plRt001,
  plAcl001,
  plAcl002,
  plAcl003,
  plAcl004,
  plSg001,
  plSg002,
  plSg003,
  plSg004,
  plSg005,
  plAcc001,
  plAcc002,
  plAcc005,
  plAcc006,
  plSvc001,
  plSvc002,
  plSvc005,
  plNlb001,
  plNlb002,
  plNlb003,
  plNlb004,
  plNlb005,
  plNlb006,
  plNlb008,
  plNlb016,
  plPol001,
  plPol002,
  plMeta001,
  plMeta002,
];

/** The operations that verdicts rest on: without one of these, something that was judged would be unknown. */
export const JUDGED_OPERATIONS: ReadonlySet<string> = new Set(
  RULES.flatMap((rule) => [...rule.requires.map(({ operation }) => operation), ...(rule.alsoReads ?? [])]),
);
