import type { Rule } from '../rule.ts';
import { plNlb001 } from './pl-nlb-001.ts';
import { plNlb002 } from './pl-nlb-002.ts';
import { plNlb003 } from './pl-nlb-003.ts';
import { plNlb004 } from './pl-nlb-004.ts';
import { plNlb005 } from './pl-nlb-005.ts';
import { plNlb006 } from './pl-nlb-006.ts';
import { plNlb007 } from './pl-nlb-007.ts';
import { plNlb008 } from './pl-nlb-008.ts';
import { plNlb009 } from './pl-nlb-009.ts';
import { plNlb010 } from './pl-nlb-010.ts';
import { plNlb011 } from './pl-nlb-011.ts';
import { plNlb012 } from './pl-nlb-012.ts';
import { plNlb013 } from './pl-nlb-013.ts';
import { plNlb014 } from './pl-nlb-014.ts';
import { plNlb015 } from './pl-nlb-015.ts';
import { plNlb016 } from './pl-nlb-016.ts';
import { plNlb017 } from './pl-nlb-017.ts';
import { plNlb018 } from './pl-nlb-018.ts';
import { plNlb019 } from './pl-nlb-019.ts';
import { plNlb020 } from './pl-nlb-020.ts';
import { plNlb021 } from './pl-nlb-021.ts';
import { plNlb022 } from './pl-nlb-022.ts';
import { plNlb024 } from './pl-nlb-024.ts';
import { plNlb025 } from './pl-nlb-025.ts';
import { plNlb026 } from './pl-nlb-026.ts';
import { plNlb028 } from './pl-nlb-028.ts';

export const NLB_RULES: readonly Rule[] = [
  plNlb001,
  plNlb002,
  plNlb003,
  plNlb004,
  plNlb005,
  plNlb006,
  plNlb007,
  plNlb008,
  plNlb009,
  plNlb010,
  plNlb011,
  plNlb012,
  plNlb013,
  plNlb014,
  plNlb015,
  plNlb016,
  plNlb017,
  plNlb018,
  plNlb019,
  plNlb020,
  plNlb021,
  plNlb022,
  plNlb024,
  plNlb025,
  plNlb026,
  plNlb028,
];
