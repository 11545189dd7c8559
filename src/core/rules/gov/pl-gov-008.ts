import { evidence } from '../../context.ts';
import { pass, PRIVATELINK_DOCS, remark, type SubjectRule } from '../rule.ts';
import { keeperOf, recordOf, redactedGap, showCommand, SUBJECT, tagsGap } from '../subject.ts';

/** Set by CloudFormation, and so by the CDK, on whatever a stack makes. */
const STACK_TAG = 'aws:cloudformation:stack-name';

/** PL-GOV-008: made by hand. */
export const plGov008: SubjectRule = {
  id: 'PL-GOV-008',
  title: 'Endpoint is not managed by infrastructure as code',
  hop: 'endpoint',
  side: 'subject',
  appliesTo: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork', 'Service'],
  owner: 'both',
  effect: 'hygiene',
  severity: 'info',
  confidence: 'heuristic',
  requires: SUBJECT,
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}interface-endpoints.html`],
  condition:
    'Keys are named that mark what code manages (managedByTags of .privatelink.json), and the endpoint or service carries none of them, nor the tag of a CloudFormation stack. Off until keys are named: Terraform leaves no mark by itself.',
  why: 'Changes to it are not reviewed, and the next run of the code does not know it.',
  fix: 'Generate its code, import it, and let the code tag it.',
  examples: {
    bad: 'managedByTags: terraform; "Tags": []',
    good: 'managedByTags: terraform; "Tags": [{ "Key": "aws:cloudformation:stack-name", "Value": "network" }]',
  },
  check: (context) => {
    const record = recordOf(context);
    const marks = context.path.options.configuration?.managedByTags ?? [];
    if (marks.length === 0) return 'not-applicable';
    const gap = tagsGap(record) ?? redactedGap(context.path.inventory, record);
    if (gap !== undefined) return gap;
    const found = [STACK_TAG, ...marks].find((key) => Object.hasOwn(record.tags, key));
    if (found !== undefined) return pass(`It is managed by code, as its tag ${found} says.`);
    return remark({
      resource: record.id,
      owner: keeperOf(context),
      message: `${record.id} carries neither ${marks.join(', ')} nor the tag of a stack.`,
      evidence: [evidence(record.id, 'Tags', Object.keys(record.tags).sort().join(', ') || 'none')],
      commands: [showCommand(context)],
    });
  },
};
