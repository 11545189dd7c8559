import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTool, tool } from '../tools.ts';
import { consumerInventory, providerInventory } from '../unit/iac/estate.ts';
import { piecesOf } from '../validators/pieces.ts';
import { terraformWorkspace, type TerraformWorkspace } from '../validators/terraform.ts';

describe('generated Terraform, judged by Terraform and the AWS provider', () => {
  let workspace: TerraformWorkspace | undefined;

  beforeAll(async () => {
    const terraform = findTool('terraform');
    if (terraform === undefined) return;
    const pieces = piecesOf('terraform', { consumer: consumerInventory(), provider: providerInventory() });
    workspace = await terraformWorkspace(terraform, pieces);
  });

  afterAll(async () => {
    await workspace?.dispose();
  });

  test('is formatted as terraform fmt would', async (context) => {
    tool(context, 'terraform');
    expect(await workspace!.unformatted()).toEqual([]);
  });

  test('validates without an error or a warning', async (context) => {
    tool(context, 'terraform');
    expect(await workspace!.problems()).toEqual([]);
  });

  test('plans', async (context) => {
    tool(context, 'terraform');
    const planned = await workspace!.plan();
    console.log(planned.size);
  });
});
