import type {
  Attribute,
  Input,
  Plan,
  PlannedEndpoint,
  PlannedListener,
  PlannedLoadBalancer,
  PlannedNotification,
  PlannedResource,
  PlannedService,
  PlannedTargetGroup,
  Tags,
  Term,
} from './model.ts';
import { code, commentText, literal, type Code } from './parts.ts';
import {
  property,
  statement,
  ts,
  tsCall,
  tsJson,
  tsList,
  tsObject,
  tsString,
  tsText,
  type Ts,
  type TsEntry,
} from './typescript.ts';

/** The names that the renderer gave out. */
export interface CdkNames {
  readonly inputs: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, string>;
  readonly ids: ReadonlyMap<string, string>;
  /** A free name for one more variable, or one more construct. */
  readonly take: (words: readonly string[]) => string;
  readonly takeId: (words: readonly string[]) => string;
}

export interface Constructs {
  /** Statements, in groups that an empty line separates. */
  readonly groups: readonly (readonly Code[])[];
  /** The keys of the inputs that they need. */
  readonly used: ReadonlySet<string>;
  /** The class of each resource. */
  readonly types: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

interface Context {
  readonly names: CdkNames;
  readonly input: (key: string) => Input | undefined;
  readonly useInput: (key: string) => string;
  /** A variable with the imported thing, declared once before it is first needed. */
  readonly imported: (as: 'vpc' | 'subnets' | 'security-groups', key: string, zones?: readonly string[]) => string;
  readonly variable: (resource: string) => string;
  /** The class of each resource made so far. */
  readonly types: Map<string, string>;
  readonly id: (resource: string) => Ts;
}

/** Does the code use this name? Dots before it would make it a property of something else. */
export function usesIn(text: string, name: string): boolean {
  return new RegExp(`(?<![A-Za-z0-9_$.'"])${name}\\.`).test(text);
}

/** The statements that make the resources of a plan: second-level constructs where they can say all of it. */
export function constructs(plan: Plan, names: CdkNames): Constructs {
  const used = new Set<string>();
  const types = new Map<string, string>();
  const notes: string[] = [];
  const declared = new Map<string, string>();
  const imports: Code[][] = [];
  const inputs = new Map(plan.inputs.map((input) => [input.key, input]));
  const useInput = (key: string): string => {
    used.add(key);
    return names.inputs.get(key) ?? '';
  };
  const context: Context = {
    names,
    input: (key) => inputs.get(key),
    useInput,
    imported: (as, key, zones) => {
      const name = `${as} ${key}`;
      const known = declared.get(name);
      if (known !== undefined) return known;
      const made = importStatement(as, inputs.get(key), useInput(key), names, zones);
      declared.set(name, made.variable);
      imports.push([...made.lines]);
      return made.variable;
    },
    types,
    variable: (resource) => names.variables.get(resource) ?? '',
    id: (resource) => tsText(names.ids.get(resource) ?? ''),
  };
  const groups = plan.resources.flatMap((resource): readonly (readonly Code[])[] => {
    const made = madeOf(resource, context);
    notes.push(...resource.notes, ...made.notes);
    const comments = [...resource.comments, ...resource.notes, ...made.notes].map((text) =>
      literal(`// ${commentText(text)}`),
    );
    const before = imports.splice(0);
    return [...(before.length === 0 ? [] : [before.flat()]), [...comments, ...made.lines]];
  });
  return { groups, used, types, notes };
}

function importStatement(
  as: 'vpc' | 'subnets' | 'security-groups',
  input: Input | undefined,
  from: string,
  names: CdkNames,
  zones: readonly string[] | undefined,
): { readonly variable: string; readonly lines: readonly Code[] } {
  const first = input?.prefix ?? [];
  switch (as) {
    case 'vpc': {
      const variable = names.take(from === 'vpcId' ? ['vpc'] : [...first, 'vpc']);
      const known = [...new Set(zones ?? [])].sort();
      const availabilityZones =
        known.length === 0 ? ts('Stack.of(this).availabilityZones') : tsList(known.map((zone) => tsText(zone)));
      const attributes = tsObject(property('vpcId', ts(from)), property('availabilityZones', availabilityZones));
      const id = names.takeId(from === 'vpcId' ? ['Vpc'] : [...first, 'Vpc']);
      return {
        variable,
        lines: statement(
          `const ${variable} = `,
          tsCall('ec2.Vpc.fromVpcAttributes', ts('this'), tsText(id), attributes),
        ),
      };
    }
    case 'subnets': {
      const variable = names.take(from === 'subnetIds' ? ['subnets'] : [...first, 'subnets']);
      const id = names.takeId(from === 'subnetIds' ? ['Subnet'] : [...first, 'Subnet']);
      return {
        variable,
        lines: [
          literal(`const ${variable} = ${from}.map((subnetId, index) =>`),
          literal(`  ec2.Subnet.fromSubnetId(this, \`${id}\${index + 1}\`, subnetId),`),
          literal(');'),
        ],
      };
    }
    case 'security-groups': {
      const variable = names.take(
        from === 'securityGroupIds' ? ['security', 'groups'] : [...first, 'security', 'groups'],
      );
      const id = names.takeId(from === 'securityGroupIds' ? ['SecurityGroup'] : [...first, 'SecurityGroup']);
      return {
        variable,
        lines: [
          literal(`const ${variable} = ${from}.map((groupId, index) =>`),
          literal(`  ec2.SecurityGroup.fromSecurityGroupId(this, \`${id}\${index + 1}\`, groupId),`),
          literal(');'),
        ],
      };
    }
  }
}

interface Made {
  readonly lines: readonly Code[];
  readonly notes: readonly string[];
}

function madeOf(resource: PlannedResource, context: Context): Made {
  switch (resource.kind) {
    case 'endpoint':
      return isInterface(resource) ? interfaceEndpoint(resource, context) : plainEndpoint(resource, context);
    case 'service':
      return service(resource, context);
    case 'load-balancer':
      return { lines: loadBalancer(resource, context), notes: [] };
    case 'target-group':
      return { lines: targetGroup(resource, context), notes: [] };
    case 'listener':
      return { lines: listener(resource, context), notes: [] };
    case 'notification':
      return { lines: notification(resource, context), notes: [] };
  }
}

/** What an enum calls a value; `undefined` for one that it does not have. */
function member(name: string, members: Readonly<Record<string, string>>, value: string): Ts | undefined {
  const found = Object.hasOwn(members, value) ? members[value] : undefined;
  return found === undefined ? undefined : ts(`${name}.${found}`);
}

const ENDPOINT_IP_TYPES = { ipv4: 'IPV4', ipv6: 'IPV6', dualstack: 'DUALSTACK' };
const DNS_RECORD_TYPES = { ...ENDPOINT_IP_TYPES, 'service-defined': 'SERVICE_DEFINED' };
const PROTOCOLS = { TCP: 'TCP', TLS: 'TLS', UDP: 'UDP', TCP_UDP: 'TCP_UDP', HTTP: 'HTTP', HTTPS: 'HTTPS' };

/**
 * InterfaceVpcEndpoint makes a security group where none is given and has no words for some values: it is used where it
 * says exactly what is there.
 */
function isInterface(endpoint: PlannedEndpoint): boolean {
  const { ipAddressType: ip, dnsRecordIpType: dns, service: target } = endpoint;
  return (
    endpoint.type === 'Interface' &&
    (target?.kind === 'aws-service' || target?.kind === 'service') &&
    endpoint.securityGroups !== undefined &&
    endpoint.subnets !== undefined &&
    (ip === undefined || Object.hasOwn(ENDPOINT_IP_TYPES, ip)) &&
    (dns === undefined || Object.hasOwn(DNS_RECORD_TYPES, dns))
  );
}

function interfaceEndpoint(endpoint: PlannedEndpoint, context: Context): Made {
  const variable = context.variable(endpoint.key);
  const only = endpoint.privateDnsOnlyForInboundResolverEndpoint;
  const subnets = inputKey(endpoint.subnets);
  const groups = inputKey(endpoint.securityGroups);
  const properties = tsObject(
    property('vpc', ts(context.imported('vpc', inputKey(endpoint.vpc), endpoint.subnetZones))),
    property('service', serviceExpression(endpoint, context)),
    property('serviceRegion', endpoint.serviceRegion),
    property('subnets', tsObject([{ key: 'subnets', value: ts(context.imported('subnets', subnets)) }])),
    property('securityGroups', ts(context.imported('security-groups', groups))),
    // Otherwise the construct would let the whole VPC in.
    property('open', false),
    property('privateDnsEnabled', endpoint.privateDnsEnabled ?? false),
    property(
      'ipAddressType',
      endpoint.ipAddressType === undefined
        ? undefined
        : member('ec2.VpcEndpointIpAddressType', ENDPOINT_IP_TYPES, endpoint.ipAddressType),
    ),
    property(
      'dnsRecordIpType',
      endpoint.dnsRecordIpType === undefined
        ? undefined
        : member('ec2.VpcEndpointDnsRecordIpType', DNS_RECORD_TYPES, endpoint.dnsRecordIpType),
    ),
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
    lines: [
      ...declare(endpoint.key, type, properties, context),
      ...(endpoint.policy === undefined
        ? []
        : [
            literal('// The document as it stands: addToPolicy would write its statements anew.'),
            ...statement(`(${variable}.node.defaultChild as ec2.CfnVPCEndpoint).policyDocument = `, policyOf(endpoint)),
          ]),
      ...tagLines(variable, endpoint.tags),
    ],
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

function service(planned: PlannedService, context: Context): Made {
  const variable = context.variable(planned.key);
  const gateway = planned.gatewayLoadBalancers.length > 0;
  const notes =
    planned.privateDnsName === undefined
      ? []
      : [
          `The private DNS name ${planned.privateDnsName} is not here: add a VpcEndpointServiceDomainName (aws-route53) with its public hosted zone.`,
        ];
  const unknownTypes = planned.supportedIpAddressTypes.some((type) => type !== 'ipv4' && type !== 'ipv6');
  // The construct has no words for these, and keeps the resource below it to itself.
  const plain = gateway || unknownTypes || planned.payerResponsibility !== undefined;
  const type = plain ? 'ec2.CfnVPCEndpointService' : 'ec2.VpcEndpointService';
  const properties = plain ? plainServiceProperties(planned, context) : serviceProperties(planned, context);
  const permissions = plain && planned.allowedPrincipals !== undefined;
  const allowed = planned.allowedPrincipals;
  return {
    notes,
    lines: [
      ...declare(planned.key, type, tsObject(properties), context),
      ...(permissions && allowed !== undefined
        ? statement(
            '',
            tsCall(
              'new ec2.CfnVPCEndpointServicePermissions',
              ts('this'),
              tsText(context.names.takeId(['Permissions'])),
              tsObject(
                property('serviceId', ts(`${variable}.ref`)),
                property('allowedPrincipals', term(allowed, context)),
              ),
            ),
          )
        : []),
      ...tagLines(variable, planned.tags),
    ],
  };
}

function serviceProperties(planned: PlannedService, context: Context): readonly TsEntry[] {
  const allowed = planned.allowedPrincipals;
  const types = planned.supportedIpAddressTypes.map((type) => ts(`ec2.IpAddressType.${type.toUpperCase()}`));
  return [
    ...property('vpcEndpointServiceLoadBalancers', loadBalancersOf(planned.networkLoadBalancers, context)),
    ...property('acceptanceRequired', planned.acceptanceRequired),
    ...property(
      'allowedPrincipals',
      allowed && ts(term(allowed, context).code, '.map((arn) => new iam.ArnPrincipal(arn))'),
    ),
    ...property('supportedIpAddressTypes', types.length === 0 ? undefined : tsList(types)),
    ...property(
      'allowedRegions',
      planned.supportedRegions.length === 0
        ? undefined
        : tsList(planned.supportedRegions.map((region) => tsText(region))),
    ),
  ];
}

/** Constructs for the generated ones, `{ loadBalancerArn }` for each that comes in. */
function loadBalancersOf(terms: readonly Term[], context: Context): Ts {
  const own = terms.flatMap((item) => (item.kind === 'own' ? [ts(context.variable(item.resource))] : []));
  const outside = terms.find((item) => item.kind === 'input' || item.kind === 'item');
  if (outside === undefined) return tsList(own);
  const mapped = `${context.useInput(outside.input)}.map((loadBalancerArn) => ({ loadBalancerArn }))`;
  return own.length === 0 ? ts(mapped) : tsList([...own, ts(`...${mapped}`)]);
}

function plainServiceProperties(planned: PlannedService, context: Context): readonly TsEntry[] {
  const strings = (values: readonly string[]): Ts | undefined =>
    values.length === 0 ? undefined : tsList(values.map((value) => tsText(value)));
  const arns = (terms: readonly Term[]): Ts | undefined => {
    const [first] = terms;
    if (first === undefined) return undefined;
    return first.kind === 'input' ? term(first, context) : tsList(terms.map((item) => term(item, context)));
  };
  return [
    ...property('acceptanceRequired', planned.acceptanceRequired),
    ...property('networkLoadBalancerArns', arns(planned.networkLoadBalancers)),
    ...property('gatewayLoadBalancerArns', arns(planned.gatewayLoadBalancers)),
    ...property('supportedIpAddressTypes', strings(planned.supportedIpAddressTypes)),
    ...property('supportedRegions', strings(planned.supportedRegions)),
    ...property('payerResponsibility', planned.payerResponsibility),
  ];
}

const LOAD_BALANCER_IP_TYPES = {
  ipv4: 'IPV4',
  dualstack: 'DUAL_STACK',
  'dualstack-without-public-ipv4': 'DUAL_STACK_WITHOUT_PUBLIC_IPV4',
};

function loadBalancer(planned: PlannedLoadBalancer, context: Context): readonly Code[] {
  const { subnets, securityGroups: groups, enforcePrivateLinkInbound: enforce } = planned;
  const mappings = planned.subnetMappings.map((mapping) =>
    tsObject(
      property('subnet', subnetAt(mapping.subnet, context)),
      property('privateIpv4Address', mapping.privateIpv4Address),
      property('ipv6Address', mapping.ipv6Address),
      property('allocationId', mapping.allocationId),
    ),
  );
  const flag = (key: string): boolean | undefined => {
    const value = planned.attributes.find((item) => item.key === key)?.value;
    return value === undefined ? undefined : value === 'true';
  };
  const named = ['load_balancing.cross_zone.enabled', 'deletion_protection.enabled'];
  const properties = tsObject(
    property('loadBalancerName', planned.name === '' ? undefined : tsText(planned.name, true)),
    property('vpc', ts(context.imported('vpc', inputKey(planned.vpc), planned.subnetZones))),
    property(
      'vpcSubnets',
      subnets && tsObject([{ key: 'subnets', value: ts(context.imported('subnets', inputKey(subnets))) }]),
    ),
    property('subnetMappings', mappings.length === 0 ? undefined : tsList(mappings)),
    property('internetFacing', !planned.internal),
    property(
      'ipAddressType',
      planned.ipAddressType === undefined
        ? undefined
        : member('elbv2.IpAddressType', LOAD_BALANCER_IP_TYPES, planned.ipAddressType),
    ),
    property('securityGroups', groups && ts(context.imported('security-groups', inputKey(groups)))),
    property('disableSecurityGroups', groups === undefined ? true : undefined),
    property(
      'enforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
      enforce === undefined ? undefined : enforce === 'on',
    ),
    property('crossZoneEnabled', flag('load_balancing.cross_zone.enabled')),
    property('deletionProtection', flag('deletion_protection.enabled')),
  );
  return [
    ...declare(planned.key, 'elbv2.NetworkLoadBalancer', properties, context),
    ...attributeLines(
      context.variable(planned.key),
      planned.attributes.filter(({ key }) => !named.includes(key)),
    ),
  ];
}

function subnetAt(subnet: Term, context: Context): Ts {
  if (subnet.kind !== 'item') return term(subnet, context);
  return ts(`${context.imported('subnets', subnet.input)}[${subnet.index}]!`);
}

const TARGET_CLASSES: Readonly<Record<string, string>> = {
  ip: 'IpTarget',
  instance: 'InstanceIdTarget',
  alb: 'AlbArnTarget',
};
const TARGET_TYPES = { ip: 'IP', instance: 'INSTANCE', alb: 'ALB' };

function targetGroup(planned: PlannedTargetGroup, context: Context): readonly Code[] {
  const variable = context.variable(planned.key);
  const flag = (key: string): boolean | undefined => {
    const value = planned.attributes.find((item) => item.key === key)?.value;
    return value === undefined ? undefined : value === 'true';
  };
  const named = [
    'preserve_client_ip.enabled',
    'proxy_protocol_v2.enabled',
    'deregistration_delay.connection_termination.enabled',
  ];
  const check = planned.healthCheck;
  const seconds = (value: number | undefined): Ts | undefined =>
    value === undefined ? undefined : ts(`Duration.seconds(${value})`);
  const health = [
    ...property(
      'protocol',
      check.protocol === undefined ? undefined : member('elbv2.Protocol', PROTOCOLS, check.protocol),
    ),
    ...property('port', check.port),
    ...property('path', check.path),
    ...property('interval', seconds(check.intervalSeconds)),
    ...property('timeout', seconds(check.timeoutSeconds)),
    ...property('healthyThresholdCount', check.healthyThreshold),
    ...property('unhealthyThresholdCount', check.unhealthyThreshold),
    ...property('healthyHttpCodes', check.matcher),
  ];
  const ipType = planned.ipAddressType === 'ipv6' ? ts('elbv2.TargetGroupIpAddressType.IPV6') : undefined;
  const properties = tsObject(
    property('targetGroupName', planned.name === '' ? undefined : tsText(planned.name, true)),
    property('vpc', ts(context.imported('vpc', inputKey(planned.vpc)))),
    property('port', planned.port),
    property('protocol', member('elbv2.Protocol', PROTOCOLS, planned.protocol)),
    property('targetType', member('elbv2.TargetType', TARGET_TYPES, planned.targetType)),
    property('ipAddressType', ipType),
    property('preserveClientIp', flag('preserve_client_ip.enabled')),
    property('proxyProtocolV2', flag('proxy_protocol_v2.enabled')),
    property('connectionTermination', flag('deregistration_delay.connection_termination.enabled')),
    property('healthCheck', tsObject(health)),
    property('targets', targetsOf(planned, context)),
  );
  return [
    ...declare(planned.key, 'elbv2.NetworkTargetGroup', properties, context),
    ...protocolOverride(variable, 'elbv2.CfnTargetGroup', planned.protocol),
    ...attributeLines(
      variable,
      planned.attributes.filter(({ key }) => !named.includes(key)),
    ),
  ];
}

function targetsOf(planned: PlannedTargetGroup, context: Context): Ts | undefined {
  const type = TARGET_CLASSES[planned.targetType];
  if (planned.targets === undefined || type === undefined) return undefined;
  const zones =
    context.input(planned.targets)?.targets.some((target) => target.availabilityZone !== undefined) === true;
  const fields = zones ? 'id, port, availabilityZone' : 'id, port';
  return ts(`${context.useInput(planned.targets)}.map(({ ${fields} }) => new targets.${type}(${fields}))`);
}

/** The construct refuses protocols that are newer than itself; the resource below it does not. */
function protocolOverride(variable: string, type: string, protocol: string): readonly Code[] {
  if (Object.hasOwn(PROTOCOLS, protocol)) return [];
  return statement(`(${variable}.node.defaultChild as ${type}).protocol = `, tsText(protocol));
}

const SSL_POLICIES: Readonly<Record<string, string>> = {
  'ELBSecurityPolicy-2016-08': 'RECOMMENDED',
  'ELBSecurityPolicy-TLS13-1-2-2021-06': 'RECOMMENDED_TLS',
  'ELBSecurityPolicy-TLS13-1-2-Res-2021-06': 'TLS13_RES',
  'ELBSecurityPolicy-TLS13-1-3-2021-06': 'TLS13_13',
  'ELBSecurityPolicy-TLS-1-2-2017-01': 'TLS12',
};
const ALPN_POLICIES = {
  HTTP1Only: 'HTTP1_ONLY',
  HTTP2Only: 'HTTP2_ONLY',
  HTTP2Optional: 'HTTP2_OPTIONAL',
  HTTP2Preferred: 'HTTP2_PREFERRED',
};

function listener(planned: PlannedListener, context: Context): readonly Code[] {
  const groups = planned.forwards.map((forward) => ({
    weight: forward.weight,
    group: groupOf(forward.targetGroup, context),
  }));
  const [only, ...others] = groups;
  const weighted = tsList(
    groups.map(({ group, weight }) => tsObject(property('targetGroup', group), property('weight', weight))),
  );
  const ssl = planned.sslPolicy;
  const properties = tsObject(
    property('loadBalancer', ts(context.variable(planned.loadBalancer))),
    property('port', planned.port),
    property('protocol', member('elbv2.Protocol', PROTOCOLS, planned.protocol)),
    property(
      'certificates',
      planned.certificate && tsList([tsCall('elbv2.ListenerCertificate.fromArn', term(planned.certificate, context))]),
    ),
    property(
      'sslPolicy',
      ssl === undefined
        ? undefined
        : (member('elbv2.SslPolicy', SSL_POLICIES, ssl) ?? ts(tsString(ssl), ' as elbv2.SslPolicy')),
    ),
    property(
      'alpnPolicy',
      planned.alpnPolicy === undefined ? undefined : member('elbv2.AlpnPolicy', ALPN_POLICIES, planned.alpnPolicy),
    ),
    others.length === 0 && only !== undefined
      ? property('defaultTargetGroups', tsList([only.group]))
      : property('defaultAction', tsCall('elbv2.NetworkListenerAction.weightedForward', weighted)),
  );
  return [
    ...declare(
      planned.key,
      'elbv2.NetworkListener',
      properties,
      context,
      Object.hasOwn(PROTOCOLS, planned.protocol) ? 'unused' : 'used',
    ),
    ...protocolOverride(context.variable(planned.key), 'elbv2.CfnListener', planned.protocol),
  ];
}

function groupOf(group: Term, context: Context): Ts {
  if (group.kind === 'own') return ts(context.variable(group.resource));
  const id = tsText(context.names.takeId(['ImportedTargetGroup']));
  const attributes = tsObject(property('targetGroupArn', term(group, context)));
  return tsCall('elbv2.NetworkTargetGroup.fromTargetGroupAttributes', ts('this'), id, attributes);
}

function notification(planned: PlannedNotification, context: Context): readonly Code[] {
  const about = term({ kind: 'own', resource: planned.about.resource }, context);
  const properties = tsObject(
    property(planned.about.kind === 'service' ? 'serviceId' : 'vpcEndpointId', about),
    property('connectionNotificationArn', term(planned.topic, context)),
    property('connectionEvents', tsList(planned.events.map((event) => tsText(event)))),
  );
  return declare(planned.key, 'ec2.CfnVPCEndpointConnectionNotification', properties, context, 'unused');
}

/** `const name = new Type(this, 'Id', {…});`, or `this.name = …` for what others may want of the construct. */
function declare(
  key: string,
  type: string,
  properties: Ts,
  context: Context,
  need: 'used' | 'unused' = 'used',
): readonly Code[] {
  context.types.set(key, type);
  const made = tsCall(`new ${type}`, ts('this'), context.id(key), properties);
  if (need === 'unused') return statement('', made);
  const variable = context.variable(key);
  return statement(`${variable.startsWith('this.') ? '' : 'const '}${variable} = `, made);
}

function attributeLines(variable: string, attributes: readonly Attribute[]): readonly Code[] {
  return attributes.map(({ key, value }) =>
    code(`${variable}.setAttribute(`, tsString(key), ', ', tsString(value), ');'),
  );
}

function tagLines(variable: string, tags: Tags): readonly Code[] {
  return tags.flatMap(({ key, value }) =>
    statement(
      '',
      tsCall(
        `Tags.of(${variable}).add`,
        untouched(key),
        key === 'Name' && !hasToken(value) ? tsText(value, true) : untouched(value),
      ),
    ),
  );
}

/** The CDK takes `${Token[…]}` in any string for a value of its own; split up, it is only text. */
function hasToken(text: string): boolean {
  return /[$#]\{Token\[/.test(text);
}

function untouched(text: string): Ts {
  if (!hasToken(text)) return tsText(text);
  const pieces = text.split(/(?<=[$#])(?=\{Token\[)/);
  return tsCall('Fn.join', tsText(''), tsList(pieces.map((piece) => tsText(piece))));
}

/** What CloudFormation's Ref gives for a construct. */
const ID_OF: Readonly<Record<string, string>> = {
  'ec2.InterfaceVpcEndpoint': 'vpcEndpointId',
  'ec2.VpcEndpointService': 'vpcEndpointServiceId',
  'elbv2.NetworkLoadBalancer': 'loadBalancerArn',
};

function inputKey(given: Term | undefined): string {
  return given?.kind === 'input' || given?.kind === 'item' ? given.input : '';
}

function term(given: Term, context: Context): Ts & { readonly kind: 'code' } {
  switch (given.kind) {
    case 'text':
      return { kind: 'code', code: tsString(given.text) };
    case 'input':
      return { kind: 'code', code: literal(context.useInput(given.input)) };
    case 'item':
      return { kind: 'code', code: literal(`${context.useInput(given.input)}[${given.index}]!`) };
    case 'own':
      return {
        kind: 'code',
        code: literal(`${context.variable(given.resource)}.${ID_OF[context.types.get(given.resource) ?? ''] ?? 'ref'}`),
      };
  }
}
