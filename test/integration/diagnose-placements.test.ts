import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { hopStates, privatelink, serve, subjectOf, type Wire } from '../worlds/over-the-wire.ts';
import { crossRegionEstate, oneAccountEstate } from '../worlds/placements.ts';
import { snapshotOf } from '../worlds/world.ts';

let wire: Wire;

beforeAll(async () => {
  wire = await serve(snapshotOf(crossRegionEstate().world));
  for (const [name, value] of Object.entries(wire.profiles.environment)) vi.stubEnv(name, value);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await wire.stop();
});

async function diagnosis(profiles: string, regions: string): Promise<Diagnosis> {
  const { out, err } = await privatelink(
    ...['diagnose', '--profile', profiles, '--region', regions, '--format', 'json', '--fail-on', 'never'],
  );
  expect(err.replace(/\d+ of \d+ subject.*\n/, '')).toBe('');
  return JSON.parse(out) as Diagnosis;
}

it('follows an endpoint to its service in another Region', async () => {
  const { world, endpoint, service } = crossRegionEstate();
  await wire.server.change({ worlds: snapshotOf(world) });
  const found = await diagnosis('consumer,provider', 'us-east-1,eu-west-1');
  for (const { id } of [endpoint, service]) {
    const subject = subjectOf(found, id);
    const others = subject.hops.filter(({ state }) => state !== 'pass' && state !== 'not-applicable');
    expect(others.map(({ hop, state, statement }) => `${hop} ${state}: ${statement}`)).toEqual([]);
    expect(subject.verdict).toBe('healthy');
  }
});

it('says which Region was not read, though the account was', async () => {
  const { endpoint } = crossRegionEstate();
  const subject = subjectOf(await diagnosis('consumer,provider', 'us-east-1'), endpoint.id);
  expect(subject.sides).toEqual({ consumer: { verdict: 'healthy' }, provider: { verdict: 'not-visible' } });
  expect(hopStates(subject)).toMatchObject({ acceptance: 'pass', service: 'pass', 'load-balancer': 'unknown' });
  const behind = subject.notEvaluated.filter(({ hop }) => hop === 'load-balancer');
  expect(behind.map(({ reason }) => reason)).not.toContain('other-account');
  expect(JSON.stringify(behind)).toContain('eu-west-1');
});

it('finds a fault in the other Region', async () => {
  const { world, endpoint, service } = crossRegionEstate();
  for (const target of service.targetHealth) {
    target['TargetHealth'] = { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' };
  }
  await wire.server.change({ worlds: snapshotOf(world) });
  const subject = subjectOf(await diagnosis('consumer,provider', 'us-east-1,eu-west-1'), endpoint.id);
  expect(subject).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-NLB-004', owner: 'provider' } });
});

it('needs one account where both ends are in it', async () => {
  const { world, endpoint, service } = oneAccountEstate();
  await wire.server.change({ worlds: snapshotOf(world) });
  const found = await diagnosis('consumer', 'us-east-1');
  for (const { id } of [endpoint, service]) {
    const subject = subjectOf(found, id);
    expect(subject.hops.filter(({ state }) => state === 'unknown').map(({ hop }) => hop)).toEqual([]);
    expect(subject.verdict).toBe('healthy');
  }
  expect(subjectOf(found, endpoint.id).sides).toEqual({
    consumer: { verdict: 'healthy' },
    provider: { verdict: 'healthy' },
  });
  // Its owner may use it without being allowed to.
  expect(subjectOf(found, service.id).findings.map(({ rule }) => rule)).not.toContain('PL-SVC-005');
});
