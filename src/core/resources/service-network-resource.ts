import { defined } from '../model/defined.ts';
import { bool, lower, object, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A resource configuration in a service network. */
export interface ServiceNetworkResource extends ResourceBase {
  readonly kind: 'service-network-resource';
  readonly serviceNetworkId?: string;
  readonly serviceNetworkArn?: string;
  readonly resourceConfigurationId?: string;
  readonly resourceConfigurationArn?: string;
  /** Lower case: active, partial, create_failed, … */
  readonly status?: string;
  readonly failureCode?: string;
  readonly isManagedAssociation?: boolean;
  readonly privateDnsEnabled?: boolean;
  readonly dnsName?: string;
  readonly privateDnsName?: string;
}

export const serviceNetworkResourceKind: ResourceKind<ServiceNetworkResource> = {
  kind: 'service-network-resource',
  operation: 'vpc-lattice:ListServiceNetworkResourceAssociations',
  ...entries('items', (raw, scope) => {
    const id = text(raw, 'id');
    if (id === undefined) return undefined;
    return defined({
      ...base(scope, raw, {
        id,
        owner: text(raw, 'arn')?.split(':')[4],
        name: text(raw, 'resourceConfigurationName'),
        tags: {},
      }),
      kind: 'service-network-resource' as const,
      serviceNetworkId: text(raw, 'serviceNetworkId'),
      serviceNetworkArn: text(raw, 'serviceNetworkArn'),
      resourceConfigurationId: text(raw, 'resourceConfigurationId'),
      resourceConfigurationArn: text(raw, 'resourceConfigurationArn'),
      status: lower(raw, 'status'),
      failureCode: text(raw, 'failureCode'),
      isManagedAssociation: bool(raw, 'isManagedAssociation'),
      privateDnsEnabled: bool(raw, 'privateDnsEnabled'),
      dnsName: text(object(raw, 'dnsEntry') ?? {}, 'domainName'),
      privateDnsName: text(object(raw, 'privateDnsEntry') ?? {}, 'domainName'),
    });
  }),
};
