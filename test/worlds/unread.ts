import type { Json } from '../../src/core/model/json.ts';
import type { Snapshot, SnapshotCall } from '../../src/core/model/snapshot.ts';

/** The same world, read by someone who may not call one operation, in one account or in all. */
export function denied(snapshot: Snapshot, operation: string, account?: string): Snapshot {
  const errorCode = operation.startsWith('ec2:') ? 'UnauthorizedOperation' : 'AccessDenied';
  return changed(snapshot, operation, account, (call) => ({
    ...call,
    status: 'denied',
    errorCode,
    complete: false,
    output: {},
  }));
}

/** The same world, of which an operation's answer was cut off: a part of each list came, or nothing of it. */
export function cutOff(snapshot: Snapshot, operation: string, share: 'none' | 'first' | 'last'): Snapshot {
  const part = (items: readonly Json[]): readonly Json[] =>
    share === 'none' ? [] : share === 'first' ? items.slice(0, -1) : items.slice(1);
  return changed(snapshot, operation, undefined, (call) => ({
    ...call,
    status: 'throttled',
    errorCode: 'RequestLimitExceeded',
    complete: false,
    output: Object.fromEntries(
      Object.entries(call.output).map(([name, value]) => [name, Array.isArray(value) ? part(value) : value]),
    ),
  }));
}

function changed(
  snapshot: Snapshot,
  operation: string,
  account: string | undefined,
  change: (call: SnapshotCall) => SnapshotCall,
): Snapshot {
  return {
    ...snapshot,
    scopes: snapshot.scopes.map((scope) => ({
      ...scope,
      calls: scope.calls.map((call) =>
        call.operation === operation && (account === undefined || scope.account === account) ? change(call) : call,
      ),
    })),
  };
}
