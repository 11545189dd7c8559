import { defined } from '../model/defined.ts';
import { lower, number, text, texts } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

export interface ResolverEndpoint extends ResourceBase {
  readonly kind: 'resolver-endpoint';
  /** Lower case: inbound, outbound, inbound_delegation. */
  readonly direction?: string;
  readonly vpcId?: string;
  readonly securityGroupIds?: readonly string[];
  readonly ipAddressCount?: number;
  /** Lower case: operational, action_needed, … */
  readonly status?: string;
  readonly statusMessage?: string;
  /** Lower case: ipv4, ipv6, dualstack. */
  readonly resolverEndpointType?: string;
  readonly protocols?: readonly string[];
}

export const resolverEndpointKind: ResourceKind<ResolverEndpoint> = {
  kind: 'resolver-endpoint',
  operation: 'route53resolver:ListResolverEndpoints',
  ...entries('ResolverEndpoints', (raw, scope) => {
    const id = text(raw, 'Id');
    if (id === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id, name: text(raw, 'Name'), tags: {} }),
      kind: 'resolver-endpoint' as const,
      direction: lower(raw, 'Direction'),
      vpcId: text(raw, 'HostVPCId'),
      securityGroupIds: texts(raw, 'SecurityGroupIds'),
      ipAddressCount: number(raw, 'IpAddressCount'),
      status: lower(raw, 'Status'),
      statusMessage: text(raw, 'StatusMessage'),
      resolverEndpointType: lower(raw, 'ResolverEndpointType'),
      protocols: texts(raw, 'Protocols'),
    });
  }),
};
