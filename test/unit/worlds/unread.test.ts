import { describe, expect, it } from 'vitest';
import type { HopState, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import type { BrokenWorld } from '../../worlds/broken/faults.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { INSPECTION_ESTATES, type InspectionEstate } from '../../worlds/gwlb.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { groupEstate, resourceEstate, serviceNetworkEstate, sharedResourceEstate } from '../../worlds/lattice.ts';
import { cutOff, denied } from '../../worlds/unread.ts';
import { snapshotOf } from '../../worlds/world.ts';
import { diagnoseWorld } from './diagnose-world.ts';

const WAYS: Readonly<Record<string, (snapshot: Snapshot, operation: string) => Snapshot>> = {
  denied,
  'answered with nothing, incompletely': (snapshot, operation) => cutOff(snapshot, operation, 'none'),
  'cut off at its end': (snapshot, operation) => cutOff(snapshot, operation, 'first'),
  'cut off at its start': (snapshot, operation) => cutOff(snapshot, operation, 'last'),
};

const healthyOnes = [
  ...(['endpoint', 'awsEndpoint', 'gateway', 'service'] as const).map((subject) => ({
    subject,
    build: healthyEstate,
    id: healthyEstate()[subject].id,
  })),
  ...[resourceEstate, sharedResourceEstate, serviceNetworkEstate, groupEstate].map((build) => ({
    subject: build.name,
    build,
    id: build().endpoint.id,
  })),
  ...Object.entries(INSPECTION_ESTATES).map(([subject, inspection]) => {
    const build = (): InspectionEstate => inspection('two accounts');
    return { subject, build, id: build().endpoint.id };
  }),
].map(({ subject, build, id }): BrokenWorld => ({
  rule: 'no rule',
  fault: `the healthy ${subject}`,
  owner: 'consumer',
  suspected: false,
  base: build,
  change: () => undefined,
  build: () => snapshotOf(build().world),
  twin: () => snapshotOf(build().world),
  subject: id,
  hop: 'endpoint',
  effect: 'note',
  verdict: 'healthy',
  profiles: ['consumer', 'provider'],
  regions: ['us-east-1'],
  args: [],
}));

/** What a hop may be said to be when less was read than what made it so. */
const STILL_TRUE: Readonly<Record<HopState, readonly HopState[]>> = {
  pass: ['pass', 'unknown'],
  warn: ['warn', 'unknown'],
  fail: ['fail', 'warn', 'unknown'],
  unknown: ['unknown'],
  'not-applicable': ['not-applicable', 'unknown'],
};

function untruths(whole: SubjectDiagnosis, part: SubjectDiagnosis): readonly string[] {
  const hops = part.hops.flatMap(({ hop, state, statement }) => {
    const before = whole.hops.find((item) => item.hop === hop)?.state ?? 'not-applicable';
    return STILL_TRUE[before].includes(state) ? [] : [`${hop} was ${before} and is ${state}: ${statement}`];
  });
  const recovered = part.verdict === 'healthy' && whole.verdict !== 'healthy';
  return [...hops, ...(recovered ? [`${whole.verdict} became healthy`] : [])];
}

describe.each([...healthyOnes, ...brokenWorlds])('$rule: $fault', (world) => {
  const snapshot = world.build();
  const operations = [...new Set(snapshot.scopes.flatMap((scope) => scope.calls.map((call) => call.operation)))];
  const whole = diagnoseWorld(world);

  it.each(Object.entries(WAYS))('an operation that is %s turns nothing good or bad, only unknown', (_, way) => {
    const said = operations.flatMap((operation) => {
      const part = diagnoseWorld(world, way(snapshot, operation));
      return whole === undefined || part === undefined
        ? []
        : untruths(whole, part).map((untruth) => `without ${operation}: ${untruth}`);
    });
    expect(said).toEqual([]);
  });
});
