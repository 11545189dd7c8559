import { defined } from '../model/defined.ts';
import { listed, lower, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** A notification to an SNS topic about connections of a service or of an endpoint. */
export interface ConnectionNotification extends ResourceBase {
  readonly kind: 'connection-notification';
  readonly serviceId?: string;
  readonly endpointId?: string;
  readonly topicArn?: string;
  readonly events?: readonly string[];
  /** Lower case: enabled, disabled. */
  readonly state?: string;
}

export const connectionNotificationKind: ResourceKind<ConnectionNotification> = {
  kind: 'connection-notification',
  operation: 'ec2:DescribeVpcEndpointConnectionNotifications',
  list: 'ConnectionNotificationSet',
  read: (call, scope) =>
    (listed(call.output, 'ConnectionNotificationSet') ?? []).flatMap((raw) => {
      const id = text(raw, 'ConnectionNotificationId');
      if (id === undefined) return [];
      return [
        defined({
          ...base(scope, raw, { id, tags: {} }),
          kind: 'connection-notification' as const,
          serviceId: text(raw, 'ServiceId'),
          endpointId: text(raw, 'VpcEndpointId'),
          topicArn: text(raw, 'ConnectionNotificationArn'),
          events: texts(raw, 'ConnectionEvents'),
          state: lower(raw, 'ConnectionNotificationState'),
        }),
      ];
    }),
};
