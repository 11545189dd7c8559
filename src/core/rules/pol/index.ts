import type { Rule } from '../rule.ts';
import { plPol001 } from './pl-pol-001.ts';
import { plPol002 } from './pl-pol-002.ts';

export const POL_RULES: readonly Rule[] = [plPol001, plPol002];
