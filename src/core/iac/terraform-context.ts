import { attribute, hclKey, hclList, quoted, type HclItem, type HclValue } from './hcl.ts';
import type { Input, Tags, Target, Term } from './model.ts';

/* What the blocks of all kinds are written with. */

/** What a resource's items are made with. */
export interface TerraformContext {
  /** The lowest major version of the provider that the code is for. */
  readonly awsProvider: number;
  readonly label: (resource: string) => string;
  /** The expression for a term; remembers which variables are needed. */
  readonly use: (term: Term) => HclValue;
  readonly useInput: (key: string) => string;
  readonly input: (key: string) => Input | undefined;
}

/** Tags as a map; the name is the user’s to replace. */
export function tagsAttribute(tags: Tags): readonly HclItem[] {
  if (tags.length === 0) return [];
  const entries = tags.map(({ key, value }) => ({ key: hclKey(key), value: quoted(value, key === 'Name') }));
  return attribute('tags', { kind: 'object', entries });
}

/** A whole list as it is, single values as a list. */
export function listOf(terms: readonly Term[], { use, input }: TerraformContext): HclValue | undefined {
  const [only, ...others] = terms;
  if (only === undefined) return undefined;
  const isWhole = only.kind === 'input' && input(only.input)?.list === true && others.length === 0;
  return isWhole ? use(only) : hclList(terms.map(use));
}

/** Whether targets name a zone, so that each has a place for one. */
export function hasZones(targets: readonly Target[]): boolean {
  return targets.some((target) => target.availabilityZone !== undefined);
}
