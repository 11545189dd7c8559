import type { Rule } from '../rule.ts';
import { plOnb001 } from './pl-onb-001.ts';
import { plOnb002 } from './pl-onb-002.ts';
import { plOnb003 } from './pl-onb-003.ts';
import { plOnb004 } from './pl-onb-004.ts';
import { plOnb005 } from './pl-onb-005.ts';

export const ONB_RULES: readonly Rule[] = [plOnb001, plOnb002, plOnb003, plOnb004, plOnb005];
