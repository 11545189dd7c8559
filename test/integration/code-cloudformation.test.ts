import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateCode } from '../../src/core/iac/generate.ts';
import { tool } from '../tools.ts';
import { ORDERS_SERVICE, providerInventory } from '../unit/iac/estate.ts';
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
    pieces.set(
      'imported',
      generateCode(providerInventory(), ORDERS_SERVICE, 'cloudformation-yaml', { imports: true }).text,
    );
    const json = piecesOf('cloudformation-json', judgedEstates());
    const named = [...pieces].map(([name, text]): [string, string] => [join(directory, `${name}.yaml`), text]);
    for (const [name, text] of json) named.push([join(directory, `${name}.json`), text]);
    await Promise.all(named.map(([file, text]) => writeFile(file, text)));
    const files = named.map(([file]) => file);
    // AWS takes no line breaks in a tag's key, which hostile ones have; and text that is only text in Fn::Sub is odd.
    const found = await lintTemplates(cfnLint, files, 'warning');
    expect(found.filter((line) => !/hostile.*(E3024|W1020)/.test(line))).toEqual([]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
