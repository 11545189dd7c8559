import { objects, text } from '../../core/model/read.ts';
import type { SnapshotCall } from '../../core/model/snapshot.ts';
import { OPERATIONS } from '../operations.ts';
import { itemsOf, unique, type Reader } from './reader.ts';

/**
 * The prefix lists that security groups and routes refer to: AWS's own carry their CIDRs in one listing, the customer's
 * are read one by one.
 *
 * @param rows answers with `SecurityGroups` and `RouteTables`
 */
export async function readPrefixLists(reader: Reader, rows: readonly SnapshotCall[]): Promise<void> {
  const { ask, askAbout } = reader;
  if (rows.some((row) => !row.complete)) {
    [OPERATIONS.managedPrefixLists, OPERATIONS.managedPrefixListEntries].forEach(reader.notAsked);
  }
  const referred = unique([
    ...itemsOf(rows, 'SecurityGroups')
      .flatMap((group) => [
        ...(objects(group, 'IpPermissions') ?? []),
        ...(objects(group, 'IpPermissionsEgress') ?? []),
      ])
      .flatMap((permission) => objects(permission, 'PrefixListIds') ?? [])
      .flatMap((entry) => text(entry, 'PrefixListId') ?? []),
    ...itemsOf(rows, 'RouteTables')
      .flatMap((table) => objects(table, 'Routes') ?? [])
      .flatMap((route) => text(route, 'DestinationPrefixListId') ?? []),
  ]);
  if (referred.length === 0) return;
  const answer = await ask(OPERATIONS.prefixLists);
  const own = new Set(itemsOf([answer], 'PrefixLists').flatMap((list) => text(list, 'PrefixListId') ?? []));
  const customers = referred.filter((id) => !own.has(id));
  await Promise.all([
    askAbout(OPERATIONS.managedPrefixLists, 'prefix-list-id', customers),
    ...customers.map((id) => ask(OPERATIONS.managedPrefixListEntries, { PrefixListId: id })),
  ]);
}
