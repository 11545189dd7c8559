import { text } from '../../core/model/read.ts';
import type { SnapshotCall } from '../../core/model/snapshot.ts';
import { OPERATIONS } from '../operations.ts';
import { readPrefixLists } from './prefix-lists.ts';
import { itemsOf, type Reader } from './reader.ts';

/** Everything in some VPCs that lets traffic through or stops it. */
export async function readNetwork(reader: Reader, vpcs: readonly string[]): Promise<void> {
  const about = (operation: Parameters<Reader['askAbout']>[0]): Promise<readonly SnapshotCall[]> =>
    reader.askAbout(operation, 'vpc-id', vpcs);
  const [groups, tables] = await Promise.all([
    about(OPERATIONS.securityGroups),
    about(OPERATIONS.routeTables),
    about(OPERATIONS.vpcs),
    about(OPERATIONS.subnets),
    about(OPERATIONS.networkAcls),
    about(OPERATIONS.networkInterfaces),
    about(OPERATIONS.securityGroupVpcAssociations),
  ]);
  await readPrefixLists(reader, [...groups, ...tables]);
}

/** What DNS servers the hosts of some VPCs ask. */
export async function readDhcpOptions(reader: Reader, vpcs: readonly string[]): Promise<void> {
  const rows = await reader.askAbout(OPERATIONS.vpcs, 'vpc-id', vpcs);
  const ids = itemsOf(rows, 'Vpcs')
    .filter((item) => vpcs.includes(text(item, 'VpcId') ?? ''))
    .flatMap((item) => text(item, 'DhcpOptionsId') ?? []);
  // A VPC without a set of its own says "default", which no listing shows.
  await reader.askAbout(
    OPERATIONS.dhcpOptions,
    'dhcp-options-id',
    ids.filter((id) => id !== 'default'),
  );
}
