import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tool } from '../tools.ts';
import { consumerInventory, providerInventory } from '../unit/iac/estate.ts';
import { runCdk, type CdkProgram } from '../validators/cdk.ts';
import { lintTemplates } from '../validators/cfn-lint.ts';
import { installValidators } from '../validators/install.mjs';
import { piecesOf } from '../validators/pieces.ts';

describe('generated CDK code, compiled and run with the CDK', () => {
  let program: CdkProgram | undefined;

  beforeAll(async () => {
    const pieces = piecesOf('cdk-typescript', { consumer: consumerInventory(), provider: providerInventory() });
    program = await runCdk(await installValidators(), pieces);
  });

  afterAll(async () => {
    await program?.dispose();
  });

  test('compiles under the strictest options', () => {
    expect(program!.problems).toEqual([]);
  });

  test('x', () => {
    console.log(program!.output);
  });

  test('synthesizes templates that cfn-lint accepts', async (context) => {
    const cfnLint = tool(context, 'cfn-lint');
    const files = [...program!.templates.values()].map(({ file }) => file);
    expect(await lintTemplates(cfnLint, files, 'warning')).toEqual([]);
  });
});
