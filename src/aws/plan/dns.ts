import { object, objects, text } from '../../core/model/read.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { OPERATIONS } from '../operations.ts';
import { itemsOf, unique, type Reader } from './reader.ts';

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
 */
export async function readDns(
  reader: Reader,
  vpcs: readonly string[],
  endpoints: readonly JsonObject[],
): Promise<void> {
  if (vpcs.length === 0) return;
  const { ask } = reader;
  await Promise.all([
    ...RESOLVER.map((operation) => ask(operation)),
    ...vpcs.flatMap((vpc) => [
      ask(OPERATIONS.vpcAttribute, { VpcId: vpc, Attribute: 'enableDnsSupport' }),
      ask(OPERATIONS.vpcAttribute, { VpcId: vpc, Attribute: 'enableDnsHostnames' }),
      readZones(reader, vpc, endpoints),
    ]),
  ]);
}

async function readZones(reader: Reader, vpc: string, endpoints: readonly JsonObject[]): Promise<void> {
  const { account, region, ask, notAsked } = reader;
  const row = await ask(OPERATIONS.hostedZonesByVpc, { VPCId: vpc, VPCRegion: region });
  if (!row.complete) notAsked(OPERATIONS.recordSets);
  const names = unique(endpoints.filter((item) => text(item, 'VpcId') === vpc).flatMap(privateNames));
  // The records of another account's zone, or of one that AWS keeps, cannot be read.
  const own = itemsOf([row], 'HostedZoneSummaries').filter(
    (zone) => text(object(zone, 'Owner') ?? {}, 'OwningAccount') === account,
  );
  await Promise.all(
    own.flatMap((zone) => {
      const [id, name] = [text(zone, 'HostedZoneId'), text(zone, 'Name')];
      if (id === undefined || name === undefined) return [];
      return names
        .filter((candidate) => isInZone(candidate, name))
        .map((candidate) =>
          ask(OPERATIONS.recordSets, {
            HostedZoneId: id,
            StartRecordName: candidate,
            StartRecordType: 'A',
            MaxItems: 2,
          }),
        );
    }),
  );
}

/** The names that an endpoint answers to beside those that AWS made for it alone. */
function privateNames(endpoint: JsonObject): readonly string[] {
  return (objects(endpoint, 'DnsEntries') ?? [])
    .flatMap((entry) => text(entry, 'DnsName') ?? [])
    .map((name) => name.toLowerCase().replace(/\.$/, ''))
    .filter((name) => !/\.vpce\.amazonaws\.com(\.cn)?$/.test(name));
}

function isInZone(name: string, zone: string): boolean {
  const apex = zone.toLowerCase().replace(/\.$/, '');
  return name === apex || name.endsWith(`.${apex}`);
}
