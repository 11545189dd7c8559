import type { CodeFormat } from './types.ts';

/**
 * The format that belongs into a file: by the end of its name, and by VS Code's language id where the name says nothing
 * (an untitled document). `undefined` where none does: Terraform's JSON syntax, for one, is not written.
 */
export function formatForFile(fileName: string, languageId?: string): CodeFormat | undefined {
  const name = fileName.toLowerCase();
  if (/\.(tf|tofu)\.json$/.test(name)) return undefined;
  if (/\.(tf|tofu)$/.test(name)) return 'terraform';
  if (/\.[mc]?ts$/.test(name)) return 'cdk-typescript';
  if (/\.py$/.test(name)) return 'cdk-python';
  if (/\.(template|cfn)\.json$/.test(name)) return 'cloudformation-json';
  if (/\.(ya?ml|template)$/.test(name)) return 'cloudformation-yaml';
  switch (languageId) {
    case 'terraform':
    case 'opentofu':
      return 'terraform';
    case 'typescript':
      return 'cdk-typescript';
    case 'python':
      return 'cdk-python';
    case 'cloudformation-json':
      return 'cloudformation-json';
    case 'yaml':
    case 'cloudformation':
    case 'cloudformation-yaml':
      return 'cloudformation-yaml';
    default:
      return undefined;
  }
}
