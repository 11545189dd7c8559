import type { HealthyEstate } from '../healthy.ts';
import { aclEntries, addNetworkAcl } from '../network.ts';
import { peeredEstate, type PeeredEstate } from '../routed.ts';
import {
  aclOfBalancer,
  aclOfTargets,
  checksApart,
  TARGET_PORT,
  twoTierEstate,
  type TwoTierEstate,
} from '../two-tier.ts';
import { awsId, textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/* Network ACLs that let a part through, and clients of which nobody said where they are. */

type Allowed = Parameters<typeof aclEntries>[1];

const ALL: Allowed = { number: 100 };
const REPLIES: Allowed = { number: 100, from: 1024, to: 65535 };

/** The ACL of the endpoint’s subnets. */
function around(estate: HealthyEstate, requests: readonly Allowed[], replies: readonly Allowed[]): void {
  const { consumer, consumerVpc, endpointSubnets } = estate;
  addNetworkAcl(consumer, consumerVpc, endpointSubnets, {
    name: 'endpoints',
    entries: [...aclEntries(false, ...requests), ...aclEntries(true, ...replies)],
  });
}

/** The ACL of the workloads’ subnets. */
function ofClients(estate: HealthyEstate, replies: readonly Allowed[], requests: readonly Allowed[]): void {
  const { consumer, consumerVpc } = estate;
  addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets, {
    name: 'clients',
    entries: [...aclEntries(false, ...replies), ...aclEntries(true, ...requests)],
  });
}

function fromSubnet({ consumerVpc }: HealthyEstate): readonly string[] {
  return ['--source', consumerVpc.subnets[0]?.id ?? ''];
}

function fromWorkload({ consumerVpc }: HealthyEstate): readonly string[] {
  return ['--source', consumerVpc.subnets[0]?.address(20) ?? ''];
}

/** The first half of the client’s subnet, and a network that no client is in. */
const HALF = '10.20.1.0/25';
const NOBODY = '10.99.0.0/16';

/** Subnets whose ACL the listing lacks. */
function withoutAcl(table: readonly Item[], subnets: readonly { readonly id: string }[]): void {
  const ids = subnets.map(({ id }) => id);
  for (const acl of table) {
    acl['Associations'] = (acl['Associations'] as Item[]).filter((item) => !ids.includes(textOf(item, 'SubnetId')));
  }
}

const DOOR = { hop: 'network-acl', owner: 'consumer' } as const;
const BREAKS = { ...DOOR, effect: 'breaks', verdict: 'broken' } as const;
const IMPAIRS = { ...DOOR, effect: 'impairs', verdict: 'degraded' } as const;

export const ACL_PART_WORLDS: readonly BrokenWorld[] = [
  world('PL-ACL-001', {
    fault: 'the ACL of the endpoint’s subnets lets half of the client’s subnet in',
    ...IMPAIRS,
    finding: { severity: 'high' },
    change: (estate) => {
      around(estate, [{ number: 100, cidr: HALF }], [ALL]);
    },
    says: ({ consumerVpc }) => [`in part from ${consumerVpc.subnets[0]?.id ?? ''}`],
    args: fromSubnet,
  }),
  world('PL-ACL-001', {
    fault: 'nobody knows the port, and the ACL lets half of the client’s subnet in',
    ...IMPAIRS,
    profiles: ['consumer'],
    change: (estate) => {
      around(estate, [{ number: 100, cidr: HALF }], [ALL]);
    },
    args: fromSubnet,
  }),
  world('PL-ACL-001', {
    fault: 'nobody knows the port, and the ACL lets another network in',
    ...BREAKS,
    verdict: 'degraded',
    suspected: true,
    profiles: ['consumer'],
    change: (estate) => {
      around(estate, [{ number: 100, cidr: NOBODY }], [ALL]);
    },
    args: fromSubnet,
  }),
  world('PL-ACL-001', {
    fault: 'nobody knows the port, and the ACL lets in none of those that the group admits',
    ...BREAKS,
    verdict: 'degraded',
    suspected: true,
    profiles: ['consumer'],
    change: (estate) => {
      around(estate, [{ number: 100, from: 80 }], [ALL]);
    },
    args: fromWorkload,
  }),
  world('PL-ACL-002', {
    fault: 'the ACL of the endpoint’s subnets lets replies out to another network alone',
    ...BREAKS,
    change: (estate) => {
      around(estate, [ALL], [{ number: 100, cidr: NOBODY }]);
    },
    says: ({ consumerVpc }) => [`lets no reply out to ${consumerVpc.subnets[0]?.address(20) ?? ''}`],
    args: fromWorkload,
  }),
  world('PL-ACL-002', {
    fault: 'nobody named a client, and the ACL lets replies out to a network where none is',
    ...BREAKS,
    verdict: 'degraded',
    suspected: true,
    change: (estate) => {
      around(estate, [ALL], [{ number: 100, cidr: NOBODY }]);
    },
  }),
  world('PL-ACL-002', {
    fault: 'the ACL of the endpoint’s subnets lets replies out to half of the client’s subnet',
    ...IMPAIRS,
    change: (estate) => {
      around(estate, [ALL], [{ number: 100, cidr: HALF }]);
    },
    says: ({ consumerVpc }) => [
      `allows only no port to ${consumerVpc.subnets[0]?.id ?? ''}`,
      'some replies are dropped',
    ],
    args: fromSubnet,
  }),
  world('PL-ACL-002', {
    fault: 'the ACL of the endpoint’s subnets lets replies out to half of the client’s subnet, and a few to the rest',
    ...IMPAIRS,
    change: (estate) => {
      around(
        estate,
        [ALL],
        [
          { number: 100, cidr: HALF },
          { number: 110, from: 40000, to: 40999 },
        ],
      );
    },
    says: ({ consumerVpc }) => [`allows only 40000-40999 to ${consumerVpc.subnets[0]?.id ?? ''}`],
    args: fromSubnet,
  }),
  world<PeeredEstate>('PL-ACL-003', {
    fault: 'the ACL of the peered client’s subnets lets only plain HTTP out',
    base: peeredEstate,
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    finding: { severity: 'critical' },
    change: ({ consumer, spoke }) => {
      addNetworkAcl(consumer, spoke, spoke.subnets, {
        name: 'http-only',
        entries: [...aclEntries(false, ALL), ...aclEntries(true, { number: 100, from: 80 })],
      });
    },
    args: ({ spoke, ownName }) => ['--source', spoke.subnets[0]?.address(20) ?? '', '--name', ownName],
  }),
  world('PL-ACL-003', {
    fault: 'the ACL of the client’s subnet lets out to one of the endpoint’s subnets',
    hop: 'source',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    finding: { severity: 'high' },
    change: (estate) => {
      ofClients(estate, [ALL], [{ number: 100, cidr: estate.endpointSubnets[0]?.cidr ?? '' }]);
    },
    args: fromWorkload,
  }),
  world('PL-ACL-002', {
    fault: 'the ACL of the endpoint’s subnets lets out the replies that a few ports of a client take',
    ...IMPAIRS,
    change: (estate) => {
      around(estate, [ALL], [{ number: 100, from: 40000, to: 40999 }]);
    },
    says: () => ['allows only 40000-40999', 'Linux and Windows clients lose some replies'],
    args: fromWorkload,
  }),
  world('PL-ACL-002', {
    fault: 'the ACL of the endpoint’s subnets lets out replies to all ports of Linux clients but the last',
    ...IMPAIRS,
    change: (estate) => {
      around(estate, [ALL], [{ number: 100, from: 1024, to: 60998 }]);
    },
    says: () => ['allows only 1024-60998', 'Linux and Windows clients lose some replies'],
    args: fromWorkload,
  }),
  world('PL-ACL-002', {
    fault: 'the ACL of the endpoint’s subnets lets out all replies to Linux clients alone',
    ...DOOR,
    effect: 'hygiene',
    verdict: 'healthy',
    change: (estate) => {
      around(estate, [ALL], [{ number: 100, from: 32768, to: 60999 }]);
    },
    says: () => ['allows only 32768-60999', 'Windows clients lose some replies'],
    args: fromWorkload,
  }),
  world('PL-ACL-002', {
    fault: 'the ACL of the endpoint’s subnets lets out all replies to Windows clients alone',
    ...DOOR,
    effect: 'hygiene',
    verdict: 'healthy',
    change: (estate) => {
      around(estate, [ALL], [{ number: 100, from: 49152, to: 65535 }]);
    },
    says: () => ['allows only 49152-65535', 'Linux clients lose some replies'],
    args: fromWorkload,
  }),
  world('PL-ACL-003', {
    fault: 'the ACL of the client’s subnet takes replies on ports that no documented client keeps to',
    hop: 'source',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    finding: { severity: 'high' },
    change: (estate) => {
      ofClients(estate, [{ number: 100, from: 32768, to: 33000 }], [ALL]);
    },
    says: 'lets not every reply of',
    args: fromWorkload,
  }),
  world('PL-ACL-004', {
    fault: 'the ACL of the clients’ subnets takes replies on ports that no documented client keeps to',
    subject: 'gateway',
    ...IMPAIRS,
    change: (estate) => {
      ofClients(estate, [{ number: 100, from: 32768, to: 33000 }], [{ number: 100, from: 443 }]);
    },
  }),
  world<TwoTierEstate>('PL-ACL-005', {
    fault: 'the ACL of the load balancer’s subnets takes replies on low ports alone',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      checksApart(estate);
      aclOfBalancer(estate, [{ number: 100, from: 443 }], [ALL]);
    },
    says: ({ providerVpc }) => [
      `${awsId('acl', providerVpc.id, 'balancer')} does not let replies between`,
      ' in on ports 1024-65535',
    ],
  }),
  world<TwoTierEstate>('PL-ACL-005', {
    fault: 'the ACL of the targets’ subnets lets every second reply out',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: (estate) => {
      checksApart(estate);
      aclOfTargets(estate, [ALL], [{ number: 100, from: 1024, to: 32767 }]);
    },
    says: ({ providerVpc }) => [
      `${awsId('acl', providerVpc.id, 'targets')} does not let all replies between`,
      ' out on ports 1024-65535',
    ],
  }),
  world<TwoTierEstate>('PL-ACL-005', {
    fault: 'the ACL of the targets’ subnets lets in the health checks alone',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      checksApart(estate);
      aclOfTargets(estate, [{ number: 100, from: 8080 }], [ALL]);
    },
    says: ({ providerVpc }) => [
      `${awsId('acl', providerVpc.id, 'targets')} does not let the traffic from`,
      ` in on tcp/${TARGET_PORT}`,
    ],
  }),
];

export const ACL_PART_SOUND: readonly SoundWorld[] = [
  sound('PL-ACL-002', {
    what: 'the ACL of the client’s own subnet takes no reply in, which is that one’s fault',
    verdict: 'broken',
    change: (estate) => {
      ofClients(estate, [{ number: 100, from: 443 }], [ALL]);
    },
    args: fromWorkload,
  }),
  sound('PL-ACL-002', {
    what: 'nobody named a client, and the ACLs of theirs take replies on a few ports, which is those’ fault',
    verdict: 'degraded',
    change: (estate) => {
      ofClients(estate, [{ number: 100, from: 40000, to: 40999 }], [ALL]);
    },
  }),
  sound('PL-ACL-003', {
    what: 'the ACL of the client’s subnet lets the port out and replies in',
    change: (estate) => {
      ofClients(estate, [REPLIES], [{ number: 100, from: 443 }]);
    },
    args: fromWorkload,
  }),
  sound('PL-ACL-004', {
    what: 'the ACL takes replies on the ports that Linux uses',
    subject: 'gateway',
    change: (estate) => {
      ofClients(estate, [{ number: 100, from: 32768, to: 60999 }], [{ number: 100, from: 443 }]);
    },
  }),
  sound('PL-ACL-004', {
    what: 'the ACL of a client’s subnet is not in the listing',
    lacks: 'the network ACL of subnet-',
    subject: 'gateway',
    verdict: 'unknown',
    change: ({ consumer, consumerVpc }) => {
      withoutAcl(consumer.tables['ec2:DescribeNetworkAcls'], consumerVpc.subnets.slice(0, 1));
    },
  }),
  sound<TwoTierEstate>('PL-ACL-005', {
    what: 'the ACL of the targets’ subnets is not in the listing',
    lacks: 'the network ACLs of subnet-',
    base: twoTierEstate,
    verdict: 'unknown',
    change: (estate) => {
      checksApart(estate);
      withoutAcl(estate.provider.tables['ec2:DescribeNetworkAcls'], estate.targetSubnets);
    },
  }),
];
