import type {
  Attribute,
  HealthCheck,
  Input,
  InputType,
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
import {
  commentText,
  fromLines,
  indentLines,
  joinGroups,
  literal,
  textOf,
  type Rendered,
  type RenderOptions,
} from './parts.ts';
import { DYNAMIC_REFERENCE, withoutTrap } from './traps.ts';
import { inputWords, resourceWords } from './names.ts';
import { nameSpace, pascalCase } from './words.ts';
import {
  entry,
  mapping,
  quotedScalar,
  replaceable,
  scalar,
  sequence,
  untouched,
  yamlJson,
  yamlLines,
  type Yaml,
  type YamlEntry,
} from './yaml.ts';

/*
 * A CloudFormation template.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_EC2.html
 */

const PARAMETER_TYPES: Readonly<Partial<Record<InputType, string>>> = {
  vpc: 'AWS::EC2::VPC::Id',
  subnets: 'List<AWS::EC2::Subnet::Id>',
  'security-groups': 'List<AWS::EC2::SecurityGroup::Id>',
};

interface Context {
  readonly id: (resource: string) => string;
  readonly use: (term: Term) => Yaml;
  readonly input: (key: string) => Input | undefined;
}

/**
 * @param existing the file that the code goes into: a template gets entries for its `Resources`, and their parameters as
 *   comments, for they belong to another section
 */
export function renderCloudformationYaml(given: Plan, { existing }: RenderOptions): Rendered {
  const plan = withoutTrap(given, DYNAMIC_REFERENCE);
  const names = namesOf(plan, existing);
  const used = new Set<string>();
  const inputs = new Map(plan.inputs.map((input) => [input.key, input]));
  const context: Context = {
    id: (resource) => names.get(resource) ?? '',
    input: (key) => inputs.get(key),
    use: (term) => {
      if (term.kind === 'text') return scalar(term.text);
      if (term.kind === 'own') return reference(names.get(term.resource) ?? '');
      const input = inputs.get(term.input);
      // A comma separates the values of a parameter, so a value that holds one cannot be in it.
      if (input?.list === true && input.current.some((value) => value.includes(','))) {
        return term.kind === 'item'
          ? scalar(input.current[term.index] ?? '')
          : sequence(input.current.map((value) => scalar(value)));
      }
      used.add(term.input);
      const name = names.get(term.input) ?? '';
      return term.kind === 'item' ? scalar(literal(`!Select [${term.index}, !Ref ${name}]`)) : reference(name);
    },
  };
  const notes: string[] = [];
  const resources = plan.resources.map((resource): readonly YamlEntry[] => {
    const own = ownNotes(resource);
    notes.push(...resource.notes, ...own);
    const [first, ...others] = entriesOf(resource, context);
    return [
      ...(first === undefined ? [] : [{ ...first, comments: [...resource.comments, ...resource.notes, ...own] }]),
      ...others,
    ];
  });
  const parameters = plan.inputs
    .filter((input) => used.has(input.key))
    .map((input) => parameter(names.get(input.key) ?? '', input));
  const header = plan.header.map((line) => literal(`# ${commentText(line)}`));
  if (/^Resources:/m.test(existing)) {
    const moved = yamlLines(mapping(...parameters)).map((line) => literal(`#   ${textOf(line)}`));
    const intro = moved.length === 0 ? [] : [literal('# Move these parameters to the section Parameters:'), ...moved];
    return { code: fromLines(indentLines([...header, ...intro, ...yamlLines(mapping(...resources))], '  ')), notes };
  }
  const template: readonly (readonly YamlEntry[])[] = [
    [
      ...entry('AWSTemplateFormatVersion', quotedScalar('2010-09-09')),
      ...entry('Description', plan.title.slice(0, 200)),
    ],
    parameters.length === 0 ? [] : entry('Parameters', mapping(...parameters)),
    entry('Resources', mapping(...resources)),
  ];
  const sections = template.filter((section) => section.length > 0).map((section) => yamlLines(mapping(section)));
  return { code: fromLines(joinGroups([header, ...sections])), notes };
}

/** The permissions of a service are a resource of their own here. */
function permissionsKey(service: string): string {
  return `${service} permissions`;
}

/** Parameters and resources share one space of names. */
function namesOf(plan: Plan, existing: string): ReadonlyMap<string, string> {
  const space = nameSpace([...existing.matchAll(/^ +([A-Za-z0-9]+):/gm)].map(([, name = '']) => name));
  return new Map<string, string>([
    ...plan.inputs.map((input): [string, string] => {
      const [short, long] = inputWords(input, input.type === 'targets' ? ['target', 'ids'] : input.words);
      return [input.key, space.take(pascalCase(short), pascalCase(long))];
    }),
    ...plan.resources.flatMap((resource): readonly (readonly [string, string])[] => {
      const name = space.take(pascalCase(resourceWords(resource)));
      if (resource.kind !== 'service') return [[resource.key, name]];
      return [
        [resource.key, name],
        [permissionsKey(resource.key), space.take(`${name}Permissions`)],
      ];
    }),
  ]);
}

function reference(name: string): Yaml {
  return scalar(literal(`!Ref ${name}`));
}

function parameter(name: string, input: Input): readonly YamlEntry[] {
  const values = input.type === 'targets' ? [...new Set(input.current)] : input.current;
  return entry(
    name,
    mapping(
      entry('Type', PARAMETER_TYPES[input.type] ?? (input.list ? 'CommaDelimitedList' : 'String')),
      entry('Description', input.description),
      entry('Default', values.length === 0 ? undefined : replaceable(values.join(','))),
    ),
  );
}

function entriesOf(resource: PlannedResource, context: Context): readonly YamlEntry[] {
  const { id } = context;
  const made = (type: string, ...properties: readonly (readonly YamlEntry[])[]): readonly YamlEntry[] =>
    entry(id(resource.key), mapping(entry('Type', type), entry('Properties', mapping(...properties))));
  switch (resource.kind) {
    case 'endpoint':
      return made('AWS::EC2::VPCEndpoint', endpointProperties(resource, context));
    case 'service':
      return [
        ...made('AWS::EC2::VPCEndpointService', serviceProperties(resource, context)),
        ...permissions(resource, context),
      ];
    case 'load-balancer':
      return made('AWS::ElasticLoadBalancingV2::LoadBalancer', loadBalancerProperties(resource, context));
    case 'target-group':
      return made('AWS::ElasticLoadBalancingV2::TargetGroup', targetGroupProperties(resource, context));
    case 'listener':
      return made('AWS::ElasticLoadBalancingV2::Listener', listenerProperties(resource, context));
    case 'notification':
      return made('AWS::EC2::VPCEndpointConnectionNotification', notificationProperties(resource, context));
  }
}

function ownNotes(resource: PlannedResource): readonly string[] {
  if (resource.kind !== 'service' || resource.privateDnsName === undefined) return [];
  return [
    `CloudFormation has no property for the private DNS name ${resource.privateDnsName}: set it with aws ec2 modify-vpc-endpoint-service-configuration, then verify it.`,
  ];
}

function tagEntries(tags: Tags): readonly YamlEntry[] {
  if (tags.length === 0) return [];
  const item = ({ key, value }: Tags[number]): Yaml =>
    mapping(entry('Key', untouched(key)), entry('Value', key === 'Name' ? replaceable(value) : untouched(value)));
  return entry('Tags', sequence(tags.map(item)));
}

function endpointProperties(endpoint: PlannedEndpoint, { use }: Context): readonly YamlEntry[] {
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
    ...entry('VpcId', use(endpoint.vpc)),
    ...entry('VpcEndpointType', endpoint.type),
    ...entry('ServiceName', serviceName(endpoint, use)),
    ...entry('ResourceConfigurationArn', target?.kind === 'resource-configuration' ? use(target.arn) : undefined),
    ...entry('ServiceNetworkArn', target?.kind === 'service-network' ? use(target.arn) : undefined),
    ...entry('ServiceRegion', endpoint.serviceRegion),
    ...entry('SubnetIds', endpoint.subnets && use(endpoint.subnets)),
    ...entry('SecurityGroupIds', endpoint.securityGroups && use(endpoint.securityGroups)),
    ...entry('RouteTableIds', endpoint.routeTables && use(endpoint.routeTables)),
    ...entry('IpAddressType', endpoint.ipAddressType),
    ...entry('PrivateDnsEnabled', privateDns),
    ...(dns.length === 0 ? [] : entry('DnsOptions', mapping(dns))),
    ...entry('PolicyDocument', endpoint.policy === undefined ? undefined : yamlJson(endpoint.policy)),
    ...tagEntries(endpoint.tags),
  ];
}

/** AWS's own services by the Region of the stack, so that the template is not bound to one. */
function serviceName(endpoint: PlannedEndpoint, use: Context['use']): Yaml | undefined {
  const target = endpoint.service;
  if (target?.kind === 'service') return use(target.name);
  if (target?.kind !== 'aws-service') return undefined;
  if (endpoint.serviceRegion !== undefined) return scalar(target.name);
  return scalar(literal(`!Sub ${target.prefix}.\${AWS::Region}.${target.short}`));
}

function domainList(domains: readonly string[] | undefined): Yaml | undefined {
  return domains === undefined || domains.length === 0 ? undefined : sequence(domains.map((domain) => scalar(domain)));
}

/** CloudFormation has words where the API has a boolean. */
export function inboundResolver(only: boolean | undefined): string | undefined {
  return only === undefined ? undefined : only ? 'OnlyInboundResolver' : 'AllResolvers';
}

function serviceProperties(service: PlannedService, context: Context): readonly YamlEntry[] {
  const strings = (values: readonly string[]): Yaml | undefined =>
    values.length === 0 ? undefined : sequence(values.map((value) => scalar(value)));
  return [
    ...entry('AcceptanceRequired', service.acceptanceRequired),
    ...entry('NetworkLoadBalancerArns', listOf(service.networkLoadBalancers, context)),
    ...entry('GatewayLoadBalancerArns', listOf(service.gatewayLoadBalancers, context)),
    ...entry('SupportedIpAddressTypes', strings(service.supportedIpAddressTypes)),
    ...entry('SupportedRegions', strings(service.supportedRegions)),
    ...entry('PayerResponsibility', service.payerResponsibility),
    ...tagEntries(service.tags),
  ];
}

function listOf(terms: readonly Term[], { use }: Context): Yaml | undefined {
  const [only, ...others] = terms;
  if (only === undefined) return undefined;
  return only.kind === 'input' && others.length === 0 ? use(only) : sequence(terms.map(use));
}

function permissions(service: PlannedService, { use, id }: Context): readonly YamlEntry[] {
  if (service.allowedPrincipals === undefined) return [];
  const properties = mapping(
    entry('ServiceId', reference(id(service.key))),
    entry('AllowedPrincipals', use(service.allowedPrincipals)),
  );
  const type = entry('Type', 'AWS::EC2::VPCEndpointServicePermissions');
  return entry(id(permissionsKey(service.key)), mapping(type, entry('Properties', properties)));
}

function attributeList(attributes: readonly Attribute[]): Yaml | undefined {
  if (attributes.length === 0) return undefined;
  return sequence(attributes.map(({ key, value }) => mapping(entry('Key', key), entry('Value', quotedScalar(value)))));
}

function loadBalancerProperties(loadBalancer: PlannedLoadBalancer, { use }: Context): readonly YamlEntry[] {
  const { enforcePrivateLinkInbound: enforce, subnetMappings: mappings } = loadBalancer;
  return [
    ...entry('Name', loadBalancer.name === '' ? undefined : replaceable(loadBalancer.name)),
    ...entry('Type', loadBalancer.type),
    ...entry(
      'Scheme',
      loadBalancer.internal === undefined ? undefined : loadBalancer.internal ? 'internal' : 'internet-facing',
    ),
    ...entry('IpAddressType', loadBalancer.ipAddressType),
    ...entry('Subnets', loadBalancer.subnets && use(loadBalancer.subnets)),
    ...(mappings.length === 0
      ? []
      : entry(
          'SubnetMappings',
          sequence(
            mappings.map((item) =>
              mapping(
                entry('SubnetId', use(item.subnet)),
                entry('PrivateIPv4Address', item.privateIpv4Address),
                entry('IPv6Address', item.ipv6Address),
                entry('AllocationId', item.allocationId),
              ),
            ),
          ),
        )),
    ...entry('SecurityGroups', loadBalancer.securityGroups && use(loadBalancer.securityGroups)),
    ...entry(
      'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
      enforce === undefined ? undefined : quotedScalar(enforce),
    ),
    ...entry('LoadBalancerAttributes', attributeList(loadBalancer.attributes)),
    ...tagEntries(loadBalancer.tags),
  ];
}

function healthCheckEntries(check: HealthCheck): readonly YamlEntry[] {
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

function targetGroupProperties(group: PlannedTargetGroup, context: Context): readonly YamlEntry[] {
  return [
    ...entry('Name', group.name === '' ? undefined : replaceable(group.name)),
    ...entry('Port', group.port),
    ...entry('Protocol', group.protocol),
    ...entry('TargetType', group.targetType),
    ...entry('IpAddressType', group.ipAddressType),
    ...entry('VpcId', context.use(group.vpc)),
    ...healthCheckEntries(group.healthCheck),
    ...entry('TargetGroupAttributes', attributeList(group.attributes)),
    ...entry('Targets', group.targets === undefined ? undefined : targetList(group.targets, context)),
    ...tagEntries(group.tags),
  ];
}

/** Parameters hold strings only: the ids come in by parameter, each once, and ports and zones stand here. */
function targetList(key: string, { input, use }: Context): Yaml {
  const targets = input(key)?.targets ?? [];
  const ids = [...new Set(targets.map((target) => target.id))];
  return sequence(
    targets.map((target) =>
      mapping(
        entry('Id', use({ kind: 'item', input: key, index: ids.indexOf(target.id) })),
        entry('Port', target.port),
        entry('AvailabilityZone', target.availabilityZone),
      ),
    ),
  );
}

function listenerProperties(listener: PlannedListener, { use }: Context): readonly YamlEntry[] {
  const [only, ...others] = listener.forwards;
  const weighted = sequence(
    listener.forwards.map((forward) =>
      mapping(entry('TargetGroupArn', use(forward.targetGroup)), entry('Weight', forward.weight)),
    ),
  );
  const action = mapping(
    entry('Type', 'forward'),
    only !== undefined && others.length === 0
      ? entry('TargetGroupArn', use(only.targetGroup))
      : entry('ForwardConfig', mapping(entry('TargetGroups', weighted))),
  );
  const certificate = listener.certificate && sequence([mapping(entry('CertificateArn', use(listener.certificate)))]);
  return [
    ...entry('LoadBalancerArn', use({ kind: 'own', resource: listener.loadBalancer })),
    ...entry('Port', listener.port),
    ...entry('Protocol', listener.protocol),
    ...entry('Certificates', certificate),
    ...entry('SslPolicy', listener.sslPolicy),
    ...entry('AlpnPolicy', listener.alpnPolicy === undefined ? undefined : sequence([scalar(listener.alpnPolicy)])),
    ...entry('ListenerAttributes', attributeList(listenerAttributes(listener))),
    ...entry('DefaultActions', sequence([action])),
  ];
}

/** What the API keeps as an attribute. */
export function listenerAttributes({ tcpIdleTimeout }: PlannedListener): readonly Attribute[] {
  return tcpIdleTimeout === undefined ? [] : [{ key: 'tcp.idle_timeout.seconds', value: String(tcpIdleTimeout) }];
}

function notificationProperties(notification: PlannedNotification, { use }: Context): readonly YamlEntry[] {
  const about = use({ kind: 'own', resource: notification.about.resource });
  return [
    ...entry(notification.about.kind === 'service' ? 'ServiceId' : 'VPCEndpointId', about),
    ...entry('ConnectionNotificationArn', use(notification.topic)),
    ...entry('ConnectionEvents', sequence(notification.events.map((event) => scalar(event)))),
  ];
}
