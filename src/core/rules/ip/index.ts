import type { Rule } from '../rule.ts';

export const IP_RULES: readonly Rule[] = [];
