import { type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { world } from './faults.ts';

export const RT_WORLDS: readonly BrokenWorld[] = [
  world('PL-RT-001', {
    fault: 'the gateway endpoint is in no route table',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ gateway, consumerVpc }) => {
      gateway.raw['RouteTableIds'] = [];
      consumerVpc.routeTable['Routes'] = (consumerVpc.routeTable['Routes'] as Item[]).filter(
        (route) => route['GatewayId'] !== gateway.id,
      );
    },
  }),
];

export const RT_SOUND: readonly SoundWorld[] = [];
