import type { Rule } from '../rule.ts';

export const ONB_RULES: readonly Rule[] = [];
