import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { generateCode } from '../../../src/core/iac/generate.ts';
import { CODE_FORMATS, type CodeFormat } from '../../../src/core/iac/types.ts';
import { parseTemplate, plain, tagsOf, type Template } from '../../validators/template.ts';
import { hostileEndpoint, hostileInventory, INDEX, meaningOf, type HostileEndpoint } from './hostile.ts';

const ID = 'vpce-00000000000000000';

function expected({ name, tags, policy }: HostileEndpoint): string {
  return meaningOf({ ...tags, Name: name, [INDEX]: '0' }, policy);
}

describe('strings that other people set', () => {
  test.each(['1.1', '1.2'] as const)('come back to the letter from the template, read as YAML %s', (version) => {
    fc.assert(
      fc.property(hostileEndpoint, (given) => {
        const template = parseTemplate(
          generateCode(hostileInventory([given]), ID, 'cloudformation-yaml').text,
          version,
        );
        const [resource] = Object.values(template.Resources);
        const policy = plain(resource!.Properties['PolicyDocument'] ?? null);
        expect(meaningOf(tagsOf(resource!), policy)).toBe(expected(given));
      }),
      { numRuns: 300 },
    );
  });

  test('come back to the letter from the template in JSON', () => {
    fc.assert(
      fc.property(hostileEndpoint, (given) => {
        const { text } = generateCode(hostileInventory([given]), ID, 'cloudformation-json');
        const [resource] = Object.values((JSON.parse(text) as Template).Resources);
        const policy = plain(resource!.Properties['PolicyDocument'] ?? null);
        expect(meaningOf(tagsOf(resource!), policy)).toBe(expected(given));
      }),
      { numRuns: 300 },
    );
  });

  test('leave the CDK module a program without a mistake in its grammar', () => {
    fc.assert(
      fc.property(hostileEndpoint, (given) => {
        const { text } = generateCode(hostileInventory([given]), ID, 'cdk-typescript');
        const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
        expect(diagnostics?.map((item) => item.messageText)).toEqual([]);
        const source = ts.createSourceFile('generated.ts', text, ts.ScriptTarget.ES2022);
        expect(source.statements.map((item) => ts.SyntaxKind[item.kind])).toEqual(
          expect.arrayContaining(['ImportDeclaration', 'InterfaceDeclaration', 'ClassDeclaration']),
        );
        expect(source.statements.filter((item) => ts.isExpressionStatement(item))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('never reach the text as characters that do not print, end a line or turn it round', () => {
    fc.assert(
      fc.property(hostileEndpoint, fc.constantFrom(...CODE_FORMATS), (given, format) => {
        const { text } = generateCode(hostileInventory([given]), ID, format);
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/);
      }),
      { numRuns: 300 },
    );
  });

  test('may be 50 kB long', () => {
    const given: HostileEndpoint = { name: 'long', tags: { long: '"${x}\n'.repeat(8_000) }, policy: { Statement: [] } };
    const textIn = (format: CodeFormat): string => generateCode(hostileInventory([given]), ID, format).text;
    for (const template of [
      parseTemplate(textIn('cloudformation-yaml')),
      JSON.parse(textIn('cloudformation-json')) as Template,
    ]) {
      expect(tagsOf(Object.values(template.Resources)[0]!)['long']).toBe(given.tags['long']);
    }
    const escaped = '\\"${x}\\n'.repeat(8_000);
    expect(textIn('terraform')).toContain(escaped.replaceAll('$', '$$$$'));
    expect(textIn('cdk-python')).toContain(escaped);
    expect(textIn('cdk-typescript')).toContain(escaped.replaceAll('\\"', '"'));
  });
});

test('a thousand endpoints in one piece keep a name each', () => {
  const inventory = hostileInventory(
    Array.from({ length: 1_000 }, (_, index): HostileEndpoint => ({
      name: `endpoint-${index % 10}`,
      tags: {},
      policy: {},
    })),
  );
  const { text } = generateCode(inventory, [...inventory.endpoints.keys()], 'terraform');
  const names = [...text.matchAll(/^resource "aws_vpc_endpoint" "([^"]+)"/gm)].map(([, name]) => name);
  expect(names).toHaveLength(1_000);
  expect(new Set(names).size).toBe(1_000);
});
