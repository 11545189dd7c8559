import { addEndpoint } from '../endpoint.ts';
import type { HealthyEstate } from '../healthy.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/** A second endpoint for the service in the same VPC. */
function again(
  { consumer, consumerVpc, endpointGroupId, endpointSubnets, service }: HealthyEstate,
  state: string,
): void {
  addEndpoint(consumer, consumerVpc, service, {
    name: 'payments-old',
    groupIds: [endpointGroupId],
    subnets: endpointSubnets,
    state,
  });
}

export const GOV_WORLDS: readonly BrokenWorld[] = [
  world('PL-GOV-004', {
    fault: 'the VPC has a second endpoint for the service',
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: (estate) => {
      again(estate, 'available');
    },
  }),
];

export const GOV_SOUND: readonly SoundWorld[] = [
  sound('PL-GOV-004', {
    what: 'the second endpoint was rejected',
    change: (estate) => {
      again(estate, 'rejected');
    },
  }),
];
