import type { Rule } from '../rule.ts';
import { plGwlb001 } from './pl-gwlb-001.ts';
import { plGwlb002 } from './pl-gwlb-002.ts';
import { plGwlb003 } from './pl-gwlb-003.ts';
import { plGwlb004 } from './pl-gwlb-004.ts';
import { plGwlb005 } from './pl-gwlb-005.ts';
import { plGwlb006 } from './pl-gwlb-006.ts';
import { plGwlb007 } from './pl-gwlb-007.ts';
import { plGwlb008 } from './pl-gwlb-008.ts';

export const GWLB_RULES: readonly Rule[] = [
  plGwlb001,
  plGwlb002,
  plGwlb003,
  plGwlb004,
  plGwlb005,
  plGwlb006,
  plGwlb007,
  plGwlb008,
];
