import type { Rule } from '../rule.ts';
import { plRes001 } from './pl-res-001.ts';
import { plRes002 } from './pl-res-002.ts';
import { plRes003 } from './pl-res-003.ts';
import { plRes004 } from './pl-res-004.ts';
import { plRes005 } from './pl-res-005.ts';
import { plRes006 } from './pl-res-006.ts';
import { plRes007 } from './pl-res-007.ts';
import { plRes008 } from './pl-res-008.ts';
import { plRes009 } from './pl-res-009.ts';
import { plRes010 } from './pl-res-010.ts';
import { plRes011 } from './pl-res-011.ts';

export const RES_RULES: readonly Rule[] = [
  plRes001,
  plRes002,
  plRes003,
  plRes004,
  plRes005,
  plRes006,
  plRes007,
  plRes008,
  plRes009,
  plRes010,
  plRes011,
];
