import { defined } from '../model/defined.ts';
import { number, object, objects, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** How Route 53 chooses between the record sets that one name and type have. */
export type RoutingPolicy =
  'weighted' | 'failover' | 'latency' | 'geolocation' | 'geoproximity' | 'multivalue' | 'IP-based';

/** The field by which each policy shows (https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html). */
const POLICIES: readonly (readonly [field: string, policy: RoutingPolicy])[] = [
  ['Weight', 'weighted'],
  ['Failover', 'failover'],
  ['Region', 'latency'],
  ['GeoLocation', 'geolocation'],
  ['GeoProximityLocation', 'geoproximity'],
  ['MultiValueAnswer', 'multivalue'],
  ['CidrRoutingConfig', 'IP-based'],
];

/** A record set of a hosted zone. Its id is `zoneId/name/type`, with its set identifier behind it where it has one. */
export interface RecordSet extends ResourceBase {
  readonly kind: 'record-set';
  readonly hostedZoneId: string;
  /** Lower case, without a trailing dot, `*` for a wildcard. */
  readonly recordName: string;
  readonly type: string;
  readonly ttl?: number;
  readonly values?: readonly string[];
  readonly aliasTarget?: { readonly dnsName?: string; readonly hostedZoneId?: string };
  readonly setIdentifier?: string;
  /** None for a simple record set, the only one of its name and type. */
  readonly policy?: RoutingPolicy;
  /** Of a weighted record set. */
  readonly weight?: number;
}

export const recordSetKind: ResourceKind<RecordSet> = {
  kind: 'record-set',
  operation: 'route53:ListResourceRecordSets',
  ...entries('ResourceRecordSets', (raw, scope, call) => {
    const hostedZoneId = zoneIdOf(text(call.params, 'HostedZoneId'));
    const name = text(raw, 'Name');
    const type = text(raw, 'Type');
    if (hostedZoneId === undefined || name === undefined || type === undefined) return undefined;
    const recordName = dnsName(name);
    const setIdentifier = text(raw, 'SetIdentifier');
    const alias = object(raw, 'AliasTarget');
    const aliasName = alias && text(alias, 'DNSName');
    const set = setIdentifier === undefined ? '' : `/${setIdentifier}`;
    return defined({
      ...base(scope, raw, { id: `${hostedZoneId}/${recordName}/${type}${set}`, name: recordName, tags: {} }),
      kind: 'record-set' as const,
      hostedZoneId,
      recordName,
      type,
      ttl: number(raw, 'TTL'),
      values: objects(raw, 'ResourceRecords')?.flatMap((record) => text(record, 'Value') ?? []),
      aliasTarget:
        alias &&
        defined({
          dnsName: aliasName === undefined ? undefined : dnsName(aliasName),
          hostedZoneId: text(alias, 'HostedZoneId'),
        }),
      setIdentifier,
      policy: POLICIES.find(([field]) => raw[field] !== undefined)?.[1],
      weight: number(raw, 'Weight'),
    });
  }),
};

/** Route 53 writes `/hostedzone/Z1` in some answers and `Z1` in others. */
export function zoneIdOf(id: string | undefined): string | undefined {
  return id?.replace(/^\/hostedzone\//, '');
}

/**
 * A name without its trailing dot. Route 53 writes unusual characters as a backslash with three octal digits, the `*` of a
 * wildcard among them (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html).
 */
export function dnsName(name: string): string {
  return name
    .replace(/\\([0-3][0-7]{2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/(?<=.)\.$/, '')
    .toLowerCase();
}
