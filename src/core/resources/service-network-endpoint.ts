import { defined } from '../model/defined.ts';
import { lower, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** An endpoint that reaches a service network. Its id is `serviceNetwork/endpointId`. */
export interface ServiceNetworkEndpoint extends ResourceBase {
  readonly kind: 'service-network-endpoint';
  /** The ARN, or the id that was asked for where the answer lacks it. */
  readonly serviceNetwork: string;
  readonly endpointId: string;
  readonly endpointOwner?: string;
  readonly vpcId?: string;
  readonly state?: string;
}

export const serviceNetworkEndpointKind: ResourceKind<ServiceNetworkEndpoint> = {
  kind: 'service-network-endpoint',
  operation: 'vpc-lattice:ListServiceNetworkVpcEndpointAssociations',
  ...entries('items', (raw, scope, call) => {
    const endpointId = text(raw, 'vpcEndpointId');
    const serviceNetwork = text(raw, 'serviceNetworkArn') ?? text(call.params, 'serviceNetworkIdentifier');
    if (endpointId === undefined || serviceNetwork === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id: `${serviceNetwork}/${endpointId}`, tags: {} }),
      kind: 'service-network-endpoint' as const,
      serviceNetwork,
      endpointId,
      endpointOwner: text(raw, 'vpcEndpointOwnerId'),
      vpcId: text(raw, 'vpcId'),
      state: lower(raw, 'state'),
    });
  }),
};
