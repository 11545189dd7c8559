import { matchesName } from '../../configuration/name-pattern.ts';
import { evidence } from '../../context.ts';
import { pass, PRIVATELINK_DOCS, remark, type SubjectRule } from '../rule.ts';
import { keeperOf, recordOf, redactedGap, SUBJECT, tagCommand, tagsGap } from '../subject.ts';

/** PL-GOV-003: a name that says less than it should. */
export const plGov003: SubjectRule = {
  id: 'PL-GOV-003',
  title: 'Name breaks the naming standard',
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
  condition:
    'A standard is set (naming.pattern of .privatelink.json), and it does not describe the whole Name. One without a Name is PL-GOV-001.',
  why: 'Names that follow no standard cannot be searched, grouped or read.',
  fix: 'Rename it: the tag changes, the endpoint does not.',
  examples: {
    bad: 'pattern (prod|dev)-[a-z-]+, "Name": "payments"',
    good: 'pattern (prod|dev)-[a-z-]+, "Name": "prod-payments"',
  },
  check: (context) => {
    const record = recordOf(context);
    const pattern = context.path.options.configuration?.naming;
    if (pattern === undefined) return 'not-applicable';
    const gap = tagsGap(record) ?? redactedGap(context.path.inventory, record);
    if (gap !== undefined) return gap;
    const name = record.tags['Name'];
    if (name === undefined || name.trim() === '') return 'not-applicable';
    if (matchesName(pattern, name)) return pass('Its name follows the standard.');
    return remark({
      resource: record.id,
      owner: keeperOf(context),
      message: `The name of ${record.id}, ${name}, does not follow ${pattern.text}.`,
      evidence: [evidence(record.id, 'Tags[Name]', name)],
      commands: [tagCommand(record, ['Key=Name,Value=NAME'])],
    });
  },
};
