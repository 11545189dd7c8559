import type { HealthyEstate } from '../healthy.ts';
import { endpointMetric, measure, meteredEstate, type Values } from '../metrics.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

const dropped =
  (values: Values) =>
  ({ consumer, endpoint }: HealthyEstate): void => {
    measure(consumer, endpointMetric(endpoint.raw, 'PacketsDropped'), values);
  };

const METERED = { base: meteredEstate, args: () => ['--with', 'metrics'] } as const;

export const NET_METRIC_WORLDS: readonly BrokenWorld[] = [
  world('PL-NET-011', {
    ...METERED,
    fault: 'a packet was dropped 23 hours ago',
    hop: 'endpoint',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    change: dropped({ 23: 1 }),
  }),
];

export const NET_METRIC_SOUND: readonly SoundWorld[] = [
  sound('PL-NET-011', { ...METERED, what: 'no packet was dropped' }),
  sound('PL-NET-011', { ...METERED, what: 'packets were dropped a day ago', change: dropped({ 24: 900 }) }),
  sound('PL-NET-011', {
    ...METERED,
    what: 'packets of another endpoint were dropped',
    change: ({ consumer, awsEndpoint }) => {
      measure(consumer, endpointMetric(awsEndpoint.raw, 'PacketsDropped'), { 0: 900 });
    },
  }),
  sound('PL-NET-011', { what: 'nobody asked for metrics', lacks: 'cloudwatch:GetMetricData' }),
];
