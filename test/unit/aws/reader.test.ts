import { describe, expect, it } from 'vitest';
import { createLedger } from '../../../src/aws/ledger.ts';
import { OPERATIONS, type Operation } from '../../../src/aws/operations.ts';
import { createReader, type Reader } from '../../../src/aws/plan/reader.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import type { SnapshotCall } from '../../../src/core/model/snapshot.ts';

const OLD = '2026-03-02T09:00:00.000Z';
const NOW = '2026-03-02T10:00:00.000Z';

function row(operation: Operation, params: JsonObject, given: Partial<SnapshotCall> = {}): SnapshotCall {
  return { operation: operation.name, params, status: 'ok', complete: true, capturedAt: NOW, output: {}, ...given };
}

/** A reader with what it sent. */
function reader(
  known: readonly SnapshotCall[] = [],
  since = '',
): { readonly of: Reader; readonly sent: JsonObject[]; readonly rows: () => readonly SnapshotCall[] } {
  const sent: JsonObject[] = [];
  const ledger = createLedger(known, since);
  const of = createReader(
    { account: '111122223333', region: 'us-east-1' },
    ledger,
    (operation, params) => {
      sent.push(params);
      return Promise.resolve(row(operation, params));
    },
    (operation) => {
      ledger.enter(row(operation, {}, { status: 'not-asked', complete: false }));
    },
  );
  return { of, sent, rows: ledger.rows };
}

const about = (...values: readonly string[]): JsonObject => ({ Filters: [{ Name: 'vpc-id', Values: values }] });

describe('a reader', () => {
  it('sends each request once, whoever needs it', async () => {
    const { of, sent } = reader();
    await Promise.all([of.ask(OPERATIONS.vpcs), of.ask(OPERATIONS.vpcs)]);
    await of.ask(OPERATIONS.vpcs);
    expect(sent).toEqual([{}]);
  });

  it('asks about values that nobody has asked about, also while others are under way', async () => {
    const { of, sent } = reader();
    await Promise.all([
      of.askAbout(OPERATIONS.subnets, 'vpc-id', ['vpc-b', 'vpc-a']),
      of.askAbout(OPERATIONS.subnets, 'vpc-id', ['vpc-b', 'vpc-c']),
    ]);
    await of.askAbout(OPERATIONS.subnets, 'vpc-id', ['vpc-a', 'vpc-c']);
    expect(sent).toEqual([about('vpc-a', 'vpc-b'), about('vpc-c')]);
  });

  it('asks nothing about no values: AWS would take an empty list for everything', async () => {
    const { of, sent } = reader();
    expect(await of.askAbout(OPERATIONS.subnets, 'vpc-id', [])).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('asks about at most 200 values, or 20 ARNs, at once', async () => {
    const { of, sent } = reader();
    const ids = Array.from({ length: 401 }, (_, i) => `vpc-${i}`);
    await of.askAbout(OPERATIONS.subnets, 'vpc-id', ids);
    expect(sent.map((params) => (params['Filters'] as { Values: string[] }[])[0]?.Values.length)).toEqual([
      200, 200, 1,
    ]);
    await of.askAbout(OPERATIONS.loadBalancers, 'LoadBalancerArns', ids.slice(0, 21));
    expect(sent.slice(3).map((params) => (params['LoadBalancerArns'] as string[]).length)).toEqual([20, 1]);
  });

  it('takes a listing of everything for an answer about some', async () => {
    const { of, sent } = reader();
    const listing = await of.ask(OPERATIONS.networkInterfaces);
    expect(await of.askAbout(OPERATIONS.networkInterfaces, 'vpc-id', ['vpc-a'])).toEqual([listing]);
    expect(sent).toEqual([{ IncludeManagedResources: true }]);
  });

  it('uses what is known and fresh, and asks for what is old', async () => {
    const known = [row(OPERATIONS.vpcs, {}), row(OPERATIONS.subnets, {}, { capturedAt: OLD })];
    const { of, sent, rows } = reader(known, NOW);
    await Promise.all([
      of.askAbout(OPERATIONS.vpcs, 'vpc-id', ['vpc-a']),
      of.askAbout(OPERATIONS.subnets, 'vpc-id', ['vpc-a']),
    ]);
    expect(sent).toEqual([about('vpc-a')]);
    expect(rows().map(({ operation, params }) => [operation, params])).toEqual([
      ['ec2:DescribeVpcs', {}],
      ['ec2:DescribeSubnets', {}],
      ['ec2:DescribeSubnets', about('vpc-a')],
    ]);
  });

  it('does not take an incomplete listing for an answer', async () => {
    const { of, sent } = reader([row(OPERATIONS.vpcs, {}, { complete: false, status: 'failed' })]);
    await of.ask(OPERATIONS.vpcs);
    expect(sent).toEqual([{}]);
  });

  it('enters once what could not be asked', () => {
    const { of, rows } = reader();
    of.notAsked(OPERATIONS.listeners);
    of.notAsked(OPERATIONS.listeners);
    expect(rows().map(({ operation, status }) => [operation, status])).toEqual([
      ['elasticloadbalancing:DescribeListeners', 'not-asked'],
    ]);
  });
});
