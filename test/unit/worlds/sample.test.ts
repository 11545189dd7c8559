import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { parseSnapshot, serializeSnapshot } from '../../../src/core/model/snapshot.ts';
import { sampleEstate } from '../../worlds/sample.ts';

const file = join(import.meta.dirname, '../../../samples/two-companies.plsnap.json');
const committed = readFileSync(file, 'utf8');
const inventory = buildInventory([parseSnapshot(committed, file)]);
const diagnosis = diagnose(inventory, { now: inventory.capturedAt });

describe('the bundled sample', () => {
  it('is what scripts/build-sample.mjs writes', () => {
    expect(committed).toBe(serializeSnapshot(sampleEstate()));
  });

  it('holds two companies with about two dozen endpoints and five services', () => {
    expect(inventory.scopes.map((scope) => scope.profiles[0])).toEqual(['larkspur-prod', 'meridian-prod']);
    expect(inventory.endpoints.size).toBe(26);
    expect(inventory.services.size).toBe(5);
  });

  it('shows each fault at the right hop, and whose it is', () => {
    const broken = diagnosis.subjects.flatMap(({ kind, name, verdict, rootCause }) =>
      rootCause === undefined
        ? []
        : [`${kind} ${name}: ${verdict}, ${rootCause.rule} at ${rootCause.hop}, ${rootCause.owner}`],
    );
    expect(broken.sort()).toMatchInlineSnapshot(`
      [
        "endpoint batch-sqs: broken, PL-ACL-001 at network-acl, consumer",
        "endpoint ledger-query: broken, PL-NLB-008 at load-balancer, provider",
        "endpoint orders-dynamodb: broken, PL-RT-001 at route-table, consumer",
        "endpoint orders-secretsmanager: degraded, PL-SG-001 at endpoint-security-group, consumer",
        "endpoint payments-reports: broken, PL-LIF-001 at acceptance, provider",
        "endpoint payments-settlement: broken, PL-LIF-002 at acceptance, provider",
        "endpoint shared-ec2messages: broken, PL-DNS-002 at dns, consumer",
        "endpoint shared-ssm: broken, PL-DNS-002 at dns, consumer",
        "endpoint shared-ssmmessages: broken, PL-DNS-002 at dns, consumer",
        "endpoint statements-export: broken, PL-NLB-004 at targets, provider",
        "service ledger-query: broken, PL-NLB-008 at load-balancer, provider",
        "service statements-export: broken, PL-NLB-004 at targets, provider",
      ]
    `);
  });

  it('has more healthy subjects than broken ones', () => {
    const of = (verdict: string): number => diagnosis.subjects.filter((subject) => subject.verdict === verdict).length;
    expect(of('healthy')).toBeGreaterThan(of('broken'));
    expect(of('unknown')).toBe(0);
    expect(of('degraded')).toBeGreaterThan(0);
  });
});
