import { defined } from '../model/defined.ts';
import { number, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A service network of VPC Lattice, the account's own or one that is shared with it. */
export interface ServiceNetwork extends ResourceBase {
  readonly kind: 'service-network';
  readonly arn?: string;
  readonly numberOfAssociatedVpcs?: number;
  readonly numberOfAssociatedServices?: number;
  readonly numberOfAssociatedResourceConfigurations?: number;
}

export const serviceNetworkKind: ResourceKind<ServiceNetwork> = {
  kind: 'service-network',
  operation: 'vpc-lattice:ListServiceNetworks',
  ...entries('items', (raw, scope) => {
    const id = text(raw, 'id');
    if (id === undefined) return undefined;
    const arn = text(raw, 'arn');
    return defined({
      ...base(scope, raw, { id, owner: arn?.split(':')[4], name: text(raw, 'name'), tags: {} }),
      kind: 'service-network' as const,
      arn,
      numberOfAssociatedVpcs: number(raw, 'numberOfAssociatedVPCs'),
      numberOfAssociatedServices: number(raw, 'numberOfAssociatedServices'),
      numberOfAssociatedResourceConfigurations: number(raw, 'numberOfAssociatedResourceConfigurations'),
    });
  }),
};
