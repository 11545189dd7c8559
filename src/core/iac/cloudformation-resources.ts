import type {
  Attribute,
  HealthCheck,
  Input,
  PlannedEndpoint,
  PlannedFlowLog,
  PlannedListener,
  PlannedLoadBalancer,
  PlannedNotification,
  PlannedResource,
  PlannedResourceConfiguration,
  PlannedResourceGateway,
  PlannedService,
  PlannedTargetGroup,
  Term,
} from './model.ts';
import { groupNotes, groupProperties, newGroupProperties, ruleNotes, ruleResources } from './cloudformation-groups.ts';
import { tagEntries } from './cloudformation-tags.ts';
import {
  entry,
  json,
  mapping,
  sequence,
  termValue,
  text,
  type Template,
  type TemplateEntry,
  type TemplateResource,
} from './template.ts';

/*
 * What a plan's resources are in CloudFormation's words: types and properties, without their logical ids.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_EC2.html
 */

type Inputs = ReadonlyMap<string, Input>;

/** The permissions of a service are a resource of their own here. */
export function permissionsKey(service: string): string {
  return `${service} permissions`;
}

/** Each certificate of a listener besides its default one is a resource of its own here. */
export function certificateKey(listener: string, certificate: string): string {
  return `${listener} ${certificate}`;
}

/** The resources that one of the plan's is made of; the first is what it is called after. */
export function templateResources(resource: PlannedResource, inputs: Inputs): readonly TemplateResource[] {
  const made = (type: string, identifier: string, properties: readonly TemplateEntry[]): TemplateResource => ({
    key: resource.key,
    type,
    properties,
    identifier: { [identifier]: resource.key },
  });
  switch (resource.kind) {
    case 'security-group':
      return [made('AWS::EC2::SecurityGroup', 'Id', groupProperties(resource))];
    case 'security-group-rule':
      return ruleResources(resource);
    case 'endpoint':
      return [made('AWS::EC2::VPCEndpoint', 'Id', endpointProperties(resource, inputs))];
    case 'service': {
      const service = made('AWS::EC2::VPCEndpointService', 'ServiceId', serviceProperties(resource, inputs));
      if (resource.allowedPrincipals === undefined) return [service];
      const permissions = made(
        'AWS::EC2::VPCEndpointServicePermissions',
        'ServiceId',
        permissionProperties(resource, resource.allowedPrincipals),
      );
      return [service, { ...permissions, key: permissionsKey(resource.key) }];
    }
    case 'load-balancer':
      return [
        made('AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerArn', loadBalancerProperties(resource, inputs)),
      ];
    case 'target-group':
      return [
        made('AWS::ElasticLoadBalancingV2::TargetGroup', 'TargetGroupArn', targetGroupProperties(resource, inputs)),
      ];
    case 'service-network': {
      const name = entry('Name', text(resource.name, 'replaceable'));
      return [madeBy(made('AWS::VpcLattice::ServiceNetwork', 'Arn', name), resource.arn)];
    }
    case 'network-resource': {
      const properties = [
        ...entry('ResourceConfigurationId', termValue(resource.configuration)),
        ...entry('ServiceNetworkId', termValue({ kind: 'own', resource: resource.network, attribute: 'id' })),
        ...entry('PrivateDnsEnabled', resource.privateDnsEnabled),
      ];
      return [madeBy(made('AWS::VpcLattice::ServiceNetworkResourceAssociation', 'Arn', properties), resource.arn)];
    }
    case 'flow-log':
      return [made('AWS::EC2::FlowLog', 'Id', flowLogProperties(resource))];
    case 'accepter':
      return [];
    case 'listener':
      return [
        made('AWS::ElasticLoadBalancingV2::Listener', 'ListenerArn', listenerProperties(resource)),
        ...certificateResources(resource),
      ];
    case 'resource-gateway':
      return [
        madeBy(made('AWS::VpcLattice::ResourceGateway', 'Arn', gatewayProperties(resource, inputs)), resource.arn),
      ];
    case 'resource-configuration':
      return [
        madeBy(made('AWS::VpcLattice::ResourceConfiguration', 'Arn', configurationProperties(resource)), resource.arn),
      ];
    case 'new-group':
      return [made('AWS::EC2::SecurityGroup', 'Id', newGroupProperties(resource))];
    case 'notification':
      return [
        made(
          'AWS::EC2::VPCEndpointConnectionNotification',
          'VPCEndpointConnectionNotificationId',
          notificationProperties(resource),
        ),
      ];
  }
}

/** Lattice imports by ARN, where everything else names these by their ids. */
function madeBy(resource: TemplateResource, arn: string | undefined): TemplateResource {
  return arn === undefined ? resource : { ...resource, identifier: { Arn: arn } };
}

function gatewayProperties(gateway: PlannedResourceGateway, inputs: Inputs): readonly TemplateEntry[] {
  return [
    ...entry('Name', text(gateway.name, 'replaceable')),
    ...entry('VpcIdentifier', termValue(gateway.vpc)),
    ...entry('SubnetIds', gateway.subnets && termValue(gateway.subnets)),
    ...entry('SecurityGroupIds', gateway.securityGroups && listOf(gateway.securityGroups, inputs)),
    ...entry('IpAddressType', gateway.ipAddressType),
  ];
}

/** The template says `Sharable` where the API says `Shareable`. */
function configurationProperties(configuration: PlannedResourceConfiguration): readonly TemplateEntry[] {
  const { portRanges } = configuration;
  return [
    ...entry('Name', text(configuration.name, 'replaceable')),
    ...entry('ResourceConfigurationType', configuration.type),
    ...entry('ProtocolType', configuration.protocol),
    ...entry(
      'PortRanges',
      portRanges.length === 0 ? undefined : sequence(portRanges.map((range) => text(range, 'quoted'))),
    ),
    ...entry('ResourceGatewayId', configuration.gateway && termValue(configuration.gateway)),
    ...entry('ResourceConfigurationGroupId', configuration.group && termValue(configuration.group)),
    ...entry('AllowAssociationToSharableServiceNetwork', configuration.allowShareable),
    ...entry('ResourceConfigurationDefinition', definitionOf(configuration)),
  ];
}

function definitionOf({ definition }: PlannedResourceConfiguration): Template | undefined {
  switch (definition?.kind) {
    case undefined:
      return undefined;
    case 'arn':
      return mapping(entry('ArnResource', definition.arn));
    case 'ip':
      return mapping(entry('IpResource', definition.ipAddress));
    case 'dns':
      return mapping(
        entry(
          'DnsResource',
          mapping(entry('DomainName', definition.domainName), entry('IpAddressType', definition.ipAddressType)),
        ),
      );
  }
}

/** What CloudFormation has no property for. */
export function templateNotes(resource: PlannedResource): readonly string[] {
  if (resource.kind === 'accepter') {
    return [
      `CloudFormation cannot accept connections (${resource.key.replace('_', ', ')}): aws ec2 accept-vpc-endpoint-connections does.`,
    ];
  }
  if (resource.kind === 'security-group') return groupNotes(resource);
  if (resource.kind === 'security-group-rule') return ruleNotes(resource);
  if (resource.kind !== 'service' || resource.privateDnsName === undefined) return [];
  return [
    `CloudFormation has no property for the private DNS name ${resource.privateDnsName}: set it with aws ec2 modify-vpc-endpoint-service-configuration, then verify it.`,
  ];
}

function endpointProperties(endpoint: PlannedEndpoint, inputs: Inputs): readonly TemplateEntry[] {
  const target = endpoint.service;
  const dns = [
    ...entry('DnsRecordIpType', endpoint.dnsRecordIpType),
    ...entry(
      'PrivateDnsOnlyForInboundResolverEndpoint',
      inboundResolver(endpoint.privateDnsOnlyForInboundResolverEndpoint),
    ),
    ...entry('PrivateDnsPreference', endpoint.privateDnsPreference),
    ...entry('PrivateDnsSpecifiedDomains', domainList(endpoint.privateDnsSpecifiedDomains)),
  ];
  const privateDns =
    endpoint.type === 'Interface' ? (endpoint.privateDnsEnabled ?? false) : endpoint.privateDnsEnabled || undefined;
  return [
    ...entry('VpcId', termValue(endpoint.vpc)),
    ...entry('VpcEndpointType', endpoint.type),
    ...entry('ServiceName', serviceName(endpoint)),
    ...entry('ResourceConfigurationArn', target?.kind === 'resource-configuration' ? termValue(target.arn) : undefined),
    ...entry('ServiceNetworkArn', target?.kind === 'service-network' ? termValue(target.arn) : undefined),
    ...entry('ServiceRegion', endpoint.serviceRegion),
    ...entry('SubnetIds', endpoint.subnets && termValue(endpoint.subnets)),
    ...entry('SecurityGroupIds', endpoint.securityGroups && listOf(endpoint.securityGroups, inputs)),
    ...entry('RouteTableIds', endpoint.routeTables && termValue(endpoint.routeTables)),
    ...entry('IpAddressType', endpoint.ipAddressType),
    ...entry('PrivateDnsEnabled', privateDns),
    ...(dns.length === 0 ? [] : entry('DnsOptions', mapping(dns))),
    ...entry('PolicyDocument', endpoint.policy === undefined ? undefined : json(endpoint.policy)),
    ...tagEntries(endpoint.tags),
  ];
}

/** AWS's own services by the Region of the stack, so that the template is not bound to one. */
function serviceName(endpoint: PlannedEndpoint): Template | undefined {
  const target = endpoint.service;
  if (target?.kind === 'service') return termValue(target.name);
  if (target?.kind !== 'aws-service') return undefined;
  if (endpoint.serviceRegion !== undefined) return text(target.name);
  return { kind: 'regional', prefix: target.prefix, short: target.short };
}

function domainList(domains: readonly string[] | undefined): Template | undefined {
  return domains === undefined || domains.length === 0 ? undefined : sequence(domains.map((domain) => text(domain)));
}

/** CloudFormation has words where the API has a boolean. */
export function inboundResolver(only: boolean | undefined): string | undefined {
  return only === undefined ? undefined : only ? 'OnlyInboundResolver' : 'AllResolvers';
}

function serviceProperties(service: PlannedService, inputs: Inputs): readonly TemplateEntry[] {
  const strings = (values: readonly string[]): Template | undefined =>
    values.length === 0 ? undefined : sequence(values.map((value) => text(value)));
  return [
    ...entry('AcceptanceRequired', service.acceptanceRequired),
    ...entry('NetworkLoadBalancerArns', listOf(service.networkLoadBalancers, inputs)),
    ...entry('GatewayLoadBalancerArns', listOf(service.gatewayLoadBalancers, inputs)),
    ...entry('SupportedIpAddressTypes', strings(service.supportedIpAddressTypes)),
    ...entry('SupportedRegions', strings(service.supportedRegions)),
    ...entry('PayerResponsibility', service.payerResponsibility),
    ...tagEntries(service.tags),
  ];
}

/** A whole list as it is, single values as a list. */
function listOf(terms: readonly Term[], inputs: Inputs): Template | undefined {
  const [only, ...others] = terms;
  if (only === undefined) return undefined;
  const isWhole = only.kind === 'input' && inputs.get(only.input)?.list === true && others.length === 0;
  return isWhole ? termValue(only) : sequence(terms.map(termValue));
}

function permissionProperties(service: PlannedService, principals: Term): readonly TemplateEntry[] {
  return [
    ...entry('ServiceId', termValue({ kind: 'own', resource: service.key })),
    ...entry('AllowedPrincipals', termValue(principals)),
  ];
}

function attributeList(attributes: readonly Attribute[]): Template | undefined {
  if (attributes.length === 0) return undefined;
  return sequence(
    attributes.map(({ key, value }) => mapping(entry('Key', key), entry('Value', text(value, 'quoted')))),
  );
}

function loadBalancerProperties(loadBalancer: PlannedLoadBalancer, inputs: Inputs): readonly TemplateEntry[] {
  const { enforcePrivateLinkInbound: enforce, subnetMappings: mappings } = loadBalancer;
  return [
    ...entry('Name', loadBalancer.name === '' ? undefined : text(loadBalancer.name, 'replaceable')),
    ...entry('Type', loadBalancer.type),
    ...entry(
      'Scheme',
      loadBalancer.internal === undefined ? undefined : loadBalancer.internal ? 'internal' : 'internet-facing',
    ),
    ...entry('IpAddressType', loadBalancer.ipAddressType),
    ...entry('Subnets', loadBalancer.subnets && termValue(loadBalancer.subnets)),
    ...(mappings.length === 0
      ? []
      : entry(
          'SubnetMappings',
          sequence(
            mappings.map((item) =>
              mapping(
                entry('SubnetId', termValue(item.subnet)),
                entry('PrivateIPv4Address', item.privateIpv4Address),
                entry('IPv6Address', item.ipv6Address),
                entry('AllocationId', item.allocationId),
              ),
            ),
          ),
        )),
    ...entry('SecurityGroups', loadBalancer.securityGroups && listOf(loadBalancer.securityGroups, inputs)),
    ...entry(
      'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
      enforce === undefined ? undefined : text(enforce, 'quoted'),
    ),
    ...entry('LoadBalancerAttributes', attributeList(loadBalancer.attributes)),
    ...tagEntries(loadBalancer.tags),
  ];
}

function healthCheckEntries(check: HealthCheck): readonly TemplateEntry[] {
  return [
    ...entry('HealthCheckProtocol', check.protocol),
    ...entry('HealthCheckPort', check.port),
    ...entry('HealthCheckPath', check.path),
    ...entry('HealthCheckIntervalSeconds', check.intervalSeconds),
    ...entry('HealthCheckTimeoutSeconds', check.timeoutSeconds),
    ...entry('HealthyThresholdCount', check.healthyThreshold),
    ...entry('UnhealthyThresholdCount', check.unhealthyThreshold),
    ...entry('Matcher', check.matcher === undefined ? undefined : mapping(entry('HttpCode', check.matcher))),
  ];
}

function targetGroupProperties(group: PlannedTargetGroup, inputs: Inputs): readonly TemplateEntry[] {
  return [
    ...entry('Name', group.name === '' ? undefined : text(group.name, 'replaceable')),
    ...entry('Port', group.port),
    ...entry('Protocol', group.protocol),
    ...entry('TargetType', group.targetType),
    ...entry('IpAddressType', group.ipAddressType),
    ...entry('VpcId', termValue(group.vpc)),
    ...healthCheckEntries(group.healthCheck),
    ...entry('TargetGroupAttributes', attributeList(group.attributes)),
    ...entry('Targets', group.targets === undefined ? undefined : targetList(group.targets, inputs)),
    ...tagEntries(group.tags),
  ];
}

/** Parameters hold strings only: the ids come in by parameter, each once, and ports and zones stand here. */
function targetList(key: string, inputs: Inputs): Template {
  const targets = inputs.get(key)?.targets ?? [];
  const ids = [...new Set(targets.map((target) => target.id))];
  return sequence(
    targets.map((target) =>
      mapping(
        entry('Id', termValue({ kind: 'item', input: key, index: ids.indexOf(target.id) })),
        entry('Port', target.port),
        entry('AvailabilityZone', target.availabilityZone),
      ),
    ),
  );
}

function listenerProperties(listener: PlannedListener): readonly TemplateEntry[] {
  const [only, ...others] = listener.forwards;
  const weighted = sequence(
    listener.forwards.map((forward) =>
      mapping(entry('TargetGroupArn', termValue(forward.targetGroup)), entry('Weight', forward.weight)),
    ),
  );
  const action = mapping(
    entry('Type', 'forward'),
    only !== undefined && others.length === 0
      ? entry('TargetGroupArn', termValue(only.targetGroup))
      : entry('ForwardConfig', mapping(entry('TargetGroups', weighted))),
  );
  const certificate =
    listener.certificate && sequence([mapping(entry('CertificateArn', termValue(listener.certificate)))]);
  return [
    ...entry('LoadBalancerArn', termValue({ kind: 'own', resource: listener.loadBalancer })),
    ...entry('Port', listener.port),
    ...entry('Protocol', listener.protocol),
    ...entry('Certificates', certificate),
    ...entry('SslPolicy', listener.sslPolicy),
    ...entry('AlpnPolicy', listener.alpnPolicy === undefined ? undefined : sequence([text(listener.alpnPolicy)])),
    ...entry('ListenerAttributes', attributeList(listenerAttributes(listener))),
    ...entry('DefaultActions', sequence([action])),
  ];
}

/** What the API keeps as an attribute. */
export function listenerAttributes({ tcpIdleTimeout }: PlannedListener): readonly Attribute[] {
  return tcpIdleTimeout === undefined ? [] : [{ key: 'tcp.idle_timeout.seconds', value: String(tcpIdleTimeout) }];
}

function certificateResources({ key, moreCertificates }: PlannedListener): readonly TemplateResource[] {
  return moreCertificates.map(({ arn, certificate }) => ({
    key: certificateKey(key, arn),
    type: 'AWS::ElasticLoadBalancingV2::ListenerCertificate',
    properties: [
      ...entry('ListenerArn', termValue({ kind: 'own', resource: key })),
      ...entry('Certificates', sequence([mapping(entry('CertificateArn', termValue(certificate)))])),
    ],
  }));
}

function flowLogProperties(log: PlannedFlowLog): readonly TemplateEntry[] {
  const { options } = log;
  return [
    ...entry('ResourceId', termValue(log.vpc)),
    ...entry('ResourceType', 'VPC'),
    ...entry('TrafficType', log.trafficType),
    ...entry('LogDestinationType', log.destinationType),
    ...entry('LogDestination', termValue(log.destination)),
    ...entry('DeliverLogsPermissionArn', log.role && termValue(log.role)),
    ...entry('LogFormat', log.format === undefined ? undefined : text(log.format, 'untouched')),
    ...entry('MaxAggregationInterval', log.interval),
    ...entry(
      'DestinationOptions',
      options &&
        json({
          FileFormat: options.fileFormat,
          HiveCompatiblePartitions: options.hiveCompatiblePartitions,
          PerHourPartition: options.perHourPartition,
        }),
    ),
    ...tagEntries(log.tags),
  ];
}

function notificationProperties(notification: PlannedNotification): readonly TemplateEntry[] {
  const about = termValue({ kind: 'own', resource: notification.about.resource });
  return [
    ...entry(notification.about.kind === 'service' ? 'ServiceId' : 'VPCEndpointId', about),
    ...entry('ConnectionNotificationArn', termValue(notification.topic)),
    ...entry('ConnectionEvents', sequence(notification.events.map((event) => text(event)))),
  ];
}
