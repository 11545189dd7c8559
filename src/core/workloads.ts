import { parseCidr, type AddressRange, type Family } from './model/cidr.ts';
import type { NetworkInterface } from './resources/network-interface.ts';

/* Network interfaces as clients of an endpoint. */

export interface Source {
  /** An interface, subnet, address or CIDR: what it is called in findings. */
  readonly id: string;
  readonly ranges: readonly AddressRange[];
  readonly groupIds?: readonly string[];
  readonly vpcId?: string;
  readonly subnetId?: string;
  /** How the client picks the port that replies go to. */
  readonly replies: 'managed' | 'assumed';
}

/** Interfaces of these kinds answer from 1024-65535, whatever the operating system of the client behind them. */
const MANAGED_CLIENTS = new Set(['lambda', 'nat_gateway', 'network_load_balancer']);

/** True for an interface that a customer's own program may be behind; AWS's own interfaces open no connections. */
export function isWorkload(item: NetworkInterface): boolean {
  // Attached to nothing, so nothing can send from it.
  if (item.status === 'available' || item.status === 'detaching') return false;
  if (item.interfaceType === 'lambda') return true;
  if (item.requesterManaged === undefined) return item.interfaceType === 'interface';
  return !item.requesterManaged && item.interfaceType !== 'vpc_endpoint';
}

/** The interface's first address of the family as a client; `undefined` when it has none. */
export function interfaceSource(item: NetworkInterface, family: Family): Source | undefined {
  const [first] = rangesOf(item, family);
  if (first === undefined) return undefined;
  return {
    id: item.id,
    ranges: [first],
    replies: MANAGED_CLIENTS.has(item.interfaceType ?? '') ? 'managed' : 'assumed',
    ...(item.groupIds === undefined ? {} : { groupIds: item.groupIds }),
    ...(item.vpcId === undefined ? {} : { vpcId: item.vpcId }),
    ...(item.subnetId === undefined ? {} : { subnetId: item.subnetId }),
  };
}

/** The addresses of an interface, the primary one first. */
export function rangesOf(item: NetworkInterface, family: Family): readonly AddressRange[] {
  const addresses = family === 4 ? (item.privateIps ?? []) : (item.ipv6Addresses ?? []);
  return addresses.flatMap((address) => parseCidr(address) ?? []);
}
