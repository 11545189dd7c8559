import { defined } from '../model/defined.ts';
import type { JsonObject } from '../model/json.ts';
import { bool, lower, object, objects, tags, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

export interface PeeringSide {
  readonly vpcId?: string;
  readonly ownerId?: string;
  readonly region?: string;
  /** IPv4 blocks, then IPv6 blocks; absent where the API shows none, as while the request is pending. */
  readonly cidrs?: readonly string[];
  readonly allowDnsResolutionFromRemoteVpc?: boolean;
}

/** A VPC peering connection. It belongs to the account that requested it. */
export interface PeeringConnection extends ResourceBase {
  readonly kind: 'peering-connection';
  /** Lower case: active, pending-acceptance, … */
  readonly state?: string;
  readonly stateMessage?: string;
  readonly requester?: PeeringSide;
  readonly accepter?: PeeringSide;
}

export const peeringConnectionKind: ResourceKind<PeeringConnection> = {
  kind: 'peering-connection',
  operation: 'ec2:DescribeVpcPeeringConnections',
  ...entries('VpcPeeringConnections', (raw, scope) => {
    const id = text(raw, 'VpcPeeringConnectionId');
    if (id === undefined) return undefined;
    const requester = object(raw, 'RequesterVpcInfo');
    const accepter = object(raw, 'AccepterVpcInfo');
    const status = object(raw, 'Status') ?? {};
    return defined({
      ...base(scope, raw, { id, owner: requester && text(requester, 'OwnerId'), tags: tags(raw) }),
      kind: 'peering-connection' as const,
      state: lower(status, 'Code'),
      stateMessage: text(status, 'Message'),
      requester: requester && side(requester),
      accepter: accepter && side(accepter),
    });
  }),
};

function side(raw: JsonObject): PeeringSide {
  const primary = text(raw, 'CidrBlock');
  const cidrs = [
    ...(primary === undefined ? [] : [primary]),
    ...(objects(raw, 'CidrBlockSet') ?? []).flatMap((block) => text(block, 'CidrBlock') ?? []),
    ...(objects(raw, 'Ipv6CidrBlockSet') ?? []).flatMap((block) => text(block, 'Ipv6CidrBlock') ?? []),
  ];
  return defined({
    vpcId: text(raw, 'VpcId'),
    ownerId: text(raw, 'OwnerId'),
    region: text(raw, 'Region'),
    cidrs: cidrs.length === 0 ? undefined : [...new Set(cidrs)],
    allowDnsResolutionFromRemoteVpc: bool(object(raw, 'PeeringOptions') ?? {}, 'AllowDnsResolutionFromRemoteVpc'),
  });
}
