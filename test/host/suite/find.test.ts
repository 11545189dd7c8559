import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { show } from '../../../src/extension/commands/find.ts';
import { findItems } from '../../../src/views/find-item.ts';
import type { FindResult } from '../../../src/core/find/types.ts';
import { ownSession, samplePath } from './support.ts';

describe('the box that finds', () => {
  const own = ownSession();
  const shown: string[] = [];
  const parts = {
    session: own.session,
    explorer: {
      reveal: (resource: string) => {
        shown.push(`tree ${resource}`);
        return Promise.resolve(true);
      },
    },
    panels: {
      open: (subject?: string, focus?: string) => {
        shown.push(`diagram ${subject ?? ''} ${focus ?? ''}`);
      },
    },
  };
  const best = async (query: string, kind: string): Promise<FindResult> => {
    const { results } = await own.session.call('find', { query });
    const found = results.find((result) => result.kind === kind);
    assert(found, `${query} finds no ${kind}`);
    return found;
  };
  before(async () => {
    await own.session.open({ kind: 'sample', path: samplePath() });
  });
  after(() => {
    own.dispose();
  });

  it('names each result, its place and why it is there', async () => {
    const [item] = findItems(await own.session.call('find', { query: 'ledger-query' }), false);
    assert.equal(item?.label, 'ledger-query');
    assert.match(item.description ?? '', /^VPC endpoint · vpce-[0-9a-f]{17} · 111122223333 · us-east-1$/);
    assert.equal(item.detail, 'name is ledger-query');
    assert.equal(item.buttons?.length, 1);
  });

  it('says that nothing was found, and only in what was read where there are gaps', async () => {
    const found = await own.session.call('find', { query: 'vpce-0fedcba9876543210' });
    assert.deepEqual(
      findItems(found, true).map((item) => item.label),
      ['Not found'],
    );
    const gap = { operation: 'ec2:DescribeVpcEndpoints', account: '1', region: 'r', why: 'denied' } as const;
    const items = findItems({ ...found, gaps: [gap], proved: false, more: 3 }, true);
    assert.deepEqual(
      items.map((item) => item.label),
      ['Not found in what was read', '3 more: a longer query narrows them', 'Not everything was read'],
    );
    assert.match(items.at(-1)?.detail ?? '', /ec2:DescribeVpcEndpoints denied/);
    assert(items.every((item) => item.result === undefined));
  });

  it('shows a member in the tree, what the tree lacks on the diagram, and copies the id of anything else', async () => {
    const member = await best('10.20.0.0/16', 'subnet');
    const group = await best('orders-endpoints', 'security-group');
    const options = await best('AmazonProvidedDNS', 'dhcp-options');
    for (const result of [group, options]) await show(parts, result);
    assert.deepEqual(shown.splice(0), [`diagram ${group.subject ?? ''} ${group.id}`]);
    assert.equal(await vscode.env.clipboard.readText(), options.id);
    const endpoint = await best('ledger-query', 'vpc-endpoint');
    await show(parts, endpoint);
    const target = await best('tcp/443', 'listener');
    await show(parts, target);
    assert.deepEqual(shown.splice(0), [`tree ${endpoint.id}`, `diagram ${target.subject ?? ''} ${target.id}`]);
    await show(parts, member);
    assert.equal(shown.length, 1);
  });
});
