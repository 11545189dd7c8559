import type { Rule } from '../rule.ts';
import { plDns001 } from './pl-dns-001.ts';
import { plDns002 } from './pl-dns-002.ts';
import { plDns003 } from './pl-dns-003.ts';
import { plDns004 } from './pl-dns-004.ts';
import { plDns005 } from './pl-dns-005.ts';
import { plDns006 } from './pl-dns-006.ts';
import { plDns007 } from './pl-dns-007.ts';
import { plDns008 } from './pl-dns-008.ts';
import { plDns009 } from './pl-dns-009.ts';
import { plDns010 } from './pl-dns-010.ts';
import { plDns011 } from './pl-dns-011.ts';
import { plDns012 } from './pl-dns-012.ts';
import { plDns013 } from './pl-dns-013.ts';
import { plDns014 } from './pl-dns-014.ts';
import { plDns015 } from './pl-dns-015.ts';
import { plDns016 } from './pl-dns-016.ts';
import { plDns018 } from './pl-dns-018.ts';
import { plDns019 } from './pl-dns-019.ts';
import { plDns020 } from './pl-dns-020.ts';
import { plDns021 } from './pl-dns-021.ts';
import { plDns022 } from './pl-dns-022.ts';

export const DNS_RULES: readonly Rule[] = [
  plDns001,
  plDns002,
  plDns003,
  plDns004,
  plDns005,
  plDns006,
  plDns007,
  plDns008,
  plDns009,
  plDns010,
  plDns011,
  plDns012,
  plDns013,
  plDns014,
  plDns015,
  plDns016,
  plDns018,
  plDns019,
  plDns020,
  plDns021,
  plDns022,
];
