import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RULES } from '../../src/core/rules/registry.ts';
import type { BrokenWorld } from '../worlds/broken/faults.ts';
import { brokenWorlds } from '../worlds/broken/index.ts';
import { healthyEstate } from '../worlds/healthy.ts';
import { argsOf, diagnoseOver, hopStates, privatelink, serve, subjectOf, type Wire } from '../worlds/over-the-wire.ts';
import { snapshotOf } from '../worlds/world.ts';

const estate = healthyEstate();
const healthy = snapshotOf(estate.world);
let wire: Wire;

beforeAll(async () => {
  wire = await serve(healthy);
  for (const [name, value] of Object.entries(wire.profiles.environment)) vi.stubEnv(name, value);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await wire.stop();
});

describe('the healthy world, with both accounts', () => {
  it('is healthy in every subject: each hop that applies passes', async () => {
    await wire.server.change({ worlds: healthy });
    const { code, err, diagnosis } = await diagnoseOver(['consumer', 'provider']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const subjects = [estate.endpoint, estate.awsEndpoint, estate.gateway, estate.service].map(({ id }) => id);
    expect(diagnosis.subjects.map(({ id }) => id).sort()).toEqual(subjects.sort());
    for (const subject of diagnosis.subjects) {
      const others = subject.hops.filter(({ state }) => state !== 'pass' && state !== 'not-applicable');
      expect(others.map(({ hop, state, statement }) => `${hop} ${state}: ${statement}`)).toEqual([]);
      expect(subject.verdict).toBe('healthy');
      expect(subject.findings.filter(({ severity }) => !['low', 'info'].includes(severity))).toEqual([]);
    }
    const all = hopStates(subjectOf(diagnosis, estate.endpoint.id));
    // Nobody asked for a source, and a customer's own service takes no endpoint policy.
    const without = Object.keys(all).filter((hop) => all[hop] === 'not-applicable');
    expect(without).toEqual(['source', 'endpoint-policy']);
    expect(hopStates(subjectOf(diagnosis, estate.service.id))).toEqual({
      acceptance: 'pass',
      service: 'pass',
      'load-balancer': 'pass',
      listener: 'pass',
      'target-group': 'pass',
      targets: 'pass',
    });
    expect(hopStates(subjectOf(diagnosis, estate.gateway.id))).toMatchObject({
      endpoint: 'pass',
      dns: 'pass',
      'route-table': 'pass',
      'network-acl': 'pass',
      'endpoint-policy': 'pass',
    });
  });

  it('is healthy from a client whose subnet is named, too', async () => {
    const client = estate.consumerVpc.subnets[0]?.id ?? '';
    const { diagnosis } = await diagnoseOver(['consumer', 'provider'], estate.endpoint.id, '--source', client);
    expect(subjectOf(diagnosis, estate.endpoint.id)).toMatchObject({
      verdict: 'healthy',
      verdictConfidence: 'deterministic',
    });
  });
});

describe('the healthy world, with one account', () => {
  it('is healthy on the consumer’s side, and the provider’s cannot be seen', async () => {
    await wire.server.change({ worlds: healthy });
    const { code, diagnosis } = await diagnoseOver(['consumer'], estate.endpoint.id);
    const subject = subjectOf(diagnosis, estate.endpoint.id);
    expect(code).toBe(0);
    expect(subject.sides).toEqual({ consumer: { verdict: 'healthy' }, provider: { verdict: 'not-visible' } });
    expect(subject.verdict).toBe('unknown');
    // What the consumer can see proves these two; nothing that it can see proves the rest.
    expect(hopStates(subject)).toMatchObject({
      acceptance: 'pass',
      service: 'pass',
      'load-balancer': 'unknown',
      listener: 'unknown',
      'target-group': 'unknown',
      targets: 'unknown',
    });
    const reasons = subject.notEvaluated.filter(({ hop }) => hop === 'targets').map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(['other-account']));
  });

  it('asks for the unknown hops with an exit code of their own', async () => {
    const { code } = await diagnoseOver(['consumer'], estate.endpoint.id, '--fail-on-unknown');
    expect(code).toBe(4);
  });

  it('is healthy in the provider’s own service, but for the clients that only the consumer knows', async () => {
    const { diagnosis } = await diagnoseOver(['provider']);
    const [subject] = diagnosis.subjects;
    expect(diagnosis.subjects.map(({ id }) => id)).toEqual([estate.service.id]);
    expect(subject === undefined ? {} : hopStates(subject)).toEqual({
      acceptance: 'pass',
      service: 'pass',
      'load-balancer': 'unknown',
      listener: 'pass',
      'target-group': 'pass',
      targets: 'pass',
    });
    expect(JSON.stringify(subject?.notEvaluated)).toContain('from which private CIDRs');
  });

  it('needs nothing of the provider for AWS’s own services', async () => {
    const { diagnosis } = await diagnoseOver(['consumer']);
    for (const { id } of [estate.awsEndpoint, estate.gateway]) {
      expect(subjectOf(diagnosis, id).verdict).toBe('healthy');
    }
  });
});

/**
 * Rules that judge by whole listings, which a slice lacks. Asked about by its ARN, a load balancer that is not listed is an
 * error: only the listing of all shows its absence. Quotas, what other VPCs have, whose their services are, what leads
 * back and what joins two networks beside the path concern no single path.
 */
const OF_WHOLE_REGIONS: ReadonlySet<string> = new Set([
  'PL-SVC-004',
  'PL-ADV-001',
  'PL-ADV-002',
  'PL-ADV-003',
  'PL-GOV-005',
  'PL-GOV-007',
]);

/**
 * What is read of each world is the same whether its tables come over HTTP or from memory, where test/unit/worlds
 * diagnoses all of them. Over HTTP goes one world of each rule, and each that shows or hides what no other has so far: an
 * operation that answers or refuses, another reader, Region or option.
 */
function overTheWire(worlds: readonly BrokenWorld[]): readonly BrokenWorld[] {
  const seen = new Set<string>();
  return worlds.filter((world) => {
    const fresh = traitsOf(world).filter((trait) => !seen.has(trait));
    fresh.forEach((trait) => seen.add(trait));
    return fresh.length > 0;
  });
}

function traitsOf(world: BrokenWorld): readonly string[] {
  const { rule, effect, hop, profiles, regions, args, denied } = world;
  const answered = world.build().scopes.flatMap(({ calls }) => calls);
  return [
    `${rule} ${effect}`,
    hop,
    `read by ${profiles.join()} in ${regions.join()}`,
    ...args.filter((arg) => arg.startsWith('--')),
    ...(denied === undefined ? [] : [`without ${denied}`]),
    ...answered.map(({ operation, status }) => `${operation} ${status}`),
  ];
}

function publishedIn(world: BrokenWorld): readonly string[] {
  const rows = world.build().scopes.flatMap(({ calls }) => calls);
  return rows
    .filter(({ operation }) => operation === 'ec2:DescribeVpcEndpointServiceConfigurations')
    .flatMap(({ output }) => output['ServiceConfigurations'] as readonly { ServiceId: string }[])
    .map(({ ServiceId }) => ServiceId);
}

const wired = overTheWire(brokenWorlds);

describe('a broken world for each rule', () => {
  it('is there for each rule', () => {
    const covered = new Set(wired.map(({ rule }) => rule));
    expect(RULES.map(({ id }) => id as string).filter((id) => !covered.has(id))).toEqual([]);
  });

  it.each(wired)('$rule: $fault', async (world) => {
    await wire.server.change({ worlds: world.build() });
    const where = ['--region', world.regions.join(',')];
    const about = OF_WHOLE_REGIONS.has(world.rule) ? [] : [world.subject];
    const { code, diagnosis } = await diagnoseOver(world.profiles, ...about, ...where, ...(await argsOf(world)));
    const subject = subjectOf(diagnosis, world.subject);
    const found = subject.findings.filter(({ rule }) => rule === world.rule);
    expect(found.map(({ hop, effect }) => `${effect} at ${hop}`)).toContain(`${world.effect} at ${world.hop}`);
    expect(subject.verdict).toBe(world.verdict);
    if (world.effect === 'breaks') {
      expect(subject.rootCause).toMatchObject({ rule: world.rule, hop: world.hop, suspected: world.suspected });
      expect(hopStates(subject)[world.hop]).toBe('fail');
      expect(code).toBe(1);
    } else {
      expect(subject.rootCause).toBeUndefined();
      expect(Object.values(hopStates(subject))).not.toContain('fail');
    }
    for (const { evidence, fix, docs } of found) {
      expect(evidence.length).toBeGreaterThan(0);
      expect(fix).not.toBe('');
      expect(docs.every((link) => link.startsWith('https://docs.aws.amazon.com/'))).toBe(true);
    }
  });

  // What the clients' side alone shows of it is not the service's, nor is what another estate's service lacks.
  const behind = wired.filter(
    (world) =>
      world.effect === 'breaks' &&
      /^PL-(NLB|SVC)/.test(world.rule) &&
      world.rule !== 'PL-NLB-016' &&
      // Only the endpoint’s clients are suspected to be the ones that are meant.
      !world.suspected &&
      // The endpoint has a fault of its own, or is in other zones, without which the service has a zone left.
      ![
        'the endpoint has no interface in the only zone whose target is healthy',
        'the load balancer is in none of the zones of the endpoint that is diagnosed',
      ].includes(world.fault) &&
      publishedIn(world).includes(estate.service.id),
  );

  it.each(behind)('$rule is the service’s root cause as well as the endpoint’s', async (world) => {
    await wire.server.change({ worlds: world.build() });
    const { diagnosis } = await diagnoseOver(['consumer', 'provider'], estate.service.id);
    expect(subjectOf(diagnosis, estate.service.id)).toMatchObject({
      verdict: world.verdict,
      rootCause: { rule: world.rule, hop: world.hop, owner: 'provider' },
    });
  });

  it('tells a person in words what the JSON says', async () => {
    const world = brokenWorlds.find(({ rule }) => rule === 'PL-SG-002');
    await wire.server.change({ worlds: world?.build() ?? healthy });
    const options = ['--profile', 'consumer,provider', '--region', 'us-east-1'];
    const { out } = await privatelink('diagnose', estate.endpoint.id, ...options);
    expect(out).toContain('broken at endpoint-security-group');
    expect(out).toContain('PL-SG-002');
    expect(out).toContain(estate.endpointGroupId);
  });
});
