import { aclEntries, addNetworkAcl } from '../network.ts';
import {
  aclOfBalancer,
  aclOfTargets,
  CHECK_PORT,
  checksApart,
  TARGET_PORT,
  twoTierEstate,
  type TwoTierEstate,
} from '../two-tier.ts';
import { textOf } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { health, sound, world } from './faults.ts';

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
  world<TwoTierEstate>('PL-ACL-005', {
    fault: 'the ACL of the targets’ subnets lets in plain HTTPS only',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      const { service } = estate;
      aclOfTargets(estate, [{ number: 100, from: 443 }], [{ number: 100 }]);
      health(service.targetHealth, 'unhealthy', 'Target.Timeout', 'Request timed out');
    },
  }),
  world<TwoTierEstate>('PL-ACL-005', {
    fault: 'the ACL of the targets’ subnets lets no replies to the load balancer’s lowest port out',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: (estate) => {
      checksApart(estate);
      aclOfTargets(estate, [{ number: 100 }], [{ number: 100, from: 1025, to: 65535 }]);
    },
  }),
  world<TwoTierEstate>('PL-ACL-005', {
    fault: 'the ACL of the load balancer’s subnets takes no replies on the highest port',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: (estate) => {
      checksApart(estate);
      aclOfBalancer(
        estate,
        [
          { number: 100, from: 443 },
          { number: 110, from: 1024, to: 65534 },
        ],
        [{ number: 100 }],
      );
    },
  }),
  world<TwoTierEstate>('PL-ACL-005', {
    fault: 'the ACL of the targets’ subnets lets no replies out',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      checksApart(estate);
      aclOfTargets(estate, [{ number: 100 }], [{ number: 100, from: 443 }]);
    },
  }),
  world<TwoTierEstate>('PL-ACL-005', {
    fault: 'the ACLs of both tiers let replies through, none the same',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      checksApart(estate);
      aclOfTargets(estate, [{ number: 100 }], [{ number: 100, from: 1024, to: 32767 }]);
      aclOfBalancer(
        estate,
        [
          { number: 100, from: 443 },
          { number: 110, from: 32768, to: 65535 },
        ],
        [{ number: 100 }],
      );
    },
  }),
  world<TwoTierEstate>('PL-ACL-005', {
    fault: 'the ACL of the load balancer’s subnet in one zone lets nothing out to the targets',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: ({ provider, providerVpc, service }) => {
      addNetworkAcl(provider, providerVpc, providerVpc.subnets.slice(0, 1), {
        name: 'balancer',
        entries: [...aclEntries(false, { number: 100 }), ...aclEntries(true, { number: 100, from: 443 })],
      });
      health(service.targetHealth.slice(0, 1), 'unhealthy', 'Target.Timeout', 'Request timed out');
    },
  }),
];

export const ACL_SOUND: readonly SoundWorld[] = [
  sound<TwoTierEstate>('PL-ACL-005', {
    what: 'the ACLs allow exactly what load balancer and targets exchange',
    base: twoTierEstate,
    change: (estate) => {
      checksApart(estate);
      aclOfTargets(
        estate,
        [
          { number: 100, from: TARGET_PORT },
          { number: 110, from: CHECK_PORT },
        ],
        [{ number: 100, from: 1024, to: 65535 }],
      );
    },
  }),
  sound<TwoTierEstate>('PL-ACL-005', {
    what: 'the ACL stops what stays within a subnet, where no ACL applies',
    base: twoTierEstate,
    change: (estate) => {
      checksApart(estate);
      const { provider, targetSubnets, service } = estate;
      // The load balancer's nodes stand beside the targets.
      const name = textOf(service.loadBalancer, 'LoadBalancerName');
      const nodes = provider.tables['ec2:DescribeNetworkInterfaces'].filter((item) =>
        textOf(item, 'Description').startsWith(`ELB net/${name}/`),
      );
      nodes.forEach((item, index) => (item['SubnetId'] = targetSubnets[index]?.id ?? ''));
      addNetworkAcl(provider, estate.providerVpc, targetSubnets, {
        name: 'targets',
        entries: [...aclEntries(false, { number: 100, from: 443 }), ...aclEntries(true, { number: 100 })],
      });
    },
  }),
];
