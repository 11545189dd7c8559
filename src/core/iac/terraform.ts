import {
  attribute,
  block,
  comment,
  expression,
  hclJson,
  hclKey,
  hclList,
  hclString,
  quoted,
  renderHcl,
  type HclItem,
  type HclValue,
} from './hcl.ts';
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
  Target,
  Term,
} from './model.ts';
import { code, joinCode, type Code, type Rendered } from './parts.ts';
import { nameSpace, snakeCase } from './words.ts';

/*
 * Terraform for the AWS provider 5.100 and later.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs
 */

const TYPES: Readonly<Record<PlannedResource['kind'], string>> = {
  endpoint: 'aws_vpc_endpoint',
  service: 'aws_vpc_endpoint_service',
  'load-balancer': 'aws_lb',
  'target-group': 'aws_lb_target_group',
  listener: 'aws_lb_listener',
  notification: 'aws_vpc_endpoint_connection_notification',
};

/** Names of input variables that Terraform keeps for module calls. */
const RESERVED_VARIABLES = ['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals'];

/** What a resource's items are made with. */
interface Context {
  readonly label: (resource: string) => string;
  /** The expression for a term; remembers which variables are needed. */
  readonly use: (term: Term) => HclValue;
  readonly useInput: (key: string) => string;
  readonly input: (key: string) => Input | undefined;
}

/** @param existing the file that the code goes into: no name of it is declared again */
export function renderTerraform(plan: Plan, existing: string): Rendered {
  const addresses = addressesOf(plan.resources, existing);
  const variables = variablesOf(plan.inputs, existing);
  const used = new Set<string>();
  const useInput = (key: string): string => {
    used.add(key);
    return `var.${variables.get(key) ?? ''}`;
  };
  const context: Context = {
    label: (resource) => addresses.get(resource)?.label ?? '',
    useInput,
    input: (key) => plan.inputs.find((input) => input.key === key),
    use: (term) => {
      switch (term.kind) {
        case 'text':
          return quoted(term.text);
        case 'input':
          return expression(useInput(term.input));
        case 'item':
          return expression(`${useInput(term.input)}[${term.index}]`);
        case 'own': {
          const address = addresses.get(term.resource);
          return expression(
            `${address?.type ?? ''}.${address?.label ?? ''}.${address?.type === TYPES.endpoint || address?.type === TYPES.service ? 'id' : 'arn'}`,
          );
        }
      }
    },
  };
  const notes: string[] = [];
  const resources = plan.resources.flatMap((resource): readonly (readonly HclItem[])[] => {
    const made = blocksOf(resource, context);
    notes.push(...resource.notes, ...made.notes);
    const comments = [...resource.comments, ...resource.notes, ...made.notes].map(comment);
    const [first, ...rest] = made.blocks;
    return [[...comments, ...(first === undefined ? [] : [first])], ...rest.map((item) => [item])];
  });
  const declarations = plan.inputs
    .filter((input) => used.has(input.key))
    .map((input) => [variable(variables.get(input.key) ?? '', input)]);
  return { code: renderHcl([plan.header.map(comment), ...declarations, ...resources]), notes };
}

interface Address {
  readonly type: string;
  readonly label: string;
}

function addressesOf(resources: readonly PlannedResource[], existing: string): ReadonlyMap<string, Address> {
  const spaces = new Map<string, ReturnType<typeof nameSpace>>();
  return new Map(
    resources.map(({ kind, key, words }): [string, Address] => {
      const space = spaces.get(kind) ?? nameSpace(labelsIn(existing, TYPES[kind]));
      spaces.set(kind, space);
      return [key, { type: TYPES[kind], label: space.take(snakeCase(words)) }];
    }),
  );
}

/** The names that a file gives to resources of a type, and to the attachments that go with a target group. */
function labelsIn(existing: string, type: string): readonly string[] {
  const blocks = existing.matchAll(/^\s*resource\s+"([^"]+)"\s+"([^"]+)"/gm);
  return [...blocks].flatMap(([, found = '', label = '']) => (found.startsWith(type) ? [label] : []));
}

/** All variables of a module share one space, so each carries the name of what it is for. */
function variablesOf(inputs: readonly Input[], existing: string): ReadonlyMap<string, string> {
  const declared = [...existing.matchAll(/^\s*variable\s+"([^"]+)"/gm)].map(([, name = '']) => name);
  const space = nameSpace([...RESERVED_VARIABLES, ...declared]);
  return new Map(inputs.map((input) => [input.key, space.take(snakeCase([...input.prefix, ...input.words]))]));
}

function variable(label: string, input: Input): HclItem {
  return block(
    'variable',
    [label],
    [
      ...attribute('description', input.description),
      ...attribute('type', expression(variableType(input))),
      ...attribute('default', defaultOf(input)),
    ],
  );
}

function variableType(input: Input): string {
  if (input.type === 'targets') {
    return `list(object({ id = string, port = number${hasZones(input.targets) ? ', availability_zone = optional(string)' : ''} }))`;
  }
  return input.list ? 'list(string)' : 'string';
}

function hasZones(targets: readonly Target[]): boolean {
  return targets.some((target) => target.availabilityZone !== undefined);
}

function defaultOf(input: Input): HclValue | undefined {
  if (input.type === 'targets') return hclList(input.targets.map((target) => expression(targetObject(target))));
  if (input.list) return hclList(input.current.map((value) => quoted(value, true)));
  const [value] = input.current;
  return value === undefined ? undefined : quoted(value, true);
}

function targetObject(target: Target): Code {
  const fields = [
    code('id = ', hclString(target.id, true)),
    ...(target.port === undefined ? [] : [code(`port = ${target.port}`)]),
    ...(target.availabilityZone === undefined
      ? []
      : [code('availability_zone = ', hclString(target.availabilityZone))]),
  ];
  return code('{ ', joinCode(fields, ', '), ' }');
}

interface Made {
  readonly blocks: readonly HclItem[];
  readonly notes: readonly string[];
}

function blocksOf(resource: PlannedResource, context: Context): Made {
  switch (resource.kind) {
    case 'endpoint':
      return made(resource, context, endpointBody(resource, context));
    case 'service':
      return { ...made(resource, context, serviceBody(resource, context)), notes: serviceNotes(resource) };
    case 'load-balancer':
      return {
        ...made(resource, context, loadBalancerBody(resource, context)),
        notes: unknownAttributes(resource, LOAD_BALANCER_ATTRIBUTES),
      };
    case 'target-group': {
      const group = made(resource, context, targetGroupBody(resource, context));
      return {
        blocks: [...group.blocks, ...attachments(resource, context)],
        notes: unknownAttributes(resource, TARGET_GROUP_ATTRIBUTES),
      };
    }
    case 'listener':
      return made(resource, context, listenerBody(resource, context));
    case 'notification':
      return made(resource, context, notificationBody(resource, context));
  }
}

function made(resource: PlannedResource, context: Context, items: readonly HclItem[]): Made {
  return { blocks: [block('resource', [TYPES[resource.kind], context.label(resource.key)], items)], notes: [] };
}

function tagsAttribute(tags: Tags): readonly HclItem[] {
  if (tags.length === 0) return [];
  const entries = tags.map(({ key, value }) => ({ key: hclKey(key), value: quoted(value, key === 'Name') }));
  return attribute('tags', { kind: 'object', entries });
}

/** Type and private DNS are always written: their defaults, Gateway and false, are seldom what is meant. */
function endpointBody(endpoint: PlannedEndpoint, { use }: Context): readonly HclItem[] {
  const optional = (term: Term | undefined): HclValue | undefined => (term === undefined ? undefined : use(term));
  const target = endpoint.service;
  const dns = [
    ...attribute('dns_record_ip_type', endpoint.dnsRecordIpType),
    ...attribute('private_dns_only_for_inbound_resolver_endpoint', endpoint.privateDnsOnlyForInboundResolverEndpoint),
  ];
  return [
    ...attribute('vpc_id', use(endpoint.vpc)),
    ...attribute('vpc_endpoint_type', endpoint.type),
    ...attribute(
      'service_name',
      target?.kind === 'aws-service' ? target.name : target?.kind === 'service' ? use(target.name) : undefined,
    ),
    ...attribute('resource_configuration_arn', target?.kind === 'resource-configuration' ? use(target.arn) : undefined),
    ...attribute('service_network_arn', target?.kind === 'service-network' ? use(target.arn) : undefined),
    ...attribute('service_region', endpoint.serviceRegion),
    ...attribute('subnet_ids', optional(endpoint.subnets)),
    ...attribute('security_group_ids', optional(endpoint.securityGroups)),
    ...attribute('route_table_ids', optional(endpoint.routeTables)),
    ...attribute('ip_address_type', endpoint.ipAddressType),
    ...attribute('private_dns_enabled', endpoint.privateDnsEnabled ?? false),
    ...attribute(
      'policy',
      endpoint.policy === undefined
        ? undefined
        : { kind: 'call', name: 'jsonencode', argument: hclJson(endpoint.policy) },
    ),
    ...(dns.length === 0 ? [] : [block('dns_options', [], dns)]),
    ...tagsAttribute(endpoint.tags),
  ];
}

/** A whole list as it is, single values as a list. */
function listOf(terms: readonly Term[], { use }: Context): HclValue | undefined {
  const [only, ...others] = terms;
  if (only === undefined) return undefined;
  return only.kind === 'input' && others.length === 0 ? use(only) : hclList(terms.map(use));
}

function serviceBody(service: PlannedService, context: Context): readonly HclItem[] {
  const strings = (values: readonly string[]): HclValue | undefined =>
    values.length === 0 ? undefined : hclList(values.map((value) => quoted(value)));
  return [
    ...attribute('acceptance_required', service.acceptanceRequired),
    ...attribute('network_load_balancer_arns', listOf(service.networkLoadBalancers, context)),
    ...attribute('gateway_load_balancer_arns', listOf(service.gatewayLoadBalancers, context)),
    ...attribute('allowed_principals', service.allowedPrincipals && context.use(service.allowedPrincipals)),
    ...attribute('supported_ip_address_types', strings(service.supportedIpAddressTypes)),
    ...attribute('supported_regions', strings(service.supportedRegions)),
    ...attribute('private_dns_name', service.privateDnsName),
    ...tagsAttribute(service.tags),
  ];
}

function serviceNotes(service: PlannedService): readonly string[] {
  return [
    ...(service.privateDnsName === undefined
      ? []
      : [
          `The name ${service.privateDnsName} must be verified: create the TXT record of private_dns_name_configuration in its public zone, then an aws_vpc_endpoint_service_private_dns_verification.`,
        ]),
    ...(service.payerResponsibility === undefined
      ? []
      : [`The payer responsibility (${service.payerResponsibility}) has no argument in the AWS provider.`]),
  ];
}

const LOAD_BALANCER_ATTRIBUTES: Readonly<Record<string, string>> = {
  'load_balancing.cross_zone.enabled': 'enable_cross_zone_load_balancing',
  'deletion_protection.enabled': 'enable_deletion_protection',
  'dns_record.client_routing_policy': 'dns_record_client_routing_policy',
  'zonal_shift.config.enabled': 'enable_zonal_shift',
  'access_logs.s3.enabled': 'access_logs.enabled',
  'access_logs.s3.bucket': 'access_logs.bucket',
  'access_logs.s3.prefix': 'access_logs.prefix',
};

const TARGET_GROUP_ATTRIBUTES: Readonly<Record<string, string>> = {
  'preserve_client_ip.enabled': 'preserve_client_ip',
  'proxy_protocol_v2.enabled': 'proxy_protocol_v2',
  'deregistration_delay.timeout_seconds': 'deregistration_delay',
  'deregistration_delay.connection_termination.enabled': 'connection_termination',
  'load_balancing.cross_zone.enabled': 'load_balancing_cross_zone_enabled',
  'stickiness.enabled': 'stickiness.enabled',
  'stickiness.type': 'stickiness.type',
  'target_health_state.unhealthy.connection_termination.enabled': 'target_health_state.connection_termination',
  'target_health_state.unhealthy.draining_interval_seconds': 'target_health_state.draining_interval',
};

function unknownAttributes(
  resource: PlannedLoadBalancer | PlannedTargetGroup,
  known: Readonly<Record<string, string>>,
): readonly string[] {
  return resource.attributes
    .filter(({ key }) => !Object.hasOwn(known, key))
    .map(({ key, value }) => `The attribute ${key} (${value}) has no argument in the AWS provider 5.100.`);
}

type Read = (key: string) => string | undefined;

function reader(attributes: readonly Attribute[]): Read {
  return (key) => attributes.find((item) => item.key === key)?.value;
}

/** `true` and `false` as such; what is neither stays out. */
function flag(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value === 'true';
}

function loadBalancerBody(loadBalancer: PlannedLoadBalancer, { use }: Context): readonly HclItem[] {
  const read = reader(loadBalancer.attributes);
  const bucket = read('access_logs.s3.bucket');
  return [
    ...attribute('name', loadBalancer.name === '' ? undefined : quoted(loadBalancer.name, true)),
    ...attribute('load_balancer_type', 'network'),
    ...attribute('internal', loadBalancer.internal),
    ...attribute('ip_address_type', loadBalancer.ipAddressType),
    ...attribute('subnets', loadBalancer.subnets && use(loadBalancer.subnets)),
    ...attribute('security_groups', loadBalancer.securityGroups && use(loadBalancer.securityGroups)),
    ...attribute(
      'enforce_security_group_inbound_rules_on_private_link_traffic',
      loadBalancer.enforcePrivateLinkInbound,
    ),
    ...attribute('enable_cross_zone_load_balancing', flag(read('load_balancing.cross_zone.enabled'))),
    ...attribute('enable_deletion_protection', flag(read('deletion_protection.enabled'))),
    ...attribute('enable_zonal_shift', flag(read('zonal_shift.config.enabled'))),
    ...attribute('dns_record_client_routing_policy', read('dns_record.client_routing_policy')),
    ...(bucket === undefined
      ? []
      : [
          block(
            'access_logs',
            [],
            [
              ...attribute('bucket', bucket),
              ...attribute('prefix', read('access_logs.s3.prefix')),
              ...attribute('enabled', flag(read('access_logs.s3.enabled')) ?? false),
            ],
          ),
        ]),
    ...loadBalancer.subnetMappings.map((mapping) =>
      block(
        'subnet_mapping',
        [],
        [
          ...attribute('subnet_id', use(mapping.subnet)),
          ...attribute('private_ipv4_address', mapping.privateIpv4Address),
          ...attribute('ipv6_address', mapping.ipv6Address),
          ...attribute('allocation_id', mapping.allocationId),
        ],
      ),
    ),
  ];
}

/** The provider takes `preserve_client_ip` as a string and `proxy_protocol_v2` as a boolean. */
function targetGroupBody(group: PlannedTargetGroup, { use }: Context): readonly HclItem[] {
  const read = reader(group.attributes);
  const check = group.healthCheck;
  const delay = read('deregistration_delay.timeout_seconds');
  const stickiness = flag(read('stickiness.enabled'));
  const termination = flag(read('target_health_state.unhealthy.connection_termination.enabled'));
  const draining = read('target_health_state.unhealthy.draining_interval_seconds');
  return [
    ...attribute('name', group.name === '' ? undefined : quoted(group.name, true)),
    ...attribute('port', group.port),
    ...attribute('protocol', group.protocol),
    ...attribute('target_type', group.targetType),
    ...attribute('ip_address_type', group.ipAddressType),
    ...attribute('vpc_id', use(group.vpc)),
    ...attribute('preserve_client_ip', read('preserve_client_ip.enabled')),
    ...attribute('proxy_protocol_v2', flag(read('proxy_protocol_v2.enabled'))),
    ...attribute('deregistration_delay', delay === undefined ? undefined : Number(delay)),
    ...attribute('connection_termination', flag(read('deregistration_delay.connection_termination.enabled'))),
    ...attribute('load_balancing_cross_zone_enabled', read('load_balancing.cross_zone.enabled')),
    block(
      'health_check',
      [],
      [
        ...attribute('protocol', check.protocol),
        ...attribute('port', check.port),
        ...attribute('path', check.path),
        ...attribute('matcher', check.matcher),
        ...attribute('interval', check.intervalSeconds),
        ...attribute('timeout', check.timeoutSeconds),
        ...attribute('healthy_threshold', check.healthyThreshold),
        ...attribute('unhealthy_threshold', check.unhealthyThreshold),
      ],
    ),
    ...(stickiness === undefined
      ? []
      : [
          block(
            'stickiness',
            [],
            [...attribute('type', read('stickiness.type') ?? 'source_ip'), ...attribute('enabled', stickiness)],
          ),
        ]),
    ...(termination === undefined && draining === undefined
      ? []
      : [
          block(
            'target_health_state',
            [],
            [
              ...attribute('enable_unhealthy_connection_termination', termination ?? true),
              ...attribute('unhealthy_draining_interval', draining === undefined ? undefined : Number(draining)),
            ],
          ),
        ]),
  ];
}

/** One attachment per target and port: the same target may be registered on two ports. */
function attachments(group: PlannedTargetGroup, { label, useInput, input }: Context): readonly HclItem[] {
  if (group.targets === undefined) return [];
  const variable = useInput(group.targets);
  const zones = hasZones(input(group.targets)?.targets ?? []);
  return [
    block(
      'resource',
      ['aws_lb_target_group_attachment', label(group.key)],
      [
        ...attribute(
          'for_each',
          expression(`{ for target in ${variable} : "\${target.id}:\${target.port}" => target }`),
        ),
        ...attribute('target_group_arn', expression(`aws_lb_target_group.${label(group.key)}.arn`)),
        ...attribute('target_id', expression('each.value.id')),
        ...attribute('port', expression('each.value.port')),
        ...attribute('availability_zone', zones ? expression('each.value.availability_zone') : undefined),
      ],
    ),
  ];
}

function listenerBody(listener: PlannedListener, { use }: Context): readonly HclItem[] {
  const [only, ...others] = listener.forwards;
  return [
    ...attribute('load_balancer_arn', use({ kind: 'own', resource: listener.loadBalancer })),
    ...attribute('port', listener.port),
    ...attribute('protocol', listener.protocol),
    ...attribute('certificate_arn', listener.certificate && use(listener.certificate)),
    ...attribute('ssl_policy', listener.sslPolicy),
    ...attribute('alpn_policy', listener.alpnPolicy),
    block(
      'default_action',
      [],
      [
        ...attribute('type', 'forward'),
        ...attribute('target_group_arn', only !== undefined && others.length === 0 ? use(only.targetGroup) : undefined),
        ...(others.length === 0
          ? []
          : [
              block(
                'forward',
                [],
                listener.forwards.map((forward) =>
                  block(
                    'target_group',
                    [],
                    [...attribute('arn', use(forward.targetGroup)), ...attribute('weight', forward.weight)],
                  ),
                ),
              ),
            ]),
      ],
    ),
  ];
}

function notificationBody(notification: PlannedNotification, { use }: Context): readonly HclItem[] {
  const about = use({ kind: 'own', resource: notification.about.resource });
  return [
    ...attribute(notification.about.kind === 'service' ? 'vpc_endpoint_service_id' : 'vpc_endpoint_id', about),
    ...attribute('connection_notification_arn', use(notification.topic)),
    ...attribute('connection_events', hclList(notification.events.map((event) => quoted(event)))),
  ];
}
