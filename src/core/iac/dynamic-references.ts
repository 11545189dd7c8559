import { defined } from '../model/defined.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { Plan, PlannedResource, Tags } from './model.ts';

/*
 * CloudFormation replaces `{{resolve:…}}` wherever it stands in a resource, and knows no way to write it as text: a tag
 * that somebody set to `{{resolve:secretsmanager:…}}` would come back holding the secret. Such values are left out.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */

function resolves(value: Json): boolean {
  if (typeof value === 'string') return value.includes('{{resolve:');
  if (Array.isArray(value)) return value.some((item: Json) => resolves(item));
  return (
    isJsonObject(value) &&
    Object.entries(value).some(([key, item]) => resolves(key) || (item !== undefined && resolves(item)))
  );
}

/** The plan without the values that CloudFormation would resolve, and with a note for each. */
export function withoutDynamicReferences(plan: Plan): Plan {
  return { ...plan, resources: plan.resources.map(cleaned) };
}

function cleaned(resource: PlannedResource): PlannedResource {
  if (resource.kind !== 'endpoint' && resource.kind !== 'service') return resource;
  const { tags, notes } = cleanedTags(resource.tags);
  if (resource.kind === 'service') return { ...resource, tags, notes: [...resource.notes, ...notes] };
  if (resource.policy === undefined || !resolves(resource.policy)) {
    return { ...resource, tags, notes: [...resource.notes, ...notes] };
  }
  return defined({
    ...resource,
    policy: undefined,
    tags,
    notes: [
      ...resource.notes,
      ...notes,
      'The policy is left out: it holds a dynamic reference, which CloudFormation would resolve.',
    ],
  });
}

function cleanedTags(tags: Tags): { readonly tags: Tags; readonly notes: readonly string[] } {
  const lost = tags.filter(({ key, value }) => resolves(key) || resolves(value));
  return {
    tags: tags.filter((tag) => !lost.includes(tag)),
    notes: lost.map(
      ({ key }) => `The tag ${key} is left out: it holds a dynamic reference, which CloudFormation would resolve.`,
    ),
  };
}
