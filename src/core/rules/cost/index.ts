import type { Rule } from '../rule.ts';
import { plCost001 } from './pl-cost-001.ts';

export const COST_RULES: readonly Rule[] = [plCost001];
