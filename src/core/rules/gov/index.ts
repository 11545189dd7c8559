import type { Rule } from '../rule.ts';
import { plGov004 } from './pl-gov-004.ts';

export const GOV_RULES: readonly Rule[] = [plGov004];
