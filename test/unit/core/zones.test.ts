// In which zone of an endpoint something is good or not: hops that follow go by it.
import { expect, test } from 'vitest';
import type { HopInstance, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { diagnoseWorld as diagnoseRead } from '../worlds/diagnose-world.ts';
import { deny, diagnoseWorld } from './fixture.ts';

const instancesAt = ({ hops }: SubjectDiagnosis, name: string): readonly HopInstance[] =>
  hops.find(({ hop }) => hop === name)?.instances ?? [];

test('an endpoint that works is told by zone, not by interface', () => {
  expect(instancesAt(diagnoseWorld(), 'endpoint')).toEqual([
    { zoneId: 'use1-az1', state: 'pass' },
    { zoneId: 'use1-az2', state: 'pass' },
  ]);
});

test('where no zone was read, nothing is good of which nobody says what it is', () => {
  const subject = diagnoseWorld((built) => {
    deny(built.consumer, 'ec2:DescribeSubnets');
  });
  const nameless = ({ zoneId, resource }: HopInstance): boolean => zoneId === undefined && resource === undefined;
  expect(instancesAt(subject, 'endpoint').filter(nameless)).toEqual([]);
});

test('an interface that does not tell its zone’s id has that of its subnet', () => {
  const fault = 'only the zone whose target is down was tried, and interfaces do not tell their zone’s id';
  const item = brokenWorlds.find((one) => one.rule === 'PL-NET-014' && one.fault === fault);
  const subject = item === undefined ? undefined : diagnoseRead(item);
  expect(subject === undefined ? [] : instancesAt(subject, 'source')).toContainEqual({
    zoneId: 'use1-az2',
    state: 'fail',
  });
});
