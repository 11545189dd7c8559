import type { Rule } from '../rule.ts';
import { plCost001 } from './pl-cost-001.ts';
import { plCost002 } from './pl-cost-002.ts';

export const COST_RULES: readonly Rule[] = [plCost001, plCost002];
