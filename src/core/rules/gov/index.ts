import type { Rule } from '../rule.ts';

export const GOV_RULES: readonly Rule[] = [];
