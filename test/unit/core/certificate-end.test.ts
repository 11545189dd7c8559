import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { tlsEstate } from '../../worlds/broken/nlb.ts';
import { CAPTURED_AT, snapshotOf } from '../../worlds/world.ts';

/* What depends on the clock cannot be a world: those are also read over the wire, at the time of the day. */

function said(NotAfter: string): readonly string[] {
  const estate = tlsEstate({ NotAfter })();
  const diagnosis = diagnose(buildInventory([snapshotOf(estate.world)]), {
    now: CAPTURED_AT,
    ids: [estate.service.id],
  });
  return diagnosis.subjects.flatMap(({ findings }) =>
    findings.filter(({ rule }) => rule === 'PL-NLB-017').map(({ effect, message }) => `${effect}: ${message}`),
  );
}

describe('a certificate that ends', () => {
  it('is not spoken of thirty days ahead', () => {
    expect(said('2026-04-01T09:30:00.000Z')).toEqual([]);
  });

  it('is remarked on from then', () => {
    expect(said('2026-04-01T09:29:59.000Z')).toEqual([
      'hygiene: The certificate of TLS:443 ends on 2026-04-01T09:29:59.000Z, in 29 days.',
    ]);
  });

  it('is still good in its last hour', () => {
    expect(said('2026-03-02T10:00:00.000Z')).toEqual([
      'hygiene: The certificate of TLS:443 ends on 2026-03-02T10:00:00.000Z, in 0 days.',
    ]);
  });

  it('impairs the path from the moment that it ended', () => {
    expect(said(CAPTURED_AT)).toEqual([`impairs: The certificate of TLS:443 ended on ${CAPTURED_AT}.`]);
  });
});
