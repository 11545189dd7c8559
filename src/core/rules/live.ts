import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';

const LIVE: ReadonlySet<string> = new Set(['available', 'pending', 'pendingacceptance']);

/** True for an endpoint that works or is about to. */
export function isLive({ state }: VpcEndpoint): boolean {
  return LIVE.has(state ?? '');
}
