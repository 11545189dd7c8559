import { defined } from '../model/defined.ts';
import type { JsonObject } from '../model/json.ts';
import { bool, listed, lower, object, objects, tags, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface DnsEntry {
  /** Without a trailing dot. */
  readonly dnsName: string;
  readonly hostedZoneId?: string;
}

/** A VPC endpoint as its owner (or the VPC's owner) sees it. */
export interface VpcEndpoint extends ResourceBase {
  readonly kind: 'vpc-endpoint';
  /** Interface, Gateway, GatewayLoadBalancer, Resource, ServiceNetwork, Tunnel, or a type that AWS adds later. */
  readonly type?: string;
  /** Lower case: the API's own casing differs between endpoint types. */
  readonly state?: string;
  readonly vpcId?: string;
  readonly serviceName?: string;
  /** The service's Region; `undefined` means the endpoint's own. */
  readonly serviceRegion?: string;
  readonly subnetIds?: readonly string[];
  readonly routeTableIds?: readonly string[];
  readonly groupIds?: readonly string[];
  readonly groups?: readonly { readonly groupId: string; readonly groupName?: string }[];
  readonly networkInterfaceIds?: readonly string[];
  readonly ipAddressType?: string;
  readonly dnsRecordIpType?: string;
  readonly privateDnsOnlyForInboundResolverEndpoint?: boolean;
  /** Of a resource or service-network endpoint, lower case: all_domains, verified_domains_only, … */
  readonly privateDnsPreference?: string;
  readonly privateDnsSpecifiedDomains?: readonly string[];
  readonly privateDnsEnabled?: boolean;
  readonly dnsEntries?: readonly DnsEntry[];
  readonly policyDocument?: string;
  readonly requesterManaged?: boolean;
  readonly creationTimestamp?: string;
  readonly lastError?: { readonly code?: string; readonly message?: string };
  readonly failureReason?: string;
  readonly serviceNetworkArn?: string;
  readonly resourceConfigurationArn?: string;
  /** Who pays for what, lower case: `vpc-endpoint-charges` by `vpc-endpoint-account`, for example. */
  readonly payerResponsibilities?: readonly { readonly scope?: string; readonly type?: string }[];
  readonly ipv4Prefixes?: readonly SubnetPrefixes[];
  readonly ipv6Prefixes?: readonly SubnetPrefixes[];
}

/** The prefixes that an endpoint has in a subnet. */
export interface SubnetPrefixes {
  readonly subnetId?: string;
  readonly prefixes: readonly string[];
}

/** States of an endpoint, and of its connection, that end it: it carries nothing and takes no place any more. */
export const ENDED_STATES: ReadonlySet<string> = new Set(['deleted', 'deleting', 'failed', 'rejected', 'expired']);

export const vpcEndpointKind: ResourceKind<VpcEndpoint> = {
  kind: 'vpc-endpoint',
  operation: 'ec2:DescribeVpcEndpoints',
  list: 'VpcEndpoints',
  read: (call, scope) =>
    (listed(call.output, 'VpcEndpoints') ?? []).flatMap((raw) => {
      const id = text(raw, 'VpcEndpointId');
      if (id === undefined) return [];
      const dns = object(raw, 'DnsOptions') ?? {};
      const error = object(raw, 'LastError');
      const groups = objects(raw, 'Groups')?.flatMap((group) => {
        const groupId = text(group, 'GroupId');
        return groupId === undefined ? [] : [defined({ groupId, groupName: text(group, 'GroupName') })];
      });
      return [
        defined({
          ...base(scope, raw, { id, owner: text(raw, 'OwnerId'), tags: tags(raw) }),
          kind: 'vpc-endpoint' as const,
          type: text(raw, 'VpcEndpointType'),
          state: lower(raw, 'State'),
          vpcId: text(raw, 'VpcId'),
          serviceName: text(raw, 'ServiceName'),
          serviceRegion: text(raw, 'ServiceRegion'),
          subnetIds: texts(raw, 'SubnetIds'),
          routeTableIds: texts(raw, 'RouteTableIds'),
          groupIds: groups?.map((group) => group.groupId),
          groups,
          networkInterfaceIds: texts(raw, 'NetworkInterfaceIds'),
          ipAddressType: lower(raw, 'IpAddressType'),
          dnsRecordIpType: lower(dns, 'DnsRecordIpType'),
          privateDnsOnlyForInboundResolverEndpoint: bool(dns, 'PrivateDnsOnlyForInboundResolverEndpoint'),
          privateDnsPreference: lower(dns, 'PrivateDnsPreference'),
          privateDnsSpecifiedDomains: texts(dns, 'PrivateDnsSpecifiedDomains'),
          privateDnsEnabled: bool(raw, 'PrivateDnsEnabled'),
          dnsEntries: objects(raw, 'DnsEntries')?.flatMap((entry) => {
            const dnsName = text(entry, 'DnsName')?.replace(/\.$/, '');
            return dnsName === undefined ? [] : [defined({ dnsName, hostedZoneId: text(entry, 'HostedZoneId') })];
          }),
          policyDocument: text(raw, 'PolicyDocument'),
          requesterManaged: bool(raw, 'RequesterManaged'),
          creationTimestamp: text(raw, 'CreationTimestamp'),
          lastError: error && defined({ code: text(error, 'Code'), message: text(error, 'Message') }),
          failureReason: text(raw, 'FailureReason'),
          serviceNetworkArn: text(raw, 'ServiceNetworkArn'),
          resourceConfigurationArn: text(raw, 'ResourceConfigurationArn'),
          payerResponsibilities: objects(raw, 'PayerResponsibilities')?.map((entry) =>
            defined({ scope: lower(entry, 'Scope'), type: lower(entry, 'PayerResponsibilityType') }),
          ),
          ipv4Prefixes: objects(raw, 'Ipv4Prefixes')?.map(subnetPrefixes),
          ipv6Prefixes: objects(raw, 'Ipv6Prefixes')?.map(subnetPrefixes),
        }),
      ];
    }),
};

function subnetPrefixes(raw: JsonObject): SubnetPrefixes {
  return defined({ subnetId: text(raw, 'SubnetId'), prefixes: texts(raw, 'IpPrefixes') ?? [] });
}
