import type { Rule } from '../rule.ts';
import { plSg001 } from './pl-sg-001.ts';
import { plSg002 } from './pl-sg-002.ts';
import { plSg003 } from './pl-sg-003.ts';
import { plSg004 } from './pl-sg-004.ts';
import { plSg005 } from './pl-sg-005.ts';
import { plSg006 } from './pl-sg-006.ts';
import { plSg007 } from './pl-sg-007.ts';
import { plSg008 } from './pl-sg-008.ts';

export const SG_RULES: readonly Rule[] = [plSg001, plSg002, plSg003, plSg004, plSg005, plSg006, plSg007, plSg008];
