import type { Way } from '../dependents.ts';
import type { Fate } from './fate.ts';
import type { Affected, Extent, ZoneRow, ZonesOfSubject } from './types.ts';

/* Words of an impact and of a zone matrix. */

/** `vpc-endpoint payments → endpoint-service payments → …`, for one line. */
export function wayWords(way: Way): string {
  return way.map(({ kind, id, name }) => `${kind.replaceAll('-', ' ')} ${name ?? id}`).join(' → ');
}

/** The cells of a row of a zone matrix. What has no meaning in a row is a dash. */
export interface ZoneCells {
  /** The id, and what the accounts on the path call it. */
  readonly zone: string;
  readonly endpoint: string;
  readonly offered: string;
  readonly loadBalancer: string;
  readonly healthy: string;
  readonly crossZone: string;
  readonly withdrawn: string;
}

export function zoneCells(row: ZoneRow): ZoneCells {
  const names = [...new Set(row.names.map(({ name }) => name))].join(' ');
  const targets = row.targets === undefined ? undefined : `${row.targets.healthy} of ${row.targets.total}`;
  return {
    zone: names === '' ? row.zoneId : `${row.zoneId} (${names})`,
    endpoint: row.endpoint ?? '-',
    offered: row.offered ?? '-',
    loadBalancer: row.loadBalancer ?? '-',
    healthy: targets ?? (row.loadBalancer === undefined ? '-' : 'unknown'),
    crossZone: row.crossZone ?? '-',
    withdrawn: row.withdrawn ?? '-',
  };
}

/** Targets that stand in no zone of the load balancer’s VPC, in words. */
export function outsideWords({ healthy, total }: NonNullable<ZonesOfSubject['outside']>): string {
  return `${healthy} of ${total} targets outside the VPC healthy`;
}

/** What is said to go on of something that does not work: nothing, as nothing is proved. */
export const NOT_WORKING = 'It does not work now: its diagnosis says what is broken, and that comes first.';

/** What a fate says of the failure of a zone. */
export function zoneAnswer(
  fate: Fate,
  about: { readonly zoneId: string; readonly isBroken: boolean; readonly isEndpoint: boolean },
): ZoneRow['ifFails'] {
  const { zoneId, isBroken, isEndpoint } = about;
  // That no other way is left is true all the same.
  if (isBroken && fate.kind !== 'stops') {
    return { answer: 'unknown', why: NOT_WORKING };
  }
  switch (fate.kind) {
    case 'stops':
      return { answer: 'stops', why: fate.why, ...(fate.listeners.length === 0 ? {} : { listeners: fate.listeners }) };
    case 'unknown':
      return { answer: 'unknown', why: fate.why };
    case 'untouched':
      return { answer: 'keeps-working', why: fate.why };
    case 'goes-on': {
      if (!fate.losesDoor) return { answer: 'keeps-working', why: fate.why };
      const lost = isEndpoint
        ? ` Clients on the Regional name move there; clients on the zonal name or a fixed address of ${zoneId} fail.`
        : '';
      return { answer: 'loses-this-zone', why: `${fate.why}${lost}` };
    }
  }
}

/** The answer in one sentence. */
export function impactSummary(all: readonly Affected[], complete: boolean): string {
  const caveat = complete ? '' : ' Not everything was read that could depend on it.';
  if (all.length === 0) return `Nothing that was read depends on it.${caveat}`;
  const count = (kind: Affected['kind'], word: string): readonly string[] => {
    const number = all.filter((item) => item.kind === kind).length;
    return number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
  };
  const extents: readonly (readonly [Extent, string])[] = [
    ['all', 'altogether'],
    ['part', 'in part'],
    ['unknown', 'to an extent that is unknown'],
  ];
  const shares = extents.flatMap(([extent, words]) => {
    const number = all.filter((item) => item.extent === extent).length;
    return number === 0 ? [] : [`${number} ${words}`];
  });
  const who = [...count('endpoint', 'endpoint'), ...count('service', 'service')].join(' and ');
  return `${who} ${all.length === 1 ? 'depends' : 'depend'} on it: ${shares.join(', ')}.${caveat}`;
}
