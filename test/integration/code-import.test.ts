import { describe, expect, test, type TestContext } from 'vitest';
import { collect } from '../../src/aws/collect.ts';
import { generateCode } from '../../src/core/iac/generate.ts';
import type { CodeScope } from '../../src/core/iac/types.ts';
import { buildInventory, type Inventory } from '../../src/core/model/inventory.ts';
import type { SnapshotCall } from '../../src/core/model/snapshot.ts';
import { findTool } from '../tools.ts';
import { CONSUMER, consumerCalls, inventoryOf, latticeCalls, PROVIDER, providerCalls } from '../unit/iac/estate.ts';
import { networkCalls, pathCalls } from '../unit/iac/path-estate.ts';
import { MissingTool, prepared, use, type Prepared } from '../validators/missing.ts';
import { MOTO_REGION, seedForImport } from '../validators/moto-estate.ts';
import { proved, TERRAFORM_OPTIONS, type Proof } from '../validators/options.ts';
import { asAwsAnswers, serveRecorded } from '../validators/recorded.ts';
import { planImport, type ImportPlan } from '../validators/terraform.ts';
import { awsCli, hasAwsCli } from '../wire/aws-cli.ts';
import { startMoto } from '../wire/moto.ts';
import { writeProfiles } from '../wire/profiles.ts';

interface Imported {
  readonly code: string;
  readonly plan: ImportPlan;
}

function needed(name: string): string {
  const found = findTool(name);
  if (found === undefined) throw new MissingTool(`${name} is not on PATH`);
  return found;
}

async function planned(
  inventory: Inventory,
  server: { readonly url: string; readonly region: string },
  scope?: CodeScope,
): Promise<Imported> {
  const ids = [...inventory.services.keys(), ...inventory.resourceConfigurations.keys(), ...inventory.endpoints.keys()];
  const code = generateCode(inventory, ids, 'terraform', { imports: true, ...(scope && { scope }) }).text;
  return { code, plan: await planImport(needed('terraform'), code, server) };
}

/** Made in moto by the AWS CLI, collected as from AWS, written as code, planned by Terraform against the same moto. */
async function inMoto(): Promise<Imported> {
  const [python, program] = [needed('python3'), needed('moto_server')];
  if (!(await hasAwsCli(python))) throw new MissingTool('the AWS CLI is not installed for python3');
  const moto = await startMoto(program);
  const profiles = await writeProfiles({
    moto: { accessKeyId: 'AKIAMOTO', region: MOTO_REGION, endpointUrl: moto.url, settings: { output: 'json' } },
  });
  try {
    await seedForImport(awsCli(python, profiles.environment, 'moto'));
    const { snapshot } = await collect({
      scopes: [{ profile: 'moto' }],
      extras: ['group-rules'],
      environment: profiles.environment,
    });
    return await planned(buildInventory([snapshot]), { url: moto.url, region: MOTO_REGION }, 'path');
  } finally {
    await moto.stop();
    await profiles.remove();
  }
}

/** Answers of AWS, written as code, planned by Terraform against a server that gives the same answers. */
async function fromAnswers(account: string, calls: readonly SnapshotCall[], scope?: CodeScope): Promise<Imported> {
  const server = await serveRecorded(account, 'eu-west-1', calls);
  try {
    return await planned(inventoryOf(account, asAwsAnswers(calls)), { url: server.url, region: 'eu-west-1' }, scope);
  } finally {
    await server.stop();
  }
}

/** What the provider cannot have without a change, whatever the code says: the code says so in a comment. */
const PROVIDERS_OWN = ['aws_lb_target_group.edge'];

const ESTATES = {
  moto: inMoto,
  'the consumer’s answers': () => fromAnswers(CONSUMER, consumerCalls()),
  'VPC Lattice’s answers': () => fromAnswers(CONSUMER, latticeCalls()),
  'the provider’s answers': () => fromAnswers(PROVIDER, providerCalls()),
  'a service network’s answers': () => fromAnswers(CONSUMER, networkCalls(), 'path'),
  'a path’s answers': () => fromAnswers(PROVIDER, pathCalls(), 'path'),
};

const NAMES = Object.keys(ESTATES) as (keyof typeof ESTATES)[];

describe('what exists, as Terraform with import blocks', () => {
  const made = new Map<string, Promise<Prepared<Imported>>>();

  /** Planned when the first test wants it. */
  async function estate(context: Pick<TestContext, 'skip'>, name: keyof typeof ESTATES): Promise<Imported> {
    const plan = made.get(name) ?? prepared(ESTATES[name]);
    made.set(name, plan);
    return use(context, await plan);
  }

  test.for(NAMES)('is imported whole, and nothing is added, changed or destroyed: %s', async (name, context) => {
    const { code, plan } = await estate(context, name);
    const expected = name === 'the provider’s answers' ? PROVIDERS_OWN : [];
    expect(plan.differences.map((difference) => difference.split(' ')[0])).toEqual(expected);
    const imported = code.match(/^import \{/gm)?.length ?? 0;
    expect(imported).toBeGreaterThan(6);
    expect(plan).toMatchObject({ added: 0, changed: expected.length, destroyed: 0 });
    expect(plan.imported).toBe(imported);
  });

  test.for(NAMES)('is formatted as terraform fmt would, and valid: %s', async (name, context) => {
    const { plan } = await estate(context, name);
    expect({ unformatted: plan.unformatted, problems: plan.problems }).toEqual({ unformatted: [], problems: [] });
  });

  test('has each argument that the table of options says is proved so, and no other', async (context) => {
    const argumentsIn = async (...names: readonly (keyof typeof ESTATES)[]): Promise<readonly string[]> => {
      const codes = await Promise.all(names.map((name) => estate(context, name)));
      return [...new Set(codes.flatMap(({ code }) => argumentsOf(code)))].sort();
    };
    const moto = await argumentsIn('moto');
    const recorded = await argumentsIn(...NAMES.filter((name) => name !== 'moto'));
    const found: Record<string, string> = {};
    for (const name of recorded) found[name] = 'recorded';
    for (const name of moto) found[name] = 'moto';
    expect(found).toEqual(Object.fromEntries(optionsProved('moto', 'recorded')));
    console.log(`${proved('moto', 'recorded')} options are plan-clean, ${proved('moto')} of them in moto.`);
  });
});

function optionsProved(...ways: readonly Proof['by'][]): readonly (readonly [string, string])[] {
  return Object.entries(TERRAFORM_OPTIONS).flatMap(([resource, options]) =>
    Object.entries(options).flatMap(([name, { by }]): readonly (readonly [string, string])[] =>
      ways.includes(by) ? [[`${resource}.${name}`, by]] : [],
    ),
  );
}

/** Every argument of every resource that is imported, `aws_lb.access_logs.bucket` for one. */
function argumentsOf(code: string): readonly string[] {
  const found: string[] = [];
  for (const [, type = '', label = '', body = ''] of code.matchAll(/^resource "(\w+)" "(\w+)" \{\n([^]*?)^\}/gm)) {
    if (PROVIDERS_OWN.includes(`${type}.${label}`)) continue;
    let path: string[] = [];
    for (const line of body.split('\n')) {
      const [, indent = '', name = '', sign = ''] = /^( +)(\w+) +(=|\{$)/.exec(line) ?? [];
      const depth = indent.length / 2 - 1;
      if (name === '' || depth > path.length) continue;
      path = path.slice(0, depth);
      if (sign === '{') path.push(name);
      else found.push([type, ...path, name].join('.'));
    }
  }
  return found;
}
