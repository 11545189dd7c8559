import type { Rule } from '../rule.ts';
import { plMeta001 } from './pl-meta-001.ts';
import { plMeta002 } from './pl-meta-002.ts';
import { plMeta003 } from './pl-meta-003.ts';

export const META_RULES: readonly Rule[] = [plMeta001, plMeta002, plMeta003];
