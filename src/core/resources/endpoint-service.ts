import { defined } from '../model/defined.ts';
import { bool, listed, lower, object, objects, tags, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** An endpoint service as its provider sees it (DescribeVpcEndpointServiceConfigurations). */
export interface EndpointService extends ResourceBase {
  readonly kind: 'endpoint-service';
  readonly serviceName?: string;
  /** Lower case. */
  readonly state?: string;
  /** Interface or GatewayLoadBalancer. */
  readonly types?: readonly string[];
  readonly zoneIds?: readonly string[];
  readonly acceptanceRequired?: boolean;
  readonly managesVpcEndpoints?: boolean;
  readonly networkLoadBalancerArns?: readonly string[];
  readonly gatewayLoadBalancerArns?: readonly string[];
  readonly supportedIpAddressTypes?: readonly string[];
  readonly privateDnsName?: string;
  readonly privateDnsNameConfiguration?: {
    /** Lower case: pendingverification, verified, failed. */
    readonly state?: string;
    readonly type?: string;
    readonly name?: string;
    readonly value?: string;
  };
  readonly payerResponsibility?: string;
  readonly supportedRegions?: readonly { readonly region: string; readonly state?: string }[];
}

export const endpointServiceKind: ResourceKind<EndpointService> = {
  kind: 'endpoint-service',
  operation: 'ec2:DescribeVpcEndpointServiceConfigurations',
  list: 'ServiceConfigurations',
  read: (call, scope) =>
    (listed(call.output, 'ServiceConfigurations') ?? []).flatMap((raw) => {
      const id = text(raw, 'ServiceId');
      if (id === undefined) return [];
      const dns = object(raw, 'PrivateDnsNameConfiguration');
      return [
        defined({
          ...base(scope, raw, { id, tags: tags(raw) }),
          kind: 'endpoint-service' as const,
          serviceName: text(raw, 'ServiceName'),
          state: lower(raw, 'ServiceState'),
          types: objects(raw, 'ServiceType')?.flatMap((type) => text(type, 'ServiceType') ?? []),
          // Older answers and emulators leave AvailabilityZoneIds out: then the zones are unknown, not none.
          zoneIds: texts(raw, 'AvailabilityZoneIds'),
          acceptanceRequired: bool(raw, 'AcceptanceRequired'),
          managesVpcEndpoints: bool(raw, 'ManagesVpcEndpoints'),
          networkLoadBalancerArns: texts(raw, 'NetworkLoadBalancerArns'),
          gatewayLoadBalancerArns: texts(raw, 'GatewayLoadBalancerArns'),
          supportedIpAddressTypes: texts(raw, 'SupportedIpAddressTypes')?.map((type) => type.toLowerCase()),
          privateDnsName: text(raw, 'PrivateDnsName'),
          privateDnsNameConfiguration:
            dns &&
            defined({
              state: lower(dns, 'State'),
              type: text(dns, 'Type'),
              name: text(dns, 'Name'),
              value: text(dns, 'Value'),
            }),
          payerResponsibility: text(raw, 'PayerResponsibility'),
          supportedRegions: objects(raw, 'SupportedRegions')?.flatMap((entry) => {
            const region = text(entry, 'Region');
            return region === undefined ? [] : [defined({ region, state: lower(entry, 'ServiceState') })];
          }),
        }),
      ];
    }),
};
