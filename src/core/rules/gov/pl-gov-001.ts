import { evidence } from '../../context.ts';
import { pass, PRIVATELINK_DOCS, remark, type SubjectRule } from '../rule.ts';
import { keeperOf, recordOf, SUBJECT, tagCommand, tagsGap } from '../subject.ts';

/** PL-GOV-001: it has an id only. */
export const plGov001: SubjectRule = {
  id: 'PL-GOV-001',
  title: 'No Name tag',
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
  docs: [`${PRIVATELINK_DOCS}interface-endpoints.html`],
  condition: 'The tag Name of the endpoint or service is absent or blank. Load balancers have names of their own.',
  why: 'Inventories and alerts show an id that nobody knows by heart.',
  fix: 'Give it a Name.',
  examples: { bad: '"Tags": []', good: '"Tags": [{ "Key": "Name", "Value": "prod-payments" }]' },
  check: (context) => {
    const record = recordOf(context);
    const gap = tagsGap(record);
    if (gap !== undefined) return gap;
    if ((record.tags['Name'] ?? '').trim() !== '') return pass('It has a name.');
    return remark({
      resource: record.id,
      owner: keeperOf(context),
      message: `${record.id} has no Name.`,
      evidence: [evidence(record.id, 'Tags', Object.keys(record.tags).sort().join(', ') || 'none')],
      commands: [tagCommand(record, ['Key=Name,Value=NAME'])],
    });
  },
};
