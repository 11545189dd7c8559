import { declare, inputKey, member, tagLines, term, type Context, type Made } from './cdk-context.ts';
import { untouched } from './cdk-text.ts';
import type { EndpointTarget, PlannedEndpoint, PlannedNotification, Term } from './model.ts';
import { literal, type Code } from './parts.ts';
import {
  property,
  statement,
  ts,
  tsCall,
  tsJson,
  tsList,
  tsObject,
  tsText,
  type Ts,
  type TsEntry,
} from './typescript.ts';

/* VPC endpoints, and the notifications about endpoints and services. */

const ENDPOINT_IP_TYPES = { ipv4: 'IPV4', ipv6: 'IPV6', dualstack: 'DUALSTACK' };
const DNS_RECORD_TYPES = { ...ENDPOINT_IP_TYPES, 'service-defined': 'SERVICE_DEFINED' };

/** A VPC endpoint: the second-level construct where it can say all of it. */
export function endpoint(planned: PlannedEndpoint, context: Context): Made {
  if (isInterface(planned)) return interfaceEndpoint(planned, context);
  const routes = gatewayRoutes(planned);
  return routes === undefined ? plainEndpoint(planned, context) : gatewayEndpoint(planned, routes, context);
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

function addressTypes({ ipAddressType: ip, dnsRecordIpType: dns }: PlannedEndpoint): readonly (readonly TsEntry[])[] {
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

function policyAndTags(endpoint: PlannedEndpoint, context: Context): readonly Code[] {
  const variable = context.variable(endpoint.key);
  if (endpoint.policy === undefined) return tagLines(variable, endpoint.tags);
  return [
    literal('// The document as it stands: addToPolicy would write its statements anew.'),
    ...statement(`(${variable}.node.defaultChild as ec2.CfnVPCEndpoint).policyDocument = `, policyOf(endpoint)),
    ...tagLines(variable, endpoint.tags),
  ];
}

function interfaceEndpoint(endpoint: PlannedEndpoint, context: Context): Made {
  const only = endpoint.privateDnsOnlyForInboundResolverEndpoint;
  const subnets = inputKey(endpoint.subnets);
  const groups = inputKey(endpoint.securityGroups);
  const properties = tsObject(
    property('vpc', ts(context.imported('vpc', inputKey(endpoint.vpc), { zones: endpoint.subnetZones }))),
    property('service', serviceExpression(endpoint, context)),
    property('serviceRegion', endpoint.serviceRegion),
    property('subnets', tsObject([{ key: 'subnets', value: ts(context.imported('subnets', subnets)) }])),
    property('securityGroups', ts(context.imported('security-groups', groups))),
    // Otherwise the construct would let the whole VPC in.
    property('open', false),
    property('privateDnsEnabled', endpoint.privateDnsEnabled ?? false),
    ...addressTypes(endpoint),
    property(
      'privateDnsOnlyForInboundResolverEndpoint',
      only === undefined
        ? undefined
        : ts(
            `ec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint.${only ? 'ONLY_INBOUND_RESOLVER' : 'ALL_RESOLVERS'}`,
          ),
    ),
  );
  const type = 'ec2.InterfaceVpcEndpoint';
  return {
    notes: [],
    lines: [...declare(endpoint.key, type, properties, context), ...policyAndTags(endpoint, context)],
  };
}

function policyOf(endpoint: PlannedEndpoint): Ts {
  return tsJson(endpoint.policy ?? {}, untouched);
}

/** AWS's own services by the Region of the stack, others by their whole name. */
function serviceExpression(endpoint: PlannedEndpoint, context: Context): Ts {
  const target = endpoint.service;
  if (target?.kind === 'aws-service' && endpoint.serviceRegion === undefined && !target.name.includes('.cn-')) {
    const prefix = target.prefix === 'com.amazonaws' ? [] : [tsText(target.prefix)];
    return tsCall('new ec2.InterfaceVpcEndpointAwsService', tsText(target.short), ...prefix);
  }
  return tsCall('new ec2.InterfaceVpcEndpointService', serviceName(endpoint, context));
}

function serviceName(endpoint: PlannedEndpoint, context: Context): Ts {
  const target = endpoint.service;
  if (target?.kind === 'service') return term(target.name, context);
  if (target?.kind !== 'aws-service') return ts('undefined');
  if (endpoint.serviceRegion !== undefined) return tsText(target.name);
  return ts(`\`${target.prefix}.\${Stack.of(this).region}.${target.short}\``);
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
  const prefix = service.prefix === 'com.amazonaws' ? [] : [tsText(service.prefix)];
  const vpc = context.imported('vpc', inputKey(endpoint.vpc));
  const routed = context.imported('subnets', subnets, { routeTables: context.useInput(tables) });
  const properties = tsObject(
    property('vpc', ts(vpc)),
    property('service', tsCall('new ec2.GatewayVpcEndpointAwsService', tsText(service.short), ...prefix)),
    property('subnets', tsList([tsObject([{ key: 'subnets', value: ts(routed) }])])),
    ...addressTypes(endpoint),
  );
  return {
    notes: [],
    lines: [
      ...declare(endpoint.key, 'ec2.GatewayVpcEndpoint', properties, context),
      ...policyAndTags(endpoint, context),
    ],
  };
}

/** The resource itself: the second level has no such endpoint, or would add to it. */
function plainEndpoint(endpoint: PlannedEndpoint, context: Context): Made {
  const optional = (given: Term | undefined): Ts | undefined => given && term(given, context);
  const target = endpoint.service;
  const only = endpoint.privateDnsOnlyForInboundResolverEndpoint;
  const dns = [
    ...property('dnsRecordIpType', endpoint.dnsRecordIpType),
    ...property(
      'privateDnsOnlyForInboundResolverEndpoint',
      only === undefined ? undefined : only ? 'OnlyInboundResolver' : 'AllResolvers',
    ),
  ];
  const privateDns =
    endpoint.type === 'Interface' ? (endpoint.privateDnsEnabled ?? false) : endpoint.privateDnsEnabled || undefined;
  const properties = tsObject(
    property('vpcId', term(endpoint.vpc, context)),
    property('vpcEndpointType', endpoint.type),
    property(
      'serviceName',
      target?.kind === 'aws-service' || target?.kind === 'service' ? serviceName(endpoint, context) : undefined,
    ),
    property(
      'resourceConfigurationArn',
      target?.kind === 'resource-configuration' ? term(target.arn, context) : undefined,
    ),
    property('serviceNetworkArn', target?.kind === 'service-network' ? term(target.arn, context) : undefined),
    property('serviceRegion', endpoint.serviceRegion),
    property('subnetIds', optional(endpoint.subnets)),
    property('securityGroupIds', optional(endpoint.securityGroups)),
    property('routeTableIds', optional(endpoint.routeTables)),
    property('ipAddressType', endpoint.ipAddressType),
    property('privateDnsEnabled', privateDns),
    property('dnsOptions', dns.length === 0 ? undefined : tsObject(dns)),
    property('policyDocument', endpoint.policy === undefined ? undefined : policyOf(endpoint)),
  );
  const type = 'ec2.CfnVPCEndpoint';
  return {
    notes: [],
    lines: [
      ...declare(endpoint.key, type, properties, context),
      ...tagLines(context.variable(endpoint.key), endpoint.tags),
    ],
  };
}

/** A notification; there is no second-level construct for it. */
export function notification(planned: PlannedNotification, context: Context): readonly Code[] {
  const about = term({ kind: 'own', resource: planned.about.resource }, context);
  const properties = tsObject(
    property(planned.about.kind === 'service' ? 'serviceId' : 'vpcEndpointId', about),
    property('connectionNotificationArn', term(planned.topic, context)),
    property('connectionEvents', tsList(planned.events.map((event) => tsText(event)))),
  );
  return declare(planned.key, 'ec2.CfnVPCEndpointConnectionNotification', properties, context, 'unused');
}
