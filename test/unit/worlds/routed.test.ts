import { describe, expect, it } from 'vitest';
import type { SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { sound } from '../../worlds/broken/faults.ts';
import type { HealthyEstate } from '../../worlds/healthy.ts';
import {
  centralEstate,
  OFFICE,
  officeEstate,
  peeredEstate,
  transitEstate,
  type PeeredEstate,
} from '../../worlds/routed.ts';
import { textOf } from '../../worlds/world.ts';
import { diagnoseWorld } from './diagnose-world.ts';

/** What is said of an estate's subject, asked as the command line would. */
function diagnosed<E extends HealthyEstate>(
  base: () => E,
  args: (estate: E) => readonly string[],
  subject?: (estate: E) => string,
): SubjectDiagnosis {
  const world = sound('no rule', { what: '', base });
  const estate = base();
  const found = diagnoseWorld({ ...world, args: args(estate), subject: subject?.(estate) ?? estate.endpoint.id });
  if (found === undefined) throw new Error('The world has no such subject');
  return found;
}

function open(subject: SubjectDiagnosis): readonly string[] {
  return subject.hops
    .filter(({ state }) => state !== 'pass' && state !== 'not-applicable')
    .map(({ hop, state, statement }) => `${hop} ${state}: ${statement}`);
}

function loud(subject: SubjectDiagnosis): readonly string[] {
  return subject.findings
    .filter(({ severity }) => severity !== 'low' && severity !== 'info')
    .map(({ rule, message }) => `${rule}: ${message}`);
}

describe('a client in a peered VPC that uses the endpoint’s own name', () => {
  it.each([
    ['a network interface’s address', ({ spoke }: PeeredEstate) => spoke.subnets[0]?.address(20) ?? ''],
    ['a subnet', ({ spoke }: PeeredEstate) => spoke.subnets[1]?.id ?? ''],
    ['the whole VPC', ({ spoke }: PeeredEstate) => spoke.cidr],
  ])('%s: every applicable hop passes', (_, source) => {
    const subject = diagnosed(peeredEstate, (estate) => ['--source', source(estate), '--name', estate.ownName]);
    // Which network ACL and groups a whole VPC has is not one answer.
    const isWhole = source(peeredEstate()).endsWith('/16');
    expect(open(subject).filter((line) => !isWhole || !line.startsWith('source'))).toEqual([]);
    expect(loud(subject)).toEqual([]);
    expect(subject.verdict).toBe(isWhole ? 'unknown' : 'healthy');
  });

  it('says over what', () => {
    const estate = peeredEstate();
    const subject = diagnosed(peeredEstate, ({ spoke, ownName }) => [
      ...['--source', spoke.subnets[0]?.id ?? '', '--name', ownName],
    ]);
    const source = subject.hops.find(({ hop }) => hop === 'source');
    expect(source?.statement).toContain(textOf(estate.peering, 'VpcPeeringConnectionId'));
  });

  it('with private DNS and no name, only the names are unknown', () => {
    const subject = diagnosed(peeredEstate, ({ spoke }) => ['--source', spoke.subnets[0]?.id ?? '']);
    expect(open(subject)).toEqual([expect.stringMatching(/^dns unknown: .*payments\.example\.com.*public DNS/)]);
    expect([subject.verdict, loud(subject)]).toEqual(['unknown', []]);
  });
});

describe('a client over a transit gateway', () => {
  it('is healthy where its routes, attachments and tables were read', () => {
    const subject = diagnosed(transitEstate, ({ spoke, ownName }) => [
      ...['--source', spoke.subnets[0]?.address(20) ?? '', '--name', ownName],
    ]);
    expect(open(subject)).toEqual([]);
    expect([subject.verdict, loud(subject)]).toEqual(['healthy', []]);
  });

  it('reaches an endpoint for all by the name that a private zone gives it', () => {
    const subject = diagnosed(
      centralEstate,
      ({ spoke, sharedName }) => ['--source', spoke.subnets[0]?.address(20) ?? '', '--name', sharedName],
      ({ central }) => central.id,
    );
    expect(open(subject)).toEqual([]);
    expect([subject.verdict, loud(subject)]).toEqual(['healthy', []]);
  });
});

describe('a client in the office', () => {
  it('is unknown at its own network and names, and at nothing else', () => {
    const subject = diagnosed(officeEstate, () => ['--source', OFFICE]);
    expect(open(subject)).toEqual([
      expect.stringMatching(/^dns unknown: .*DNS servers in the network of 192\.168\.40\.7/),
      expect.stringMatching(/^source unknown: .*behind vgw-0a1b2c3d4e5f60718/),
    ]);
    expect([subject.verdict, loud(subject)]).toEqual(['unknown', []]);
  });
});
