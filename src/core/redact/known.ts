import { parseCidr } from '../model/cidr.ts';
import type { JsonObject } from '../model/json.ts';
import { listed, text, texts } from '../model/read.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { formatAddress } from './addresses.ts';
import { labelsOfService } from './names.ts';

export const REDACTION_MODES = ['full', 'handover'] as const;
export type RedactionMode = (typeof REDACTION_MODES)[number];

/** What the snapshot itself says about its parts, and what decides how they are redacted. */
export interface Known {
  /** Ids and account ids that stay as they are. */
  readonly kept: ReadonlySet<string>;
  /** By what AWS calls its own services, in their names and in their DNS names. */
  readonly labels: ReadonlySet<string>;
  /** The CIDRs of AWS's own prefix lists. */
  readonly prefixes: readonly string[];
  /** The addresses of VPCs' Amazon DNS servers, each with the VPC's CIDR. */
  readonly resolvers: ReadonlyMap<string, string>;
}

/** Reads a snapshot for what its redaction depends on. Never throws. */
export function knownOf(snapshot: Snapshot, mode: RedactionMode): Known {
  const items = (operation: string, list: string): readonly JsonObject[] =>
    snapshot.scopes.flatMap((scope) =>
      scope.calls.filter((call) => call.operation === operation).flatMap((call) => listed(call.output, list) ?? []),
    );
  const endpoints = items('ec2:DescribeVpcEndpoints', 'VpcEndpoints');
  const details = items('ec2:DescribeVpcEndpointServices', 'ServiceDetails');
  const lists = items('ec2:DescribePrefixLists', 'PrefixLists');
  const managed = items('ec2:DescribeManagedPrefixLists', 'PrefixLists').filter(
    (list) => text(list, 'OwnerId') === 'AWS',
  );
  const amazonLists = [...lists, ...managed].flatMap((list) => text(list, 'PrefixListId') ?? []);
  const shared =
    mode === 'full'
      ? []
      : [
          ...snapshot.scopes.map((scope) => scope.account),
          ...endpoints.flatMap(ofSharedEndpoint),
          ...details.flatMap(ofSharedService),
          ...items('ec2:DescribeVpcEndpointServiceConfigurations', 'ServiceConfigurations').flatMap(
            (service) => text(service, 'ServiceId') ?? [],
          ),
          ...items('ec2:DescribeVpcEndpointConnections', 'VpcEndpointConnections').flatMap((connection) =>
            ['VpcEndpointId', 'VpcEndpointOwner', 'ServiceId'].flatMap((field) => text(connection, field) ?? []),
          ),
          ...ofLattice(items),
        ];
  return {
    kept: new Set([...amazonLists, ...shared]),
    labels: new Set([...endpoints, ...details].flatMap((item) => labelsOfService(text(item, 'ServiceName') ?? ''))),
    prefixes: [...lists.flatMap((list) => texts(list, 'Cidrs') ?? []), ...entriesOf(snapshot, new Set(amazonLists))],
    resolvers: new Map(items('ec2:DescribeVpcs', 'Vpcs').flatMap(resolverOf)),
  };
}

const CUSTOMERS_SERVICE = /(?:^|\.)(vpce-svc-[0-9a-z]+)$/;

/** An endpoint to another company's service is known to both; one to a service of AWS is nobody else's business. */
function ofSharedEndpoint(endpoint: JsonObject): readonly string[] {
  const service = CUSTOMERS_SERVICE.exec(text(endpoint, 'ServiceName') ?? '')?.[1];
  if (service === undefined) return [];
  return [service, ...['VpcEndpointId', 'OwnerId'].flatMap((field) => text(endpoint, field) ?? [])];
}

/** Where a resource or service-network endpoint leads, its account and the owner both see, and whom it is shared with. */
function ofLattice(items: (operation: string, list: string) => readonly JsonObject[]): readonly string[] {
  const fields = (operation: string, list: string, ...names: readonly string[]): readonly string[] =>
    items(operation, list).flatMap((item) => names.flatMap((name) => text(item, name) ?? []));
  const endpoints = items('ec2:DescribeVpcEndpoints', 'VpcEndpoints').filter(({ VpcEndpointType: type }) =>
    ['Resource', 'ServiceNetwork'].includes(typeof type === 'string' ? type : ''),
  );
  const arns = [
    ...endpoints.flatMap((item) => [text(item, 'ResourceConfigurationArn'), text(item, 'ServiceNetworkArn')]),
    ...fields(
      'ec2:DescribeVpcEndpointAssociations',
      'VpcEndpointAssociations',
      ...['AssociatedResourceArn', 'ResourceConfigurationGroupArn', 'ServiceNetworkArn'],
    ),
    ...['ListResourceConfigurations', 'ListServiceNetworks', 'ListServiceNetworkResourceAssociations'].flatMap((name) =>
      fields(`vpc-lattice:${name}`, 'items', 'arn'),
    ),
  ];
  return [
    ...endpoints.flatMap((item) => ['VpcEndpointId', 'OwnerId'].flatMap((name) => text(item, name) ?? [])),
    ...arns.flatMap((arn) => [arn?.split(':')[4] ?? '', arn?.split('/').at(-1) ?? '']),
    ...fields('ram:GetResourceShareAssociations', 'resourceShareAssociations', 'associatedEntity').filter((entity) =>
      /^\d{12}$/.test(entity),
    ),
    ...fields('vpc-lattice:ListServiceNetworkVpcEndpointAssociations', 'items', 'vpcEndpointId', 'vpcEndpointOwnerId'),
    ...fields('vpc-lattice:ListResourceEndpointAssociations', 'items', 'vpcEndpointId', 'vpcEndpointOwner'),
  ];
}

function ofSharedService(detail: JsonObject): readonly string[] {
  const service = CUSTOMERS_SERVICE.exec(text(detail, 'ServiceName') ?? '')?.[1];
  return service === undefined ? [] : [service, text(detail, 'Owner') ?? ''];
}

/** The entries of lists that were asked for one by one. */
function entriesOf(snapshot: Snapshot, lists: ReadonlySet<string>): readonly string[] {
  return snapshot.scopes.flatMap((scope) =>
    scope.calls.flatMap((call) =>
      call.operation === 'ec2:GetManagedPrefixListEntries' && lists.has(text(call.params, 'PrefixListId') ?? '')
        ? (listed(call.output, 'Entries') ?? []).flatMap((entry) => text(entry, 'Cidr') ?? [])
        : [],
    ),
  );
}

/**
 * It answers at the base of the VPC's primary CIDR plus two:
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html.
 */
function resolverOf(vpc: JsonObject): readonly (readonly [string, string])[] {
  const cidr = text(vpc, 'CidrBlock') ?? '';
  const range = parseCidr(cidr);
  return range?.family === 4 ? [[formatAddress(4, range.first + 2n), cidr]] : [];
}
