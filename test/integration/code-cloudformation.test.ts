import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tool } from '../tools.ts';
import { consumerInventory, providerInventory } from '../unit/iac/estate.ts';
import { lintTemplates } from '../validators/cfn-lint.ts';
import { piecesOf } from '../validators/pieces.ts';

test('generated templates pass cfn-lint', async (context) => {
  const cfnLint = tool(context, 'cfn-lint');
  const directory = await mkdtemp(join(tmpdir(), 'generated-cloudformation-'));
  try {
    const pieces = piecesOf('cloudformation-yaml', { consumer: consumerInventory(), provider: providerInventory() });
    const files = [...pieces.keys()].map((name) => join(directory, `${name}.yaml`));
    await Promise.all([...pieces.values()].map((text, index) => writeFile(files[index]!, text)));
    expect(await lintTemplates(cfnLint, files, 'warning')).toEqual([]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
