import type { EndpointContext } from '../../context.ts';
import { answering, hiddenDomain } from '../../reachability/dns.ts';
import { leadOf, type Stray } from './leads.ts';
import { authorities, givenName, privateNames, serviceNames, userZones } from './names.ts';

/* Records of the VPC's own zones that lead to an endpoint which nobody has listed. */

/** A stray record with the name that leads to it. */
export interface StrayName extends Stray {
  readonly name: string;
  readonly zone: string;
}

/**
 * The names that clients of the endpoint use or may use, as far as a zone of the VPC leads them to an endpoint that is not
 * in what was loaded.
 */
export function strayTargets(context: EndpointContext): readonly StrayName[] {
  const asked = givenName(context);
  const names = asked === undefined ? [...privateNames(context, context.endpoint), ...serviceNames(context)] : [asked];
  return [...new Set(names.map(hiddenDomain))].flatMap((name) => {
    const [first] = answering(name, authorities(context));
    const zone = userZones(context).find((item) => item.hostedZoneId === first?.id);
    const lead = zone === undefined ? undefined : leadOf(context, zone, name);
    return lead?.kind === 'unread' && lead.stray !== undefined
      ? [{ ...lead.stray, name, zone: zone?.hostedZoneId ?? '' }]
      : [];
  });
}
