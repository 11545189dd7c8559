import type { JsonObject } from '../../core/model/json.ts';
import { bool, object, objects, text } from '../../core/model/read.ts';
import { covers, recordNames } from '../../core/reachability/dns.ts';
import { OPERATIONS } from '../operations.ts';
import { itemsOf, unique, type Reader } from './reader.ts';
import { readServiceDetails } from './services.ts';
import { plainName } from '../../core/dns-name.ts';

/** What is asked of each VPC by itself. */
export const PER_VPC = [OPERATIONS.vpcAttribute, OPERATIONS.hostedZonesByVpc, OPERATIONS.recordSets];
/** What one listing says of all VPCs; nobody asks for it where no VPC has an endpoint. */
export const RESOLVER = [
  OPERATIONS.resolverRules,
  OPERATIONS.resolverRuleAssociations,
  OPERATIONS.firewallAssociations,
];

/**
 * What decides how names resolve in some VPCs: their DNS attributes, the private hosted zones that they see, and the
 * account's Resolver rules and firewall. Resolver takes five requests a second: no more of them than that.
 *
 * @param endpoints the endpoints in these VPCs, for the private names that a hosted zone may shadow
 * @param asked further names that somebody asks about
 */
export async function readDns(
  reader: Reader,
  vpcs: readonly string[],
  endpoints: readonly JsonObject[],
  asked: readonly string[] = [],
): Promise<void> {
  if (vpcs.length === 0) return;
  const { ask } = reader;
  await Promise.all([
    ...RESOLVER.map((operation) => ask(operation)),
    ...vpcs.flatMap((vpc) => [
      ask(OPERATIONS.vpcAttribute, { VpcId: vpc, Attribute: 'enableDnsSupport' }),
      ask(OPERATIONS.vpcAttribute, { VpcId: vpc, Attribute: 'enableDnsHostnames' }),
      readZones(reader, vpc, endpoints, asked),
    ]),
  ]);
}

/** So many record sets of a name are read, all of which a routing policy may answer with; a name rarely has more. */
const RECORD_SETS = 20;

async function readZones(
  reader: Reader,
  vpc: string,
  endpoints: readonly JsonObject[],
  asked: readonly string[],
): Promise<void> {
  const { account, region, ask, notAsked } = reader;
  const row = await ask(OPERATIONS.hostedZonesByVpc, { VPCId: vpc, VPCRegion: region });
  if (!row.complete) notAsked(OPERATIONS.recordSets);
  // The records of another account's zone, or of one that AWS keeps, cannot be read.
  const own = itemsOf([row], 'HostedZoneSummaries').filter(
    (zone) => text(object(zone, 'Owner') ?? {}, 'OwningAccount') === account,
  );
  if (own.length === 0) return;
  const here = endpoints.filter((item) => text(item, 'VpcId') === vpc);
  const names = unique([...here.flatMap(privateNames), ...(await offeredNames(reader, here, endpoints)), ...asked]);
  await Promise.all(
    own.flatMap((zone) => {
      const [id, name] = [text(zone, 'HostedZoneId'), text(zone, 'Name')];
      if (id === undefined || name === undefined) return [];
      const apex = plainName(name);
      const wanted = names.filter((candidate) => covers(apex, candidate));
      return unique(wanted.flatMap((candidate) => recordNames(candidate, apex))).map((candidate) =>
        ask(OPERATIONS.recordSets, {
          HostedZoneId: id,
          StartRecordName: candidate,
          StartRecordType: 'A',
          MaxItems: RECORD_SETS,
        }),
      );
    }),
  );
}

/** The names that an endpoint answers to beside those that AWS made for it alone; of DynamoDB's endpoints the usual one. */
function privateNames(endpoint: JsonObject): readonly string[] {
  const [, usual] = /^com\.amazonaws\.([a-z0-9-]+)\.dynamodb$/.exec(text(endpoint, 'ServiceName') ?? '') ?? [];
  return [
    ...(usual === undefined ? [] : [`dynamodb.${usual}.amazonaws.com`]),
    ...(objects(endpoint, 'DnsEntries') ?? [])
      .flatMap((entry) => text(entry, 'DnsName') ?? [])
      .map(plainName)
      .filter((name) => !/\.vpce\.amazonaws\.com(\.cn)?$/.test(name)),
  ];
}

/** Where private DNS is off, a zone may stand in for it: the service knows under which names. */
async function offeredNames(
  reader: Reader,
  here: readonly JsonObject[],
  endpoints: readonly JsonObject[],
): Promise<readonly string[]> {
  const services = here
    .filter((item) => bool(item, 'PrivateDnsEnabled') === false)
    .map((item) => text(item, 'ServiceName'));
  if (services.length === 0) return [];
  const details = itemsOf(await readServiceDetails(reader, endpoints), 'ServiceDetails');
  return details
    .filter((detail) => services.includes(text(detail, 'ServiceName')))
    .flatMap((detail) => [detail, ...(objects(detail, 'PrivateDnsNames') ?? [])])
    .flatMap((named) => text(named, 'PrivateDnsName') ?? [])
    .map(plainName);
}
