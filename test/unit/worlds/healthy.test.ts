import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';

const diagnosis = diagnose(buildInventory([snapshotOf(healthyEstate().world)]), { now: '2026-03-02T09:30:00.000Z' });

describe('a healthy estate with both accounts at hand', () => {
  it('has the four subjects', () => {
    expect(diagnosis.subjects.map((subject) => `${subject.kind} ${subject.name}`).sort()).toEqual([
      'endpoint ecr-api',
      'endpoint payments',
      'endpoint s3',
      'service payments',
    ]);
  });

  it.each(diagnosis.subjects.map((subject) => [`${subject.kind} ${subject.name}`, subject] as const))(
    '%s: every applicable hop passes, and nothing above low is said',
    (_, subject) => {
      const failing = subject.hops.filter((hop) => hop.state !== 'pass' && hop.state !== 'not-applicable');
      expect(failing.map((hop) => `${hop.hop} ${hop.state}: ${hop.statement}`)).toEqual([]);
      expect(subject.verdict).toBe('healthy');
      expect(subject.findings.filter((item) => item.severity !== 'low' && item.severity !== 'info')).toEqual([]);
    },
  );
});
