import { evidence } from '../../context.ts';
import { PRIVATELINK_DOCS, type MetaRule } from '../rule.ts';

/** PL-META-003: a listing was not read, or broke off. */
export const plMeta003: MetaRule = {
  id: 'PL-META-003',
  title: 'Inventory is incomplete',
  hop: 'endpoint',
  side: 'diagnosis',
  appliesTo: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork', 'Service'],
  owner: 'both',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}concepts.html`],
  condition:
    'A listing that a check of this subject rests on was not read, or not to its end: it was throttled, cut off or cancelled, or its Region was not loaded. What is read on request only (metrics, alarms, events, prices) does not count.',
  why: 'What a broken-off listing does not hold may still be there: nothing may be called absent because of it.',
  fix: 'Read again; load the profile and Region that are missing.',
  examples: {
    bad: 'DescribeSecurityGroups stopped after its first page with RequestLimitExceeded',
    good: 'every page of DescribeSecurityGroups was read',
  },
  check: ({ id, gaps }) => {
    const open = gaps.filter(({ gap, isOptional }) => gap.reason === 'not-asked' && !isOptional);
    const missing = [...new Set(open.flatMap(({ gap }) => gap.missing))].sort();
    if (missing.length === 0) return [];
    const rules = [...new Set(open.map(({ rule }) => rule))].sort();
    return [
      {
        resource: id,
        ...(open[0] === undefined ? {} : { hop: open[0].hop }),
        message: `${missing.join(', ')} ${missing.length === 1 ? 'was' : 'were'} not read, or not completely, so ${rules.join(', ')} could not be judged.`,
        evidence: missing.map((operation) => evidence(operation, 'status', 'not read completely')),
        commands: [{ command: 'aws sts get-caller-identity', impact: 'reads only' }],
      },
    ];
  },
};
