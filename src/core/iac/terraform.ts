import {
  attribute,
  block,
  comment,
  expression,
  hclList,
  hclString,
  quoted,
  renderHcl,
  type HclItem,
  type HclValue,
} from './hcl.ts';
import type { Input, OwnAttribute, Plan, PlannedListener, PlannedResource, Target } from './model.ts';
import { code, joinCode, textOf, type Code, type Rendered, type RenderOptions } from './parts.ts';
import { hasZones, type TerraformContext } from './terraform-context.ts';
import { endpointBody, endpointNotes, notificationBody, serviceBody, serviceNotes } from './terraform-endpoint.ts';
import { accepterBody, flowLogBody } from './terraform-around.ts';
import { groupBody, groupRuleBody } from './terraform-groups.ts';
import {
  attachments,
  listenerBody,
  LOAD_BALANCER_ATTRIBUTES,
  loadBalancerBody,
  TARGET_GROUP_ATTRIBUTES,
  targetGroupBody,
  unknownAttributes,
} from './terraform-load-balancer.ts';
import { configurationBody, gatewayBody, networkResourceBody, networkResourceNotes } from './terraform-lattice.ts';
import { INGRESS_RULE, ingressRules, newGroupBody } from './terraform-new-group.ts';
import { nameSpace, snakeCase } from './words.ts';

/*
 * Terraform for the AWS provider 5.100 and later.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs
 */

const TYPES: Readonly<Record<Exclude<PlannedResource['kind'], 'security-group-rule'>, string>> = {
  'security-group': 'aws_security_group',
  'service-network': 'aws_vpclattice_service_network',
  'network-resource': 'aws_vpclattice_service_network_resource_association',
  'flow-log': 'aws_flow_log',
  accepter: 'aws_vpc_endpoint_connection_accepter',
  endpoint: 'aws_vpc_endpoint',
  service: 'aws_vpc_endpoint_service',
  'load-balancer': 'aws_lb',
  'target-group': 'aws_lb_target_group',
  listener: 'aws_lb_listener',
  notification: 'aws_vpc_endpoint_connection_notification',
  'resource-gateway': 'aws_vpclattice_resource_gateway',
  'resource-configuration': 'aws_vpclattice_resource_configuration',
  'new-group': 'aws_security_group',
};

function typeOf(resource: PlannedResource): string {
  if (resource.kind !== 'security-group-rule') return TYPES[resource.kind];
  return resource.rule.egress ? 'aws_vpc_security_group_egress_rule' : 'aws_vpc_security_group_ingress_rule';
}

/** A rule without an id stands in its group. */
function isWritten(resource: PlannedResource): boolean {
  return resource.kind !== 'security-group-rule' || resource.hasId;
}

/** Names of input variables that Terraform keeps for module calls. */
const RESERVED_VARIABLES = ['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals'];

const ATTRIBUTES: Readonly<Record<OwnAttribute, string>> = {
  'service-name': 'service_name',
  'group-id': 'id',
  id: 'id',
  arn: 'arn',
};

/**
 * What an import block says in a sentence: it takes over what exists, in place of creating it.
 * https://developer.hashicorp.com/terraform/language/import
 */
const IMPORTING =
  'Import blocks belong into the root module, and may go once they were applied: terraform plan must say 0 to add, 0 to change, 0 to destroy.';

/** No name of the file that the code goes into is declared again. */
export function renderTerraform(plan: Plan, { existing, imports, awsProvider }: RenderOptions): Rendered {
  const addresses = addressesOf(plan.resources, existing);
  const variables = variablesOf(plan.inputs, existing);
  const used = new Set<string>();
  const useInput = (key: string): string => {
    used.add(key);
    return `var.${variables.get(key) ?? ''}`;
  };
  const context: TerraformContext = {
    awsProvider,
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
          const { type = '', label = '' } = addresses.get(term.resource) ?? {};
          const bare = type === TYPES.endpoint || type === TYPES.service ? 'id' : 'arn';
          return expression(`${type}.${label}.${ATTRIBUTES[term.attribute ?? bare]}`);
        }
      }
    },
  };
  const notes: string[] = [];
  const resources = plan.resources.filter(isWritten).flatMap((resource): readonly (readonly HclItem[])[] => {
    const made = blocksOf(resource, context, imports);
    const own = [
      ...made.notes,
      ...(imports && resource.keptFrom !== undefined ? [notImported(resource.keptFrom)] : []),
    ];
    notes.push(...resource.notes, ...own);
    const comments = [...resource.comments, ...resource.notes, ...own].map(comment);
    const [first, ...rest] = made.blocks;
    const isImported = imports && resource.keptFrom === undefined;
    return [
      ...(isImported ? [[importBlock(resource.key, addresses.get(resource.key))]] : []),
      [...comments, first],
      ...rest,
    ];
  });
  const declarations = plan.inputs
    .filter((input) => used.has(input.key))
    .map((input) => [variable(variables.get(input.key) ?? '', input)]);
  const header = [...plan.header, ...(imports ? [IMPORTING] : [])].map(comment);
  return { code: renderHcl([header, ...declarations, ...resources]), notes };
}

function notImported(why: string): string {
  return `No import block: ${why}.`;
}

/** The id by which the provider imports each of these is the id or the ARN of what exists. */
function importBlock(id: string, address: Address | undefined): HclItem {
  return block(
    'import',
    [],
    [...attribute('to', expression(`${address?.type ?? ''}.${address?.label ?? ''}`)), ...attribute('id', quoted(id))],
  );
}

interface Address {
  readonly type: string;
  readonly label: string;
}

function addressesOf(resources: readonly PlannedResource[], existing: string): ReadonlyMap<string, Address> {
  const spaces = new Map<string, ReturnType<typeof nameSpace>>();
  return new Map(
    resources.map((resource): [string, Address] => {
      const type = typeOf(resource);
      const space = spaces.get(type) ?? nameSpace(labelsIn(existing, type));
      spaces.set(type, space);
      return [resource.key, { type, label: space.take(snakeCase(resource.words)) }];
    }),
  );
}

/** The names that a file gives to resources of a type, to attachments of target groups and to rules of security groups. */
function labelsIn(existing: string, type: string): readonly string[] {
  const blocks = existing.matchAll(/^\s*resource\s+"([^"]+)"\s+"([^"]+)"/gm);
  return [...blocks].flatMap(([, found = '', label = '']) => {
    if (type === TYPES['new-group'] && found === INGRESS_RULE) return [label.replace(/_\d+$/, '')];
    return found.startsWith(type) ? [label] : [];
  });
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

/** The certificates of a listener besides its default one, each with what imports it. */
function listenerCertificates(
  listener: PlannedListener,
  context: TerraformContext,
  imports: boolean,
): readonly (readonly HclItem[])[] {
  const type = 'aws_lb_listener_certificate';
  return listener.moreCertificates.flatMap(({ arn, certificate }, index) => {
    const label = [context.label(listener.key), ...(index === 0 ? [] : [String(index + 1)])].join('_');
    const body = [
      ...attribute('listener_arn', context.use({ kind: 'own', resource: listener.key })),
      ...attribute('certificate_arn', context.use(certificate)),
    ];
    return [
      ...(imports ? [[importBlock(`${listener.key}_${arn}`, { type, label })]] : []),
      [block('resource', [type, label], body)],
    ];
  });
}

interface Made {
  /** The resource, then groups of what goes with it. */
  readonly blocks: readonly [HclItem, ...(readonly HclItem[])[]];
  readonly notes: readonly string[];
}

function blocksOf(resource: PlannedResource, context: TerraformContext, imports: boolean): Made {
  const made = (
    body: readonly HclItem[],
    notes: readonly string[] = [],
    ...more: readonly (readonly HclItem[])[]
  ): Made => ({
    blocks: [block('resource', [typeOf(resource), context.label(resource.key)], body), ...more],
    notes,
  });
  switch (resource.kind) {
    case 'security-group':
      return made(groupBody(resource, context));
    case 'security-group-rule':
      return made(groupRuleBody(resource, context, imports));
    case 'endpoint':
      return made(endpointBody(resource, context), endpointNotes(resource, context));
    case 'service':
      return made(serviceBody(resource, context), serviceNotes(resource));
    case 'load-balancer':
      return made(loadBalancerBody(resource, context), unknownAttributes(resource, LOAD_BALANCER_ATTRIBUTES));
    case 'target-group': {
      const attached = attachments(resource, context);
      return made(
        targetGroupBody(resource, context),
        [
          ...unknownAttributes(resource, TARGET_GROUP_ATTRIBUTES),
          ...(imports && resource.targetType === 'alb' ? [ALB_GROUP] : []),
        ],
        ...attached.map((item) => (imports ? [comment(NOT_IMPORTABLE), ...commentedOut(item)] : [item])),
      );
    }
    case 'service-network':
      return made(attribute('name', quoted(resource.name, true)));
    case 'network-resource':
      return made(networkResourceBody(resource, context), networkResourceNotes(resource));
    case 'flow-log':
      return made(flowLogBody(resource, context));
    case 'accepter':
      return made(accepterBody(resource, context));
    case 'listener':
      return made(listenerBody(resource, context), [], ...listenerCertificates(resource, context, imports));
    case 'resource-gateway':
      return made(gatewayBody(resource, context));
    case 'resource-configuration':
      return made(configurationBody(resource, context));
    case 'notification':
      return made(notificationBody(resource, context));
    case 'new-group':
      return made(newGroupBody(resource, context), [], ...ingressRules(resource, context).map((rule) => [rule]));
  }
}

const NOT_IMPORTABLE =
  'The AWS provider 5.100 cannot import attachments, and would add them: registering a target again changes nothing, so take the marks off if the code is to keep them.';

const ALB_GROUP =
  'The AWS provider 5.100 reads no attributes of a target group of the type alb: its first plan changes them to what they are already.';

/** The lines of a block as comments. */
function commentedOut(item: HclItem): readonly HclItem[] {
  return textOf(renderHcl([[item]]))
    .trimEnd()
    .split('\n')
    .map(comment);
}
