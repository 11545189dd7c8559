import { defined } from '../model/defined.ts';
import type { JsonObject } from '../model/json.ts';
import { bool, lower, object, text, texts } from '../model/read.ts';
import type { SnapshotScope } from '../model/snapshot.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A resource configuration of VPC Lattice: which resource is shared, and on which ports. */
export interface ResourceConfiguration extends ResourceBase {
  readonly kind: 'resource-configuration';
  readonly arn?: string;
  /** Lower case: single, group, child, arn. */
  readonly type?: string;
  /** Lower case: active, create_in_progress, create_failed, … */
  readonly status?: string;
  readonly resourceGatewayId?: string;
  readonly resourceConfigurationGroupId?: string;
  readonly amazonManaged?: boolean;
  readonly customDomainName?: string;
  readonly domainVerificationId?: string;
  /** This and what follows only GetResourceConfiguration shows: `undefined` where it was not asked. */
  readonly portRanges?: readonly string[];
  /** Lower case: tcp. */
  readonly protocol?: string;
  readonly definition?: {
    readonly domainName?: string;
    readonly domainIpAddressType?: string;
    readonly ipAddress?: string;
    readonly arn?: string;
  };
  readonly allowAssociationToShareableServiceNetwork?: boolean;
  /** Lower case: verified, pending, verification_timed_out. */
  readonly domainVerificationStatus?: string;
  readonly failureReason?: string;
}

export const resourceConfigurationKind: ResourceKind<ResourceConfiguration> = {
  kind: 'resource-configuration',
  operation: 'vpc-lattice:ListResourceConfigurations',
  ...entries('items', read),
};

export const resourceConfigurationDetailKind: ResourceKind<ResourceConfiguration> = {
  kind: 'resource-configuration',
  operation: 'vpc-lattice:GetResourceConfiguration',
  read: (call, scope) => {
    const found = read(call.output, scope);
    return found === undefined ? [] : [found];
  },
};

function read(raw: JsonObject, scope: SnapshotScope): ResourceConfiguration | undefined {
  const id = text(raw, 'id');
  if (id === undefined) return undefined;
  const arn = text(raw, 'arn');
  const definition = object(raw, 'resourceConfigurationDefinition');
  const dns = object(definition ?? {}, 'dnsResource') ?? {};
  return defined({
    ...base(scope, raw, { id, owner: arn?.split(':')[4], name: text(raw, 'name'), tags: {} }),
    kind: 'resource-configuration' as const,
    arn,
    type: lower(raw, 'type'),
    status: lower(raw, 'status'),
    resourceGatewayId: text(raw, 'resourceGatewayId'),
    resourceConfigurationGroupId: text(raw, 'resourceConfigurationGroupId'),
    amazonManaged: bool(raw, 'amazonManaged'),
    customDomainName: text(raw, 'customDomainName'),
    domainVerificationId: text(raw, 'domainVerificationId'),
    portRanges: texts(raw, 'portRanges'),
    protocol: lower(raw, 'protocol'),
    definition:
      definition &&
      defined({
        domainName: text(dns, 'domainName'),
        domainIpAddressType: lower(dns, 'ipAddressType'),
        ipAddress: text(object(definition, 'ipResource') ?? {}, 'ipAddress'),
        arn: text(object(definition, 'arnResource') ?? {}, 'arn'),
      }),
    allowAssociationToShareableServiceNetwork: bool(raw, 'allowAssociationToShareableServiceNetwork'),
    domainVerificationStatus: lower(raw, 'domainVerificationStatus'),
    failureReason: text(raw, 'failureReason'),
  });
}

/** What the listing and the look-up say of one configuration together; of what both say, the look-up is the later. */
export function withDetail(
  listed: ResourceConfiguration | undefined,
  detail: ResourceConfiguration,
): ResourceConfiguration {
  return listed === undefined ? detail : { ...listed, ...detail, raw: { ...listed.raw, ...detail.raw } };
}
