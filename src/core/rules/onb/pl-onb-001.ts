import { evidence } from '../../context.ts';
import { pass, PRIVATELINK_DOCS, remark, type SubjectRule } from '../rule.ts';
import { recordOf, redactedGap, showCommand, SUBJECT } from '../subject.ts';

/** PL-ONB-001: consumers ask, and wait. */
export const plOnb001: SubjectRule = {
  id: 'PL-ONB-001',
  title: 'No onboarding runbook for the service',
  hop: 'service',
  side: 'subject',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: SUBJECT,
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}privatelink-access-saas.html`, `${PRIVATELINK_DOCS}create-endpoint-service.html`],
  condition:
    'The team keeps an onboarding section in .privatelink.json, and it names no runbook for the service, or a file that is not there. Not judged without the section.',
  why: 'Consumers need the service name, Region, zones, port, DNS name, approver and a test; without a runbook they ask, and wait.',
  fix: 'Write the runbook from the live configuration, and name it under the service’s id.',
  examples: {
    bad: '"onboarding": { "vpce-svc-0a1b": { "approver": "platform" } }',
    good: '"onboarding": { "vpce-svc-0a1b": { "runbook": "docs/payments.md" } }, and that file',
  },
  check: (context) => {
    const { configuration } = context.path.options;
    if (configuration?.onboarding === undefined) return 'not-applicable';
    const record = recordOf(context);
    const gap = redactedGap(context.path.inventory, record);
    if (gap !== undefined) return gap;
    const runbook = configuration.onboarding.get(record.id)?.runbook;
    const isMissing = runbook !== undefined && configuration.missingFiles.has(runbook);
    if (runbook !== undefined && !isMissing) return pass(`Its runbook is ${runbook}.`);
    return remark({
      resource: record.id,
      message: isMissing ? `The runbook of ${record.id}, ${runbook}, is not there.` : `${record.id} has no runbook.`,
      evidence: [evidence(configuration.file, `onboarding[${record.id}].runbook`, runbook ?? 'none')],
      commands: [showCommand(context)],
    });
  },
};
