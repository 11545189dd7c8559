import { crossRegionEstate } from '../placements.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

export const META_WORLDS: readonly BrokenWorld[] = [
  world('PL-META-001', {
    fault: 'the consumer’s profile may not read security groups',
    hop: 'endpoint-security-group',
    effect: 'note',
    verdict: 'unknown',
    owner: 'both',
    denied: 'ec2:DescribeSecurityGroups',
  }),
  world('PL-META-002', {
    fault: 'nobody reads the provider’s account',
    hop: 'load-balancer',
    effect: 'note',
    verdict: 'unknown',
    owner: 'provider',
    says: 'belongs to account 444455556666, which was not read in us-east-1',
    profiles: ['consumer'],
  }),
  world('PL-META-003', {
    fault: 'nobody reads the service’s Region',
    base: crossRegionEstate,
    hop: 'service',
    effect: 'note',
    verdict: 'unknown',
    owner: 'both',
  }),
];

export const META_SOUND: readonly SoundWorld[] = [
  sound('PL-META-001', { what: 'everything may be read' }),
  sound('PL-META-002', { what: 'the provider’s account is read' }),
  sound('PL-META-003', { what: 'every listing was read to its end' }),
];
