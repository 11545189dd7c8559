import { expect, test } from 'vitest';
import { formatForFile } from '../../../src/core/iac/language.ts';

test.each([
  ['main.tf', undefined, 'terraform'],
  ['/srv/infra/network.tofu', undefined, 'terraform'],
  ['C:\\infra\\MAIN.TF', undefined, 'terraform'],
  ['stack.ts', 'typescript', 'cdk-typescript'],
  ['stack.mts', undefined, 'cdk-typescript'],
  ['stack.cts', undefined, 'cdk-typescript'],
  ['template.yaml', 'yaml', 'cloudformation-yaml'],
  ['template.yml', 'cloudformation', 'cloudformation-yaml'],
  ['endpoints.template', undefined, 'cloudformation-yaml'],
  ['network.template.json', 'json', 'cloudformation-json'],
  ['Untitled-1', 'cloudformation-json', 'cloudformation-json'],
  ['app.py', 'python', 'cdk-python'],
  ['Untitled-1', 'python', 'cdk-python'],
  ['Untitled-1', 'terraform', 'terraform'],
  ['Untitled-1', 'typescript', 'cdk-typescript'],
  ['Untitled-1', 'yaml', 'cloudformation-yaml'],
  // The file's name says more than the language that the editor took it for.
  ['main.tf', 'plaintext', 'terraform'],
] as const)('%s (%s) takes %s', (fileName, languageId, format) => {
  expect(formatForFile(fileName, languageId)).toBe(format);
});

test.each([
  ['main.tf.json', 'json'],
  ['main.tf.json', 'terraform'],
  ['package.json', 'json'],
  ['Untitled-1', 'plaintext'],
  ['component.tsx', 'typescriptreact'],
  ['tf', undefined],
])('%s (%s) takes none', (fileName, languageId) => {
  expect(formatForFile(fileName, languageId)).toBeUndefined();
});
