import type { Rule } from '../rule.ts';
import { plLif001 } from './pl-lif-001.ts';
import { plLif002 } from './pl-lif-002.ts';
import { plLif003 } from './pl-lif-003.ts';
import { plLif004 } from './pl-lif-004.ts';
import { plLif005 } from './pl-lif-005.ts';
import { plLif006 } from './pl-lif-006.ts';
import { plLif007 } from './pl-lif-007.ts';
import { plLif008 } from './pl-lif-008.ts';
import { plLif009 } from './pl-lif-009.ts';
import { plLif010 } from './pl-lif-010.ts';

export const LIF_RULES: readonly Rule[] = [
  plLif001,
  plLif002,
  plLif003,
  plLif004,
  plLif005,
  plLif006,
  plLif007,
  plLif008,
  plLif009,
  plLif010,
];
