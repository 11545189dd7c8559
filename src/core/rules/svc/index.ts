import type { Rule } from '../rule.ts';
import { plSvc001 } from './pl-svc-001.ts';
import { plSvc002 } from './pl-svc-002.ts';
import { plSvc005 } from './pl-svc-005.ts';

export const SVC_RULES: readonly Rule[] = [plSvc001, plSvc002, plSvc005];
