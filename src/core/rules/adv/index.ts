import type { Rule } from '../rule.ts';

export const ADV_RULES: readonly Rule[] = [];
