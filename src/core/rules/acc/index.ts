import type { Rule } from '../rule.ts';
import { plAcc001 } from './pl-acc-001.ts';
import { plAcc002 } from './pl-acc-002.ts';
import { plAcc003 } from './pl-acc-003.ts';
import { plAcc004 } from './pl-acc-004.ts';
import { plAcc005 } from './pl-acc-005.ts';
import { plAcc006 } from './pl-acc-006.ts';
import { plAcc007 } from './pl-acc-007.ts';
import { plAcc008 } from './pl-acc-008.ts';
import { plAcc009 } from './pl-acc-009.ts';
import { plAcc010 } from './pl-acc-010.ts';
import { plAcc011 } from './pl-acc-011.ts';

export const ACC_RULES: readonly Rule[] = [
  plAcc001,
  plAcc002,
  plAcc003,
  plAcc004,
  plAcc005,
  plAcc006,
  plAcc007,
  plAcc008,
  plAcc009,
  plAcc010,
  plAcc011,
];
