import type { Rule } from '../rule.ts';
import { plGov004 } from './pl-gov-004.ts';
import { plGov005 } from './pl-gov-005.ts';
import { plGov006 } from './pl-gov-006.ts';
import { plGov007 } from './pl-gov-007.ts';

export const GOV_RULES: readonly Rule[] = [plGov004, plGov005, plGov006, plGov007];
