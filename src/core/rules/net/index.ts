import type { Rule } from '../rule.ts';
import { plNet001 } from './pl-net-001.ts';
import { plNet002 } from './pl-net-002.ts';
import { plNet003 } from './pl-net-003.ts';
import { plNet004 } from './pl-net-004.ts';
import { plNet005 } from './pl-net-005.ts';
import { plNet006 } from './pl-net-006.ts';
import { plNet007 } from './pl-net-007.ts';
import { plNet008 } from './pl-net-008.ts';
import { plNet009 } from './pl-net-009.ts';
import { plNet010 } from './pl-net-010.ts';
import { plNet011 } from './pl-net-011.ts';
import { plNet012 } from './pl-net-012.ts';
import { plNet013 } from './pl-net-013.ts';
import { plNet014 } from './pl-net-014.ts';

export const NET_RULES: readonly Rule[] = [
  plNet001,
  plNet002,
  plNet003,
  plNet004,
  plNet005,
  plNet006,
  plNet007,
  plNet008,
  plNet009,
  plNet010,
  plNet011,
  plNet012,
  plNet013,
  plNet014,
];
