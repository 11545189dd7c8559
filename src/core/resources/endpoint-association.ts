import { defined } from '../model/defined.ts';
import { lower, object, tags, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** What a resource or service-network endpoint reaches. Its id is `endpointId/associationId`. */
export interface EndpointAssociation extends ResourceBase {
  readonly kind: 'endpoint-association';
  readonly endpointId: string;
  readonly associationId: string;
  /** Lower case: accessible, inaccessible, … */
  readonly accessibility?: string;
  readonly failureCode?: string;
  readonly failureReason?: string;
  readonly resourceArn?: string;
  readonly resourceConfigurationGroupArn?: string;
  readonly serviceNetworkArn?: string;
  readonly serviceNetworkName?: string;
  readonly dnsName?: string;
  readonly privateDnsName?: string;
  /** The zone that AWS keeps in the endpoint's VPC for it. */
  readonly privateDnsHostedZoneId?: string;
}

export const endpointAssociationKind: ResourceKind<EndpointAssociation> = {
  kind: 'endpoint-association',
  operation: 'ec2:DescribeVpcEndpointAssociations',
  ...entries('VpcEndpointAssociations', (raw, scope) => {
    const endpointId = text(raw, 'VpcEndpointId');
    const associationId = text(raw, 'Id');
    if (endpointId === undefined || associationId === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id: `${endpointId}/${associationId}`, tags: tags(raw) }),
      kind: 'endpoint-association' as const,
      endpointId,
      associationId,
      accessibility: lower(raw, 'AssociatedResourceAccessibility'),
      failureCode: text(raw, 'FailureCode'),
      failureReason: text(raw, 'FailureReason'),
      resourceArn: text(raw, 'AssociatedResourceArn'),
      resourceConfigurationGroupArn: text(raw, 'ResourceConfigurationGroupArn'),
      serviceNetworkArn: text(raw, 'ServiceNetworkArn'),
      serviceNetworkName: text(raw, 'ServiceNetworkName'),
      dnsName: text(object(raw, 'DnsEntry') ?? {}, 'DnsName'),
      privateDnsName: text(object(raw, 'PrivateDnsEntry') ?? {}, 'DnsName'),
      privateDnsHostedZoneId: text(object(raw, 'PrivateDnsEntry') ?? {}, 'HostedZoneId'),
    });
  }),
};
