import type { Json } from '../model/json.ts';

export const CODE_FORMATS = [
  'terraform',
  'cloudformation-yaml',
  'cloudformation-json',
  'cdk-typescript',
  'cdk-python',
] as const;
export type CodeFormat = (typeof CODE_FORMATS)[number];

/**
 * `resource`: the thing itself, the rest as variables. `path`: the thing with what it needs, its security groups and what it
 * leads to among them. `service`: an endpoint service with its NLB, listeners and groups.
 */
export const CODE_SCOPES = ['resource', 'path', 'service'] as const;
export type CodeScope = (typeof CODE_SCOPES)[number];

/** A piece of generated code: text that must arrive to the letter, or a value that the user may want to replace. */
export type CodePart =
  { readonly kind: 'literal'; readonly text: string } | { readonly kind: 'placeholder'; readonly value: string };

export interface CodeResult {
  readonly format: CodeFormat;
  /** The whole text, placeholders filled in; ends with a newline. */
  readonly text: string;
  /** The same text in parts, for a snippet with tab stops: joined, they are `text`. */
  readonly parts: readonly CodePart[];
  /** What could not be expressed, or not be read; each also stands as a comment in the text. */
  readonly notes: readonly string[];
  /** What an import needs besides the text: resources to import of CloudFormation, the mapping of the CDK. */
  readonly toImport?: Json;
}
