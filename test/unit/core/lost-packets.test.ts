// What is said of ways that are closed, by a VPC's own routes and by a transit gateway's.
import { describe, expect, test } from 'vitest';
import type { Closed } from '../../../src/core/reachability/way.ts';
import { evidenceOf, looksAt, transitFixOf } from '../../../src/core/rules/lost-packets.ts';
import { isProvenByHealth, type TargetPath } from '../../../src/core/rules/nlb/target-paths.ts';

const closed = (more: Partial<Closed>): Closed => ({
  kind: 'closed',
  cause: 'route',
  why: 'it is lost',
  isPart: false,
  lacksRoute: false,
  evidence: [],
  ...more,
});
const own = closed({ table: { id: 'rtb-1' } as Closed['table'] & object });
const other = closed({ table: { id: 'rtb-2' } as Closed['table'] & object });
const transit = closed({
  table: { id: 'rtb-3' } as Closed['table'] & object,
  transit: { gatewayId: 'tgw-1', region: 'eu-west-1', attachmentId: 'tgw-attach-1', tableId: 'tgw-rtb-1' },
});
const SEARCH =
  'aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id tgw-rtb-1 --filters Name=state,Values=active,blackhole --region eu-west-1';

test('evidence stands once, however many ways it closes', () => {
  const item = { resource: 'rtb-1', field: 'Routes', value: '10.0.0.0/16 → pcx-1' };
  const another = { ...item, value: 'none' };
  const ways = [closed({ evidence: [item] }), closed({ evidence: [item, another] })];
  expect(evidenceOf(ways)).toEqual([item, another]);
});

describe('what shows where packets are lost', () => {
  const commands = (...ways: readonly Closed[]): readonly string[] =>
    looksAt('us-east-1', ways).map(({ command }) => command);

  test('is the VPCs’ tables, each once', () => {
    expect(commands(own, other, own)).toEqual([
      'aws ec2 describe-route-tables --route-table-ids rtb-1 rtb-2 --region us-east-1',
    ]);
  });

  test('is the transit gateway’s table alone where it is that, and not the VPC’s, which is right', () => {
    expect(commands(transit, transit)).toEqual([SEARCH]);
    expect(commands(transit, own)).toEqual([
      SEARCH,
      'aws ec2 describe-route-tables --route-table-ids rtb-1 --region us-east-1',
    ]);
  });
});

test('a transit gateway’s own words for the fix stand where nothing else is to be mended', () => {
  const words = expect.stringContaining('Add the missing route to tgw-rtb-1') as string;
  expect(transitFixOf([transit, transit])).toEqual({ fix: words });
  expect(transitFixOf([transit, own])).toEqual({});
  expect(transitFixOf([own])).toEqual({});
  expect(transitFixOf([])).toEqual({});
});

test('health proves the way to targets only where it is known what it proves', () => {
  const path = { flows: [] } as unknown as TargetPath;
  const flow = { transport: 'tcp', port: 443, purpose: 'traffic' } as const;
  expect(isProvenByHealth([path])).toBe(true);
  expect(isProvenByHealth([path, { ...path, flows: [flow] }])).toBe(false);
  expect(isProvenByHealth([path, { ...path, gap: { reason: 'malformed', missing: ['HealthCheckPort'] } }])).toBe(false);
});
