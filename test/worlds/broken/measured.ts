import type { ConnectionResult, Measurements } from '../../../src/core/measure/measurements.ts';
import { addPrivateZone } from '../dns.ts';
import type { EndpointWorld } from '../endpoint.ts';
import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { addressesOf, answered, clientAddress, connections, measuredAt, unanswered, WORKSTATION } from '../measured.ts';
import { groupItem, permission } from '../network.ts';
import { OFFICE, officeEstate } from '../routed.ts';
import { awsId, CAPTURED_AT, textOf, type Item } from '../world.ts';
import { detachInterfaces, health, sound, world, type BrokenWorld, type SoundWorld } from './faults.ts';

/* Worlds in which a machine tried the path, and got something else than the configuration says. */

const NAME = 'payments.example.com';
const PORT = 443;

/** One of the consumer's workloads. */
function client({ consumer }: HealthyEstate): string {
  return clientAddress(consumer, 'orders-api');
}

/** The endpoint's Regional name. */
function ownName({ raw }: EndpointWorld): string {
  return textOf((raw['DnsEntries'] as Item[])[0], 'DnsName');
}

function withoutPrivateDns({ endpoint }: HealthyEstate): void {
  endpoint.raw['PrivateDnsEnabled'] = false;
  endpoint.raw['DnsEntries'] = (endpoint.raw['DnsEntries'] as Item[]).filter((entry) =>
    textOf(entry, 'DnsName').includes('.vpce.'),
  );
}

/** What a client of the VPC gets for the private name. */
function resolved(...addresses: readonly string[]): (estate: HealthyEstate) => Measurements {
  return (estate) => measuredAt(client(estate), estate.endpoint, [answered(NAME, ...addresses)]);
}

/** The name of an endpoint that nobody lists, in the form of AWS's. */
const GONE = `${awsId('vpce', 'gone')}-0a1b2c3d.${awsId('vpce-svc', 'gone')}.us-east-1.vpce.amazonaws.com`;

/** A zone of the VPC leads a name to that endpoint. */
function strayRecord({ consumer, consumerVpc }: HealthyEstate, name: string, zone: string): void {
  addPrivateZone(consumer, consumerVpc, zone, [{ name, alias: GONE }]);
}

/** What a workstation hears of both endpoints' names. */
function heard(stray: 'no-such-name' | 'timed-out' | 'answered', own = true) {
  return (estate: HealthyEstate): Measurements =>
    measuredAt(WORKSTATION, estate.endpoint, [
      own
        ? answered(ownName(estate.endpoint), ...addressesOf(estate.endpoint))
        : unanswered(ownName(estate.endpoint), 'no-such-name'),
      stray === 'answered' ? answered(GONE, '10.9.0.4') : unanswered(GONE, stray),
    ]);
}

const CORP = 'pay.corp.example';

const TOKEN = '_6e86v84tqgqubxbwii1m';
const PROOF = 'vpce:l6p0erxlTt45jevFwocp';

/** AWS did not find the record that proves the service's name. */
function unverified({ service, consumer }: HealthyEstate, State = 'failed'): void {
  service.configuration['PrivateDnsNameConfiguration'] = { State, Type: 'TXT', Name: TOKEN, Value: PROOF };
  for (const detail of consumer.tables['ec2:DescribeVpcEndpointServices']) {
    if (detail['ServiceName'] === service.serviceName) detail['PrivateDnsNameVerificationState'] = State;
  }
}

/** All places where that record may stand, or ends up by mistake. */
const PLACES = [
  `${TOKEN}.${NAME}`,
  `${TOKEN}.example.com`,
  NAME,
  'example.com',
  `${TOKEN.slice(1)}.${NAME}`,
  `${TOKEN}.${NAME}.${NAME}`,
];

/** What anybody hears of them: nothing but what is given. */
function texts(
  records: Readonly<Record<string, readonly string[] | 'timed-out'>>,
): (estate: HealthyEstate) => Measurements {
  return ({ service }) => ({
    version: 1,
    endpoint: service.id,
    at: '2026-03-02T10:30:00.000Z',
    place: { addresses: [WORKSTATION], nameServers: ['192.168.178.1'] },
    lookups: [],
    connections: [],
    texts: PLACES.map((name) => {
      const values = records[name];
      if (values === 'timed-out') return { name, result: 'timed-out', values: [] };
      return values === undefined ? { name, result: 'no-such-name', values: [] } : { name, result: 'answered', values };
    }),
  });
}

/** A world about that record of a service to which somebody is connected already. */
function proof(fault: string, records: Parameters<typeof texts>[0], says = ''): BrokenWorld {
  return world('PL-DNS-010', {
    fault,
    says,
    subject: 'service',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: unverified,
    measured: texts(records),
  });
}

function proved(
  what: string,
  records: Parameters<typeof texts>[0],
  more: Partial<Pick<SoundWorld, 'lacks'>> = {},
): SoundWorld {
  return sound('PL-DNS-010', { what, subject: 'service', change: unverified, measured: texts(records), ...more });
}

/** What became of a client's connections to the endpoint's two interfaces. */
function tried(...results: readonly ConnectionResult[]): (estate: HealthyEstate) => Measurements {
  return (estate) => measuredAt(client(estate), estate.endpoint, [], connections(estate.endpoint, PORT, ...results));
}

/** The endpoint's group admits nobody on the port. */
function closesGroup({ consumer, endpointGroupId }: HealthyEstate): void {
  groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(22, '10.20.0.0/16')];
}

/** The target of one zone is down; targets of other zones do not serve it. */
function targetDown({ service }: HealthyEstate, zone: number): void {
  health(service.targetHealth.slice(zone, zone + 1), 'unhealthy', 'Target.Timeout', 'Request timed out');
}

/** DescribeNetworkInterfaces names the zone by its name alone, as it did before 2025. */
function withoutZoneIds({ consumer }: HealthyEstate): void {
  for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) delete item['AvailabilityZoneId'];
}

/** Two things happen here at once already: no third one is put beside them. */
const twoFaults = (): HealthyEstate => healthyEstate();

const CLOSED = {
  base: twoFaults,
  hop: 'endpoint-security-group',
  effect: 'breaks',
  verdict: 'broken',
  owner: 'consumer',
  change: closesGroup,
} as const;

export const MEASURED_WORLDS: readonly BrokenWorld[] = [
  world('PL-SG-001', {
    fault: 'the group was closed after a client had got through it',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: closesGroup,
    measured: (estate) => ({ ...tried('connected')(estate), at: '2020-01-01T00:00:00Z' }),
  }),
  world('PL-NET-014', {
    fault: 'the zone whose target is down does not answer a client either',
    hop: 'source',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'both',
    change: (estate) => {
      targetDown(estate, 0);
    },
    measured: tried('timed-out', 'connected'),
  }),
  world('PL-NET-014', {
    fault: 'only the zone whose target is down was tried, and interfaces do not tell their zone’s id',
    hop: 'source',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'both',
    change: (estate) => {
      targetDown(estate, 1);
      withoutZoneIds(estate);
    },
    measured: (estate) =>
      measuredAt(client(estate), estate.endpoint, [], connections(estate.endpoint, PORT, 'timed-out').slice(1)),
  }),
  world('PL-NET-014', {
    fault: 'the zone that answered a client has lost its interface since, and the other one does not answer',
    base: twoFaults,
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'both',
    change: (estate) => {
      detachInterfaces(estate, 1);
    },
    measured: tried('connected', 'timed-out'),
  }),
  world('PL-SG-001', {
    ...CLOSED,
    fault: 'nothing answers a client, and the group is why',
    measured: tried('timed-out'),
  }),
  world('PL-SG-001', {
    ...CLOSED,
    fault: 'the group is closed, whatever answers a client on another port than the listener’s',
    measured: (estate) =>
      measuredAt(client(estate), estate.endpoint, [], connections(estate.endpoint, PORT + 1, 'connected')),
  }),
  world('PL-SG-001', {
    ...CLOSED,
    fault: 'the group is closed, and a TCP connection proves nothing of a listener’s UDP',
    change: (estate) => {
      closesGroup(estate);
      for (const item of [...estate.service.listeners, estate.service.targetGroup]) item['Protocol'] = 'TCP_UDP';
    },
    measured: tried('connected'),
  }),
  world('PL-DNS-006', {
    fault: 'the record of the clients’ name still leads to an endpoint that was deleted',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    args: () => ['--name', CORP],
    change: (estate) => {
      strayRecord(estate, CORP, 'corp.example');
    },
    measured: heard('no-such-name'),
  }),
  world('PL-DNS-006', {
    fault: 'the shared zone of the service’s name still leads to an endpoint that was deleted',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: (estate) => {
      withoutPrivateDns(estate);
      strayRecord(estate, NAME, NAME);
    },
    measured: heard('no-such-name'),
  }),
  proof('nobody published the record that proves the private name', { 'example.com': ['v=spf1 -all'] }),
  proof('the DNS provider dropped the underscore of the record', { [PLACES[4] ?? '']: [PROOF] }, 'it stands at'),
  proof('the DNS provider wrote the domain of the record twice', { [PLACES[5] ?? '']: [PROOF] }, 'it stands at'),
  proof('the value of the record was written in lower case', { [PLACES[0] ?? '']: [PROOF.toLowerCase()] }),
  world('PL-DNS-018', {
    fault: 'the private name does not exist for a client',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    measured: (estate) => measuredAt(client(estate), estate.endpoint, [unanswered(NAME, 'no-such-name')]),
  }),
  world('PL-DNS-018', {
    fault: 'the private name has no address for a client',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    measured: (estate) => measuredAt(client(estate), estate.endpoint, [unanswered(NAME, 'no-address')]),
  }),
  world('PL-DNS-018', {
    fault: 'the private name has a public address for a client',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    measured: resolved('203.0.113.7'),
  }),
  world('PL-DNS-018', {
    fault: 'the private name leads a client to the old load balancer',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    measured: resolved('10.99.0.4'),
  }),
  world('PL-DNS-018', {
    fault: 'every other answer leads to the old load balancer',
    hop: 'dns',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    measured: (estate) => resolved('10.99.0.4', addressesOf(estate.endpoint)[0] ?? '')(estate),
  }),
  world('PL-DNS-018', {
    fault: 'the name that the user gave leads nowhere, though private DNS is fine',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    args: () => ['--name', CORP],
    measured: (estate) =>
      measuredAt(client(estate), estate.endpoint, [
        unanswered(CORP, 'no-such-name'),
        answered(NAME, ...addressesOf(estate.endpoint)),
      ]),
  }),
  world('PL-DNS-018', {
    fault: 'without private DNS, the endpoint’s own name is unknown to the clients’ resolver',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    change: withoutPrivateDns,
    measured: (estate) =>
      measuredAt(client(estate), estate.endpoint, [unanswered(ownName(estate.endpoint), 'no-such-name')]),
  }),
  world('PL-DNS-018', {
    fault: 'in the data centre that was named as the source, the private name is public',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    base: officeEstate,
    args: () => ['--source', OFFICE],
    measured: (estate) => measuredAt(OFFICE, estate.endpoint, [answered(NAME, '203.0.113.7')]),
  }),
  world('PL-NET-014', {
    fault: 'nothing answers a client, whatever the configuration says',
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'both',
    measured: tried('timed-out'),
  }),
  world('PL-NET-014', {
    fault: 'something behind the endpoint refuses a client',
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'both',
    measured: tried('refused'),
  }),
  world('PL-NET-014', {
    fault: 'what answers a client resets the connection at once',
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'both',
    measured: tried('reset'),
  }),
  world('PL-NET-014', {
    fault: 'one zone’s interface does not answer a client',
    hop: 'source',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'both',
    measured: tried('timed-out', 'connected'),
  }),
];

/** What was measured a second before the configuration was read, or just then. */
function measuredAtTime(
  measured: (estate: HealthyEstate) => Measurements,
  at: string,
): (estate: HealthyEstate) => Measurements {
  return (estate) => ({ ...measured(estate), at });
}

const JUST_BEFORE = '2026-03-02T09:29:59.999Z';

export const MEASURED_SOUND: readonly SoundWorld[] = [
  sound('PL-NET-014', {
    what: 'nobody answered, before the configuration was read',
    lacks: `a measurement after ${CAPTURED_AT}, when the configuration was read: that of ${JUST_BEFORE}`,
    measured: measuredAtTime(tried('timed-out'), JUST_BEFORE),
  }),
  sound('PL-DNS-018', {
    what: 'a client got a public address, before the configuration was read',
    lacks: 'a measurement after',
    measured: measuredAtTime(
      (estate) => measuredAt(client(estate), estate.endpoint, [answered(NAME, '203.0.113.7')]),
      JUST_BEFORE,
    ),
  }),
  sound('PL-DNS-010', {
    what: 'the record was missing, before the configuration was read',
    lacks: 'a measurement after',
    subject: 'service',
    change: unverified,
    measured: (estate) => ({ ...texts({})(estate), at: JUST_BEFORE }),
  }),
  sound('PL-SG-001', {
    what: 'the group looks closed, and a client gets through it at the moment at which it is read',
    change: closesGroup,
    measured: measuredAtTime(tried('connected'), CAPTURED_AT),
  }),
  sound('PL-SG-001', {
    what: 'the group looks closed, and a client gets through it',
    change: closesGroup,
    measured: tried('connected'),
  }),
  sound('PL-SG-001', {
    what: 'the group looks closed, and nobody says on which port the service listens',
    verdict: 'unknown',
    profiles: ['consumer'],
    change: closesGroup,
    measured: tried('connected'),
  }),
  sound('PL-DNS-006', {
    what: 'the endpoint that the record leads to exists in an account that was not read',
    verdict: 'unknown',
    args: () => ['--name', CORP],
    change: (estate) => {
      strayRecord(estate, CORP, 'corp.example');
    },
    measured: heard('answered'),
  }),
  sound('PL-DNS-006', {
    what: 'nobody looked the stray endpoint up',
    lacks: 'a look-up of vpce-',
    verdict: 'unknown',
    args: () => ['--name', CORP],
    change: (estate) => {
      strayRecord(estate, CORP, 'corp.example');
    },
  }),
  sound('PL-DNS-006', {
    what: 'the look-up of the stray endpoint timed out',
    lacks: 'a look-up of vpce-',
    verdict: 'unknown',
    args: () => ['--name', CORP],
    change: (estate) => {
      strayRecord(estate, CORP, 'corp.example');
    },
    measured: heard('timed-out'),
  }),
  sound('PL-DNS-006', {
    what: 'the resolver knows no endpoint’s name at all',
    lacks: 'a look-up of vpce-',
    verdict: 'unknown',
    args: () => ['--name', CORP],
    change: (estate) => {
      strayRecord(estate, CORP, 'corp.example');
    },
    measured: heard('no-such-name', false),
  }),
  proved('the record stands where AWS asked for it', { [PLACES[0] ?? '']: ['other', PROOF] }),
  proved('the record stands in a parent domain', { [PLACES[1] ?? '']: [PROOF] }),
  proved('the record stands at the domain itself', { [PLACES[2] ?? '']: [PROOF] }),
  proved('the record stands at a parent domain itself', { [PLACES[3] ?? '']: [PROOF] }),
  proved('one of the look-ups timed out', { [PLACES[0] ?? '']: 'timed-out' }, { lacks: 'a look-up of the TXT record' }),
  sound('PL-DNS-010', {
    what: 'nobody looked the record up',
    lacks: 'a look-up of the TXT record',
    subject: 'service',
    change: unverified,
  }),
  sound('PL-DNS-010', {
    what: 'the name is verified, and its record was taken away since',
    subject: 'service',
    change: (estate) => {
      unverified(estate, 'verified');
    },
    measured: texts({}),
  }),
  sound('PL-DNS-018', {
    what: 'a client gets the endpoint’s addresses',
    measured: (estate) => resolved(...addressesOf(estate.endpoint))(estate),
  }),
  sound('PL-DNS-018', {
    what: 'a client gets one zone’s address, as on a zonal name',
    measured: (estate) => resolved(addressesOf(estate.endpoint)[1] ?? '')(estate),
  }),
  sound('PL-DNS-018', {
    what: 'a workstation outside the VPC gets a public address',
    lacks: 'a look-up where the clients are',
    measured: (estate) => measuredAt(WORKSTATION, estate.endpoint, [answered(NAME, '203.0.113.7')]),
  }),
  sound('PL-DNS-018', {
    what: 'a machine elsewhere has an address of the VPC’s range that is none of its interfaces',
    lacks: 'a look-up where the clients are',
    measured: (estate) => measuredAt('10.20.1.77', estate.endpoint, [answered(NAME, '203.0.113.7')]),
  }),
  sound('PL-DNS-018', {
    what: 'a client’s look-up timed out, which is no answer',
    lacks: 'an answer for payments.example.com',
    measured: (estate) => measuredAt(client(estate), estate.endpoint, [unanswered(NAME, 'timed-out')]),
  }),
  sound('PL-DNS-018', {
    what: 'a workstation’s answer says nothing of the client that was named',
    lacks: 'a look-up where the clients are',
    args: (estate) => ['--source', client(estate)],
    measured: (estate) => measuredAt(WORKSTATION, estate.endpoint, [answered(NAME, '203.0.113.7')]),
  }),
  sound('PL-DNS-018', {
    what: 'what was measured is about another endpoint',
    measured: (estate) => measuredAt(client(estate), estate.awsEndpoint, [answered(NAME, '203.0.113.7')]),
  }),
  sound('PL-NET-014', {
    what: 'both zones’ interfaces answer a client',
    measured: (estate) =>
      measuredAt(client(estate), estate.endpoint, [], connections(estate.endpoint, PORT, 'connected')),
  }),
  sound('PL-NET-014', {
    what: 'a workstation outside the VPC gets no answer',
    lacks: 'connections from where the clients are',
    measured: (estate) => measuredAt(WORKSTATION, estate.endpoint, [], connections(estate.endpoint, PORT, 'timed-out')),
  }),
  sound('PL-NET-014', {
    what: 'another machine of the VPC is not the client that was named',
    lacks: 'connections from where the clients are',
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[1]?.id ?? ''],
    measured: (estate) =>
      measuredAt(client(estate), estate.endpoint, [], connections(estate.endpoint, PORT, 'timed-out')),
  }),
  sound('PL-NET-014', {
    what: 'the client’s machine has no route for that kind of address',
    lacks: 'has no route on that machine',
    measured: tried('unreachable'),
  }),
  sound('PL-NET-014', {
    what: 'one zone could not be tried, the other answers',
    lacks: 'could not be tried',
    measured: tried('failed', 'connected'),
  }),
  sound('PL-NET-014', {
    what: 'another port than the one that was asked about does not answer',
    args: () => ['--port', String(PORT)],
    measured: (estate) =>
      measuredAt(client(estate), estate.endpoint, [], connections(estate.endpoint, 8443, 'timed-out')),
  }),
];
