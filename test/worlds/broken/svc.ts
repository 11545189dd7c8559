import type { BrokenWorld, SoundWorld } from './faults.ts';
import { world } from './faults.ts';

export const SVC_WORLDS: readonly BrokenWorld[] = [
  world('PL-SVC-001', {
    fault: 'the provider took the consumer off its list',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: ({ consumer, service }) => {
      const services = consumer.tables['ec2:DescribeVpcEndpointServices'];
      services.splice(0, services.length, ...services.filter((item) => item['ServiceName'] !== service.serviceName));
      const [permitted] = service.permissions;
      if (permitted !== undefined) permitted['Principal'] = 'arn:aws:iam::123456789012:root';
    },
  }),
  world('PL-SVC-002', {
    fault: 'the service failed',
    hop: 'service',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: ({ service }) => {
      service.configuration['ServiceState'] = 'Failed';
    },
  }),
  world('PL-SVC-005', {
    fault: 'the service allows no principal, and a consumer is connected',
    subject: 'service',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: ({ consumer, service }) => {
      const services = consumer.tables['ec2:DescribeVpcEndpointServices'];
      services.splice(0, services.length, ...services.filter((item) => item['ServiceName'] !== service.serviceName));
      service.permissions.splice(0);
    },
  }),
];

export const SVC_SOUND: readonly SoundWorld[] = [];
