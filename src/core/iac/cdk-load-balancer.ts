import { attributeLines, declare, inputKey, member, term, type Context } from './cdk-context.ts';
import type { PlannedListener, PlannedLoadBalancer, PlannedTargetGroup, Term } from './model.ts';
import type { Code } from './parts.ts';
import { property, statement, ts, tsCall, tsList, tsObject, tsString, tsText, type Ts } from './typescript.ts';

/* Network Load Balancers with their target groups and listeners. */

const PROTOCOLS = { TCP: 'TCP', TLS: 'TLS', UDP: 'UDP', TCP_UDP: 'TCP_UDP', HTTP: 'HTTP', HTTPS: 'HTTPS' };

const LOAD_BALANCER_IP_TYPES = {
  ipv4: 'IPV4',
  dualstack: 'DUAL_STACK',
  'dualstack-without-public-ipv4': 'DUAL_STACK_WITHOUT_PUBLIC_IPV4',
};

/** A Network Load Balancer. */
export function loadBalancer(planned: PlannedLoadBalancer, context: Context): readonly Code[] {
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
    property('vpc', ts(context.imported('vpc', inputKey(planned.vpc), { zones: planned.subnetZones }))),
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
const TARGET_IP_TYPES = { ipv4: 'IPV4', ipv6: 'IPV6' };
const TARGET_TYPES = { ip: 'IP', instance: 'INSTANCE', alb: 'ALB' };

/** A target group with what is registered in it. */
export function targetGroup(planned: PlannedTargetGroup, context: Context): readonly Code[] {
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
  const properties = tsObject(
    property('targetGroupName', planned.name === '' ? undefined : tsText(planned.name, true)),
    property('vpc', ts(context.imported('vpc', inputKey(planned.vpc)))),
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
  return ts(`${context.useInput(planned.targets)}.map(({ ${fields} }) => new elbv2Targets.${type}(${fields}))`);
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

/** A listener that forwards to one target group, or to several by weight. */
export function listener(planned: PlannedListener, context: Context): readonly Code[] {
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
