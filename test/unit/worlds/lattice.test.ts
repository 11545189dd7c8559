import { describe, expect, it } from 'vitest';
import type { SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { ACCOUNTS } from '../../worlds/healthy.ts';
import {
  resourceEstate,
  serviceNetworkEstate,
  sharedResourceEstate,
  type ResourceEstate,
} from '../../worlds/lattice.ts';
import { snapshotOf } from '../../worlds/world.ts';

const ESTATES: readonly (readonly [what: string, build: () => ResourceEstate])[] = [
  ['a resource endpoint in the account of the resource', resourceEstate],
  ['a resource endpoint to what another account shares', sharedResourceEstate],
  ['a service-network endpoint to a network that another account shares', serviceNetworkEstate],
];

function judge({ world, endpoint }: ResourceEstate, accounts: readonly string[]): SubjectDiagnosis {
  const snapshot = snapshotOf(world);
  const read = { ...snapshot, scopes: snapshot.scopes.filter(({ account }) => accounts.includes(account)) };
  const [subject] = diagnose(buildInventory([read]), { now: snapshot.capturedAt, ids: [endpoint.id] }).subjects;
  if (subject === undefined) throw new Error('The endpoint is not there');
  return subject;
}

describe.each(ESTATES)('%s', (_, build) => {
  it('is healthy with both sides at hand: every applicable hop passes, and nothing above low is said', () => {
    const subject = judge(build(), Object.values(ACCOUNTS));
    const failing = subject.hops.filter((hop) => hop.state !== 'pass' && hop.state !== 'not-applicable');
    expect(failing.map((hop) => `${hop.hop} ${hop.state}: ${hop.statement}`)).toEqual([]);
    expect(subject.verdict).toBe('healthy');
    expect(subject.findings.filter((item) => item.severity !== 'low' && item.severity !== 'info')).toEqual([]);
    expect(subject.sides).toEqual({ consumer: { verdict: 'healthy' }, provider: { verdict: 'healthy' } });
  });
});

describe('what another account owns, with the consumer alone at hand', () => {
  const unknownHops = (subject: SubjectDiagnosis): readonly string[] =>
    subject.hops.filter(({ state }) => state === 'unknown').map(({ hop }) => hop);

  it('knows a shared configuration and its ports, and nothing behind them', () => {
    const subject = judge(sharedResourceEstate(), [ACCOUNTS.consumer]);
    expect(unknownHops(subject)).toEqual(['resource-gateway', 'resource']);
    expect(subject.hops.find(({ hop }) => hop === 'resource-configuration')?.statement).toContain('5432');
    expect(subject.sides).toEqual({ consumer: { verdict: 'healthy' }, provider: { verdict: 'not-visible' } });
  });

  it('knows a shared network, and none of the configurations in it', () => {
    const subject = judge(serviceNetworkEstate(), [ACCOUNTS.consumer]);
    expect(unknownHops(subject)).toEqual(['resource-configuration', 'resource-gateway', 'resource']);
    expect(subject.sides.provider.verdict).toBe('not-visible');
  });

  it.each(ESTATES.slice(1))('%s: the reason is the other account, and nothing fails', (_, build) => {
    const subject = judge(build(), [ACCOUNTS.consumer]);
    expect(subject.verdict).toBe('unknown');
    expect(subject.hops.filter(({ state }) => state === 'fail' || state === 'warn')).toEqual([]);
    const reasons = subject.notEvaluated
      .filter(({ hop }) => unknownHops(subject).includes(hop))
      .map((item) => item.reason);
    expect(new Set(reasons)).toEqual(new Set(['other-account']));
    expect(subject.summary).toContain('the provider’s side is not visible');
  });
});
