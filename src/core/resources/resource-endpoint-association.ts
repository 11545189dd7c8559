import { defined } from '../model/defined.ts';
import { text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** An endpoint that reaches a resource configuration, as the owner of the configuration sees it. */
export interface ResourceEndpointAssociation extends ResourceBase {
  readonly kind: 'resource-endpoint-association';
  readonly resourceConfigurationId?: string;
  readonly resourceConfigurationArn?: string;
  readonly endpointId?: string;
  readonly endpointOwner?: string;
}

export const resourceEndpointAssociationKind: ResourceKind<ResourceEndpointAssociation> = {
  kind: 'resource-endpoint-association',
  operation: 'vpc-lattice:ListResourceEndpointAssociations',
  ...entries('items', (raw, scope) => {
    const id = text(raw, 'id');
    if (id === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id, tags: {} }),
      kind: 'resource-endpoint-association' as const,
      resourceConfigurationId: text(raw, 'resourceConfigurationId'),
      resourceConfigurationArn: text(raw, 'resourceConfigurationArn'),
      endpointId: text(raw, 'vpcEndpointId'),
      endpointOwner: text(raw, 'vpcEndpointOwner'),
    });
  }),
};
