import type { Rule } from '../rule.ts';
import { plAcc001 } from './pl-acc-001.ts';
import { plAcc002 } from './pl-acc-002.ts';
import { plAcc005 } from './pl-acc-005.ts';
import { plAcc006 } from './pl-acc-006.ts';

export const ACC_RULES: readonly Rule[] = [plAcc001, plAcc002, plAcc005, plAcc006];
