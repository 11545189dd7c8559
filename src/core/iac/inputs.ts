import type { Input, InputType, Target, Term } from './model.ts';

/** Collects a plan's inputs: what has the same type and the same value is one input, wherever it is used. */
export interface Inputs {
  /** The input for these values, as a whole. */
  readonly whole: (request: InputRequest) => Term & { readonly kind: 'input' };
  /** The values of a list one by one, for resources that take each at a place of its own. */
  readonly each: (request: InputRequest) => readonly Term[];
  readonly all: () => readonly Input[];
}

export interface InputRequest {
  readonly type: InputType;
  readonly current: readonly string[];
  /** The words in front of the name. */
  readonly prefix: readonly string[];
  /** For `targets`: the same values with ports and zones. */
  readonly targets?: readonly Target[];
}

interface InputStyle {
  readonly words: readonly string[];
  readonly list: boolean;
  readonly description: string;
}

const STYLES: Readonly<Record<InputType, InputStyle>> = {
  vpc: { words: ['vpc', 'id'], list: false, description: 'VPC' },
  subnets: { words: ['subnet', 'ids'], list: true, description: 'Subnets, one per Availability Zone' },
  'routed-subnets': { words: ['subnet', 'ids'], list: true, description: 'A subnet of each route table' },
  'security-groups': { words: ['security', 'group', 'ids'], list: true, description: 'Security groups' },
  'security-group': { words: ['security', 'group', 'id'], list: false, description: 'Security group' },
  'prefix-list': { words: ['prefix', 'list', 'id'], list: false, description: 'Prefix list' },
  'route-tables': { words: ['route', 'table', 'ids'], list: true, description: 'Route tables' },
  'load-balancers': {
    words: ['load', 'balancer', 'arns'],
    list: true,
    description: 'Load balancers of the endpoint service',
  },
  'target-group': { words: ['target', 'group', 'arn'], list: false, description: 'Target group' },
  certificate: { words: ['certificate', 'arn'], list: false, description: 'Certificate of the listener' },
  principals: {
    words: ['allowed', 'principals'],
    list: true,
    description: 'Principals that may create endpoints for the service',
  },
  topic: { words: ['topic', 'arn'], list: false, description: 'SNS topic that is told of connection events' },
  'service-name': {
    words: ['service', 'name'],
    list: false,
    description: 'Endpoint service that the endpoint leads to',
  },
  'resource-configuration': {
    words: ['resource', 'configuration', 'arn'],
    list: false,
    description: 'Resource configuration that the endpoint leads to',
  },
  'service-network': {
    words: ['service', 'network', 'arn'],
    list: false,
    description: 'Service network that the endpoint leads to',
  },
  'resource-gateway': {
    words: ['resource', 'gateway', 'id'],
    list: false,
    description: 'Resource gateway through which the resource is reached',
  },
  'resource-group': {
    words: ['resource', 'group', 'id'],
    list: false,
    description: 'Resource configuration of the type GROUP that this one belongs to',
  },
  'client-cidr': { words: ['client', 'cidr'], list: false, description: 'CIDR of clients that may connect' },
  'resource-configuration-id': {
    words: ['resource', 'configuration', 'id'],
    list: false,
    description: 'Resource configuration in the service network',
  },
  endpoint: { words: ['endpoint', 'id'], list: false, description: 'VPC endpoint that the service lets in' },
  'log-destination': { words: ['log', 'destination', 'arn'], list: false, description: 'Where the flow log goes' },
  'log-role': { words: ['log', 'role', 'arn'], list: false, description: 'Role that the flow log is delivered with' },
  targets: { words: ['targets'], list: true, description: 'Targets that are registered' },
};

/** @param nameOf the name of an id, where it has one: descriptions list them */
export function collectInputs(nameOf: (id: string) => string | undefined): Inputs {
  const byKey = new Map<string, Input>();
  const find = (request: InputRequest): Input => {
    const style = STYLES[request.type];
    const key = JSON.stringify([request.type, request.targets ?? request.current]);
    // Two values that are both unknown need not be the same one.
    const unknown = request.current.length === 0 ? JSON.stringify([key, request.prefix]) : key;
    const known = byKey.get(unknown);
    if (known !== undefined) return known;
    const names = request.current.flatMap((id) => nameOf(id) ?? []);
    const input: Input = {
      key: unknown,
      words: style.words,
      prefix: request.prefix,
      type: request.type,
      list: style.list,
      description: [style.description, ...(names.length === 0 ? [] : [names.join(', ')])].join(': '),
      current: request.current,
      targets: request.targets ?? [],
    };
    byKey.set(unknown, input);
    return input;
  };
  return {
    whole: (request) => ({ kind: 'input', input: find(request).key }),
    each: (request) => {
      const { key } = find(request);
      return request.current.map((_, index) => ({ kind: 'item', input: key, index }));
    },
    all: () => [...byKey.values()],
  };
}
