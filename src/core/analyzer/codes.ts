import type { Hop } from '../diagnosis.ts';

/*
 * Reachability Analyzer's explanation codes and the rules that judge the same thing.
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */

export const CODES_PAGE = 'https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html';

/** What a code says of a path. */
export interface CodeMeaning {
  /** Where it blocks, the likeliest hop first. */
  readonly hops: readonly Hop[];
  /** The rules that would say so. */
  readonly rules: readonly string[];
}

const GROUPS = ['PL-SG-001', 'PL-SG-002', 'PL-SG-005', 'PL-NLB-008', 'PL-NLB-012'];
const ACLS = ['PL-ACL-001', 'PL-ACL-002', 'PL-ACL-003', 'PL-ACL-005'];
const STATES = ['PL-LIF-001', 'PL-LIF-002', 'PL-LIF-003', 'PL-LIF-004', 'PL-LIF-007', 'PL-NLB-001'];

/** The codes that can block a path to an endpoint. A code that is missing here is told as it is, and compared with nothing. */
const CODES: Readonly<Record<string, CodeMeaning>> = {
  BAD_STATE: { hops: ['endpoint', 'acceptance', 'load-balancer'], rules: STATES },
  BAD_STATE_ROUTE: { hops: ['route-table', 'source'], rules: ['PL-RT-003'] },
  CANNOT_ROUTE: { hops: ['source', 'route-table'], rules: [] },
  DISCONNECTED_VPCS: { hops: ['source'], rules: [] },
  ELB_INSTALLED_AZ_RESTRICTION: { hops: ['targets'], rules: ['PL-NLB-022'] },
  ELB_NOT_CROSSZONE: { hops: ['targets'], rules: ['PL-NLB-006'] },
  ELBV2_LISTENER_HAS_NO_TG: { hops: ['target-group'], rules: ['PL-NLB-003'] },
  ELBV2_LISTENER_PORT_RESTRICTION: { hops: ['listener'], rules: ['PL-NLB-002', 'PL-NLB-016'] },
  ELBV2_LISTENER_REQUIRES_TG_ACCEPT: { hops: ['targets'], rules: ['PL-NLB-004'] },
  ELBV2_LISTENERS_MISMATCH: { hops: ['listener'], rules: ['PL-NLB-002', 'PL-NLB-016'] },
  ELBV2_NO_TARGETS_IN_AZ: { hops: ['targets'], rules: ['PL-NLB-006'] },
  ENI_SG_RULES_MISMATCH: { hops: ['endpoint-security-group', 'load-balancer', 'targets'], rules: GROUPS },
  MORE_SPECIFIC_ROUTE: { hops: ['route-table', 'source'], rules: ['PL-RT-004'] },
  NO_ROUTE_TO_DESTINATION: { hops: ['source', 'route-table'], rules: [] },
  SG_HAS_NO_RULES: { hops: ['endpoint-security-group', 'load-balancer', 'targets'], rules: GROUPS },
  SG_REFERENCES_NOT_PRESERVED: { hops: ['endpoint-security-group', 'targets'], rules: ['PL-SG-001', 'PL-NLB-024'] },
  SG_REFERENCING_SUPPORT: { hops: ['endpoint-security-group'], rules: ['PL-SG-001'] },
  SUBNET_ACL_RESTRICTION: { hops: ['network-acl', 'targets'], rules: ACLS },
  TARGET_PORT_RESTRICTION: { hops: ['targets'], rules: ['PL-NLB-004'] },
  VPCE_GATEWAY_PROTOCOL_RESTRICTION: { hops: ['route-table'], rules: ['PL-RT-001'] },
  VPCE_SERVICE_NOT_INSTALLED_IN_AZ: { hops: ['service'], rules: ['PL-NET-001'] },
};

/** The codes that say what the analyzer could not look at: they block nothing. */
const LIMITS: ReadonlySet<string> = new Set([
  'NO_POSSIBLE_DESTINATION',
  'UNKNOWN_RESOURCE',
  'UNSUPPORTED_COMPONENT',
  'VPCE_INTRA_VPC_TRAFFIC',
]);

/** What a code blocks; `limit` for what the analyzer could not see, `undefined` for a code that is not known here. */
export function meaningOf(code: string): CodeMeaning | 'limit' | undefined {
  if (LIMITS.has(code)) return 'limit';
  return Object.hasOwn(CODES, code) ? CODES[code] : undefined;
}

/** All codes that block something, for those who check the table. */
export const BLOCKING_CODES: readonly string[] = Object.keys(CODES);
