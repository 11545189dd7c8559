import { permission } from '../network.ts';
import { crossRegionEstate, type PairEstate } from '../placements.ts';
import { textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

const REGIONS = ['us-east-1', 'eu-west-1'];

function regionState({ service }: PairEstate, region: string, state: string): void {
  for (const item of service.configuration['SupportedRegions'] as Item[]) {
    if (item['Region'] === region) item['ServiceState'] = state;
  }
}

/** Takes the consumer's Region off the service. */
function withoutConsumerRegion({ service }: PairEstate): void {
  service.configuration['SupportedRegions'] = [{ Region: 'eu-west-1', ServiceState: 'Available' }];
}

/** The endpoint's first zone becomes another one, in its subnet and wherever else it is told. */
function movesZone({ endpoint }: PairEstate, zoneId: string): void {
  const [subnetId] = endpoint.raw['SubnetIds'] as string[];
  const { tables } = endpoint.scope;
  for (const subnet of tables['ec2:DescribeSubnets']) {
    if (textOf(subnet, 'SubnetId') === subnetId) subnet['AvailabilityZoneId'] = zoneId;
  }
}

const IDLE = 'tcp.idle_timeout.seconds';

/** The listener's only attribute; none at all without seconds. */
function idleTimeout({ service }: Pick<PairEstate, 'service'>, seconds?: string): void {
  const [listener] = service.listeners;
  const params = { ListenerArn: textOf(listener, 'ListenerArn') };
  const operation = 'elasticloadbalancing:DescribeListenerAttributes';
  const output = { Attributes: seconds === undefined ? [] : [{ Key: IDLE, Value: seconds }] };
  service.scope.answers.push({ operation, params, output });
}

/** The listener takes another protocol, which all groups on the way admit. */
function takes({ service, endpoint }: PairEstate, Protocol: string): void {
  for (const item of [...service.listeners, service.targetGroup]) item['Protocol'] = Protocol;
  for (const { tables } of [service.scope, endpoint.scope]) {
    for (const group of tables['ec2:DescribeSecurityGroups'])
      group['IpPermissions'] = [permission('all', '10.0.0.0/8')];
  }
}

const ACROSS = { base: crossRegionEstate, regions: REGIONS, subject: 'service' } as const;
const NOT_KEPT = { hop: 'listener', effect: 'note', verdict: 'healthy', owner: 'provider' } as const;

export const REG_WORLDS: readonly BrokenWorld[] = [
  world<PairEstate>('PL-REG-001', {
    fault: 'the provider took the consumer’s Region off the service',
    base: crossRegionEstate,
    regions: REGIONS,
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: withoutConsumerRegion,
  }),
  world<PairEstate>('PL-REG-002', {
    fault: 'the service failed in the consumer’s Region',
    base: crossRegionEstate,
    regions: REGIONS,
    hop: 'service',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: (estate) => {
      regionState(estate, 'us-east-1', 'Failed');
    },
  }),
  world<PairEstate>('PL-REG-002', {
    fault: 'a Region of the service is still pending',
    base: crossRegionEstate,
    regions: REGIONS,
    subject: 'service',
    hop: 'service',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: (estate) => {
      regionState(estate, 'us-east-1', 'Pending');
    },
  }),
  world<PairEstate>('PL-REG-003', {
    fault: 'the service is in another Region',
    base: crossRegionEstate,
    regions: REGIONS,
    hop: 'service',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
  }),
  world<PairEstate>('PL-REG-004', {
    fault: 'a zone of the endpoint is one without access across Regions',
    base: crossRegionEstate,
    regions: REGIONS,
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'consumer',
    change: (estate) => {
      movesZone(estate, 'use1-az3');
    },
  }),
  world<PairEstate>('PL-REG-005', {
    fault: 'the listener keeps idle connections longer than is supported across Regions',
    base: crossRegionEstate,
    regions: REGIONS,
    subject: 'service',
    hop: 'listener',
    effect: 'note',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      idleTimeout(estate, '351');
    },
  }),
  world<PairEstate>('PL-REG-005', {
    ...ACROSS,
    ...NOT_KEPT,
    fault: 'a listener for TCP and UDP keeps idle connections longer than is supported across Regions',
    says: 'keeps idle connections for 351 seconds',
    change: (estate) => {
      takes(estate, 'TCP_UDP');
      idleTimeout(estate, '351');
    },
  }),
  world<PairEstate>('PL-REG-005', {
    ...ACROSS,
    ...NOT_KEPT,
    fault: 'a listener takes UDP',
    finding: { severity: 'info' },
    change: (estate) => {
      takes(estate, 'UDP');
    },
  }),
];

export const REG_SOUND: readonly SoundWorld[] = [
  sound<PairEstate>('PL-REG-001', { what: 'the Region is enabled', base: crossRegionEstate, regions: REGIONS }),
  sound('PL-REG-001', { what: 'endpoint and service share a Region' }),
  sound<PairEstate>('PL-REG-002', { what: 'its Regions are available', base: crossRegionEstate, regions: REGIONS }),
  sound<PairEstate>('PL-REG-002', {
    what: 'another Region than the endpoint’s is not available',
    base: crossRegionEstate,
    regions: REGIONS,
    change: ({ service }) => {
      (service.configuration['SupportedRegions'] as Item[]).push({ Region: 'ap-south-1', ServiceState: 'Failed' });
    },
  }),
  sound('PL-REG-003', { what: 'endpoint and service share a Region' }),
  sound<PairEstate>('PL-REG-004', {
    what: 'the endpoint’s zones are offered across Regions',
    base: crossRegionEstate,
    regions: REGIONS,
  }),
  sound<PairEstate>('PL-REG-005', {
    what: 'the listener has the default idle timeout',
    base: crossRegionEstate,
    regions: REGIONS,
    subject: 'service',
    change: (estate) => {
      idleTimeout(estate, '350');
    },
  }),
  sound('PL-REG-005', {
    what: 'the service is for its own Region only, where any idle timeout holds',
    subject: 'service',
    change: (estate) => {
      estate.service.configuration['SupportedRegions'] = [{ Region: 'us-east-1', ServiceState: 'Available' }];
      idleTimeout(estate, '351');
    },
  }),
  sound('PL-REG-005', {
    what: 'nobody may read the listeners of a service that is for its own Region only',
    subject: 'service',
    denied: 'elasticloadbalancing:DescribeListenerAttributes',
    deniedTo: 'provider',
    change: ({ service }) => {
      service.configuration['SupportedRegions'] = [{ Region: 'us-east-1', ServiceState: 'Available' }];
    },
  }),
  sound<PairEstate>('PL-REG-005', {
    ...ACROSS,
    what: 'nobody may read the listener’s attributes',
    lacks: 'elasticloadbalancing:DescribeListenerAttributes',
    denied: 'elasticloadbalancing:DescribeListenerAttributes',
    deniedTo: 'provider',
  }),
  sound<PairEstate>('PL-REG-005', {
    ...ACROSS,
    what: 'the attributes do not hold the idle timeout',
    lacks: IDLE,
    change: (estate) => {
      idleTimeout(estate);
    },
  }),
  sound<PairEstate>('PL-REG-005', {
    ...ACROSS,
    what: 'a TLS listener has no such timeout',
    change: (estate) => {
      takes(estate, 'TLS');
      for (const item of estate.service.listeners) {
        item['Certificates'] = [{ CertificateArn: 'arn:aws:acm:eu-west-1:444455556666:certificate/0a1b' }];
      }
      idleTimeout(estate);
    },
  }),
];
