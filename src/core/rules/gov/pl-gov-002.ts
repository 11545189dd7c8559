import { evidence } from '../../context.ts';
import { pass, PRIVATELINK_DOCS, remark, type SubjectRule } from '../rule.ts';
import { keeperOf, recordOf, redactedGap, SUBJECT, tagCommand, tagsGap } from '../subject.ts';

/** PL-GOV-002: nobody knows whom to call. */
export const plGov002: SubjectRule = {
  id: 'PL-GOV-002',
  title: 'Ownership tags are missing',
  hop: 'endpoint',
  side: 'subject',
  appliesTo: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork', 'Service'],
  owner: 'both',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: SUBJECT,
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}interface-endpoints.html`, `${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition:
    'Keys are required (requiredTags of .privatelink.json, --required-tags), and the endpoint or service lacks one of them or has it blank. Off until keys are named.',
  why: 'When the path fails, nobody knows whom to call.',
  fix: 'Add the tags.',
  examples: {
    bad: 'required: owner; "Tags": [{ "Key": "Name", "Value": "prod-payments" }]',
    good: 'required: owner; "Tags": [{ "Key": "owner", "Value": "payments" }]',
  },
  check: (context) => {
    const record = recordOf(context);
    const required = context.path.options.requiredTags ?? [];
    if (required.length === 0) return 'not-applicable';
    const gap = tagsGap(record) ?? redactedGap(context.path.inventory, record);
    if (gap !== undefined) return gap;
    const missing = required.filter((key) => (record.tags[key] ?? '').trim() === '');
    if (missing.length === 0) return pass('It carries the tags that are required.');
    return remark({
      resource: record.id,
      owner: keeperOf(context),
      message: `${record.id} lacks ${missing.join(', ')}.`,
      evidence: [evidence(record.id, 'Tags', Object.keys(record.tags).sort().join(', ') || 'none')],
      commands: [
        tagCommand(
          record,
          missing.map((key) => `Key=${quoted(key)},Value=VALUE`),
        ),
      ],
    });
  },
};

/** Commas and quotes end a word of the CLI's shorthand: https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html */
function quoted(key: string): string {
  return /^[\w.:/=+@-]+$/.test(key) ? key : `"${key.replace(/[\\"]/g, '\\$&')}"`;
}
