import { describe, expect, test } from 'vitest';
import { renderComparisonMarkdown } from '../../../src/core/compare/markdown.ts';
import { renderComparisonText } from '../../../src/core/compare/text.ts';
import type { Comparison } from '../../../src/core/compare/types.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { healthyEstate, PROVIDER } from '../../worlds/healthy.ts';
import { groupItem } from '../../worlds/network.ts';
import { denied } from '../../worlds/unread.ts';
import { tagsOf } from '../../worlds/world.ts';
import { comparisonOf, estateWith } from './support.ts';

const healthy = estateWith();
const { endpoint, endpointGroupId, awsEndpoint } = healthyEstate();

/** Something got worse, something went, something came, and something can be read by nobody. */
const busy = (): Comparison => {
  const after = estateWith(({ consumer, provider }) => {
    groupItem(consumer, endpointGroupId)['IpPermissions'] = [];
    consumer.tables['ec2:DescribeVpcEndpoints'].pop();
    provider.tables['ec2:DescribeVpcEndpointConnectionNotifications'].splice(0);
  });
  return comparisonOf(denied(healthy, 'ec2:DescribeRouteTables', PROVIDER), after);
};

describe('the text', () => {
  test('begins with the answer and names what differs', () => {
    const text = renderComparisonText(busy());
    expect(text.split('\n')[0]).toBe('2 verdicts got worse, 2 removed, 1 changed, 1 not comparable.');
    expect(text).toContain(`▼ worse  endpoint payments (${endpoint.id}), 111122223333 us-east-1: healthy → broken`);
    expect(text).toMatch(/\+ PL-SG-002 .+: sg-\w+\n/);
    expect(text).toMatch(/Removed:\n {2}VPC endpoint s3 \(vpce-\w+\), 111122223333 us-east-1: healthy\n/);
    expect(text).toMatch(/IpPermissions: - tcp\/443 from 10\.20\.0\.0\/16, - tcp\/443 from sg-/);
    expect(text).toContain(
      '1 route table of 444455556666 us-east-1 only after; before, missing permission: ec2:DescribeRouteTables',
    );
    expect(text).toContain('444455556666 us-east-1: ec2:DescribeRouteTables denied before');
  });

  test('says that nothing differs only where everything was read on both sides', () => {
    expect(renderComparisonText(comparisonOf(healthy, healthy)).split('\n')[0]).toBe('No difference.');
    const unread = denied(healthy, 'ec2:DescribePrefixLists');
    expect(renderComparisonText(comparisonOf(unread, unread)).split('\n')[0]).toBe(
      'No difference in what both sides have read.',
    );
  });

  test('says that a finding could not be judged before', () => {
    const after = estateWith(({ consumer }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [];
    });
    const text = renderComparisonText(comparisonOf(denied(healthy, 'ec2:DescribeSecurityGroups'), after));
    expect(text.split('\n')[0]).toBe('4 verdicts unknown on one side, 6 not comparable.');
    expect(text).toMatch(
      /\+ PL-SG-002 .+ \(could not be judged before: missing permission: ec2:DescribeSecurityGroups\)/,
    );
  });
});

describe('Markdown', () => {
  test('has the same content', () => {
    const page = renderComparisonMarkdown(busy());
    expect(page).toContain('**2 verdicts got worse, 2 removed, 1 changed, 1 not comparable.**');
    expect(page).toContain(`| ▼ worse | endpoint payments (${endpoint.id}) | healthy | broken |`);
    expect(page).toContain(`| ▼ worse | endpoint ecr-api (${awsEndpoint.id}) | healthy | broken |`);
    expect(page).toMatch(/ {2}- `IpPermissions`\n {4}- removed `tcp\/443 from 10\.20\.0\.0\/16`/);
    expect(page).toContain('## Not read on both sides');
  });
});

test('a name is never markup, a cell, a line or a control sequence', () => {
  const hostile =
    '<img src=x onerror=alert(1)> | a [b](javascript:c) `d` **e**\n# f \u001b[31m\u202e ${g} &amp; \u2028';
  const named = (name: string): Snapshot =>
    estateWith((estate) => {
      estate.endpoint.raw['Tags'] = tagsOf({ Name: name, [name]: name });
      estate.endpoint.raw['FailureReason'] = name;
      estate.endpoint.raw['State'] = 'failed';
      estate.service.listeners.splice(0);
      groupItem(estate.consumer, endpointGroupId)['Tags'] = tagsOf({ Name: name });
    });
  for (const comparison of [
    comparisonOf(healthy, named(hostile)),
    comparisonOf(named(hostile), named('x')),
    comparisonOf(named(hostile), denied(named(hostile), 'ec2:DescribeSecurityGroups')),
  ]) {
    const text = renderComparisonText(comparison);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2028]/);
    expect(text).not.toMatch(/^# f/m);
    const page = renderComparisonMarkdown(comparison);
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2028]/);
    expect(page).not.toMatch(/^# f/m);
    // Inside code nothing is markup; outside nothing may be left of it.
    const prose = page.replaceAll(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, 'code');
    expect(prose).not.toContain('<img');
    expect(prose).not.toMatch(/(?<!\\)\[b/);
    const tables = page.split('\n\n').filter((block) => block.startsWith('| '));
    for (const table of tables) {
      const cells = table.split('\n').map((line) => line.match(/(?<!\\)\|/g)?.length);
      expect(new Set(cells).size, table).toBe(1);
    }
  }
});
