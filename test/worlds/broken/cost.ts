import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { endpointMetric, FORTNIGHT, measure, meter, price } from '../metrics.ts';
import { addGatewayEndpoint } from '../endpoint.ts';
import type { Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

function natted({ consumerVpc }: HealthyEstate): void {
  (consumerVpc.routeTable['Routes'] as Item[]).push({
    DestinationCidrBlock: '0.0.0.0/0',
    NatGatewayId: 'nat-0a1b2c3d4e5f60718',
    Origin: 'CreateRoute',
    State: 'active',
  });
}

const GIGABYTE = 2 ** 30;
const HOURS_OF_A_MONTH = 730;
/** At a cent an hour and zone and a cent a gigabyte, two zones cost as much as so many gigabytes a month. */
const MONTHLY = 2 * HOURS_OF_A_MONTH;

/** The endpoint carries so many gigabytes a month, all of them in one hour of the two weeks that are looked at. */
const carriesMonthly =
  (gigabytes: number, prefix = '') =>
  (): HealthyEstate => {
    const estate = meter(healthyEstate());
    const { consumer, endpoint } = estate;
    const bytes = (gigabytes * GIGABYTE * FORTNIGHT) / HOURS_OF_A_MONTH;
    measure(consumer, endpointMetric(endpoint.raw, 'BytesProcessed'), { [FORTNIGHT - 1]: bytes });
    for (const scope of [consumer, estate.provider]) price(scope, '0.0100000000', '0.0100000000', prefix);
    return estate;
  };

const PRICED = { args: (): readonly string[] => ['--with', 'metrics,prices'] } as const;

export const COST_WORLDS: readonly BrokenWorld[] = [
  world('PL-COST-001', {
    fault: 'a NAT gateway carries what goes to DynamoDB',
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    says: 'reaches DynamoDB through a NAT gateway',
    change: natted,
  }),
  world('PL-COST-002', {
    ...PRICED,
    fault: 'two zones cost more than twenty times what they carry',
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    base: carriesMonthly(MONTHLY / 20 - 0.1),
    says: 'about 14.60 USD a month for 2 zones and 0.73 USD for what it carries',
  }),
  world('PL-COST-002', {
    ...PRICED,
    fault: 'the prices have a Region’s prefix',
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    base: carriesMonthly(1, 'USE1-'),
  }),
  world('PL-COST-002', {
    ...PRICED,
    fault: 'two zones cost for a single byte',
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    base: carriesMonthly(HOURS_OF_A_MONTH / FORTNIGHT / GIGABYTE),
  }),
];

export const COST_SOUND: readonly SoundWorld[] = [
  sound('PL-COST-001', {
    what: 'a NAT gateway is there, and gateway endpoints for both',
    change: (estate) => {
      natted(estate);
      addGatewayEndpoint(estate.consumer, estate.consumerVpc, 'dynamodb', {
        name: 'dynamodb',
        routeTables: [estate.consumerVpc.routeTable],
      });
    },
  }),
  sound('PL-COST-002', {
    ...PRICED,
    what: 'two zones cost less than twenty times what they carry',
    base: carriesMonthly(MONTHLY / 20 + 0.1),
  }),
  sound('PL-COST-002', {
    args: () => ['--with', 'metrics'],
    what: 'nobody asked for prices',
    lacks: 'pricing:GetProducts',
    base: () => {
      const estate = carriesMonthly(1)();
      for (const { answers } of [estate.consumer, estate.provider]) answers.pop();
      return estate;
    },
  }),
  sound('PL-COST-002', {
    ...PRICED,
    what: 'two zones cost exactly twenty times what they carry',
    base: carriesMonthly(MONTHLY / 20),
  }),
  sound('PL-COST-002', {
    ...PRICED,
    what: 'what carries nothing is another rule’s',
    base: () => {
      const estate = carriesMonthly(1)();
      measure(estate.consumer, endpointMetric(estate.endpoint.raw, 'BytesProcessed'), {});
      // The endpoint is too young for that other rule.
      estate.endpoint.raw['CreationTimestamp'] = '2026-02-20T09:30:00.000Z';
      return estate;
    },
  }),
];
