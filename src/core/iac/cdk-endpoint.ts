import { declare, groupsOf, inputKey, member, tagStatements, term, type Context, type Made } from './cdk-context.ts';
import { plainResource } from './cdk-plain.ts';
import { untouched } from './cdk-text.ts';
import type { EndpointTarget, PlannedEndpoint } from './model.ts';
import {
  call,
  cdkComment,
  cdkList,
  cdkText,
  data,
  get,
  make,
  named,
  property,
  struct,
  type Cdk,
  type CdkEntry,
  type CdkStatement,
} from './cdk-tree.ts';

/* VPC endpoints, and the notifications about endpoints and services. */

const ENDPOINT_IP_TYPES = { ipv4: 'IPV4', ipv6: 'IPV6', dualstack: 'DUALSTACK' };
const DNS_RECORD_TYPES = { ...ENDPOINT_IP_TYPES, 'service-defined': 'SERVICE_DEFINED' };

/** A VPC endpoint: the second-level construct where it can say all of it. */
export function endpoint(planned: PlannedEndpoint, context: Context): Made {
  if (isInterface(planned)) return interfaceEndpoint(planned, context);
  const routes = gatewayRoutes(planned);
  return routes === undefined ? plainResource(planned, context, 'used') : gatewayEndpoint(planned, routes, context);
}

/**
 * InterfaceVpcEndpoint makes a security group where none is given and has no words for some values: it is used where it
 * says exactly what is there.
 */
function isInterface(endpoint: PlannedEndpoint): boolean {
  const target = endpoint.service;
  return (
    endpoint.type === 'Interface' &&
    (target?.kind === 'aws-service' || target?.kind === 'service') &&
    endpoint.securityGroups !== undefined &&
    endpoint.subnets !== undefined &&
    speaks(endpoint)
  );
}

/** Do the constructs have words for the address types? */
function speaks({
  ipAddressType: ip,
  dnsRecordIpType: dns,
}: Pick<PlannedEndpoint, 'ipAddressType' | 'dnsRecordIpType'>): boolean {
  return (
    (ip === undefined || Object.hasOwn(ENDPOINT_IP_TYPES, ip)) &&
    (dns === undefined || Object.hasOwn(DNS_RECORD_TYPES, dns))
  );
}

function addressTypes({ ipAddressType: ip, dnsRecordIpType: dns }: PlannedEndpoint): readonly (readonly CdkEntry[])[] {
  return [
    property(
      'ipAddressType',
      ip === undefined ? undefined : member('ec2.VpcEndpointIpAddressType', ENDPOINT_IP_TYPES, ip),
    ),
    property(
      'dnsRecordIpType',
      dns === undefined ? undefined : member('ec2.VpcEndpointDnsRecordIpType', DNS_RECORD_TYPES, dns),
    ),
  ];
}

function policyAndTags(endpoint: PlannedEndpoint, context: Context): readonly CdkStatement[] {
  const variable = context.variable(endpoint.key);
  if (endpoint.policy === undefined) return tagStatements(variable, endpoint.tags);
  return [
    cdkComment('The document as it stands: addToPolicy would write its statements anew.'),
    {
      kind: 'assign',
      target: get({ kind: 'child', of: variable, type: 'ec2.CfnVPCEndpoint' }, 'policyDocument'),
      value: policyOf(endpoint),
    },
    ...tagStatements(variable, endpoint.tags),
  ];
}

function interfaceEndpoint(endpoint: PlannedEndpoint, context: Context): Made {
  const only = endpoint.privateDnsOnlyForInboundResolverEndpoint;
  const subnets = inputKey(endpoint.subnets);
  const properties = struct(
    'ec2.InterfaceVpcEndpointProps',
    property('vpc', context.imported('vpc', inputKey(endpoint.vpc), { zones: endpoint.subnetZones })),
    property('service', serviceExpression(endpoint, context)),
    property('serviceRegion', endpoint.serviceRegion),
    property('subnets', struct('ec2.SubnetSelection', property('subnets', context.imported('subnets', subnets)))),
    property('securityGroups', groupsOf(endpoint.securityGroups ?? [], context)),
    // Otherwise the construct would let the whole VPC in.
    property('open', false),
    property('privateDnsEnabled', endpoint.privateDnsEnabled ?? false),
    ...addressTypes(endpoint),
    property(
      'privateDnsOnlyForInboundResolverEndpoint',
      only === undefined
        ? undefined
        : named(
            `ec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint.${only ? 'ONLY_INBOUND_RESOLVER' : 'ALL_RESOLVERS'}`,
          ),
    ),
  );
  const type = 'ec2.InterfaceVpcEndpoint';
  return {
    notes: [],
    statements: [...declare(endpoint.key, type, properties, context), ...policyAndTags(endpoint, context)],
  };
}

/** The group that the same code makes, or those that come in. */
function policyOf(endpoint: PlannedEndpoint): Cdk {
  return data(endpoint.policy ?? {}, untouched);
}

/** AWS's own services by the Region of the stack, others by their whole name. */
function serviceExpression(endpoint: PlannedEndpoint, context: Context): Cdk {
  const target = endpoint.service;
  if (target?.kind === 'aws-service' && endpoint.serviceRegion === undefined && !target.name.includes('.cn-')) {
    const prefix = target.prefix === 'com.amazonaws' ? [] : [cdkText(target.prefix)];
    return make('ec2.InterfaceVpcEndpointAwsService', cdkText(target.short), ...prefix);
  }
  return make('ec2.InterfaceVpcEndpointService', serviceName(endpoint, context));
}

function serviceName(endpoint: PlannedEndpoint, context: Context): Cdk {
  const target = endpoint.service;
  if (target?.kind === 'service') return term(target.name, context);
  if (target?.kind !== 'aws-service') return named('undefined');
  if (endpoint.serviceRegion !== undefined) return cdkText(target.name);
  return call('Fn', 'sub', cdkText(`${target.prefix}.\${AWS::Region}.${target.short}`));
}

interface GatewayRoutes {
  readonly service: Extract<EndpointTarget, { readonly kind: 'aws-service' }>;
  readonly tables: string;
  readonly subnets: string;
}

/** GatewayVpcEndpoint takes subnets for the sake of their route tables: what it needs, where all of it is known. */
function gatewayRoutes({
  type,
  service,
  routeTables,
  routedSubnets,
  ...more
}: PlannedEndpoint): GatewayRoutes | undefined {
  if (type !== 'Gateway' || service?.kind !== 'aws-service' || !speaks(more)) return undefined;
  if (routeTables === undefined || routedSubnets === undefined || service.name.includes('.cn-')) return undefined;
  return { service, tables: inputKey(routeTables), subnets: inputKey(routedSubnets) };
}

function gatewayEndpoint(
  endpoint: PlannedEndpoint,
  { service, tables, subnets }: GatewayRoutes,
  context: Context,
): Made {
  const prefix = service.prefix === 'com.amazonaws' ? [] : [cdkText(service.prefix)];
  const vpc = context.imported('vpc', inputKey(endpoint.vpc));
  const routed = context.imported('subnets', subnets, { routeTables: context.useInput(tables) });
  const properties = struct(
    'ec2.GatewayVpcEndpointProps',
    property('vpc', vpc),
    property('service', make('ec2.GatewayVpcEndpointAwsService', cdkText(service.short), ...prefix)),
    property('subnets', cdkList([struct('ec2.SubnetSelection', property('subnets', routed))])),
    ...addressTypes(endpoint),
  );
  return {
    notes: [],
    statements: [
      ...declare(endpoint.key, 'ec2.GatewayVpcEndpoint', properties, context),
      ...policyAndTags(endpoint, context),
    ],
  };
}
