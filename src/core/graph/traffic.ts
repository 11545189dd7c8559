import type { EndpointContext, ProviderContext } from '../context.ts';
import { serviceSeries } from '../metric-series.ts';
import { endpointMetric, hoursOf, sumOf } from '../rules/metrics.ts';

/* What CloudWatch counted, in words for a card: the layer of metrics. Only what was read whole is told; no hour is guessed. */

const DAY = 24;

/** The new connections and bytes of an endpoint in the last day; `undefined` where neither was read. */
export function endpointTraffic(context: EndpointContext): string | undefined {
  return trafficWords(endpointMetric(context, 'NewConnections'), endpointMetric(context, 'BytesProcessed'));
}

/** The same of a service, of all its endpoints together. */
export function serviceTraffic(context: ProviderContext): string | undefined {
  const { NewConnections, BytesProcessed } = serviceSeries(context.service.id);
  return trafficWords(hoursOf(context, NewConnections), hoursOf(context, BytesProcessed));
}

type Reading = ReturnType<typeof hoursOf>;

function trafficWords(connections: Reading, bytes: Reading): string | undefined {
  const [count, size] = [sumOf(connections, DAY), sumOf(bytes, DAY)];
  const words = [
    ...(typeof count === 'number' ? [`${count.toLocaleString('en')} connection${count === 1 ? '' : 's'}`] : []),
    ...(typeof size === 'number' ? [bytesText(size)] : []),
  ];
  return words.length === 0 ? undefined : `${words.join(', ')} in ${DAY} h`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `0 B`, `1.5 kB`, `340 GB`: three digits at most, in powers of 1,000 as AWS bills them. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  // What would be rounded up to 1,000 is one of the next unit.
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  const digits = value < 9.95 && unit > 0 ? 1 : 0;
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })} ${UNITS[unit] ?? ''}`;
}
