import type { Rule } from '../rule.ts';
import { plReg001 } from './pl-reg-001.ts';
import { plReg002 } from './pl-reg-002.ts';
import { plReg003 } from './pl-reg-003.ts';
import { plReg004 } from './pl-reg-004.ts';
import { plReg005 } from './pl-reg-005.ts';

export const REG_RULES: readonly Rule[] = [plReg001, plReg002, plReg003, plReg004, plReg005];
