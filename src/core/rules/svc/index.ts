import type { Rule } from '../rule.ts';
import { plSvc001 } from './pl-svc-001.ts';
import { plSvc002 } from './pl-svc-002.ts';
import { plSvc003 } from './pl-svc-003.ts';
import { plSvc004 } from './pl-svc-004.ts';
import { plSvc005 } from './pl-svc-005.ts';
import { plSvc006 } from './pl-svc-006.ts';
import { plSvc007 } from './pl-svc-007.ts';
import { plSvc008 } from './pl-svc-008.ts';
import { plSvc009 } from './pl-svc-009.ts';
import { plSvc010 } from './pl-svc-010.ts';
import { plSvc011 } from './pl-svc-011.ts';
import { plSvc012 } from './pl-svc-012.ts';

export const SVC_RULES: readonly Rule[] = [
  plSvc001,
  plSvc002,
  plSvc003,
  plSvc004,
  plSvc005,
  plSvc006,
  plSvc007,
  plSvc008,
  plSvc009,
  plSvc010,
  plSvc011,
  plSvc012,
];
