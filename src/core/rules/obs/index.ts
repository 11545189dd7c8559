import type { Rule } from '../rule.ts';
import { plObs001 } from './pl-obs-001.ts';
import { plObs002 } from './pl-obs-002.ts';
import { plObs003 } from './pl-obs-003.ts';
import { plObs004 } from './pl-obs-004.ts';
import { plObs005 } from './pl-obs-005.ts';
import { plObs006 } from './pl-obs-006.ts';
import { plObs007 } from './pl-obs-007.ts';
import { plObs008 } from './pl-obs-008.ts';
import { plObs009 } from './pl-obs-009.ts';

export const OBS_RULES: readonly Rule[] = [
  plObs001,
  plObs002,
  plObs003,
  plObs004,
  plObs005,
  plObs006,
  plObs007,
  plObs008,
  plObs009,
];
