import type { BrokenWorld, SoundWorld } from './faults.ts';
import { vpcAttribute, world } from './faults.ts';

export const DNS_WORLDS: readonly BrokenWorld[] = [
  world('PL-DNS-001', {
    fault: 'DNS resolution of the VPC is off',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsSupport', 'EnableDnsSupport');
    },
  }),
  world('PL-DNS-002', {
    fault: 'DNS hostnames of the VPC are off',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsHostnames', 'EnableDnsHostnames');
    },
  }),
  world('PL-DNS-002', {
    fault: 'DNS hostnames of the VPC are off, behind an endpoint of AWS’s own service',
    subject: 'awsEndpoint',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    profiles: ['consumer'],
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsHostnames', 'EnableDnsHostnames');
    },
  }),
];

export const DNS_SOUND: readonly SoundWorld[] = [];
