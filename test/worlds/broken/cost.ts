import type { HealthyEstate } from '../healthy.ts';
import { addGatewayEndpoint } from '../endpoint.ts';
import type { Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

function natted({ consumerVpc }: HealthyEstate): void {
  (consumerVpc.routeTable['Routes'] as Item[]).push({
    DestinationCidrBlock: '0.0.0.0/0',
    NatGatewayId: 'nat-0a1b2c3d4e5f60718',
    Origin: 'CreateRoute',
    State: 'active',
  });
}

export const COST_WORLDS: readonly BrokenWorld[] = [
  world('PL-COST-001', {
    fault: 'a NAT gateway carries what goes to DynamoDB',
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: natted,
  }),
];

export const COST_SOUND: readonly SoundWorld[] = [
  sound('PL-COST-001', {
    what: 'a NAT gateway is there, and gateway endpoints for both',
    change: (estate) => {
      natted(estate);
      addGatewayEndpoint(estate.consumer, estate.consumerVpc, 'dynamodb', {
        name: 'dynamodb',
        routeTables: [estate.consumerVpc.routeTable],
      });
    },
  }),
];
