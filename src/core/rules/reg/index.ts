import type { Rule } from '../rule.ts';

export const REG_RULES: readonly Rule[] = [];
