import type { Rule } from '../rule.ts';

export const GWLB_RULES: readonly Rule[] = [];
