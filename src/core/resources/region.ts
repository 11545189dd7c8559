import { defined } from '../model/defined.ts';
import { lower, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A Region and whether the account has it. Its id is `account/regionName`. */
export interface Region extends ResourceBase {
  readonly kind: 'region';
  readonly regionName: string;
  /** opt-in-not-required, opted-in, not-opted-in. */
  readonly optInStatus?: string;
}

export const regionKind: ResourceKind<Region> = {
  kind: 'region',
  operation: 'ec2:DescribeRegions',
  ...entries('Regions', (raw, scope) => {
    const regionName = text(raw, 'RegionName');
    if (regionName === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id: `${scope.account}/${regionName}`, name: regionName, tags: {} }),
      kind: 'region' as const,
      regionName,
      optInStatus: lower(raw, 'OptInStatus'),
    });
  }),
};
