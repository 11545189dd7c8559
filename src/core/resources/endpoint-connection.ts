import { defined } from '../model/defined.ts';
import { listed, lower, tags, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** The pair of an endpoint and a service, as the provider sees it. Its id is `serviceId/endpointId`. */
export interface EndpointConnection extends ResourceBase {
  readonly kind: 'endpoint-connection';
  readonly serviceId: string;
  readonly endpointId: string;
  readonly endpointOwner?: string;
  /** Lower case. */
  readonly state?: string;
  readonly endpointRegion?: string;
  readonly creationTimestamp?: string;
  readonly ipAddressType?: string;
  readonly networkLoadBalancerArns?: readonly string[];
  readonly gatewayLoadBalancerArns?: readonly string[];
}

export const endpointConnectionKind: ResourceKind<EndpointConnection> = {
  kind: 'endpoint-connection',
  operation: 'ec2:DescribeVpcEndpointConnections',
  list: 'VpcEndpointConnections',
  read: (call, scope) =>
    (listed(call.output, 'VpcEndpointConnections') ?? []).flatMap((raw) => {
      const serviceId = text(raw, 'ServiceId');
      const endpointId = text(raw, 'VpcEndpointId');
      if (serviceId === undefined || endpointId === undefined) return [];
      return [
        defined({
          ...base(scope, raw, { id: `${serviceId}/${endpointId}`, tags: tags(raw) }),
          kind: 'endpoint-connection' as const,
          serviceId,
          endpointId,
          endpointOwner: text(raw, 'VpcEndpointOwner'),
          state: lower(raw, 'VpcEndpointState'),
          endpointRegion: text(raw, 'VpcEndpointRegion'),
          creationTimestamp: text(raw, 'CreationTimestamp'),
          ipAddressType: lower(raw, 'IpAddressType'),
          networkLoadBalancerArns: texts(raw, 'NetworkLoadBalancerArns'),
          gatewayLoadBalancerArns: texts(raw, 'GatewayLoadBalancerArns'),
        }),
      ];
    }),
};
