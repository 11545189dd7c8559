import { beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../src/aws/collect.ts';
import { generateCode } from '../../src/core/iac/generate.ts';
import { buildInventory } from '../../src/core/model/inventory.ts';
import { findTool } from '../tools.ts';
import { MissingTool, prepared, use, type Prepared } from '../validators/missing.ts';
import { MOTO_REGION, seedForImport } from '../validators/moto-estate.ts';
import { planImport, type ImportPlan } from '../validators/terraform.ts';
import { awsCli, hasAwsCli } from '../wire/aws-cli.ts';
import { startMoto } from '../wire/moto.ts';
import { writeProfiles } from '../wire/profiles.ts';

interface Imported {
  readonly code: string;
  readonly plan: ImportPlan;
}

/** Made in moto by the AWS CLI, collected as from AWS, written as code, planned by Terraform against the same moto. */
async function imported(): Promise<Imported> {
  const needed = (name: string): string => {
    const found = findTool(name);
    if (found === undefined) throw new MissingTool(`${name} is not on PATH`);
    return found;
  };
  const [python, terraform, program] = [needed('python3'), needed('terraform'), needed('moto_server')];
  if (!(await hasAwsCli(python))) throw new MissingTool('the AWS CLI is not installed for python3');
  const moto = await startMoto(program);
  const profiles = await writeProfiles({
    moto: { accessKeyId: 'AKIAMOTO', region: MOTO_REGION, endpointUrl: moto.url, settings: { output: 'json' } },
  });
  try {
    await seedForImport(awsCli(python, profiles.environment, 'moto'));
    const { snapshot } = await collect({ scopes: [{ profile: 'moto' }], environment: profiles.environment });
    const inventory = buildInventory([snapshot]);
    const ids = [...inventory.services.keys(), ...inventory.endpoints.keys()];
    const code = generateCode(inventory, ids, 'terraform', { imports: true }).text;
    return { code, plan: await planImport(terraform, code, { url: moto.url, region: MOTO_REGION }) };
  } finally {
    await moto.stop();
    await profiles.remove();
  }
}

describe('what exists in moto, as Terraform with import blocks', () => {
  let made: Prepared<Imported> | undefined;

  beforeAll(async () => {
    made = await prepared(imported);
  });

  test('is imported whole, and nothing is added, changed or destroyed', (context) => {
    const { code, plan } = use(context, made);
    expect(plan.differences).toEqual([]);
    expect(plan).toMatchObject({ imported: code.match(/^import \{/gm)?.length, added: 0, changed: 0, destroyed: 0 });
  });

  test('is formatted as terraform fmt would, and valid', (context) => {
    const { plan } = use(context, made);
    expect({ unformatted: plan.unformatted, problems: plan.problems }).toEqual({ unformatted: [], problems: [] });
  });
});
