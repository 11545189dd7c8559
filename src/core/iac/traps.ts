import { defined } from '../model/defined.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { GroupRule, Plan, PlannedResource, Tags } from './model.ts';

/** Text that a format would take for something else, and has no way to write down as text. */
export interface Trap {
  readonly key: (text: string) => boolean;
  readonly value: (text: string) => boolean;
  /** The end of the sentence "… is left out: it holds". */
  readonly what: string;
}

/**
 * CloudFormation replaces `{{resolve:…}}` wherever it stands in a resource: a tag that somebody set to
 * `{{resolve:secretsmanager:…}}` would come back holding the secret.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export const DYNAMIC_REFERENCE: Trap = {
  key: (text) => text.includes('{{resolve:'),
  value: (text) => text.includes('{{resolve:'),
  what: 'a dynamic reference, which CloudFormation would resolve',
};

/** The plan without what holds a trap, and with a note for each thing that is left out. */
export function withoutTrap(plan: Plan, trap: Trap): Plan {
  return { ...plan, resources: plan.resources.map((resource) => cleaned(resource, trap)) };
}

function cleaned(resource: PlannedResource, trap: Trap): PlannedResource {
  if (resource.kind === 'security-group-rule') return { ...resource, rule: plainRule(resource.rule, trap) };
  if (!('tags' in resource)) return resource;
  const lost = resource.tags.filter(({ key, value }) => trap.key(key) || trap.value(value));
  const tags: Tags = resource.tags.filter((tag) => !lost.includes(tag));
  const notes = [...resource.notes, ...lost.map(({ key }) => `The tag ${key} is left out: it holds ${trap.what}.`)];
  switch (resource.kind) {
    case 'security-group': {
      const described = [resource, ...resource.rules].filter(({ description = '' }) => trap.value(description)).length;
      return {
        ...resource,
        tags,
        notes:
          described === 0 ? notes : [...notes, `Descriptions are left out (${described}): they hold ${trap.what}.`],
        // A group cannot be without one.
        description: trap.value(resource.description) ? resource.name : resource.description,
        rules: resource.rules.map((rule) => plainRule(rule, trap)),
      };
    }
    case 'endpoint':
      if (resource.policy === undefined || !holds(resource.policy, trap)) return { ...resource, tags, notes };
      return defined({
        ...resource,
        tags,
        policy: undefined,
        notes: [...notes, `The policy is left out: it holds ${trap.what}.`],
      });
    default:
      return { ...resource, tags, notes };
  }
}

/** The rule without a description that holds a trap; its group says so. */
function plainRule(rule: GroupRule, trap: Trap): GroupRule {
  return trap.value(rule.description ?? '') ? defined({ ...rule, description: undefined }) : rule;
}

function holds(value: Json, trap: Trap): boolean {
  if (typeof value === 'string') return trap.value(value);
  if (Array.isArray(value)) return value.some((item: Json) => holds(item, trap));
  return (
    isJsonObject(value) &&
    Object.entries(value).some(([key, item]) => trap.key(key) || (item !== undefined && holds(item, trap)))
  );
}
