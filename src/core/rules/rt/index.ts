import type { Rule } from '../rule.ts';
import { plRt001 } from './pl-rt-001.ts';

export const RT_RULES: readonly Rule[] = [plRt001];
