import { defined } from '../model/defined.ts';
import { object, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';
import { dnsName, zoneIdOf } from './record-set.ts';

/** A private hosted zone that a VPC resolves, another account's or an AWS service's among them. Its id is `zoneId/vpcId`. */
export interface HostedZone extends ResourceBase {
  readonly kind: 'hosted-zone';
  readonly hostedZoneId: string;
  /** Lower case, without a trailing dot. */
  readonly zoneName?: string;
  readonly vpcId: string;
  readonly vpcRegion?: string;
  readonly owningAccount?: string;
  /** The AWS service that made the zone; then there is no owning account. */
  readonly owningService?: string;
}

export const hostedZoneKind: ResourceKind<HostedZone> = {
  kind: 'hosted-zone',
  operation: 'route53:ListHostedZonesByVPC',
  ...entries('HostedZoneSummaries', (raw, scope, call) => {
    const hostedZoneId = zoneIdOf(text(raw, 'HostedZoneId'));
    const vpcId = text(call.params, 'VPCId');
    if (hostedZoneId === undefined || vpcId === undefined) return undefined;
    const owner = object(raw, 'Owner') ?? {};
    const name = text(raw, 'Name');
    const zoneName = name === undefined ? undefined : dnsName(name);
    return defined({
      ...base(scope, raw, {
        id: `${hostedZoneId}/${vpcId}`,
        owner: text(owner, 'OwningAccount') ?? text(owner, 'OwningService'),
        name: zoneName,
        tags: {},
      }),
      kind: 'hosted-zone' as const,
      hostedZoneId,
      zoneName,
      vpcId,
      vpcRegion: text(call.params, 'VPCRegion'),
      owningAccount: text(owner, 'OwningAccount'),
      owningService: text(owner, 'OwningService'),
    });
  }),
};
