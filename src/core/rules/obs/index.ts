import type { Rule } from '../rule.ts';

export const OBS_RULES: readonly Rule[] = [];
