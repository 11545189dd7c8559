import { objects, text } from '../../core/model/read.ts';
import { OPERATIONS } from '../operations.ts';
import type { Extra } from './extra-names.ts';
import { loadBalancersOf } from './load-balancers.ts';
import { readMetrics, readSliceMetrics } from './metrics.ts';
import { unique, type Reader } from './reader.ts';
import { readSliceEndpoints, readSliceServices, type Slice } from './slice.ts';

/** How far back events go, in hours. */
const HOURS = 24;

/**
 * Of a whole Region.
 *
 * @param now the end of the time that metrics and events are read of
 */
export async function readExtras(reader: Reader, extras: readonly Extra[], now: Date): Promise<void> {
  await readEach(reader, extras, {
    metrics: () => readMetrics(reader, now),
    events: () => lookUp(reader, now, 'EventName', EVENTS),
  });
}

/**
 * Of some subjects: their own metrics and events. Alarms, prices and what else has no filter for them are read whole.
 *
 * @param now the end of the time that metrics and events are read of
 * @param asked the services that are subjects themselves, not only used by endpoints that are
 */
export async function readSliceExtras(
  reader: Reader,
  extras: readonly Extra[],
  now: Date,
  slice: Slice,
  asked: readonly string[],
): Promise<void> {
  await readEach(reader, extras, {
    metrics: () => readSliceMetrics(reader, now, slice, asked),
    events: async () => {
      await lookUp(reader, now, 'ResourceName', await pathNames(reader, slice));
    },
  });
}

async function readEach(
  { region, ask }: Reader,
  extras: readonly Extra[],
  narrowed: Readonly<Record<'metrics' | 'events', () => Promise<unknown>>>,
): Promise<void> {
  const readers: Readonly<Record<Extra, () => Promise<unknown>>> = {
    ...narrowed,
    alarms: () => ask(OPERATIONS.alarms, { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    prices: () =>
      ask(OPERATIONS.products, {
        ServiceCode: 'AmazonVPC',
        Filters: [
          { Type: 'TERM_MATCH', Field: 'productFamily', Value: 'VpcEndpoint' },
          { Type: 'TERM_MATCH', Field: 'regionCode', Value: region },
        ],
      }),
    'group-rules': () => ask(OPERATIONS.securityGroupRules),
    regions: () => ask(OPERATIONS.regions),
  };
  await Promise.all(extras.map((extra) => readers[extra]()));
}

/** LookupEvents takes one attribute a request. */
async function lookUp({ ask }: Reader, now: Date, key: string, values: readonly string[]): Promise<void> {
  const span = { StartTime: new Date(now.getTime() - HOURS * 3_600_000).toISOString(), EndTime: now.toISOString() };
  await Promise.all(
    values.map((value) =>
      ask(OPERATIONS.events, { LookupAttributes: [{ AttributeKey: key, AttributeValue: value }], ...span }),
    ),
  );
}

/** What CloudTrail calls the parts of the subjects' paths that change most: themselves, groups, load balancers. */
async function pathNames(reader: Reader, slice: Slice): Promise<readonly string[]> {
  const [endpoints, services] = await Promise.all([
    readSliceEndpoints(reader, slice.endpoints),
    readSliceServices(reader, slice.services),
  ]);
  const groups = endpoints.flatMap((item) => objects(item, 'Groups') ?? []);
  return unique([
    ...endpoints.flatMap((item) => text(item, 'VpcEndpointId') ?? []),
    ...groups.flatMap((item) => text(item, 'GroupId') ?? []),
    ...services.flatMap((item) => text(item, 'ServiceId') ?? []),
    ...loadBalancersOf(services),
  ]);
}

/**
 * What changes a path: https://docs.aws.amazon.com/vpc/latest/privatelink/logging-using-cloudtrail.html for the first
 * ones.
 */
const EVENTS = [
  'CreateVpcEndpoint',
  'ModifyVpcEndpoint',
  'DeleteVpcEndpoints',
  'AcceptVpcEndpointConnections',
  'RejectVpcEndpointConnections',
  'ModifyVpcEndpointServiceConfiguration',
  'ModifyVpcEndpointServicePermissions',
  'AuthorizeSecurityGroupIngress',
  'RevokeSecurityGroupIngress',
  'RevokeSecurityGroupEgress',
  'ReplaceNetworkAclEntry',
  'ReplaceNetworkAclAssociation',
  'DeleteRoute',
  'ReplaceRouteTableAssociation',
  'ModifyVpcAttribute',
  'DeleteListener',
  'ModifyListener',
  'DeregisterTargets',
  'SetSecurityGroups',
] as const;
