import { evidence } from '../../context.ts';
import { PRIVATELINK_DOCS, type MetaRule } from '../rule.ts';

/** PL-META-001: a permission was missing, so something is unknown. */
export const plMeta001: MetaRule = {
  id: 'PL-META-001',
  title: 'Not enough permission to decide',
  hop: 'endpoint',
  side: 'diagnosis',
  appliesTo: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork', 'Service'],
  owner: 'both',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}security_iam_service-with-iam.html`],
  condition: 'An operation that a check of this subject needs was denied.',
  why: 'What could not be read is unknown, never good.',
  fix: 'Grant the actions that are listed, and read again.',
  examples: {
    bad: 'ec2:DescribeNetworkAcls: UnauthorizedOperation',
    good: 'ec2:DescribeNetworkAcls: answered, complete',
  },
  check: ({ id, gaps }) => {
    const denied = gaps.filter(({ gap }) => gap.reason === 'denied');
    const actions = [...new Set(denied.flatMap(({ gap }) => gap.missing))].sort();
    if (actions.length === 0) return [];
    const rules = [...new Set(denied.map(({ rule }) => rule))].sort();
    return [
      {
        resource: id,
        ...(denied[0] === undefined ? {} : { hop: denied[0].hop }),
        message: `${actions.join(', ')} ${actions.length === 1 ? 'was' : 'were'} denied, so ${rules.join(', ')} could not be judged.`,
        evidence: actions.map((action) => evidence(action, 'status', 'denied')),
        commands: [{ command: 'aws sts get-caller-identity', impact: 'reads only' }],
      },
    ];
  },
};
