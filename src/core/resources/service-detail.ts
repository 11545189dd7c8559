import { defined } from '../model/defined.ts';
import { bool, listed, lower, objects, tags, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/**
 * An endpoint service as a consumer sees it (DescribeVpcEndpointServices): only services that this account may use, and
 * of each only the zones that both accounts have. Its id is the service *name*; `seenBy` is the consumer.
 */
export interface ServiceDetail extends ResourceBase {
  readonly kind: 'service-detail';
  readonly serviceId?: string;
  readonly serviceName: string;
  /** `amazon`, or the provider's account id. */
  readonly owner?: string;
  readonly serviceRegion?: string;
  readonly types?: readonly string[];
  readonly zoneIds?: readonly string[];
  readonly privateDnsNames?: readonly string[];
  /** Lower case: pendingverification, verified, failed. */
  readonly privateDnsNameVerificationState?: string;
  readonly vpcEndpointPolicySupported?: boolean;
  readonly acceptanceRequired?: boolean;
  readonly supportedIpAddressTypes?: readonly string[];
}

export const serviceDetailKind: ResourceKind<ServiceDetail> = {
  kind: 'service-detail',
  operation: 'ec2:DescribeVpcEndpointServices',
  list: 'ServiceDetails',
  read: (call, scope) =>
    (listed(call.output, 'ServiceDetails') ?? []).flatMap((raw) => {
      const serviceName = text(raw, 'ServiceName');
      if (serviceName === undefined) return [];
      const listed = objects(raw, 'PrivateDnsNames')?.flatMap((name) => text(name, 'PrivateDnsName') ?? []);
      const single = text(raw, 'PrivateDnsName');
      return [
        defined({
          ...base(scope, raw, { id: serviceName, owner: text(raw, 'Owner'), tags: tags(raw) }),
          kind: 'service-detail' as const,
          serviceId: text(raw, 'ServiceId'),
          serviceName,
          owner: text(raw, 'Owner'),
          serviceRegion: text(raw, 'ServiceRegion'),
          types: objects(raw, 'ServiceType')?.flatMap((type) => text(type, 'ServiceType') ?? []),
          zoneIds: texts(raw, 'AvailabilityZoneIds'),
          privateDnsNames: listed ?? (single === undefined ? undefined : [single]),
          privateDnsNameVerificationState: lower(raw, 'PrivateDnsNameVerificationState'),
          vpcEndpointPolicySupported: bool(raw, 'VpcEndpointPolicySupported'),
          acceptanceRequired: bool(raw, 'AcceptanceRequired'),
          supportedIpAddressTypes: texts(raw, 'SupportedIpAddressTypes')?.map((type) => type.toLowerCase()),
        }),
      ];
    }),
};
