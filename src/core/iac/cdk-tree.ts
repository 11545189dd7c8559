import { isJsonObject, type Json } from '../model/json.ts';

/*
 * The pieces that programs for the AWS CDK are made of, before a language is chosen. Names are as in TypeScript; other
 * languages have them in their own style, by the rules of jsii.
 * https://aws.github.io/jsii/
 */

export type Cdk =
  | { readonly kind: 'text'; readonly text: string; readonly replaceable: boolean }
  | { readonly kind: 'plain'; readonly value: number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Cdk[] }
  /** An object with keys of its own, such as a policy. */
  | { readonly kind: 'map'; readonly entries: readonly CdkEntry[] }
  /** Properties: an object in some languages, named arguments or an object of a class in others. */
  | { readonly kind: 'struct'; readonly type: string; readonly entries: readonly CdkEntry[] }
  /** A construct below this one. */
  | { readonly kind: 'construct'; readonly type: string; readonly id: Cdk; readonly props: CdkStruct }
  /** A class, an enum or a function of a module, for example `ec2.Vpc`. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'make'; readonly type: string; readonly args: readonly Cdk[] }
  | { readonly kind: 'call'; readonly on: Cdk; readonly method: string; readonly args: readonly Cdk[] }
  | { readonly kind: 'get'; readonly of: Cdk; readonly property: string }
  | { readonly kind: 'at'; readonly of: Cdk; readonly index: number }
  | { readonly kind: 'this' }
  /** `list`: a list that comes in from outside. */
  | { readonly kind: 'variable'; readonly name: string; readonly list?: boolean }
  /** A property of this construct that others may use. */
  | { readonly kind: 'field'; readonly name: string }
  /** The list with something made of each item; `index` counts them from 0. */
  | { readonly kind: 'each'; readonly list: Cdk; readonly item: string; readonly numbered: boolean; readonly body: Cdk }
  /** The list with something made of each item's fields, of which some may be missing. */
  | { readonly kind: 'fields'; readonly list: Cdk; readonly fields: readonly string[]; readonly body: Cdk }
  /** A text with the number of the item behind it, from 1. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'index'; readonly of: Cdk }
  /** The items of a list in the middle of another. */
  | { readonly kind: 'spread'; readonly of: Cdk }
  /** The resource below a construct, or the one that has an id there. */
  | { readonly kind: 'child'; readonly of: Cdk; readonly type: string; readonly id?: string };

export type CdkStruct = Cdk & { readonly kind: 'struct' };

export interface CdkEntry {
  readonly key: string;
  readonly value: Cdk;
}

export type CdkStatement =
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'declare'; readonly target: Cdk & { readonly kind: 'variable' | 'field' }; readonly value: Cdk }
  | { readonly kind: 'assign'; readonly target: Cdk; readonly value: Cdk }
  | { readonly kind: 'do'; readonly value: Cdk };

export const self: Cdk = { kind: 'this' };

export function cdkText(text: string, replaceable = false): Cdk {
  return { kind: 'text', text, replaceable };
}

export function cdkList(items: readonly Cdk[]): Cdk {
  return { kind: 'list', items };
}

/** @param type what the properties are called where they are an object of a class */
export function struct(type: string, ...entries: readonly (readonly CdkEntry[])[]): CdkStruct {
  return { kind: 'struct', type, entries: entries.flat() };
}

/** A property, or nothing where there is no value. */
export function property(key: string, value: Cdk | string | number | boolean | undefined): readonly CdkEntry[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [{ key, value: cdkText(value) }];
  return [{ key, value: typeof value === 'object' ? value : { kind: 'plain', value } }];
}

export function named(name: string): Cdk {
  return { kind: 'name', name };
}

export function make(type: string, ...args: readonly Cdk[]): Cdk {
  return { kind: 'make', type, args };
}

export function call(on: Cdk | string, method: string, ...args: readonly Cdk[]): Cdk {
  return { kind: 'call', on: typeof on === 'string' ? named(on) : on, method, args };
}

export function get(of: Cdk, property: string): Cdk {
  return { kind: 'get', of, property };
}

export function cdkComment(text: string): CdkStatement {
  return { kind: 'comment', text };
}

export function run(value: Cdk): CdkStatement {
  return { kind: 'do', value };
}

/** @param string how a string is written down: the caller may have texts that need more care */
export function data(value: Json, string: (text: string) => Cdk): Cdk {
  if (typeof value === 'string') return string(value);
  if (Array.isArray(value)) return cdkList(value.map((item: Json) => data(item, string)));
  if (!isJsonObject(value)) return { kind: 'plain', value: value as number | boolean | null };
  return {
    kind: 'map',
    entries: Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [{ key, value: data(item, string) }],
    ),
  };
}
