import type { Rule } from '../rule.ts';
import { plObs001 } from './pl-obs-001.ts';
import { plObs002 } from './pl-obs-002.ts';

export const OBS_RULES: readonly Rule[] = [plObs001, plObs002];
