import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { addGatewayEndpoint } from '../endpoint.ts';
import type { Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/* Endpoints of which no zone is left, and ports and actions that nobody documents. */

/** The load balancer stands in the first zone only, the endpoint in the second only. */
function apart({ endpoint, service }: HealthyEstate): void {
  service.loadBalancer['AvailabilityZones'] = (service.loadBalancer['AvailabilityZones'] as Item[]).slice(0, 1);
  service.targetHealth.splice(1);
  (endpoint.raw['SubnetIds'] as string[]).splice(0, 1);
  (endpoint.raw['NetworkInterfaceIds'] as string[]).splice(0, 1);
}

const NONE_LEFT = { effect: 'breaks', verdict: 'broken' } as const;

function tablesEstate(): HealthyEstate & { readonly tables: { readonly id: string } } {
  const estate = healthyEstate();
  const tables = addGatewayEndpoint(estate.consumer, estate.consumerVpc, 'dynamodb', {
    name: 'tables',
    routeTables: [estate.consumerVpc.routeTable],
  });
  return { ...estate, tables };
}

export const NONE_LEFT_WORLDS: readonly BrokenWorld[] = [
  world('PL-NLB-007', {
    ...NONE_LEFT,
    fault: 'the load balancer is in none of the zones of the endpoint that is diagnosed',
    says: 'no other zone of theirs has one either',
    finding: { severity: 'high' },
    hop: 'load-balancer',
    owner: 'provider',
    change: apart,
  }),
  world('PL-NET-001', {
    effect: 'breaks',
    verdict: 'degraded',
    suspected: true,
    fault: 'the service lists none of the endpoint’s zones',
    says: 'No zone of the endpoint is left',
    hop: 'endpoint',
    owner: 'both',
    change: (estate) => {
      const { service } = estate;
      apart(estate);
      const kept = service.zoneIds.slice(0, 1);
      service.configuration['AvailabilityZoneIds'] = kept;
      for (const detail of service.details.values()) detail['AvailabilityZoneIds'] = kept;
    },
  }),
];

export const NONE_LEFT_SOUND: readonly SoundWorld[] = [
  ...[9999, 8080].map((port) =>
    sound('PL-RT-001', {
      what: `clients use port ${port} of S3, on which it is not documented to listen`,
      subject: 'gateway',
      verdict: 'unknown',
      args: () => ['--port', String(port)],
    }),
  ),
  ...[443, 80].map((port) =>
    sound('PL-RT-001', {
      what: `clients use port ${port} of S3`,
      subject: 'gateway',
      args: () => ['--port', String(port)],
    }),
  ),
  sound('PL-RT-001', {
    what: 'clients use port 80 of DynamoDB, on which it is not documented to listen',
    base: tablesEstate,
    subject: ({ tables }) => tables.id,
    verdict: 'unknown',
    args: () => ['--port', '80'],
  }),
  sound('PL-SG-001', {
    what: 'clients use port 443 of an AWS service',
    subject: 'awsEndpoint',
    profiles: ['consumer'],
    args: () => ['--port', '443'],
  }),
  sound('PL-NLB-016', {
    what: 'the listener’s action is of a kind that a Network Load Balancer has not',
    verdict: 'unknown',
    change: ({ provider }) => {
      for (const { operation, output } of provider.answers) {
        if (operation !== 'elasticloadbalancing:DescribeListeners') continue;
        for (const listener of output['Listeners'] as Item[]) {
          for (const action of listener['DefaultActions'] as Item[]) action['Type'] = 'fixed-response';
        }
      }
    },
  }),
];
