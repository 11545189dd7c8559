import type { Rule } from '../rule.ts';

export const COST_RULES: readonly Rule[] = [];
