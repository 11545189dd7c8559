import type { Rule } from '../rule.ts';
import { plAdv001 } from './pl-adv-001.ts';
import { plAdv002 } from './pl-adv-002.ts';
import { plAdv003 } from './pl-adv-003.ts';
import { plAdv004 } from './pl-adv-004.ts';
import { plAdv005 } from './pl-adv-005.ts';
import { plAdv006 } from './pl-adv-006.ts';
import { plAdv007 } from './pl-adv-007.ts';

export const ADV_RULES: readonly Rule[] = [plAdv001, plAdv002, plAdv003, plAdv004, plAdv005, plAdv006, plAdv007];
