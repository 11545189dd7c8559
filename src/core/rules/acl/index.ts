import type { Rule } from '../rule.ts';
import { plAcl001 } from './pl-acl-001.ts';
import { plAcl002 } from './pl-acl-002.ts';
import { plAcl003 } from './pl-acl-003.ts';
import { plAcl004 } from './pl-acl-004.ts';
import { plAcl005 } from './pl-acl-005.ts';

export const ACL_RULES: readonly Rule[] = [plAcl001, plAcl002, plAcl003, plAcl004, plAcl005];
