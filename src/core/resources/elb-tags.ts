import { tags, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** The tags of a load balancer or target group, which its own answer lacks. Its id is the ARN of what they belong to. */
export interface ElbTags extends ResourceBase {
  readonly kind: 'elb-tags';
}

export const elbTagsKind: ResourceKind<ElbTags> = {
  kind: 'elb-tags',
  operation: 'elasticloadbalancing:DescribeTags',
  ...entries('TagDescriptions', (raw, scope) => {
    const id = text(raw, 'ResourceArn');
    if (id === undefined) return undefined;
    return { ...base(scope, raw, { id, owner: id.split(':')[4], tags: tags(raw) }), kind: 'elb-tags' as const };
  }),
};

/** The resource with its tags, and with its Name tag for a name. */
export function withTags<T extends ResourceBase>(resource: T, found: ElbTags | undefined): T {
  if (found === undefined) return resource;
  return { ...resource, tags: found.tags, ...(found.name !== undefined && { name: found.name }) };
}
