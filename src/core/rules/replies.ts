import type { AddressRange } from '../model/cidr.ts';
import { aclPorts, aclPortsForSome } from '../reachability/network-acl.ts';
import { countPorts, intersectPorts, normalizePorts, type PortRange, type PortSet } from '../reachability/ports.ts';
import type { Transport } from '../reachability/security-group.ts';
import type { NetworkAclEntry } from '../resources/network-acl.ts';

/**
 * The ports that clients take replies on. Lambda, NAT gateways and load balancers use all of 1024-65535; operating
 * systems use their own default (https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html).
 */
export const MANAGED_REPLIES: PortRange = { from: 1024, to: 65535 };
const ASSUMED: readonly { readonly name: string; readonly range: PortRange }[] = [
  { name: 'Linux', range: { from: 32768, to: 60999 } },
  { name: 'Windows', range: { from: 49152, to: 65535 } },
];

export interface Replies {
  /** Best first; `some-clients`: only an assumed operating system would lose replies. */
  readonly state: 'full' | 'some-clients' | 'partial' | 'none';
  /** Kinds of client whose replies do not all come through. */
  readonly clients: readonly string[];
  /** The ports that are open for all of the addresses. */
  readonly open: PortSet;
}

export const REPLIES_BEST_FIRST: readonly Replies['state'][] = ['full', 'some-clients', 'partial', 'none'];

/** What a network ACL lets through of the replies between these addresses and the client, in one direction. */
export function repliesThrough(
  entries: readonly NetworkAclEntry[],
  egress: boolean,
  transport: Transport,
  ranges: readonly AddressRange[],
  client: 'managed' | 'assumed',
): Replies {
  return repliesOn(openPorts(entries, egress, transport, ranges), client);
}

/** The ports that are open for all of the addresses, and for some of them. */
export interface OpenPorts {
  readonly all: PortSet;
  readonly some: PortSet;
}

/** The ports on which a network ACL lets replies between these addresses and the client through. */
export function openPorts(
  entries: readonly NetworkAclEntry[],
  egress: boolean,
  transport: Transport,
  ranges: readonly AddressRange[],
): OpenPorts {
  return {
    all: common(ranges.map((range) => aclPorts(entries, egress, transport, range))),
    some: normalizePorts(ranges.flatMap((range) => aclPortsForSome(entries, egress, transport, range))),
  };
}

/** What replies on these ports are to a client. */
export function repliesOn({ all: open, some: everywhere }: OpenPorts, client: 'managed' | 'assumed'): Replies {
  const share = (range: PortRange): 'full' | 'partial' | 'none' => {
    const wanted = intersectPorts(open, [range]);
    if (countPorts(wanted) === countPorts([range])) return 'full';
    return wanted.length > 0 || intersectPorts(everywhere, [range]).length > 0 ? 'partial' : 'none';
  };
  if (client === 'managed') return { state: share(MANAGED_REPLIES), clients: [], open };
  const shares = ASSUMED.map(({ name, range }) => ({ name, share: share(range) }));
  if (shares.every((item) => item.share === 'none')) {
    return { state: 'none', clients: shares.map((item) => item.name), open };
  }
  // Some addresses lose replies that others get: that is no matter of the client's operating system.
  const unequal = ASSUMED.some(
    ({ range }) => countPorts(intersectPorts(open, [range])) < countPorts(intersectPorts(everywhere, [range])),
  );
  if (unequal) return { state: 'partial', clients: [], open };
  // No client that AWS's page names gets all of its replies: that is no matter of which of them it is.
  if (shares.every((item) => item.share !== 'full')) {
    return { state: 'partial', clients: shares.map((item) => item.name), open };
  }
  const short = shares.filter((item) => item.share !== 'full').map((item) => item.name);
  return { state: short.length === 0 ? 'full' : 'some-clients', clients: short, open };
}

function common(sets: readonly PortSet[]): PortSet {
  const [first, ...rest] = sets;
  return rest.reduce<PortSet>((left, right) => intersectPorts(left, right), first ?? []);
}
