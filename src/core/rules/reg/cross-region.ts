import type { EndpointContext } from '../../context.ts';

/*
 * Endpoints whose service is in another Region.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
 */

export const isCrossRegion = ({ region, serviceRegion }: EndpointContext): boolean => region !== serviceRegion;

/** Zones in which AWS does not offer access across Regions, as listed on that page in 2026. */
export const ZONES_WITHOUT_CROSS_REGION: ReadonlySet<string> = new Set([
  'use1-az3',
  'usw1-az2',
  'apne1-az3',
  'apne2-az2',
  'apne2-az4',
]);
