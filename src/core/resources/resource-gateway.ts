import { defined } from '../model/defined.ts';
import { lower, number, text, texts } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A resource gateway of VPC Lattice: where traffic enters the VPC of a resource. */
export interface ResourceGateway extends ResourceBase {
  readonly kind: 'resource-gateway';
  readonly arn?: string;
  /** Lower case: active, create_in_progress, create_failed, … */
  readonly status?: string;
  readonly vpcId?: string;
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
  readonly ipAddressType?: string;
  readonly ipv4AddressesPerEni?: number;
  /** Lower case: in_vpc, public. */
  readonly resourceConfigDnsResolution?: string;
}

export const resourceGatewayKind: ResourceKind<ResourceGateway> = {
  kind: 'resource-gateway',
  operation: 'vpc-lattice:ListResourceGateways',
  ...entries('items', (raw, scope) => {
    const id = text(raw, 'id');
    if (id === undefined) return undefined;
    const arn = text(raw, 'arn');
    return defined({
      ...base(scope, raw, { id, owner: arn?.split(':')[4], name: text(raw, 'name'), tags: {} }),
      kind: 'resource-gateway' as const,
      arn,
      status: lower(raw, 'status'),
      vpcId: text(raw, 'vpcIdentifier'),
      subnetIds: texts(raw, 'subnetIds'),
      securityGroupIds: texts(raw, 'securityGroupIds'),
      ipAddressType: lower(raw, 'ipAddressType'),
      ipv4AddressesPerEni: number(raw, 'ipv4AddressesPerEni'),
      resourceConfigDnsResolution: lower(raw, 'resourceConfigDnsResolution'),
    });
  }),
};
