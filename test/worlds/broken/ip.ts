import type { SubnetWorld } from '../network.ts';
import type { HealthyEstate } from '../healthy.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/** What the consumer is told of the service's address families. */
function supports({ consumer, service }: HealthyEstate, ...types: readonly string[]): void {
  for (const detail of consumer.tables['ec2:DescribeVpcEndpointServices']) {
    if (detail['ServiceName'] === service.serviceName) detail['SupportedIpAddressTypes'] = [...types];
  }
}

function withIpv6({ raw }: SubnetWorld): void {
  raw['Ipv6CidrBlockAssociationSet'] = [
    { Ipv6CidrBlock: '2001:db8:20::/64', Ipv6CidrBlockState: { State: 'associated' } },
  ];
}

function ipv6Only(subnet: SubnetWorld | undefined): void {
  if (subnet === undefined) return;
  withIpv6(subnet);
  delete subnet.raw['CidrBlock'];
  subnet.raw['Ipv6Native'] = true;
}

function dualstack(estate: HealthyEstate): void {
  estate.endpoint.raw['IpAddressType'] = 'dualstack';
  estate.endpoint.raw['DnsOptions'] = { DnsRecordIpType: 'dualstack' };
  estate.endpointSubnets.forEach(withIpv6);
}

export const IP_WORLDS: readonly BrokenWorld[] = [
  world('PL-IP-001', {
    fault: 'the service no longer supports the endpoint’s address type',

    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',

    change: (estate) => {
      supports(estate, 'ipv6');
    },
  }),
  world('PL-IP-001', {
    fault: 'a dualstack endpoint’s service supports IPv4 only',

    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',

    change: (estate) => {
      dualstack(estate);
    },
  }),
  world('PL-IP-002', {
    fault: 'a subnet of a dualstack endpoint has no IPv6 range',

    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',

    change: (estate) => {
      dualstack(estate);
      supports(estate, 'ipv4', 'ipv6');
      const [first] = estate.endpointSubnets;
      if (first !== undefined) first.raw['Ipv6CidrBlockAssociationSet'] = [];
    },
  }),
  world('PL-IP-002', {
    fault: 'both subnets of an IPv4 endpoint became IPv6-only',

    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',

    change: ({ endpointSubnets }) => {
      endpointSubnets.forEach(ipv6Only);
    },
  }),
  world('PL-IP-003', {
    fault: 'the client’s subnet has IPv6 only',

    hop: 'source',
    effect: 'breaks',
    verdict: 'degraded',
    owner: 'consumer',
    suspected: true,

    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.id ?? ''],
    change: ({ consumerVpc }) => {
      ipv6Only(consumerVpc.subnets[0]);
    },
  }),
];

export const IP_SOUND: readonly SoundWorld[] = [
  sound('PL-IP-001', {
    what: 'a dualstack endpoint’s service supports both families',

    change: (estate) => {
      dualstack(estate);
      supports(estate, 'ipv4', 'ipv6');
    },
  }),
  sound('PL-IP-002', {
    what: 'the subnets of an IPv4 endpoint have IPv6 ranges besides',

    change: ({ endpointSubnets }) => {
      endpointSubnets.forEach(withIpv6);
    },
  }),
  sound('PL-IP-003', {
    what: 'the client’s subnet has both families',

    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.id ?? ''],
    change: ({ consumerVpc }) => {
      const [first] = consumerVpc.subnets;
      if (first !== undefined) withIpv6(first);
    },
  }),
];
