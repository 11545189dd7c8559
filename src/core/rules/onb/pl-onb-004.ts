import { REVIEW_QUESTIONS } from '../../configuration/types.ts';
import { PRIVATELINK_DOCS, type SubjectRule } from '../rule.ts';
import { SUBJECT } from '../subject.ts';
import { checklist } from './checklist.ts';

/** PL-ONB-004: private does not mean reviewed. */
export const plOnb004: SubjectRule = {
  id: 'PL-ONB-004',
  title: 'Security review questions are unanswered',
  hop: 'endpoint',
  side: 'subject',
  appliesTo: ['Interface', 'Service'],
  owner: 'both',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: SUBJECT,
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`, `${PRIVATELINK_DOCS}vpc-endpoints-access.html`],
  condition:
    'The team answered some of the five questions of the security review (answers.review of .privatelink.json: privateOnly, scope, approver, dns, observability) and left others open. Not judged without any answer.',
  why: 'Private does not mean reviewed.',
  fix: 'Answer what is open, with those who own the path.',
  examples: {
    bad: '"review": { "privateOnly": "yes", "dns": "" }',
    good: '"review" with an answer to each of the five',
  },
  check: (context) => checklist(context, 'review', REVIEW_QUESTIONS),
};
