import { configured } from '../configured.ts';
import type { HealthyEstate } from '../healthy.ts';
import { tagsOf } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

type Args = (estate: HealthyEstate) => readonly string[];

/** What is written down about the endpoint. */
function ofEndpoint(written: object): Args {
  return ({ endpoint }) => configured({ onboarding: { [endpoint.id]: written } });
}

function ofService(written: object): Args {
  return ({ service }) => configured({ onboarding: { [service.id]: written } });
}

const answered =
  (answers: object): Args =>
  ({ endpoint }) =>
    configured({ answers: { [endpoint.id]: answers } });

function made({ endpoint }: HealthyEstate): void {
  endpoint.raw['CreationTimestamp'] = '2026-02-03T10:11:12.000Z';
}

/** Nothing but a name. */
function untagged({ endpoint, service }: HealthyEstate): void {
  endpoint.raw['Tags'] = tagsOf({ Name: 'payments' });
  service.configuration['Tags'] = tagsOf({ Name: 'payments' });
}

const REVIEW = {
  privateOnly: 'yes',
  scope: 'one service',
  approver: 'platform',
  dns: 'its name',
  observability: 'alarms',
};
const DESIGN = { roles: 'payments, orders', need: 'one service', ownership: 'platform', onboarding: 'a runbook' };

const HYGIENE = { effect: 'hygiene', verdict: 'healthy' } as const;
const AT_ENDPOINT = { ...HYGIENE, hop: 'endpoint', owner: 'consumer' } as const;
const AT_SERVICE = { ...HYGIENE, hop: 'service', owner: 'provider', subject: 'service' } as const;

export const ONB_WORLDS: readonly BrokenWorld[] = [
  world('PL-ONB-001', {
    fault: 'the team writes down other services’ runbooks, and not this one’s',
    ...AT_SERVICE,
    args: () => configured({ onboarding: { 'vpce-svc-0a1b': { runbook: 'runbook.md' } } }),
  }),
  world('PL-ONB-001', {
    fault: 'the runbook that is named is not there',
    ...AT_SERVICE,
    args: ofService({ runbook: 'docs/runbook.md' }),
  }),
  world('PL-ONB-002', {
    fault: 'the endpoint’s owner is a tag, and nobody is there to call',
    ...AT_ENDPOINT,
    args: ofEndpoint({ runbook: 'runbook.md' }),
  }),
  world('PL-ONB-002', {
    fault: 'nobody is named who approves',
    ...AT_SERVICE,
    change: untagged,
    args: ofService({ providerOwner: 'payments', support: 'payments@example.com' }),
  }),
  world('PL-ONB-002', {
    fault: 'the tag that should name whom to call is blank',
    ...AT_ENDPOINT,
    change: ({ endpoint }) => {
      endpoint.raw['Tags'] = tagsOf({ Name: 'payments', owner: 'orders', contact: ' ' });
    },
    args: ofEndpoint({}),
  }),
  world('PL-ONB-003', {
    fault: 'no diagnosis of the endpoint is known to have passed',
    ...AT_ENDPOINT,
    args: ofEndpoint({}),
  }),
  world('PL-ONB-003', {
    fault: 'the endpoint was made again on the day after it was validated',
    ...AT_ENDPOINT,
    change: made,
    args: ofEndpoint({ validated: '2026-02-02' }),
  }),
  world('PL-ONB-004', {
    fault: 'one question of the review is open',
    ...AT_ENDPOINT,
    args: answered({ review: { ...REVIEW, dns: ' ' } }),
  }),
  world('PL-ONB-004', {
    fault: 'the review of all services left a question out',
    ...AT_SERVICE,
    args: () => configured({ answers: { '*': { review: { ...REVIEW, observability: undefined } } } }),
  }),
  world('PL-ONB-005', {
    fault: 'one item of the design is open',
    ...AT_ENDPOINT,
    args: answered({ design: { ...DESIGN, onboarding: '' } }),
  }),
];

export const ONB_SOUND: readonly SoundWorld[] = [
  sound('PL-ONB-001', { what: 'the team keeps no such list', subject: 'service', args: () => configured({}) }),
  sound('PL-ONB-001', { what: 'its runbook is there', subject: 'service', args: ofService({ runbook: 'runbook.md' }) }),
  sound('PL-ONB-001', {
    what: 'its runbook is a page of a wiki',
    subject: 'service',
    args: ofService({ runbook: 'https://example.com/payments' }),
  }),
  sound('PL-ONB-002', { what: 'the team keeps no such list', change: untagged, args: () => configured({}) }),
  sound('PL-ONB-002', {
    what: 'the owner is a tag, and whom to call is written down',
    args: ofEndpoint({ support: 'orders@example.com' }),
  }),
  sound('PL-ONB-002', {
    what: 'the endpoint’s owner and whom to call are written down',
    change: untagged,
    args: ofEndpoint({ consumerOwner: 'orders', support: 'orders@example.com' }),
  }),
  sound('PL-ONB-002', {
    what: 'the tags of the service say it all, in capitals',
    subject: 'service',
    change: ({ service }) => {
      service.configuration['Tags'] = tagsOf({ Name: 'payments', Owner: 'a', Approver: 'b', Contact: 'c' });
    },
    args: ofService({}),
  }),
  sound('PL-ONB-003', { what: 'the team keeps no such list', args: () => configured({}) }),
  sound('PL-ONB-003', {
    what: 'it was validated on the day on which it was made',
    change: made,
    args: ofEndpoint({ validated: '2026-02-03' }),
  }),
  sound('PL-ONB-004', { what: 'nobody reviewed anything', lacks: 'answers.review' }),
  sound('PL-ONB-004', { what: 'the review answers all five', args: answered({ review: REVIEW }) }),
  sound('PL-ONB-004', {
    what: 'the endpoint’s own review counts before that of all',
    args: ({ endpoint }) => configured({ answers: { '*': { review: {} }, [endpoint.id]: { review: REVIEW } } }),
  }),
  sound('PL-ONB-005', { what: 'nobody designed anything', lacks: 'answers.design' }),
  sound('PL-ONB-005', { what: 'the design answers all four', args: answered({ design: DESIGN }) }),
];
