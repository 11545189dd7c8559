import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateCode } from '../../src/core/iac/generate.ts';
import type { Json } from '../../src/core/model/json.ts';
import { findTool, tool } from '../tools.ts';
import { ORDERS_SERVICE } from '../unit/iac/estate.ts';
import { hostileInventory, INDEX, meaningOf, someHostileEndpoints, type HostileEndpoint } from '../unit/iac/hostile.ts';
import { runCdk, runPythonCdk, type CdkProgram } from '../validators/cdk.ts';
import { lintTemplates } from '../validators/cfn-lint.ts';
import { installValidators } from '../validators/install.mjs';
import { judgedEstates } from '../validators/estates.ts';
import { MissingTool, prepared, use, type Prepared } from '../validators/missing.ts';
import { insertedAgain, piecesOf } from '../validators/pieces.ts';
import { createdBy, parseTemplate, plain, tagsOf } from '../validators/template.ts';

describe('generated CDK code, compiled and run with the CDK', () => {
  const inventories = judgedEstates();
  const hostile = someHostileEndpoints(60);
  let program: Prepared<CdkProgram> | undefined;

  beforeAll(async () => {
    const pieces = piecesOf('cdk-typescript', inventories);
    pieces.set(
      'again',
      insertedAgain('cdk-typescript', inventories['provider']!, ORDERS_SERVICE, 'vpce-svc-0bbbbbbbbbbbbbbbb'),
    );
    const inventory = hostileInventory(hostile);
    pieces.set('hostile', generateCode(inventory, [...inventory.endpoints.keys()], 'cdk-typescript').text);
    program = await prepared(async () => {
      const packages = await installValidators().catch((cause: unknown) => {
        throw new MissingTool('the CDK cannot be installed from the npm registry', { cause });
      });
      return runCdk(packages, pieces);
    });
  });

  afterAll(async () => {
    if (program !== undefined && 'value' in program) await program.value.dispose();
  });

  test('compiles under strict options', (context) => {
    expect(use(context, program).problems).toEqual([]);
  });

  test('runs without a warning', (context) => {
    expect(use(context, program).output).toBe('');
  });

  test('synthesizes templates that cfn-lint accepts', async (context) => {
    const cfnLint = tool(context, 'cfn-lint');
    const files = [...use(context, program).templates]
      .filter(([name]) => name !== 'hostile')
      .map(([, { file }]) => file);
    expect(await lintTemplates(cfnLint, files, 'warning')).toEqual([]);
  });

  test('creates what the CloudFormation template creates, property by property', (context) => {
    const synthesized = use(context, program).templates;
    const templates = piecesOf('cloudformation-yaml', inventories);
    expect(templates.size).toBeGreaterThan(10);
    for (const [name, text] of templates) {
      expect(createdBy(synthesized.get(name)!.template, 'eu-west-1'), name).toEqual(
        createdBy(parseTemplate(text), 'eu-west-1'),
      );
    }
  });

  test('gives hostile tags and policies back to the letter, but for what the CDK cannot take for text', (context) => {
    expectHostile(use(context, program), hostile);
  });
});

describe('generated CDK code in Python, run by Python', () => {
  const inventories = judgedEstates();
  const hostile = someHostileEndpoints(60);
  let program: Prepared<CdkProgram> | undefined;

  beforeAll(async () => {
    const pieces = piecesOf('cdk-python', inventories);
    pieces.set(
      'again',
      insertedAgain('cdk-python', inventories['provider']!, ORDERS_SERVICE, 'vpce-svc-0bbbbbbbbbbbbbbbb'),
    );
    const inventory = hostileInventory(hostile);
    pieces.set('hostile', generateCode(inventory, [...inventory.endpoints.keys()], 'cdk-python').text);
    program = await prepared(async () => {
      const python = findTool('python3');
      if (python === undefined) throw new MissingTool('python3 is not on PATH');
      const packages = await installValidators().catch((cause: unknown) => {
        throw new MissingTool('the CDK cannot be installed from the npm registry', { cause });
      });
      return runPythonCdk(python, packages, pieces);
    });
  });

  afterAll(async () => {
    if (program !== undefined && 'value' in program) await program.value.dispose();
  });

  test('runs without a warning', (context) => {
    expect(use(context, program).output).toBe('');
  });

  test('creates what the CloudFormation template creates, property by property', (context) => {
    const synthesized = use(context, program).templates;
    for (const [name, text] of piecesOf('cloudformation-yaml', inventories)) {
      expect(createdBy(synthesized.get(name)!.template, 'eu-west-1'), name).toEqual(
        createdBy(parseTemplate(text), 'eu-west-1'),
      );
    }
  });

  test('gives hostile tags and policies back to the letter, but for what the CDK cannot take for text', (context) => {
    expectHostile(use(context, program), hostile);
  });
});

function expectHostile({ templates }: CdkProgram, hostile: readonly HostileEndpoint[]): void {
  const resources = Object.values(templates.get('hostile')!.template.Resources);
  const found = new Map(resources.map((resource) => [tagsOf(resource)[INDEX], resource]));
  for (const [index, { name, tags, policy }] of hostile.entries()) {
    const resource = found.get(String(index))!;
    expect(meaningOf(tagsOf(resource), plain(resource.Properties['PolicyDocument'] ?? null))).toBe(
      meaningOf(withoutTokens({ ...tags, Name: name, [INDEX]: String(index) }), isRefused(policy) ? null : policy),
    );
  }
}

/** The CDK's own marks for values to come: it refuses them as keys, and in lists' form anywhere. */
function withoutTokens(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).filter(([key, value]) => !key.includes('{Token[') && !value.includes('#{Token[')),
  );
}

function isRefused(policy: Json): boolean {
  return /#\{Token\[|\{Token\[[^"]*":/.test(JSON.stringify(policy));
}
