import type { Rule } from '../rule.ts';
import { plAdv005 } from './pl-adv-005.ts';
import { plAdv007 } from './pl-adv-007.ts';
import { plAdv004 } from './pl-adv-004.ts';

export const ADV_RULES: readonly Rule[] = [plAdv005, plAdv007, plAdv004];
