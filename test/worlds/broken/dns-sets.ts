import { addForwardRule, addPrivateZone, type RecordWorld } from '../dns.ts';
import { addEndpoint, addGatewayEndpoint } from '../endpoint.ts';
import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { textOf, type Item } from '../world.ts';
import type { EndpointWorld } from '../endpoint.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/*
 * Names that clients use, whose answer is one of several or comes from somewhere else: forwarded queries and record sets
 * under a routing policy.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-domain-name-matches.html
 */

const ECR = 'api.ecr.us-east-1.amazonaws.com';
const NAME = 'payments.example.com';

/** As after creation without private DNS. */
function withoutPrivateDns({ raw }: EndpointWorld): void {
  raw['PrivateDnsEnabled'] = false;
  raw['DnsEntries'] = (raw['DnsEntries'] as Item[]).filter((entry) => textOf(entry, 'DnsName').includes('.vpce.'));
}

/** A rule of the consumer's VPC for a domain. */
function forward({ consumer, consumerVpc }: HealthyEstate, domain: string): void {
  addForwardRule(consumer, consumerVpc, domain, ['10.99.0.2']);
}

/** The endpoint's Regional name. */
function ownName({ raw }: EndpointWorld): string {
  return textOf((raw['DnsEntries'] as Item[])[0], 'DnsName');
}

const OWN = 'pay.corp.example';
const ELSEWHERE = '10.99.1.1';

/** Where record sets of a name lead, and by what policy. */
type Sets = readonly (readonly [to: 'endpoint' | 'elsewhere' | 'unlisted', set: Item])[];

/** A zone of the consumer's own with these record sets for one name. */
function named(estate: HealthyEstate, zone: string, name: string, sets: Sets): string {
  const alias = {
    endpoint: ownName(estate.endpoint),
    unlisted: ownName(estate.endpoint).replace(/^vpce-[0-9a-f]+/, GONE),
  };
  const records = sets.map(([to, set], at): RecordWorld => ({
    name,
    set: { ...(sets.length > 1 ? { SetIdentifier: `set-${at}` } : {}), ...set },
    ...(to === 'elsewhere' ? { address: ELSEWHERE } : { alias: alias[to] }),
  }));
  return addPrivateZone(estate.consumer, estate.consumerVpc, zone, records);
}

const GONE = 'vpce-0dead0dead0dead00';

/** Clients use a name of the consumer's own, whose zone has these record sets for it. */
function asked(sets: Sets): {
  readonly args: () => readonly string[];
  readonly change: (estate: HealthyEstate) => void;
} {
  return {
    args: () => ['--name', OWN],
    change: (estate) => {
      named(estate, 'corp.example', OWN, sets);
    },
  };
}

const weighted = (...weights: readonly [to: 'endpoint' | 'elsewhere', weight: number][]): Sets =>
  weights.map(([to, Weight]) => [to, { Weight }]);

/** Policies that pick one answer for a client; in each the first set is the endpoint's. */
const CHOSEN: readonly (readonly [policy: string, one: Item, other: Item])[] = [
  ['failover', { Failover: 'PRIMARY' }, { Failover: 'SECONDARY' }],
  ['latency', { Region: 'us-east-1' }, { Region: 'eu-west-1' }],
  ['geolocation', { GeoLocation: { ContinentCode: 'NA' } }, { GeoLocation: { CountryCode: '*' } }],
  ['geoproximity', { GeoProximityLocation: { AWSRegion: 'us-east-1' } }, { GeoProximityLocation: { Bias: 9 } }],
  [
    'IP-based',
    { CidrRoutingConfig: { CollectionId: 'c', LocationName: 'office' } },
    { CidrRoutingConfig: { CollectionId: 'c', LocationName: '*' } },
  ],
];

const ASTRAY = { hop: 'dns', effect: 'breaks', verdict: 'broken', owner: 'consumer' } as const;
const IN_PART = { hop: 'dns', effect: 'impairs', verdict: 'degraded', owner: 'consumer' } as const;

/** What a look-up of `MaxItems` record sets answers, in place of the zone's whole listing. */
function lookedUp({ consumer }: HealthyEstate, name: string, MaxItems: number): void {
  for (const answer of consumer.answers) {
    if (answer.operation !== 'route53:ListResourceRecordSets') continue;
    Object.assign(answer.params, { StartRecordName: name, StartRecordType: 'A', MaxItems });
    (answer.output['ResourceRecordSets'] as Item[]).splice(MaxItems);
  }
}

const FORWARDED = {
  subject: 'awsEndpoint',
  profiles: ['consumer'],
  args: () => ['--name', ECR],
} as const;

export const DNS_SET_WORLDS: readonly BrokenWorld[] = [
  world('PL-DNS-004', {
    ...ASTRAY,
    fault: 'all of the weight leads elsewhere, and the set that leads to the endpoint stands first',
    says: ELSEWHERE,
    ...asked(weighted(['endpoint', 0], ['elsewhere', 100])),
  }),
  world('PL-DNS-004', {
    ...ASTRAY,
    fault: 'all of the weight leads elsewhere, and the set that leads to the endpoint stands last',
    says: ELSEWHERE,
    ...asked(weighted(['elsewhere', 1], ['endpoint', 0])),
  }),
  world('PL-DNS-004', {
    ...ASTRAY,
    fault: 'each record set of a failover leads elsewhere',
    ...asked([
      ['elsewhere', { Failover: 'PRIMARY' }],
      ['elsewhere', { Failover: 'SECONDARY' }],
    ]),
  }),
  world('PL-DNS-004', {
    ...ASTRAY,
    fault: 'the zone has the clients’ name, with text only, so that its wildcard does not answer for it',
    says: 'no record for it',
    args: () => ['--name', OWN],
    change: ({ consumer, consumerVpc, endpoint }) => {
      addPrivateZone(consumer, consumerVpc, 'corp.example', [
        { name: '*.corp.example', alias: ownName(endpoint) },
        { name: OWN, set: { Type: 'TXT', ResourceRecords: [{ Value: '"moved"' }] } },
      ]);
    },
  }),
  ...(
    [
      ['half of the weight leads elsewhere', weighted(['endpoint', 50], ['elsewhere', 50])],
      ['a little of the weight leads elsewhere', weighted(['elsewhere', 1], ['endpoint', 255])],
      ['no record set has any weight, so that all are answered with', weighted(['endpoint', 0], ['elsewhere', 0])],
      [
        'an address elsewhere is among several answers',
        [
          ['endpoint', { MultiValueAnswer: true }],
          ['elsewhere', { MultiValueAnswer: true }],
        ],
      ],
      [
        'the IPv6 record leads elsewhere',
        [
          ['endpoint', {}],
          ['elsewhere', { Type: 'AAAA', ResourceRecords: [{ Value: '2001:db8::1' }] }],
        ],
      ],
      [
        'all of the IPv4 weight leads elsewhere, the IPv6 record to the endpoint',
        [
          ['endpoint', { Weight: 0 }],
          ['elsewhere', { Weight: 1 }],
          ['endpoint', { Type: 'AAAA', Weight: 0 }],
        ],
      ],
    ] as readonly (readonly [string, Sets])[]
  ).map(([fault, sets]) => world('PL-DNS-004', { ...IN_PART, fault, ...asked(sets) })),
  world('PL-DNS-004', {
    ...IN_PART,
    fault: 'one record holds an address of the endpoint and one of another server',
    says: ELSEWHERE,
    finding: { title: 'A private hosted zone leads the name to the endpoint only in part' },
    args: () => ['--name', OWN],
    change: (estate) => {
      const { consumer, consumerVpc, endpoint } = estate;
      const [id] = endpoint.raw['NetworkInterfaceIds'] as string[];
      const own = consumer.tables['ec2:DescribeNetworkInterfaces'].find((item) => item['NetworkInterfaceId'] === id);
      const ResourceRecords = [{ Value: textOf(own, 'PrivateIpAddress') }, { Value: ELSEWHERE }];
      addPrivateZone(consumer, consumerVpc, 'corp.example', [{ name: OWN, set: { ResourceRecords } }]);
    },
  }),
  world('PL-DNS-005', {
    ...IN_PART,
    fault: 'half of the weight in the zone of the service’s name still leads to the old load balancer',
    says: 'only in part',
    change: (estate) => {
      withoutPrivateDns(estate.endpoint);
      named(estate, NAME, NAME, weighted(['endpoint', 50], ['elsewhere', 50]));
    },
  }),
  world('PL-DNS-005', {
    ...ASTRAY,
    fault: 'all of the weight in the zone of the service’s name still leads to the old load balancer',
    says: 'does not reach',
    change: (estate) => {
      withoutPrivateDns(estate.endpoint);
      named(estate, NAME, NAME, weighted(['endpoint', 0], ['elsewhere', 50]));
    },
  }),
  world('PL-DNS-020', {
    ...IN_PART,
    fault: 'a private zone leads part of DynamoDB’s clients elsewhere',
    says: 'only in part',
    base: () => {
      const estate = healthyEstate();
      const { consumer, consumerVpc } = estate;
      const tables = addGatewayEndpoint(consumer, consumerVpc, 'dynamodb', {
        name: 'tables',
        routeTables: [consumerVpc.routeTable],
        tags: { owner: 'team-platform' },
      });
      return { ...estate, tables };
    },
    subject: ({ tables }) => tables.id,
    profiles: ['consumer'],
    change: ({ consumer, consumerVpc, tables }) => {
      const alias = `${tables.id}-0aaaaaaa.dynamodb.us-east-1.vpce.amazonaws.com`;
      const name = 'dynamodb.us-east-1.amazonaws.com';
      addPrivateZone(consumer, consumerVpc, name, [
        { name, alias, set: { SetIdentifier: 'one', Weight: 1 } },
        { name, address: ELSEWHERE, set: { SetIdentifier: 'other', Weight: 1 } },
      ]);
    },
  }),
];

export const DNS_SET_SOUND: readonly SoundWorld[] = [
  ...['amazonaws.com', '.', ECR].map((domain) =>
    sound('PL-DNS-003', {
      ...FORWARDED,
      what: `private DNS is off, and a rule forwards ${domain}, which the clients’ name lies in`,
      verdict: 'unknown',
      lacks: `what 10.99.0.2 answers for ${ECR}`,
      change: (estate) => {
        withoutPrivateDns(estate.awsEndpoint);
        forward(estate, domain);
      },
    }),
  ),
  sound('PL-DNS-003', {
    what: 'private DNS of a customer’s service is off, and a rule forwards the parent of its name',
    verdict: 'unknown',
    lacks: `what 10.99.0.2 answers for ${NAME}`,
    args: () => ['--name', NAME],
    change: (estate) => {
      withoutPrivateDns(estate.endpoint);
      forward(estate, 'example.com');
    },
  }),
  sound('PL-DNS-003', {
    what: 'a rule forwards the name, and nobody said that clients use it',
    subject: 'awsEndpoint',
    profiles: ['consumer'],
    change: (estate) => {
      withoutPrivateDns(estate.awsEndpoint);
      forward(estate, 'ecr.us-east-1.amazonaws.com');
    },
  }),
  sound('PL-DNS-003', {
    ...FORWARDED,
    what: 'private DNS is on, and a rule forwards only the parent of its names',
    change: (estate) => {
      forward(estate, 'amazonaws.com');
    },
  }),
  sound('PL-DNS-021', {
    what: 'a rule forwards the clients’ own name',
    verdict: 'unknown',
    lacks: 'what 10.99.0.2 answers for pay.corp.example',
    args: () => ['--name', 'pay.corp.example'],
    change: (estate) => {
      forward(estate, 'corp.example');
    },
  }),
  ...(
    [
      ['all of the weight leads to the endpoint', weighted(['endpoint', 100], ['elsewhere', 0])],
      ['all of the weight leads to the endpoint, by the last set', weighted(['elsewhere', 0], ['endpoint', 1])],
      [
        'each record set of a failover leads to the endpoint',
        [
          ['endpoint', { Failover: 'PRIMARY' }],
          ['endpoint', { Failover: 'SECONDARY' }],
        ],
      ],
      [
        'the other records of the name are text',
        [
          ['endpoint', {}],
          ['elsewhere', { Type: 'TXT' }],
        ],
      ],
    ] as readonly (readonly [string, Sets])[]
  ).map(([what, sets]) => sound('PL-DNS-004', { what, ...asked(sets) })),
  ...CHOSEN.flatMap(([policy, one, other]) =>
    (['first', 'last'] as const).map((place) => {
      const sets: Sets = [
        ['endpoint', one],
        ['elsewhere', other],
      ];
      return sound('PL-DNS-004', {
        what: `by ${policy} some clients are led to the endpoint, whose set stands ${place}, and others elsewhere`,
        verdict: 'unknown',
        lacks: `which record set of ${OWN} answers: its ${policy} records lead to vpce-`,
        ...asked(place === 'first' ? sets : [...sets].reverse()),
      });
    }),
  ),
  sound('PL-DNS-004', {
    what: 'the record sets lead to two endpoints of the service',
    args: () => ['--name', OWN],
    change: (estate) => {
      const { consumer, consumerVpc, endpoint, endpointGroupId, endpointSubnets, service } = estate;
      const second = addEndpoint(consumer, consumerVpc, service, {
        name: 'payments-new',
        groupIds: [endpointGroupId],
        subnets: endpointSubnets,
        privateDns: false,
      });
      addPrivateZone(consumer, consumerVpc, 'corp.example', [
        { name: OWN, alias: ownName(endpoint), set: { SetIdentifier: 'old', Weight: 10 } },
        { name: OWN, alias: ownName(second), set: { SetIdentifier: 'new', Weight: 90 } },
      ]);
    },
  }),
  ...(['endpoint', 'elsewhere', 'unlisted'] as const).map((to) =>
    sound('PL-DNS-004', {
      what: `half of the weight leads to an endpoint that nobody listed, half to ${to}`,
      verdict: 'unknown',
      lacks: GONE,
      ...asked([
        ['unlisted', { Weight: 1 }],
        [to, { Weight: 1 }],
      ]),
    }),
  ),
  sound('PL-DNS-004', {
    what: 'the record of the name says nothing',
    verdict: 'unknown',
    lacks: `ResourceRecords of ${OWN}`,
    args: () => ['--name', OWN],
    change: ({ consumer, consumerVpc }) => {
      addPrivateZone(consumer, consumerVpc, 'corp.example', [{ name: OWN, set: { ResourceRecords: [] } }]);
    },
  }),
  sound('PL-DNS-004', {
    what: 'the name has as many record sets as were read, so that there may be more',
    verdict: 'unknown',
    lacks: `route53:ListResourceRecordSets: the record sets of ${OWN}`,
    args: () => ['--name', OWN],
    change: (estate) => {
      named(estate, 'corp.example', OWN, weighted(['endpoint', 1], ['endpoint', 1], ['elsewhere', 1]));
      lookedUp(estate, OWN, 2);
    },
  }),
  sound('PL-DNS-004', {
    what: 'fewer record sets of the name were read than could have been',
    args: () => ['--name', OWN],
    change: (estate) => {
      named(estate, 'corp.example', OWN, weighted(['endpoint', 1], ['endpoint', 1]));
      lookedUp(estate, OWN, 3);
    },
  }),
];
