import type { Rule } from '../rule.ts';
import { plIp001 } from './pl-ip-001.ts';
import { plIp002 } from './pl-ip-002.ts';
import { plIp003 } from './pl-ip-003.ts';

export const IP_RULES: readonly Rule[] = [plIp001, plIp002, plIp003];
