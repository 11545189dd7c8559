import type { Rule } from '../rule.ts';
import { plPol001 } from './pl-pol-001.ts';
import { plPol002 } from './pl-pol-002.ts';
import { plPol003 } from './pl-pol-003.ts';
import { plPol004 } from './pl-pol-004.ts';
import { plPol005 } from './pl-pol-005.ts';
import { plPol006 } from './pl-pol-006.ts';
import { plPol007 } from './pl-pol-007.ts';
import { plPol008 } from './pl-pol-008.ts';
import { plPol009 } from './pl-pol-009.ts';

export const POL_RULES: readonly Rule[] = [
  plPol001,
  plPol002,
  plPol003,
  plPol004,
  plPol005,
  plPol006,
  plPol007,
  plPol008,
  plPol009,
];
