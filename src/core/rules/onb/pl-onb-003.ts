import { evidence } from '../../context.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type SubjectRule } from '../rule.ts';
import { recordOf, redactedGap, showCommand, SUBJECT } from '../subject.ts';

/** PL-ONB-003: users find the misconfiguration. */
export const plOnb003: SubjectRule = {
  id: 'PL-ONB-003',
  title: 'Consumer side was never validated',
  hop: 'endpoint',
  side: 'subject',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: SUBJECT,
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`],
  condition:
    'The team keeps an onboarding section in .privatelink.json, and it has no day on which a diagnosis of the endpoint passed, or one before the day on which the endpoint was made. AWS does not say when an endpoint was changed. Not judged without the section.',
  why: 'A silent misconfiguration is found by users.',
  fix: 'Diagnose the endpoint, keep the report, and write the day under the endpoint’s id.',
  examples: {
    bad: '"CreationTimestamp": "2026-02-03T…", "validated": "2026-02-02"',
    good: '"CreationTimestamp": "2026-02-03T…", "validated": "2026-02-03"',
  },
  check: (context) => {
    const { configuration } = context.path.options;
    if (configuration?.onboarding === undefined) return 'not-applicable';
    const record = recordOf(context);
    const gap = redactedGap(context.path.inventory, record);
    if (gap !== undefined) return gap;
    const created = record.raw['CreationTimestamp'];
    if (typeof created !== 'string') return malformed(`CreationTimestamp of ${record.id}`);
    const validated = configuration.onboarding.get(record.id)?.validated;
    if (validated !== undefined && validated >= created.slice(0, 10)) return pass(`It was validated on ${validated}.`);
    return remark({
      resource: record.id,
      message:
        validated === undefined
          ? `No diagnosis of ${record.id} is known to have passed.`
          : `${record.id} was made on ${created.slice(0, 10)}, after the diagnosis that passed on ${validated}.`,
      evidence: [evidence(configuration.file, `onboarding[${record.id}].validated`, validated ?? 'none')],
      commands: [showCommand(context)],
    });
  },
};
