import { defined } from '../model/defined.ts';
import { lower, objects, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A management event of CloudTrail. */
export interface ManagementEvent extends ResourceBase {
  readonly kind: 'event';
  /** The API's name for what was done. */
  readonly eventName?: string;
  readonly eventTime?: string;
  readonly eventSource?: string;
  readonly username?: string;
  readonly readOnly?: boolean;
  readonly resources?: readonly { readonly type?: string; readonly name?: string }[];
}

export const eventKind: ResourceKind<ManagementEvent> = {
  kind: 'event',
  operation: 'cloudtrail:LookupEvents',
  ...entries('Events', (raw, scope) => {
    const id = text(raw, 'EventId');
    if (id === undefined) return undefined;
    const readOnly = lower(raw, 'ReadOnly');
    return defined({
      ...base(scope, raw, { id, name: text(raw, 'EventName'), tags: {} }),
      kind: 'event' as const,
      eventName: text(raw, 'EventName'),
      eventTime: text(raw, 'EventTime'),
      eventSource: text(raw, 'EventSource'),
      username: text(raw, 'Username'),
      // CloudTrail writes a text here.
      readOnly: readOnly === 'true' ? true : readOnly === 'false' ? false : undefined,
      resources: objects(raw, 'Resources')?.map((resource) =>
        defined({ type: text(resource, 'ResourceType'), name: text(resource, 'ResourceName') }),
      ),
    });
  }),
};
