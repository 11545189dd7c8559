import { DESIGN_ITEMS } from '../../configuration/types.ts';
import { PRIVATELINK_DOCS, type SubjectRule } from '../rule.ts';
import { SUBJECT } from '../subject.ts';
import { checklist } from './checklist.ts';

/** PL-ONB-005: gaps of the design come back as incidents. */
export const plOnb005: SubjectRule = {
  id: 'PL-ONB-005',
  title: 'Design checklist is incomplete',
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
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`],
  condition:
    'The team answered some of the items of the design checklist that no answer of AWS shows (answers.design of .privatelink.json: roles, need, ownership, onboarding) and left others open. The other six, from the endpoint’s type to monitoring, are what the other rules look at. Not judged without any answer.',
  why: 'Gaps of the design come back as incidents.',
  fix: 'Answer what is open.',
  examples: {
    bad: '"design": { "roles": "payments, orders", "need": "" }',
    good: '"design" with an answer to each of the four',
  },
  check: (context) => checklist(context, 'design', DESIGN_ITEMS),
};
