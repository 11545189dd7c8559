import type { Rule } from '../rule.ts';
import { plRt001 } from './pl-rt-001.ts';
import { plRt002 } from './pl-rt-002.ts';
import { plRt003 } from './pl-rt-003.ts';
import { plRt004 } from './pl-rt-004.ts';
import { plRt005 } from './pl-rt-005.ts';
import { plRt006 } from './pl-rt-006.ts';
import { plRt007 } from './pl-rt-007.ts';

export const RT_RULES: readonly Rule[] = [plRt001, plRt002, plRt003, plRt004, plRt005, plRt006, plRt007];
