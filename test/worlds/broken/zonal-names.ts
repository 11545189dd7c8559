import type { HealthyEstate } from '../healthy.ts';
import { textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/*
 * Clients that use the name of one zone: it leads to that zone alone.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-saas.html
 */

/** The endpoint's name in one of its zones; the Regional name comes first. */
function zonalName({ endpoint }: HealthyEstate, zone: number): string {
  return textOf((endpoint.raw['DnsEntries'] as Item[])[1 + zone], 'DnsName');
}

/** The second zone's only target fails. */
function secondZoneDown({ service }: HealthyEstate): void {
  for (const target of service.targetHealth.slice(1)) {
    target['TargetHealth'] = { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' };
  }
}

/** As while AWS replaces it: the second zone has no interface. */
function withoutSecondInterface({ endpoint }: HealthyEstate): void {
  (endpoint.raw['NetworkInterfaceIds'] as string[]).splice(1, 1);
}

export const ZONAL_NAME_WORLDS: readonly BrokenWorld[] = [
  world('PL-NLB-006', {
    fault: 'clients use the name of the zone whose only target fails',
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    says: 'a zonal name leads to no other zone.',
    change: secondZoneDown,
    args: (estate) => ['--name', zonalName(estate, 1)],
  }),
  world('PL-NLB-006', {
    fault: 'clients write the name of the zone whose only target fails with its dot',
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: secondZoneDown,
    args: (estate) => ['--name', `${zonalName(estate, 1)}.`],
  }),
  world('PL-NLB-006', {
    fault: 'clients use the Regional name, and one zone’s only target fails',
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    says: '1 zone works.',
    change: secondZoneDown,
    args: ({ endpoint }) => ['--name', textOf((endpoint.raw['DnsEntries'] as Item[])[0], 'DnsName')],
  }),
  world('PL-LIF-010', {
    fault: 'clients use the name of the zone that has no interface',
    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'consumer',
    says: 'a zonal name leads to no other zone.',
    change: withoutSecondInterface,
    args: (estate) => ['--name', zonalName(estate, 1)],
  }),
];

export const ZONAL_NAME_SOUND: readonly SoundWorld[] = [
  sound('PL-NLB-006', {
    what: 'clients use the name of the zone whose target is healthy, and the other zone’s is not',
    verdict: 'degraded',
    change: secondZoneDown,
    args: (estate) => ['--name', zonalName(estate, 0)],
  }),
  sound('PL-LIF-010', {
    what: 'clients use the name of the zone that has an interface, and the other one has none',
    change: withoutSecondInterface,
    args: (estate) => ['--name', zonalName(estate, 0)],
  }),
  ...(['PL-NET-002', 'PL-NET-003'] as const).map((rule) =>
    sound(rule, {
      what: 'clients use the name of one of the endpoint’s zones',
      args: (estate: HealthyEstate) => ['--name', zonalName(estate, 0)],
    }),
  ),
];
