import type { Rule } from '../rule.ts';
import { plDns001 } from './pl-dns-001.ts';
import { plDns002 } from './pl-dns-002.ts';

export const DNS_RULES: readonly Rule[] = [plDns001, plDns002];
