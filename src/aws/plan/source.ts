import { intersect, parseCidr, type AddressRange } from '../../core/model/cidr.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { objects, text } from '../../core/model/read.ts';
import { OPERATIONS } from '../operations.ts';
import { readDns } from './dns.ts';
import { readDhcpOptions, readNetwork } from './network.ts';
import { itemsOf, unique, type Reader } from './reader.ts';
import { readTransitGateways } from './transit-gateways.ts';

/**
 * The network of a client that is said to be somewhere: the VPC that has it, what joins that with others, and what answers
 * for names there. Each scope is asked, because it may be anybody's.
 *
 * @param source the id of a subnet or network interface, an address or a CIDR
 * @param names names that clients are said to use
 */
export async function readSource(reader: Reader, source: string, names: readonly string[] = []): Promise<void> {
  const [vpcs] = await Promise.all([
    readHolders(reader, source),
    reader.ask(OPERATIONS.peerings),
    readTransitGateways(reader),
  ]);
  if (vpcs.length === 0) return;
  await Promise.all([
    readNetwork(reader, vpcs),
    readDns(reader, vpcs, [], names),
    readDhcpOptions(reader, vpcs),
    reader.askAbout(OPERATIONS.vpcEndpoints, 'vpc-id', vpcs),
    reader.askAbout(OPERATIONS.natGateways, 'vpc-id', vpcs),
  ]);
}

/** The VPCs of this scope that the source is in. */
async function readHolders(reader: Reader, source: string): Promise<readonly string[]> {
  if (source.startsWith('subnet-')) {
    const rows = await reader.askAbout(OPERATIONS.subnets, 'subnet-id', [source]);
    return vpcsOf(itemsOf(rows, 'Subnets').filter((item) => text(item, 'SubnetId') === source));
  }
  if (source.startsWith('eni-')) {
    const rows = await reader.askAbout(OPERATIONS.networkInterfaces, 'network-interface-id', [source]);
    const found = itemsOf(rows, 'NetworkInterfaces');
    return vpcsOf(found.filter((item) => text(item, 'NetworkInterfaceId') === source));
  }
  const range = parseCidr(source);
  if (range === undefined) return [];
  const vpcs = itemsOf([await reader.ask(OPERATIONS.vpcs)], 'Vpcs');
  return vpcsOf(vpcs.filter((item) => blocksOf(item).some((block) => intersect(block, range) !== undefined)));
}

function blocksOf(vpc: JsonObject): readonly AddressRange[] {
  const cidrs = [
    text(vpc, 'CidrBlock'),
    ...(objects(vpc, 'CidrBlockAssociationSet') ?? []).map((item) => text(item, 'CidrBlock')),
    ...(objects(vpc, 'Ipv6CidrBlockAssociationSet') ?? []).map((item) => text(item, 'Ipv6CidrBlock')),
  ];
  return cidrs.flatMap((cidr) => (cidr === undefined ? [] : (parseCidr(cidr) ?? [])));
}

function vpcsOf(items: readonly JsonObject[]): readonly string[] {
  return unique(items.flatMap((item) => text(item, 'VpcId') ?? []));
}
