import { AppError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { ResourceBase } from '../resources/kind.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import type { ResourceConfiguration } from '../resources/resource-configuration.ts';
import type { ServiceNetwork } from '../resources/service-network.ts';
import type { ResourceGateway } from '../resources/resource-gateway.ts';
import { collectInputs, type Inputs } from './inputs.ts';
import type { Plan, PlannedResource, Term } from './model.ts';
import { aroundNotes, planAccepters, planFlowLogs } from './plan-around.ts';
import { planEndpoint } from './plan-endpoint.ts';
import { outsideGroups, ownGroups, type Groups } from './plan-groups.ts';
import { planConfiguration, planGateway, planNetwork } from './plan-lattice.ts';
import { planService } from './plan-service.ts';
import type { CodeScope } from './types.ts';
import { nameWords, snakeCase, wordsOf } from './words.ts';

/**
 * Decides what the code for some VPC endpoints and endpoint services says.
 *
 * @param scope `resource`: the thing alone; `path`: with what it needs; `service`: an endpoint service with its load
 *   balancers. Without it: all that belongs to the thing.
 * @throws AppError `unknown-resource` for an id that is nowhere, `unsupported` for one that no code is written for
 */
export function planCode(inventory: Inventory, ids: readonly string[], scope: CodeScope | undefined): Plan {
  if (ids.length === 0)
    throw new AppError('bad-input', 'No resource was given: choose a VPC endpoint or an endpoint service.');
  const inputs = collectInputs((id) => nameIn(inventory, id));
  const unique = uniqueWords(inventory);
  const groups = scope === 'path' ? ownGroups(inventory, inputs) : outsideGroups(inputs);
  const asked = [...new Set(ids)].map((id) => subjectOf(inventory, id, scope));
  const subjects = scope === 'path' ? [...new Set(asked.flatMap((subject) => withTarget(inventory, subject)))] : asked;
  // Endpoints last: they refer to the others.
  const ordered = ORDER.flatMap((kind) => subjects.filter((subject) => subject.kind === kind));
  const beside = generatedBeside(ordered);
  const planned = ordered.map((subject) => {
    const words = unique(subject);
    const resources = resourcesOf({ inventory, inputs, scope, groups }, subject, words, beside(subject));
    return { subject, words, resources: scope === 'path' ? withAroundNotes(inventory, subject, resources) : resources };
  });
  const first = asked.length === 1 ? planned.find(({ subject }) => subject === asked[0]) : undefined;
  // What has groups was planned by now, so that all of them are known.
  const around = groups.all();
  const endpoints = new Set(ordered.filter(({ kind }) => kind === 'vpc-endpoint').map(({ id }) => id));
  const beyond =
    scope !== 'path'
      ? []
      : planned.flatMap(({ subject, words }): readonly PlannedResource[] => [
          ...planFlowLogs(inventory, vpcsOf(inventory, subject), subject, inputs),
          ...(subject.kind === 'endpoint-service' ? planAccepters(inventory, subject, endpoints, words, inputs) : []),
        ]);
  return {
    words: first?.words ?? ['private', 'link'],
    subject: first === undefined ? 'several' : SUBJECTS[first.subject.kind].subject,
    title: first === undefined ? 'VPC endpoints and endpoint services' : titleOf(first.subject),
    header: planned.map(({ subject }) => headerLine(subject, inventory.capturedAt)),
    inputs: inputs.all(),
    resources: [...around, ...planned.flatMap(({ resources }) => resources), ...beyond].filter(onlyOnce()),
  };
}

type Subject = EndpointService | ResourceGateway | ResourceConfiguration | VpcEndpoint;

const ORDER = ['endpoint-service', 'resource-gateway', 'resource-configuration', 'vpc-endpoint'] as const;

/** What a subject is called, in a title and where a name has nothing else. */
const SUBJECTS: Readonly<
  Record<Subject['kind'], { readonly title: string; readonly word: string; readonly subject: Plan['subject'] }>
> = {
  'endpoint-service': { title: 'Endpoint service', word: 'service', subject: 'service' },
  'resource-gateway': { title: 'Resource gateway', word: 'gateway', subject: 'resource' },
  'resource-configuration': { title: 'Resource configuration', word: 'resource', subject: 'resource' },
  'vpc-endpoint': { title: 'VPC endpoint', word: 'endpoint', subject: 'endpoint' },
};

/** What may be missing around a subject is said at the subject. */
function withAroundNotes(
  inventory: Inventory,
  subject: Subject,
  resources: readonly PlannedResource[],
): readonly PlannedResource[] {
  const service = subject.kind === 'endpoint-service' ? subject : undefined;
  const notes = aroundNotes(inventory, subject, vpcsOf(inventory, subject), service);
  return resources.map((resource) =>
    resource.key === subject.id ? { ...resource, notes: [...resource.notes, ...notes] } : resource,
  );
}

/** The VPCs that a subject, or what is in front of it, is in. */
function vpcsOf(inventory: Inventory, subject: Subject): readonly string[] {
  switch (subject.kind) {
    case 'endpoint-service':
      return (subject.networkLoadBalancerArns ?? []).flatMap((arn) => inventory.loadBalancers.get(arn)?.vpcId ?? []);
    case 'resource-configuration': {
      const gateway = inventory.resourceGateways.get(subject.resourceGatewayId ?? '');
      return gateway === undefined ? [] : vpcsOf(inventory, gateway);
    }
    case 'resource-gateway':
    case 'vpc-endpoint':
      return subject.vpcId === undefined ? [] : [subject.vpcId];
  }
}

/** What an endpoint leads to, where the same account has it in the same Region, and the endpoint. */
function withTarget(inventory: Inventory, subject: Subject): readonly Subject[] {
  if (subject.kind !== 'vpc-endpoint') return [subject];
  const { serviceName: name, resourceConfigurationArn: wanted } = subject;
  const targets: readonly Subject[] = [
    ...[...inventory.services.values()].filter((item) => name !== undefined && item.serviceName === name),
    ...[...inventory.resourceConfigurations.values()].filter(({ arn }) => wanted !== undefined && arn === wanted),
    ...configurationsIn(inventory, networkOf(inventory, subject)),
  ];
  return [
    ...targets.filter(({ account, region }) => account === subject.account && region === subject.region),
    subject,
  ];
}

/** The service network that an endpoint leads to, where it is its own account’s. */
function networkOf(inventory: Inventory, endpoint: VpcEndpoint): ServiceNetwork | undefined {
  const { serviceNetworkArn: wanted, account, region } = endpoint;
  return [...inventory.serviceNetworks.values()].find(
    ({ arn, account: owner, region: place }) =>
      wanted !== undefined && arn === wanted && owner === account && place === region,
  );
}

function configurationsIn(inventory: Inventory, network: ServiceNetwork | undefined): readonly ResourceConfiguration[] {
  return [...inventory.serviceNetworkResources.values()]
    .filter(({ serviceNetworkId }) => network !== undefined && serviceNetworkId === network.id)
    .flatMap((item) => inventory.resourceConfigurations.get(item.resourceConfigurationId ?? '') ?? []);
}

/** What everything is planned with. */
interface Planning {
  readonly inventory: Inventory;
  readonly inputs: Inputs;
  readonly scope: CodeScope | undefined;
  readonly groups: Groups;
}

function resourcesOf(
  { inventory, inputs, scope, groups }: Planning,
  subject: Subject,
  words: readonly string[],
  generated: ReadonlyMap<string, Term>,
): readonly PlannedResource[] {
  switch (subject.kind) {
    case 'endpoint-service':
      return planService(inventory, subject, words, inputs, scope ?? 'service', groups);
    case 'resource-gateway':
      return [planGateway(subject, words, inputs, groups)];
    case 'resource-configuration':
      return planConfiguration(inventory, subject, words, inputs, scope, groups);
    case 'vpc-endpoint': {
      const network = scope === 'path' ? networkOf(inventory, subject) : undefined;
      if (network?.arn === undefined) return planEndpoint(inventory, subject, words, inputs, generated, groups);
      const own: Term = { kind: 'own', resource: network.id, attribute: 'arn' };
      const configurations = new Set(
        [...generated.values()].flatMap((term) => (term.kind === 'own' ? term.resource : [])),
      );
      return [
        ...planNetwork(inventory, network, configurations, inputs),
        ...planEndpoint(inventory, subject, words, inputs, new Map([...generated, [network.arn, own]]), groups),
      ];
    }
  }
}

/**
 * What an endpoint may lead to and the same code makes, by a service's name or a resource configuration's ARN. Code is of
 * one account and Region, as a provider or a stack.
 */
function generatedBeside(subjects: readonly Subject[]): (subject: Subject) => ReadonlyMap<string, Term> {
  const places = new Map<string, Map<string, Term>>();
  const placeOf = ({ account, region }: Subject): Map<string, Term> => {
    const place = `${account} ${region}`;
    const known = places.get(place) ?? new Map<string, Term>();
    places.set(place, known);
    return known;
  };
  for (const subject of subjects) {
    const { kind, id: resource } = subject;
    if (kind === 'endpoint-service' && subject.serviceName !== undefined) {
      placeOf(subject).set(subject.serviceName, { kind: 'own', resource, attribute: 'service-name' });
    } else if (kind === 'resource-configuration' && subject.arn !== undefined) {
      placeOf(subject).set(subject.arn, { kind: 'own', resource, attribute: 'arn' });
    }
  }
  return placeOf;
}

/** What code is written for, by its id; an endpoint service also goes by its name. */
function subjectOf(inventory: Inventory, id: string, scope: CodeScope | undefined): Subject {
  const service =
    inventory.services.get(id) ?? [...inventory.services.values()].find((item) => item.serviceName === id);
  if (service !== undefined) return service;
  const other =
    inventory.endpoints.get(id) ?? inventory.resourceConfigurations.get(id) ?? inventory.resourceGateways.get(id);
  if (other === undefined) throw noCodeFor(inventory, id);
  if (scope === 'service') {
    throw new AppError(
      'unsupported',
      `${id} is a ${other.kind === 'vpc-endpoint' ? 'VPC endpoint' : SUBJECTS[other.kind].title.toLowerCase()}: the scope "service" is for endpoint services (vpce-svc-…); use the scope "resource".`,
    );
  }
  return other;
}

/** The name of what an input brings in, for its description. */
export function nameIn(inventory: Inventory, id: string): string | undefined {
  const maps: readonly ReadonlyMap<string, ResourceBase>[] = [
    inventory.vpcs,
    inventory.subnets,
    inventory.securityGroups,
    inventory.routeTables,
    inventory.managedPrefixLists,
    inventory.prefixLists,
  ];
  return maps.map((map) => map.get(id)?.name).find((name) => name !== undefined);
}

function headerLine(subject: Subject, capturedAt: string): string {
  const id = subject.name === undefined ? '' : ` (${subject.id})`;
  return `${titleOf(subject)}${id} of account ${subject.account} in ${subject.region}, as read at ${capturedAt}.`;
}

function titleOf(subject: Subject): string {
  return `${SUBJECTS[subject.kind].title} ${subject.name ?? subject.id}`;
}

/** The words of a subject's Name tag, or of its id; with the end of the id where another subject has the same name. */
function uniqueWords(inventory: Inventory): (subject: Subject) => readonly string[] {
  const bare = (subject: Subject): readonly string[] =>
    nameWords(subject.name, wordsOf(subject.id), SUBJECTS[subject.kind].word);
  const counts = new Map<string, number>();
  const slug = (subject: Subject): string => `${subject.kind} ${snakeCase(bare(subject))}`;
  const all: readonly ReadonlyMap<string, Subject>[] = [
    inventory.endpoints,
    inventory.services,
    inventory.resourceConfigurations,
    inventory.resourceGateways,
  ];
  for (const subject of all.flatMap((map) => [...map.values()])) {
    counts.set(slug(subject), (counts.get(slug(subject)) ?? 0) + 1);
  }
  return (subject) => ((counts.get(slug(subject)) ?? 0) > 1 ? [...bare(subject), subject.id.slice(-8)] : bare(subject));
}

function noCodeFor(inventory: Inventory, id: string): AppError {
  const others: readonly ReadonlyMap<string, ResourceBase>[] = [
    inventory.connections,
    inventory.permissions,
    inventory.notifications,
    inventory.vpcs,
    inventory.subnets,
    inventory.routeTables,
    inventory.networkAcls,
    inventory.securityGroups,
    inventory.networkInterfaces,
    inventory.prefixLists,
    inventory.loadBalancers,
    inventory.listeners,
    inventory.targetGroups,
    inventory.targetHealth,
  ];
  const found = others.map((map) => map.get(id)).find((item) => item !== undefined);
  if (found === undefined) {
    return new AppError(
      'unknown-resource',
      `${id} is not among the VPC endpoints and endpoint services that were read: check the id, the profile and the Region.`,
    );
  }
  return new AppError(
    'unsupported',
    `No code is written for ${id} alone (${found.kind.replaceAll('-', ' ')}): choose the VPC endpoint or the endpoint service that it belongs to.`,
  );
}

/** Two load balancers may forward to one target group, and two services share a load balancer. */
function onlyOnce(): (resource: PlannedResource) => boolean {
  const seen = new Set<string>();
  return (resource) => {
    if (seen.has(resource.key)) return false;
    seen.add(resource.key);
    return true;
  };
}
