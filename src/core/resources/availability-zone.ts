import { defined } from '../model/defined.ts';
import { lower, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A zone under the name that one account has for it. Its id is `account/zoneName`: another account may mean another zone. */
export interface AvailabilityZone extends ResourceBase {
  readonly kind: 'availability-zone';
  readonly zoneName: string;
  /** The same in every account: the only one that may be compared. */
  readonly zoneId?: string;
  /** Lower case: availability-zone, local-zone, wavelength-zone. */
  readonly zoneType?: string;
  readonly state?: string;
  readonly optInStatus?: string;
}

export const availabilityZoneKind: ResourceKind<AvailabilityZone> = {
  kind: 'availability-zone',
  operation: 'ec2:DescribeAvailabilityZones',
  ...entries('AvailabilityZones', (raw, scope) => {
    const zoneName = text(raw, 'ZoneName');
    if (zoneName === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id: `${scope.account}/${zoneName}`, name: zoneName, tags: {} }),
      kind: 'availability-zone' as const,
      zoneName,
      zoneId: text(raw, 'ZoneId'),
      zoneType: lower(raw, 'ZoneType'),
      state: lower(raw, 'State'),
      optInStatus: lower(raw, 'OptInStatus'),
    });
  }),
};
