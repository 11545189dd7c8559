import { defined } from '../model/defined.ts';
import { bool, listed, lower, number, object, objects, tags, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface NetworkInterface extends ResourceBase {
  readonly kind: 'network-interface';
  /** Lower case: available, associated, attaching, in-use, detaching. */
  readonly status?: string;
  readonly interfaceType?: string;
  readonly description?: string;
  readonly subnetId?: string;
  readonly vpcId?: string;
  readonly zoneName?: string;
  readonly zoneId?: string;
  /** The primary address first. */
  readonly privateIps?: readonly string[];
  readonly ipv6Addresses?: readonly string[];
  readonly groupIds?: readonly string[];
  readonly requesterManaged?: boolean;
  /** The instance whose interface it is, and which of its interfaces: 0 is the primary one. */
  readonly instanceId?: string;
  readonly deviceIndex?: number;
}

export const networkInterfaceKind: ResourceKind<NetworkInterface> = {
  kind: 'network-interface',
  operation: 'ec2:DescribeNetworkInterfaces',
  list: 'NetworkInterfaces',
  read: (call, scope) =>
    (listed(call.output, 'NetworkInterfaces') ?? []).flatMap((raw) => {
      const id = text(raw, 'NetworkInterfaceId');
      if (id === undefined) return [];
      const tagSet = objects(raw, 'TagSet');
      const attachment = object(raw, 'Attachment') ?? {};
      const groups = objects(raw, 'Groups');
      // Without the ids of all, nobody knows which groups it is not in.
      const groupIds = groups?.flatMap((group) => text(group, 'GroupId') ?? []);
      const primary = text(raw, 'PrivateIpAddress');
      const all = objects(raw, 'PrivateIpAddresses')?.flatMap((entry) => text(entry, 'PrivateIpAddress') ?? []);
      const privateIps = [...new Set([...(primary === undefined ? [] : [primary]), ...(all ?? [])])];
      return [
        defined({
          ...base(scope, raw, { id, owner: text(raw, 'OwnerId'), tags: tags({ Tags: tagSet }) }),
          kind: 'network-interface' as const,
          status: lower(raw, 'Status'),
          interfaceType: text(raw, 'InterfaceType'),
          description: text(raw, 'Description'),
          subnetId: text(raw, 'SubnetId'),
          vpcId: text(raw, 'VpcId'),
          zoneName: text(raw, 'AvailabilityZone'),
          zoneId: text(raw, 'AvailabilityZoneId'),
          privateIps: primary === undefined && all === undefined ? undefined : privateIps,
          ipv6Addresses: objects(raw, 'Ipv6Addresses')?.flatMap((entry) => text(entry, 'Ipv6Address') ?? []),
          groupIds: groups?.length === groupIds?.length ? groupIds : undefined,
          requesterManaged: bool(raw, 'RequesterManaged'),
          instanceId: text(attachment, 'InstanceId'),
          deviceIndex: number(attachment, 'DeviceIndex'),
        }),
      ];
    }),
};
