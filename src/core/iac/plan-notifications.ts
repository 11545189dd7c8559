import type { Inventory } from '../model/inventory.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import type { Inputs } from './inputs.ts';
import type { PlannedNotification } from './model.ts';

/** The connection notifications of an endpoint or endpoint service, as far as they were read. */
export function planNotifications(
  inventory: Inventory,
  subject: VpcEndpoint | EndpointService,
  words: readonly string[],
  inputs: Inputs,
): readonly PlannedNotification[] {
  const isService = subject.kind === 'endpoint-service';
  return [...inventory.notifications.values()]
    .filter((item) => (isService ? item.serviceId === subject.id : item.endpointId === subject.id))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((item): readonly PlannedNotification[] => {
      if (item.topicArn === undefined || item.events === undefined || item.events.length === 0) return [];
      return [
        {
          kind: 'notification',
          key: item.id,
          words,
          comments: [],
          notes:
            item.state === 'disabled'
              ? [`Notification ${item.id} was disabled when it was read; a new one is enabled.`]
              : [],
          about: { kind: isService ? 'service' : 'endpoint', resource: subject.id },
          topic: inputs.whole({ type: 'topic', current: [item.topicArn], prefix: words }),
          events: [...item.events].sort(),
        },
      ];
    });
}
