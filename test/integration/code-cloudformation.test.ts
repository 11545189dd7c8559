import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateCode } from '../../src/core/iac/generate.ts';
import { tool } from '../tools.ts';
import { hostileInventory, someHostileEndpoints } from '../unit/iac/hostile.ts';
import { lintTemplates } from '../validators/cfn-lint.ts';
import { judgedEstates } from '../validators/estates.ts';
import { piecesOf } from '../validators/pieces.ts';

test('generated templates pass cfn-lint', async (context) => {
  const cfnLint = tool(context, 'cfn-lint');
  const directory = await mkdtemp(join(tmpdir(), 'generated-cloudformation-'));
  try {
    const pieces = piecesOf('cloudformation-yaml', judgedEstates());
    const hostile = hostileInventory(someHostileEndpoints(60));
    pieces.set('hostile', generateCode(hostile, [...hostile.endpoints.keys()], 'cloudformation-yaml').text);
    const files = [...pieces.keys()].map((name) => join(directory, `${name}.yaml`));
    await Promise.all([...pieces.values()].map((text, index) => writeFile(files[index]!, text)));
    // AWS takes no line breaks in a tag's key, which hostile ones have; and text that is only text in Fn::Sub is odd.
    const found = await lintTemplates(cfnLint, files, 'warning');
    expect(found.filter((line) => !/hostile.*(E3024|W1020)/.test(line))).toEqual([]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
