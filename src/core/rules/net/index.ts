import type { Rule } from '../rule.ts';
import { plNet001 } from './pl-net-001.ts';
import { plNet002 } from './pl-net-002.ts';
import { plNet004 } from './pl-net-004.ts';

export const NET_RULES: readonly Rule[] = [plNet001, plNet002, plNet004];
