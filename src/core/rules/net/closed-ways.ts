import { gapsOfWays, type ZoneWays } from '../../outside.ts';
import type { Closed, Way } from '../../reachability/way.ts';
import { zoneInstance } from '../endpoint-acl.ts';
import type { Instance } from '../rule.ts';

/* What the rules about ways from outside share. */

/** The way where it is closed for that cause. */
export function closedBy(cause: Closed['cause'], way: Way | undefined): readonly Closed[] {
  return way?.kind === 'closed' && way.cause === cause ? [way] : [];
}

/** What a cause makes of one interface of the endpoint. */
export function stateOfZone(cause: Closed['cause'], { zone, networkInterface, forward, back }: ZoneWays): Instance {
  const closed = [...closedBy(cause, forward), ...closedBy(cause, back)];
  const open = gapsOfWays([forward, back]).length > 0 ? 'unknown' : 'pass';
  const state = closed.some(({ isPart }) => !isPart) ? 'fail' : closed.length > 0 ? 'warn' : open;
  return zoneInstance(zone, networkInterface.id, state);
}
