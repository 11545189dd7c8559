import type { EndpointContext } from '../context.ts';
import type { Gap } from '../needs.ts';
import type { Product } from '../resources/product.ts';

/* What AWS charges for interface endpoints in a Region, as its price list says. It is read on request. */

export const PRODUCTS = 'pricing:GetProducts';

export interface EndpointPrices {
  readonly currency: string;
  /** For each zone and hour. */
  readonly hour: number;
  /** For each gigabyte of the lowest tier. */
  readonly gigabyte: number;
}

/** The prices of an interface endpoint in the endpoint’s Region, or why they are not known. */
export function endpointPrices({
  inventory,
  need,
  region,
}: Pick<EndpointContext, 'inventory' | 'need' | 'region'>): EndpointPrices | { readonly gap: Gap } {
  const here = [...inventory.products.values()].filter((product) => product.regionCode === region);
  if (here.length === 0) {
    return { gap: need(PRODUCTS) ?? { reason: 'not-asked', missing: [`${PRODUCTS} of ${region}`] } };
  }
  // Other Regions have a prefix: USE2-VpcEndpoint-Hours. Gateway Load Balancer endpoints are VpcEndpoint-GWLBE-Hours.
  const priced = (usage: RegExp): Product['prices'][number] | undefined =>
    here.find(({ usageType }) => usage.test(usageType ?? ''))?.prices[0];
  const [hours, bytes] = [priced(/(?:^|-)VpcEndpoint-Hours$/), priced(/(?:^|-)VpcEndpoint-Bytes$/)];
  const [currency = ''] = Object.keys(hours?.perUnit ?? {});
  const [hour, gigabyte] = [hours, bytes].map((price) => Number(price?.perUnit[currency] ?? NaN));
  return hour === undefined || gigabyte === undefined || Number.isNaN(hour) || Number.isNaN(gigabyte)
    ? { gap: { reason: 'malformed', missing: [`price of VpcEndpoint-Hours and VpcEndpoint-Bytes in ${region}`] } }
    : { currency, hour, gigabyte };
}

/** Hours that AWS counts for a month. */
export const MONTH = 730;

/** An amount as people write it: `14.60 USD`. */
export function money(amount: number, currency: string): string {
  return `${amount.toFixed(2)} ${currency}`;
}
