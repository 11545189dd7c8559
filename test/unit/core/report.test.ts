import { readFile, readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../../src/aws/operations.ts';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { renderMarkdown } from '../../../src/core/report/markdown.ts';
import { rulePages } from '../../../src/core/report/rule-pages.ts';
import { renderText } from '../../../src/core/report/text.ts';
import { RULES } from '../../../src/core/rules/registry.ts';
import { shellWord } from '../../../src/core/rules/command.ts';
import { deny, ENDPOINT, GATEWAY, NOW, snapshotOf, world, type Raw, type World } from './fixture.ts';

function diagnosisOf(
  change: (built: World) => void,
  ids?: readonly string[],
  sides?: readonly 'consumer'[],
): Diagnosis {
  const built = world();
  change(built);
  return diagnose(buildInventory([snapshotOf(built, sides)]), { now: NOW, ...(ids === undefined ? {} : { ids }) });
}

const waiting = (built: World): void => {
  const [endpoint] = built.consumer['ec2:DescribeVpcEndpoints']!['VpcEndpoints'] as Raw[];
  Object.assign(endpoint!, { State: 'pendingAcceptance', Tags: [{ Key: 'Name', Value: 'orders' }] });
};

describe('the report for people', () => {
  test('says the verdict, whose it is, and what to run with which impact', () => {
    const text = renderText(diagnosisOf(waiting, [ENDPOINT]));
    expect(text.split('\n')[0]).toBe(
      `BROKEN  orders (${ENDPOINT}) is broken at acceptance: connection waits for the provider to accept it (PL-LIF-001); it is the provider’s to fix.`,
    );
    expect(text).toContain('has waited 9 days for the owner');
    expect(text).toMatch(
      /\$ aws ec2 accept-vpc-endpoint-connections --service-id vpce-svc-\S+ --vpc-endpoint-ids vpce-\S+/,
    );
    expect(text).toContain('impact: run by the service’s owner');
    expect(text).toContain('Configuration was read; traffic was not measured.');
    expect(text).toMatch(/acceptance +✗ fail/);
  });

  test('names the permission that was missing and the side that was not seen', () => {
    const text = renderText(
      diagnosisOf(
        (built) => {
          deny(built.consumer, 'ec2:DescribeNetworkAcls');
        },
        [ENDPOINT],
        ['consumer'],
      ),
    );
    expect(text).toContain(
      'network-acl: missing permission: ec2:DescribeNetworkAcls [PL-ACL-001, PL-ACL-002, PL-ACL-003]',
    );
    expect(text).toContain('targets: on the other side: account 222222222222');
    expect(text).toContain('Denied: ec2:DescribeNetworkAcls (111111111111 us-east-1).');
    expect(text).toContain('Provider side: not visible.');
  });

  test('shows both sides, the path and the zones in Markdown', () => {
    const report = renderMarkdown(diagnosisOf(() => undefined, [ENDPOINT]));
    expect(report).toContain(`# Diagnosis of \`${ENDPOINT}\``);
    expect(report).toContain('Consumer side: no fault found. Provider side: no fault found.');
    expect(report).toContain('| targets | ✓ pass |');
    expect(report).toContain('| use1-az1 | ✓ pass | ✓ pass | ✓ pass |');
    expect(report).toContain('**Configuration was read; traffic was not measured.**');
  });

  test('puts those that need someone first, and a healthy one in one line', () => {
    const lines = renderText(
      diagnosisOf((built) => {
        const endpoints = built.consumer['ec2:DescribeVpcEndpoints']!['VpcEndpoints'] as Raw[];
        Object.assign(endpoints[1]!, { RouteTableIds: [] });
      }),
    ).split('\n');
    expect(lines[0]).toContain(`BROKEN  ${GATEWAY} is broken at route-table`);
    const healthy = lines.findIndex((line) => line.startsWith(`HEALTHY  ${ENDPOINT}`));
    expect(lines[healthy + 1]).toBe('');
  });

  test('says in a report what both owners need of each other, unless there is nothing to ask', () => {
    expect(renderMarkdown(diagnosisOf(() => undefined, [ENDPOINT], ['consumer']))).toContain('## For both sides');
    expect(renderMarkdown(diagnosisOf(() => undefined, [ENDPOINT]))).not.toContain('## For both sides');
  });

  test('lists every subject first when there are several', () => {
    const report = renderMarkdown(diagnosisOf(waiting));
    expect(report).toMatch(/\| orders \(vpce-\w+\) \| broken \| acceptance \(PL-LIF-001\) \| provider \|/);
  });

  test('a name is never markup, a cell, a line or a control sequence', () => {
    const hostile = '<img src=x onerror=alert(1)> | a [b](javascript:c) `d` **e**\n# f \u001b[31m ${g} &amp; \u2028';
    const diagnosis = diagnosisOf((built) => {
      const [endpoint] = built.consumer['ec2:DescribeVpcEndpoints']!['VpcEndpoints'] as Raw[];
      Object.assign(endpoint!, {
        State: 'failed',
        FailureReason: hostile,
        Tags: [{ Key: 'Name', Value: hostile }],
        VpcEndpointId: `vpce-0; rm -rf / \`x\` |`,
      });
    });
    const report = renderMarkdown(diagnosis);
    // Inside code nothing is markup; outside nothing may be left of it.
    const prose = report.replaceAll(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, 'code');
    expect(prose).not.toContain('<img');
    expect(prose).not.toMatch(/(?<!\\)\[b/);
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028]/);
    expect(report).not.toMatch(/^# f/m);
    const tables = report.split('\n\n').filter((block) => block.startsWith('| '));
    expect(tables.length).toBeGreaterThan(5);
    for (const table of tables) {
      const cells = table.split('\n').map((line) => line.match(/(?<!\\)\|/g)?.length);
      expect(new Set(cells).size, table).toBe(1);
    }
    expect(report).toContain("--vpc-endpoint-ids 'vpce-0; rm -rf / `x` |'");
    expect(renderText(diagnosis)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028]/);
  });

  test.each([
    ['vpce-0123', 'vpce-0123'],
    ["it's", "'it'\\''s'"],
    ['$(reboot)', "'$(reboot)'"],
    ['', "''"],
    ['Key=a,Value=true', 'Key=a,Value=true'],
  ])('a shell reads %s as one word', (value, word) => {
    expect(shellWord(value)).toBe(word);
  });
});

describe('the pages of the rules', () => {
  const folder = new URL('../../../docs/rules/', import.meta.url);

  test('are what the rules say: write them again with "node scripts/rule-docs.mjs"', async () => {
    const pages = rulePages(RULES);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
    expect(names).toEqual([...pages.keys()].sort());
    for (const [name, content] of pages) expect(await readFile(new URL(name, folder), 'utf8'), name).toBe(content);
  });

  test('every rule is sourced, has its own id, and reads only what the product may ask', () => {
    const allowed = new Set<string>(Object.values(OPERATIONS).map((operation) => operation.name));
    expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length);
    for (const rule of RULES) {
      expect(rule.docs.length, rule.id).toBeGreaterThan(0);
      for (const url of rule.docs) expect(url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
      for (const requirement of rule.requires) expect(allowed, rule.id).toContain(requirement.operation);
      for (const operation of rule.alsoReads ?? []) expect(allowed, rule.id).toContain(operation);
      for (const id of rule.suppressedBy)
        expect(
          RULES.map((item): string => item.id),
          rule.id,
        ).toContain(id);
    }
  });
});
