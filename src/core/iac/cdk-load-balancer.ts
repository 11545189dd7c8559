import {
  attributeStatements,
  declare,
  groupsOf,
  inputKey,
  member,
  term,
  tagStatements,
  type Context,
} from './cdk-context.ts';
import { call, cdkList, cdkText, get, make, property, self, struct, type Cdk, type CdkStatement } from './cdk-tree.ts';
import type { PlannedListener, PlannedLoadBalancer, PlannedTargetGroup, Term } from './model.ts';

/* Network Load Balancers with their target groups and listeners. */

const PROTOCOLS = { TCP: 'TCP', TLS: 'TLS', UDP: 'UDP', TCP_UDP: 'TCP_UDP', HTTP: 'HTTP', HTTPS: 'HTTPS' };

const LOAD_BALANCER_IP_TYPES = {
  ipv4: 'IPV4',
  dualstack: 'DUAL_STACK',
  'dualstack-without-public-ipv4': 'DUAL_STACK_WITHOUT_PUBLIC_IPV4',
};

/** A Network Load Balancer. */
export function loadBalancer(planned: PlannedLoadBalancer, context: Context): readonly CdkStatement[] {
  const { subnets, securityGroups: groups, enforcePrivateLinkInbound: enforce } = planned;
  const mappings = planned.subnetMappings.map((mapping) =>
    struct(
      'elbv2.SubnetMapping',
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
  const known = ['load_balancing.cross_zone.enabled', 'deletion_protection.enabled'];
  const properties = struct(
    'elbv2.NetworkLoadBalancerProps',
    property('loadBalancerName', planned.name === '' ? undefined : cdkText(planned.name, true)),
    property('vpc', vpcOf(planned, context)),
    property(
      'vpcSubnets',
      subnets && struct('ec2.SubnetSelection', property('subnets', context.imported('subnets', inputKey(subnets)))),
    ),
    property('subnetMappings', mappings.length === 0 ? undefined : cdkList(mappings)),
    property('internetFacing', !planned.internal),
    property(
      'ipAddressType',
      planned.ipAddressType === undefined
        ? undefined
        : member('elbv2.IpAddressType', LOAD_BALANCER_IP_TYPES, planned.ipAddressType),
    ),
    property('securityGroups', groups && groupsOf(groups, context)),
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
    ...attributeStatements(
      context.variable(planned.key),
      planned.attributes.filter(({ key }) => !known.includes(key)),
    ),
    ...tagStatements(context.variable(planned.key), planned.tags),
  ];
}

/** With addresses of its own, an internet-facing one looks for its subnets among the public ones of the VPC. */
function vpcOf(
  { vpc, internal, subnetMappings: [first], subnetZones: zones }: PlannedLoadBalancer,
  context: Context,
): Cdk {
  const key = inputKey(vpc);
  if (internal !== false || first === undefined) return context.imported('vpc', key, { zones });
  return context.imported('public-vpc', key, { zones, publicSubnets: context.useInput(inputKey(first.subnet)) });
}

function subnetAt(subnet: Term, context: Context): Cdk {
  if (subnet.kind !== 'item') return term(subnet, context);
  return { kind: 'at', of: context.imported('subnets', subnet.input), index: subnet.index };
}

const TARGET_CLASSES: Readonly<Record<string, string>> = {
  ip: 'IpTarget',
  instance: 'InstanceIdTarget',
  alb: 'AlbArnTarget',
};
const TARGET_IP_TYPES = { ipv4: 'IPV4', ipv6: 'IPV6' };
const TARGET_TYPES = { ip: 'IP', instance: 'INSTANCE', alb: 'ALB' };

function seconds(value: number | undefined): Cdk | undefined {
  return value === undefined ? undefined : call('Duration', 'seconds', { kind: 'plain', value });
}

/** A target group with what is registered in it. */
export function targetGroup(planned: PlannedTargetGroup, context: Context): readonly CdkStatement[] {
  const variable = context.variable(planned.key);
  const flag = (key: string): boolean | undefined => {
    const value = planned.attributes.find((item) => item.key === key)?.value;
    return value === undefined ? undefined : value === 'true';
  };
  const known = [
    'preserve_client_ip.enabled',
    'proxy_protocol_v2.enabled',
    'deregistration_delay.connection_termination.enabled',
  ];
  const check = planned.healthCheck;
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
  const properties = struct(
    'elbv2.NetworkTargetGroupProps',
    property('targetGroupName', planned.name === '' ? undefined : cdkText(planned.name, true)),
    property('vpc', context.imported('vpc', inputKey(planned.vpc))),
    property('port', planned.port),
    property('protocol', member('elbv2.Protocol', PROTOCOLS, planned.protocol)),
    property('targetType', member('elbv2.TargetType', TARGET_TYPES, planned.targetType)),
    property(
      'ipAddressType',
      planned.ipAddressType === undefined
        ? undefined
        : member('elbv2.TargetGroupIpAddressType', TARGET_IP_TYPES, planned.ipAddressType),
    ),
    property('preserveClientIp', flag('preserve_client_ip.enabled')),
    property('proxyProtocolV2', flag('proxy_protocol_v2.enabled')),
    property('connectionTermination', flag('deregistration_delay.connection_termination.enabled')),
    property('healthCheck', struct('elbv2.HealthCheck', health)),
    property('targets', targetsOf(planned, context)),
  );
  return [
    ...declare(planned.key, 'elbv2.NetworkTargetGroup', properties, context),
    ...protocolOverride(variable, 'elbv2.CfnTargetGroup', planned.protocol),
    ...attributeStatements(
      variable,
      planned.attributes.filter(({ key }) => !known.includes(key)),
    ),
    ...tagStatements(variable, planned.tags),
  ];
}

function targetsOf(planned: PlannedTargetGroup, context: Context): Cdk | undefined {
  const type = TARGET_CLASSES[planned.targetType];
  if (planned.targets === undefined || type === undefined) return undefined;
  const zones =
    context.inputs.get(planned.targets)?.targets.some((target) => target.availabilityZone !== undefined) === true;
  const fields = zones ? ['id', 'port', 'availabilityZone'] : ['id', 'port'];
  const body = make(`elbv2Targets.${type}`, ...fields.map((name): Cdk => ({ kind: 'variable', name })));
  return { kind: 'fields', list: context.useInput(planned.targets), fields, body };
}

/** The construct refuses protocols that are newer than itself; the resource below it does not. */
function protocolOverride(variable: Cdk, type: string, protocol: string | undefined): readonly CdkStatement[] {
  if (protocol === undefined || Object.hasOwn(PROTOCOLS, protocol)) return [];
  return [override(variable, type, 'protocol', protocol)];
}

function override(variable: Cdk, type: string, name: string, value: string): CdkStatement {
  return { kind: 'assign', target: get({ kind: 'child', of: variable, type }, name), value: cdkText(value) };
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

/** A listener that forwards to one target group, or to several by weight. */
export function listener(planned: PlannedListener, context: Context): readonly CdkStatement[] {
  const groups = planned.forwards.map((forward) => ({
    weight: forward.weight,
    group: groupOf(forward.targetGroup, context),
  }));
  const [only, ...others] = groups;
  const weighted = cdkList(
    groups.map(({ group, weight }) =>
      struct('elbv2.NetworkWeightedTargetGroup', property('targetGroup', group), property('weight', weight)),
    ),
  );
  const ssl = planned.sslPolicy;
  // The construct makes a resource of the others, which no import can take over.
  const besides = context.imports ? [] : planned.moreCertificates.map(({ certificate }) => certificate);
  const certificates = [...(planned.certificate === undefined ? [] : [planned.certificate]), ...besides].map(
    (certificate) => call('elbv2.ListenerCertificate', 'fromArn', term(certificate, context)),
  );
  const properties = struct(
    'elbv2.NetworkListenerProps',
    property('loadBalancer', context.variable(planned.loadBalancer)),
    property('port', planned.port),
    property(
      'protocol',
      planned.protocol === undefined ? undefined : member('elbv2.Protocol', PROTOCOLS, planned.protocol),
    ),
    property('tcpIdleTimeout', seconds(planned.tcpIdleTimeout)),
    property('certificates', certificates.length === 0 ? undefined : cdkList(certificates)),
    property('sslPolicy', ssl === undefined ? undefined : member('elbv2.SslPolicy', SSL_POLICIES, ssl)),
    property(
      'alpnPolicy',
      planned.alpnPolicy === undefined ? undefined : member('elbv2.AlpnPolicy', ALPN_POLICIES, planned.alpnPolicy),
    ),
    others.length === 0 && only !== undefined
      ? property('defaultTargetGroups', cdkList([only.group]))
      : property('defaultAction', call('elbv2.NetworkListenerAction', 'weightedForward', weighted)),
  );
  const variable = context.variable(planned.key);
  const overrides = [
    ...protocolOverride(variable, 'elbv2.CfnListener', planned.protocol),
    // The enum lacks policies that are newer, or older, than itself.
    ...(ssl === undefined || Object.hasOwn(SSL_POLICIES, ssl)
      ? []
      : [override(variable, 'elbv2.CfnListener', 'sslPolicy', ssl)]),
  ];
  const need = overrides.length === 0 && !context.imports ? 'unused' : 'used';
  return [...declare(planned.key, 'elbv2.NetworkListener', properties, context, need), ...overrides];
}

function groupOf(group: Term, context: Context): Cdk {
  if (group.kind === 'own') return context.variable(group.resource);
  const id = cdkText(context.names.takeId(['ImportedTargetGroup']));
  const attributes = struct('elbv2.TargetGroupAttributes', property('targetGroupArn', term(group, context)));
  return call('elbv2.NetworkTargetGroup', 'fromTargetGroupAttributes', self, id, attributes);
}
