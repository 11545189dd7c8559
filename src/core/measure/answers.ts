import type { EndpointContext } from '../context.ts';
import { covers, parseCidr, type AddressRange } from '../model/cidr.ts';
import type { NameLookup } from './measurements.ts';

/* What a measured answer means for an endpoint. */

/**
 * `right`: the endpoint's own addresses, or those of another available endpoint of the same service; `mixed`: some of
 * them; `public`: addresses of the internet; `private`: others; `none`: no such name, or no address; `unread`: nobody
 * answered, or the endpoint's addresses are not known.
 */
export type AnswerKind = 'right' | 'mixed' | 'public' | 'private' | 'none' | 'unread';

/** How a name's answer stands to the endpoint. */
export function answerKind(context: EndpointContext, { result, addresses }: NameLookup): AnswerKind {
  if (result === 'no-such-name' || result === 'no-address') return 'none';
  const answered = addresses.flatMap((address) => parseCidr(address) ?? []);
  if (result !== 'answered' || answered.length === 0) return 'unread';
  const own = endpointAddresses(context);
  // An endpoint's addresses are private, whichever they are.
  if (own === undefined) return answered.every((address) => isPublic(context, address)) ? 'public' : 'unread';
  const right = answered.filter((address) => own.some((range) => covers(range, address)));
  if (right.length === answered.length) return 'right';
  if (right.length > 0) return 'mixed';
  return answered.some((address) => isPublic(context, address)) ? 'public' : 'private';
}

/** The answer as a finding says it, after "it". */
export function describeAnswer(kind: AnswerKind, { result, addresses }: NameLookup): string {
  const list = addresses.join(', ');
  switch (kind) {
    case 'right':
      return `leads to the endpoint (${list})`;
    case 'mixed':
      return `leads to the endpoint and elsewhere (${list})`;
    case 'public':
      return `has public addresses (${list}) and bypasses the endpoint`;
    case 'private':
      return `has other private addresses (${list}), which are not the endpoint’s`;
    case 'none':
      return result === 'no-such-name' ? 'does not exist (NXDOMAIN)' : 'has no address';
    case 'unread':
      return result === 'answered'
        ? `has ${list}; which addresses the endpoint has was not read`
        : `got no answer (${result === 'timed-out' ? 'timed out' : 'failed'})`;
  }
}

/** `undefined` where one of the endpoint's interfaces was not read. */
function endpointAddresses({ endpoint, interfaces, inventory }: EndpointContext): readonly AddressRange[] | undefined {
  const ids = endpoint.networkInterfaceIds;
  if (ids === undefined || ids.length === 0 || interfaces.length < ids.length) return undefined;
  const siblings = [...inventory.endpoints.values()].filter(
    (item) =>
      item.id !== endpoint.id &&
      item.serviceName !== undefined &&
      item.serviceName === endpoint.serviceName &&
      item.state === 'available',
  );
  const others = siblings.flatMap((item) =>
    (item.networkInterfaceIds ?? []).flatMap((id) => inventory.networkInterfaces.get(id) ?? []),
  );
  return [...interfaces, ...others].flatMap((item) =>
    [...(item.privateIps ?? []), ...(item.ipv6Addresses ?? [])].flatMap((address) => parseCidr(address) ?? []),
  );
}

/** Ranges that nobody reaches over the internet: https://www.iana.org/assignments/iana-ipv4-special-registry/. */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::/127',
  'fc00::/7',
  'fe80::/10',
].flatMap((cidr) => parseCidr(cidr) ?? []);

/** A VPC may have blocks of public ranges: their addresses are private to it. */
function isPublic({ vpc }: EndpointContext, address: AddressRange): boolean {
  const own = (vpc?.cidrs ?? []).flatMap((cidr) => parseCidr(cidr) ?? []);
  return ![...NOT_PUBLIC, ...own].some((range) => covers(range, address));
}
