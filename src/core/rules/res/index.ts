import type { Rule } from '../rule.ts';

export const RES_RULES: readonly Rule[] = [];
