import { defined } from '../model/defined.ts';
import { lower, objects, tags, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

export interface NatGateway extends ResourceBase {
  readonly kind: 'nat-gateway';
  readonly state?: string;
  readonly vpcId?: string;
  readonly subnetId?: string;
  /** public or private. */
  readonly connectivityType?: string;
  readonly addresses?: readonly {
    readonly privateIp?: string;
    readonly publicIp?: string;
    readonly networkInterfaceId?: string;
  }[];
  readonly failureCode?: string;
  readonly failureMessage?: string;
}

export const natGatewayKind: ResourceKind<NatGateway> = {
  kind: 'nat-gateway',
  operation: 'ec2:DescribeNatGateways',
  ...entries('NatGateways', (raw, scope) => {
    const id = text(raw, 'NatGatewayId');
    if (id === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id, tags: tags(raw) }),
      kind: 'nat-gateway' as const,
      state: lower(raw, 'State'),
      vpcId: text(raw, 'VpcId'),
      subnetId: text(raw, 'SubnetId'),
      connectivityType: lower(raw, 'ConnectivityType'),
      addresses: objects(raw, 'NatGatewayAddresses')?.map((address) =>
        defined({
          privateIp: text(address, 'PrivateIp'),
          publicIp: text(address, 'PublicIp'),
          networkInterfaceId: text(address, 'NetworkInterfaceId'),
        }),
      ),
      failureCode: text(raw, 'FailureCode'),
      failureMessage: text(raw, 'FailureMessage'),
    });
  }),
};
