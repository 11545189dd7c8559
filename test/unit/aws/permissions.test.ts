import { readdir, readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { OPERATIONS, type Operation } from '../../../src/aws/operations.ts';
import { permissionsPage } from '../../../src/aws/permissions-page.ts';
import { permissions, POLICY_PURPOSES, policyFor, type PolicyPurpose } from '../../../src/aws/permissions.ts';
import { CASES } from '../core/cases.ts';
import { diagnoseWorld } from '../core/fixture.ts';

function actionsOf(purpose: PolicyPurpose): readonly string[] {
  return policyFor(purpose).Statement.flatMap((statement) => statement.Action);
}

function actionsOfTiers(...tiers: readonly Operation['tier'][]): readonly string[] {
  const operations = Object.values<Operation>(OPERATIONS).filter((operation) => tiers.includes(operation.tier));
  return [...new Set(operations.flatMap((operation) => operation.actions ?? [operation.name]))].sort();
}

/** What may be called without a permission. */
const FREE = new Set<string>(
  Object.values<Operation>(OPERATIONS)
    .filter((operation) => operation.actions?.length === 0)
    .map((operation) => operation.name),
);

/** The IAM action of an AWS CLI command: `elbv2 set-security-groups` is `elasticloadbalancing:SetSecurityGroups`. */
function actionOf(command: string): string {
  const [service = '', operation = ''] = command.split(' ');
  const name = operation.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  // Route 53 alone writes VPC in capitals.
  const written = service === 'route53' ? name.replace('Vpc', 'VPC') : name;
  const names: Readonly<Record<string, string>> = { elbv2: 'elasticloadbalancing', 'service-quotas': 'servicequotas' };
  return `${names[service] ?? service}:${written}`;
}

/** What the rules' sources print, whether or not an example reaches it. */
async function commandsInSources(): Promise<readonly string[]> {
  const folder = new URL('../../../src/core/rules/', import.meta.url);
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    /(?:^|\/)(?:pl-[^/]*|subject|entry-command)\.ts$/.test(name),
  );
  const sources = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
  const calls = sources.flatMap((source) => source.match(/\bawsCommand\(|\bcommand: /g) ?? []);
  const commands = sources.flatMap((source) =>
    [...source.matchAll(/(?:\bawsCommand\(\s*'|\bcommand: 'aws )([a-z0-9-]+ [a-z0-9-]+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  expect(commands, 'every command is written out in its rule').toHaveLength(calls.length);
  return commands;
}

describe('policies', () => {
  test('"read" is what the tree and a topology take', () => {
    expect(actionsOf('read')).toEqual(actionsOfTiers(0, 1));
  });

  test('"diagnose" is what any operation takes', () => {
    expect(actionsOf('diagnose')).toEqual(actionsOfTiers(0, 1, 2, 'asked'));
    expect(actionsOf('diagnose')).toContain('ec2:DescribeVpcs');
    expect(actionsOf('diagnose').filter((action) => action.startsWith('sts:'))).toEqual([]);
  });

  test('"act" also allows every command that the examples of the rules print', () => {
    const printed = CASES.flatMap((item) =>
      diagnoseWorld(item.change, {
        ...(item.id !== undefined && { id: item.id }),
        ...(item.sides !== undefined && { sides: item.sides }),
        ...item.options,
      }).findings.flatMap((finding) => finding.commands.map(({ command }) => command)),
    );
    const needed = new Set(printed.map((command) => actionOf(command.replace(/^aws /, ''))));
    expect(needed.size).toBeGreaterThan(10);
    expect([...needed].filter((action) => !actionsOf('act').includes(action) && !FREE.has(action))).toEqual([]);
  });

  test('"act" allows every command that is written in a rule, and no more', async () => {
    const needed = new Set((await commandsInSources()).map(actionOf));
    const allowed = new Set([...needed, ...actionsOf('diagnose')]);
    expect([...actionsOf('act')].sort()).toEqual([...allowed].filter((action) => !FREE.has(action)).sort());
  });

  test('"diagnose" changes nothing', () => {
    for (const action of actionsOf('diagnose')) expect(action).toMatch(/^[a-z0-9-]+:(Describe|Get|List|Lookup|Search)/);
  });

  test.each(POLICY_PURPOSES)('"%s" is one that IAM takes', (purpose) => {
    const policy = policyFor(purpose);
    const actions = actionsOf(purpose);
    expect(new Set(actions).size).toBe(actions.length);
    for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/);
    for (const { Action } of policy.Statement) expect(Action).toEqual([...Action].sort());
    const sids = policy.Statement.map((statement) => statement.Sid);
    expect(new Set(sids).size).toBe(sids.length);
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: white space does not count.
    expect(JSON.stringify(policy).length).toBeLessThan(6144);
  });
});

describe('the page of permissions', () => {
  test('is what the operations say: write it again with "node scripts/permissions-doc.mjs"', async () => {
    const page = new URL('../../../docs/permissions.md', import.meta.url);
    const options = { ...(await resolveConfig(page)), parser: 'markdown' };
    expect(await readFile(page, 'utf8')).toBe(await format(permissionsPage(), options));
  });

  test('has every action once, with what it is for', () => {
    const all = permissions();
    expect(new Set(all.map((item) => item.action)).size).toBe(all.length);
    for (const { action, purposes } of all) {
      expect(purposes.length, action).toBeGreaterThan(0);
      expect(permissionsPage()).toContain(`| \`${action}\` |`);
    }
  });
});
