import type { Rule } from '../rule.ts';
import { plGov001 } from './pl-gov-001.ts';
import { plGov002 } from './pl-gov-002.ts';
import { plGov003 } from './pl-gov-003.ts';
import { plGov004 } from './pl-gov-004.ts';
import { plGov005 } from './pl-gov-005.ts';
import { plGov006 } from './pl-gov-006.ts';
import { plGov007 } from './pl-gov-007.ts';
import { plGov008 } from './pl-gov-008.ts';

export const GOV_RULES: readonly Rule[] = [
  plGov001,
  plGov002,
  plGov003,
  plGov004,
  plGov005,
  plGov006,
  plGov007,
  plGov008,
];
