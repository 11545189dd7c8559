import { evidence } from '../../context.ts';
import { pass, PRIVATELINK_DOCS, remark, type SubjectRule } from '../rule.ts';
import { recordOf, redactedGap, showCommand, SUBJECT, unanswered } from '../subject.ts';

/** PL-POL-009: a resource policy that still waits for an endpoint which was replaced. */
export const plPol009: SubjectRule = {
  id: 'PL-POL-009',
  title: 'Do policies of resources name an older endpoint?',
  hop: 'endpoint-policy',
  side: 'subject',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: SUBJECT,
  optional: true,
  suppressedBy: [],
  docs: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html',
    `${PRIVATELINK_DOCS}vpc-endpoints-access.html`,
  ],
  condition:
    'The endpoint leads to a service of AWS, and the team says which endpoint ids policies of buckets, queues and keys name in aws:SourceVpce (answers.endpointsInPolicies of .privatelink.json, by this endpoint’s id), and this one is not among them. Not judged without an answer.',
  why: 'A new endpoint has a new id: a policy that asks for the old one answers 403, and no network check shows it.',
  fix: 'Look for aws:SourceVpce in the policies of what clients use, and add this endpoint’s id.',
  examples: {
    bad: '"answers": { "vpce-0new": { "endpointsInPolicies": ["vpce-0old"] } }',
    good: '"answers": { "vpce-0new": { "endpointsInPolicies": ["vpce-0old", "vpce-0new"] } }',
  },
  check: (context) => {
    if (context.kind !== 'endpoint' || context.path.serviceOwner.kind !== 'aws') return 'not-applicable';
    const { id } = recordOf(context);
    const gap = redactedGap(context.path.inventory, recordOf(context));
    if (gap !== undefined) return gap;
    const named = context.path.options.configuration?.answers.get(id)?.endpointsInPolicies;
    if (named === undefined) return unanswered('endpointsInPolicies');
    if (named.length === 0) return pass('No policy of a resource names an endpoint.');
    if (named.includes(id)) return pass('Policies of resources name this endpoint.');
    return remark({
      resource: id,
      message: `Policies name ${named.join(', ')} and not ${id}: what they guard answers 403 through this endpoint.`,
      evidence: [evidence('.privatelink.json', 'answers.endpointsInPolicies', named.join(', '))],
      commands: [showCommand(context)],
    });
  },
};
