// What each zone holds, as a page: the same numbers as in the table for a terminal, zone by zone.
import { expect, test } from 'vitest';
import { renderZonesMarkdown } from '../../../src/core/impact/markdown.ts';
import type { ZoneMatrix } from '../../../src/core/impact/types.ts';
import { askHealthy, groupCrosses, health, secondEndpoint, type Asked } from './support.ts';

const at = { capturedAt: '2026-03-01T12:00:00.000Z', unread: [] };

/** The cells of each row of the table that follows a heading. */
function rowsUnder(page: string, heading: string): readonly (readonly string[])[] {
  const lines = page.split('\n');
  const start = lines.indexOf(heading);
  expect(start, `${heading} in ${page}`).toBeGreaterThanOrEqual(0);
  const table = lines.slice(start + 1).findIndex((line) => line.startsWith('|'));
  const rows: string[][] = [];
  for (const line of lines.slice(start + 1 + table + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  }
  return rows;
}

const pageOf = ({ matrix }: Pick<Asked, 'matrix'>): string => renderZonesMarkdown(matrix(), at);

test('a zone that fails: each that has something there, with what stands there and what becomes of it', () => {
  const asked = askHealthy();
  const rows = rowsUnder(pageOf(asked), '## If use1-az1 fails');
  const own = rows.find(([name]) => name?.includes(asked.estate.endpoint.id));
  expect(own?.slice(1, 9)).toEqual([
    'loses this zone',
    asked.estate.service.id,
    'yes',
    'yes',
    'yes',
    '1 of 1',
    'off',
    'no',
  ]);
  expect(own).toHaveLength(9);
  expect(pageOf(asked)).toMatch(
    new RegExp(
      `^- \\*\\*loses this zone:\\*\\* It goes on in use1-az2\\..* payments \\(${asked.estate.endpoint.id}\\)`,
      'm',
    ),
  );
  const zoned = asked.matrix().subjects.filter(({ zones }) => zones.some(({ zoneId }) => zoneId === 'use1-az1'));
  expect(rows).toHaveLength(zoned.length);
});

test('what stops stands first and bold, and is counted in the overview', () => {
  let second = '';
  const asked = askHealthy((estate) => {
    groupCrosses(estate, 'false');
    second = secondEndpoint(estate, estate.endpointSubnets.slice(0, 1));
  });
  const page = pageOf(asked);
  const [first] = rowsUnder(page, '## If use1-az1 fails');
  expect(first?.[0]).toContain(second);
  expect(first?.[1]).toBe('**stops**');
  const answers = asked.matrix().subjects.flatMap(({ zones }) => zones.filter(({ zoneId }) => zoneId === 'use1-az1'));
  const count = (answer: string): string => String(answers.filter(({ ifFails }) => ifFails.answer === answer).length);
  expect(rowsUnder(page, '# What if an Availability Zone fails').find(([zone]) => zone === 'use1-az1')).toEqual([
    'use1-az1',
    ...['stops', 'unknown', 'loses-this-zone', 'keeps-working'].map(count),
  ]);
});

test('what the accounts call a zone stands below its id', () => {
  const { matrix, estate } = askHealthy();
  const { consumer, provider } = { consumer: estate.endpointSubnets[0], provider: estate.providerVpc.subnets[0] };
  const page = renderZonesMarkdown(matrix(estate.endpoint.id), at);
  expect(page).toContain(`${consumer?.zoneName ?? ''} in account 111122223333`);
  expect(page).toContain(`${provider?.zoneName ?? ''} in account 444455556666`);
});

test('what may be missing is said before any answer', () => {
  const { matrix } = askHealthy();
  const unread = [{ operation: 'ec2:DescribeVpcEndpoints', account: '777788889999', region: 'us-east-1' }];
  const page = renderZonesMarkdown(matrix(), { ...at, unread });
  expect(page.indexOf('ec2:DescribeVpcEndpoints was not read in full in account 777788889999')).toBeGreaterThan(0);
  expect(page.indexOf('Not read in full')).toBeLessThan(page.indexOf('| Zone'));
});

test('an answer that nobody knows is neither a stop nor a pass', () => {
  const asked = askHealthy((estate) => {
    health(estate, 'initial', 'initial');
  });
  const row = rowsUnder(pageOf(asked), '## If use1-az1 fails').find(([name]) =>
    name?.includes(asked.estate.service.id),
  );
  const answer = asked
    .matrix()
    .subjects.find(({ id }) => id === asked.estate.service.id)
    ?.zones.find(({ zoneId }) => zoneId === 'use1-az1')?.ifFails.answer;
  expect(row?.[1]).toBe(answer);
  expect(answer).toBe('unknown');
});

test('what lies in no zone, targets elsewhere, listeners that stop, and an empty estate are told', () => {
  const base: ZoneMatrix = {
    version: 1,
    subjects: [
      {
        ...{ kind: 'endpoint', id: 'vpce-1', name: 'a|b<i>', type: 'Gateway', account: '1', region: 'r' },
        ...{ verdict: 'unknown', note: 'It lies in no zone.', outside: { healthy: 1, total: 2 } },
        targetGroups: [],
        zones: [
          {
            ...{ zoneId: 'use1-az1', names: [], subnetIds: [], loadBalancerSubnetIds: [] },
            ifFails: { answer: 'stops', why: 'Nothing is left.', listeners: ['TCP:443'] },
          },
        ],
      },
    ],
  };
  const page = renderZonesMarkdown(base, at);
  expect(page).toContain('- a\\|b&lt;i&gt; (vpce-1): It lies in no zone.');
  expect(page).toContain('- **stops:** Nothing is left. a\\|b&lt;i&gt; (vpce-1)');
  expect(page).toContain('1 of 2 targets outside the VPC healthy');
  expect(rowsUnder(page, '## If use1-az1 fails')[0]?.slice(0, 5)).toEqual([
    'endpoint a\\|b&lt;i&gt; `vpce-1`',
    '**stops on TCP:443**',
    '-',
    '-',
    '-',
  ]);
  expect(renderZonesMarkdown({ version: 1, subjects: [] }, at)).toContain(
    'No endpoint and no endpoint service was read.',
  );
});
