import { isJsonObject, type Json } from '../model/json.ts';
import type { Term } from './model.ts';

/*
 * A CloudFormation template before it is written as YAML or JSON, or as the resources below the CDK's constructs.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */

export type Template =
  | { readonly kind: 'text'; readonly text: string; readonly style: TextStyle }
  | { readonly kind: 'plain'; readonly value: number | boolean | null }
  /** Something that is generated too, or comes in as a parameter. */
  | { readonly kind: 'term'; readonly term: Term }
  /** The name of a service of AWS's own in the Region of the stack, so that the template is not bound to one. */
  | { readonly kind: 'regional'; readonly prefix: string; readonly short: string }
  | { readonly kind: 'reference'; readonly name: string }
  | { readonly kind: 'attribute'; readonly name: string; readonly attribute: string }
  | { readonly kind: 'select'; readonly index: number; readonly name: string }
  /** A text in which `${Name}` stands for a value. */
  | { readonly kind: 'substitute'; readonly text: string }
  | { readonly kind: 'sequence'; readonly items: readonly Template[] }
  /** `free`: the keys are somebody's own, and no properties. */
  | { readonly kind: 'mapping'; readonly entries: readonly TemplateEntry[]; readonly free?: boolean };

/**
 * `quoted`: in quotes even where the format could do without, as for `on` and for numbers that are strings. `replaceable`:
 * the user may want to replace it. `untouched`: somebody's own text, whatever it looks like.
 */
export type TextStyle = 'plain' | 'quoted' | 'replaceable' | 'untouched';

export interface TemplateEntry {
  readonly key: string;
  readonly value: Template;
  /** What explains the entry. */
  readonly comments?: readonly string[];
}

export function text(value: string, style: TextStyle = 'plain'): Template {
  return { kind: 'text', text: value, style };
}

export function termValue(term: Term): Template {
  return { kind: 'term', term };
}

export function sequence(items: readonly Template[]): Template {
  return { kind: 'sequence', items };
}

export function mapping(...entries: readonly (readonly TemplateEntry[])[]): Template {
  return { kind: 'mapping', entries: entries.flat() };
}

export interface TemplateResource {
  /** Unique in the plan. */
  readonly key: string;
  readonly type: string;
  readonly properties: readonly TemplateEntry[];
  /** By what an import finds the one that exists; none where it cannot be imported. */
  readonly identifier?: Readonly<Record<string, string>>;
}

/** An entry, or nothing where there is no value. */
export function entry(key: string, value: Template | string | number | boolean | undefined): readonly TemplateEntry[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [{ key, value: text(value) }];
  return [{ key, value: typeof value === 'object' ? value : { kind: 'plain', value } }];
}

/** Somebody's own JSON, a policy for one. */
export function json(value: Json): Template {
  if (typeof value === 'string') return text(value, 'untouched');
  if (Array.isArray(value)) return sequence(value.map((item: Json) => json(item)));
  if (!isJsonObject(value)) return { kind: 'plain', value: value as number | boolean | null };
  const entries = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [{ key, value: json(item) }],
  );
  return { kind: 'mapping', entries, free: true };
}

/**
 * What looks like a pseudo parameter is only text outside of Fn::Sub, but linters take it for a mistake: inside, with
 * `${!`, it says what it means. `undefined` for a text that is not mistaken.
 */
export function asSubstitute(value: string): string | undefined {
  return value.includes('${AWS::') ? value.replaceAll('${', '${!') : undefined;
}
