import type { Snapshot } from '../../src/core/model/snapshot.ts';
import type { WireIdentity } from './server.ts';

/** The access key that stands for an account. */
export function accessKeyOf(account: string): string {
  return `AKIATEST${account}`;
}

/** One identity for each account of the worlds, under `accessKeyOf(account)`. */
export function identitiesOf(worlds: Snapshot): Readonly<Record<string, WireIdentity>> {
  return Object.fromEntries(
    worlds.scopes.map(({ account, partition }) => [
      accessKeyOf(account),
      { account, arn: `arn:${partition}:iam::${account}:user/reader` },
    ]),
  );
}
