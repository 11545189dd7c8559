import type { Onboarding } from '../../configuration/types.ts';
import { evidence } from '../../context.ts';
import { pass, PRIVATELINK_DOCS, remark, type SubjectRule } from '../rule.ts';
import { keeperOf, recordOf, redactedGap, SUBJECT, tagCommand, tagsGap } from '../subject.ts';

type Role = keyof Pick<Onboarding, 'providerOwner' | 'consumerOwner' | 'approver' | 'support'>;

const ROLES: Readonly<Record<'endpoint' | 'service', readonly Role[]>> = {
  endpoint: ['consumerOwner', 'support'],
  service: ['providerOwner', 'approver', 'support'],
};

/** Tags that say the same, whatever their case. */
const TAGS: Readonly<Record<Role, readonly string[]>> = {
  consumerOwner: ['owner', 'consumer-owner'],
  providerOwner: ['owner', 'provider-owner'],
  approver: ['approver'],
  support: ['support', 'contact'],
};

/** PL-ONB-002: teams argue about whose it is. */
export const plOnb002: SubjectRule = {
  id: 'PL-ONB-002',
  title: 'Responsibilities and escalation are not written down',
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
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition:
    'The team keeps an onboarding section in .privatelink.json, and neither it nor a tag (owner, approver, support or contact) names, for an endpoint, its owner and whom to call, or, for a service, its owner, who approves and whom to call. Not judged without the section.',
  why: 'When the path fails, two teams argue about whose it is before anybody looks.',
  fix: 'Name them under the id of the endpoint or service, or as tags.',
  examples: {
    bad: '"onboarding": { "vpce-0a1b": { "consumerOwner": "orders" } }',
    good: '"onboarding": { "vpce-0a1b": { "consumerOwner": "orders" } }, "Tags": [{ "Key": "contact", "Value": "orders@example.com" }]',
  },
  check: (context) => {
    const { configuration } = context.path.options;
    if (configuration?.onboarding === undefined) return 'not-applicable';
    const record = recordOf(context);
    const gap = tagsGap(record) ?? redactedGap(context.path.inventory, record);
    if (gap !== undefined) return gap;
    const written = configuration.onboarding.get(record.id);
    const tagged = new Set(
      Object.entries(record.tags).flatMap(([key, value]) => (value.trim() === '' ? [] : [key.toLowerCase()])),
    );
    const missing = ROLES[context.kind].filter(
      (role) => written?.[role] === undefined && !TAGS[role].some((key) => tagged.has(key)),
    );
    if (missing.length === 0) return pass('It is written down who is responsible.');
    return remark({
      resource: record.id,
      owner: keeperOf(context),
      message: `Nothing names ${missing.join(', ')} of ${record.id}.`,
      evidence: [
        evidence(configuration.file, `onboarding[${record.id}]`, Object.keys(written ?? {}).join(', ') || 'none'),
      ],
      commands: [
        tagCommand(
          record,
          missing.map((role) => `Key=${TAGS[role][0] ?? role},Value=VALUE`),
        ),
      ],
    });
  },
};
