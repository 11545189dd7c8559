import { aclEntries, addNetworkAcl } from '../network.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { world } from './faults.ts';

export const ACL_WORLDS: readonly BrokenWorld[] = [
  world('PL-ACL-001', {
    fault: 'the ACL of the endpoint’s subnets lets nobody in on the port',
    hop: 'network-acl',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, consumerVpc, endpointSubnets }) => {
      addNetworkAcl(consumer, consumerVpc, endpointSubnets, {
        name: 'hardened',
        entries: [...aclEntries(false, { number: 100, from: 1024, to: 65535 }), ...aclEntries(true, { number: 100 })],
      });
    },
  }),
  world('PL-ACL-001', {
    fault: 'the ACL of one of the endpoint’s two subnets lets nobody in on the port',
    hop: 'network-acl',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: ({ consumer, consumerVpc, endpointSubnets }) => {
      addNetworkAcl(consumer, consumerVpc, endpointSubnets.slice(0, 1), {
        name: 'hardened',
        entries: [...aclEntries(false, { number: 100, from: 1024, to: 65535 }), ...aclEntries(true, { number: 100 })],
      });
    },
  }),
  world('PL-ACL-002', {
    fault: 'the ACL of the endpoint’s subnets was written as if it were stateful',
    hop: 'network-acl',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, consumerVpc, endpointSubnets }) => {
      addNetworkAcl(consumer, consumerVpc, endpointSubnets, {
        name: 'https-only',
        entries: [
          ...aclEntries(false, { number: 100, cidr: consumerVpc.cidr, from: 443 }),
          ...aclEntries(true, { number: 100, from: 443 }),
        ],
      });
    },
  }),
  world('PL-ACL-003', {
    fault: 'the ACL of the client’s subnet lets only plain HTTP out',
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: ({ consumer, consumerVpc }) => {
      addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets, {
        name: 'http-only',
        entries: [...aclEntries(false, { number: 100 }), ...aclEntries(true, { number: 100, from: 80 })],
      });
    },
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.id ?? ''],
  }),
  world('PL-ACL-004', {
    fault: 'the ACL of one of the clients’ subnets keeps them inside the VPC',
    subject: 'gateway',
    hop: 'network-acl',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: ({ consumer, consumerVpc }) => {
      addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets.slice(0, 1), {
        name: 'inside-only',
        entries: [
          ...aclEntries(false, { number: 100, cidr: consumerVpc.cidr }),
          ...aclEntries(true, { number: 100, cidr: consumerVpc.cidr }),
        ],
      });
    },
  }),
];

export const ACL_SOUND: readonly SoundWorld[] = [];
