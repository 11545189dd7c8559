import { AppError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { ResourceBase } from '../resources/kind.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { collectInputs } from './inputs.ts';
import type { Plan, PlannedResource } from './model.ts';
import { planEndpoint } from './plan-endpoint.ts';
import { planService } from './plan-service.ts';
import type { CodeScope } from './types.ts';
import { nameWords, snakeCase, wordsOf } from './words.ts';

/**
 * Decides what the code for some VPC endpoints and endpoint services says.
 *
 * @param scope `resource`: the thing alone; `service`: an endpoint service with its load balancers. Without it: all that
 *   belongs to the thing.
 * @throws AppError `unknown-resource` for an id that is nowhere, `unsupported` for one that no code is written for
 */
export function planCode(inventory: Inventory, ids: readonly string[], scope: CodeScope | undefined): Plan {
  if (ids.length === 0)
    throw new AppError('bad-input', 'No resource was given: choose a VPC endpoint or an endpoint service.');
  const inputs = collectInputs((id) => nameIn(inventory, id));
  const unique = uniqueWords(inventory);
  const subjects = [...new Set(ids)].map((id) => subjectOf(inventory, id, scope));
  const services = subjects.filter((subject) => subject.kind === 'endpoint-service');
  // Services first: endpoints refer to them.
  const planned = [...services, ...subjects.filter((subject) => subject.kind === 'vpc-endpoint')].map((subject) => {
    const words = unique(subject);
    const resources =
      subject.kind === 'endpoint-service'
        ? planService(inventory, subject, words, inputs, scope ?? 'service')
        : planEndpoint(inventory, subject, words, inputs, namesOfServices(services, subject));
    return { subject, words, resources };
  });
  const [first] = planned;
  return {
    words: planned.length === 1 ? (first?.words ?? []) : ['private', 'link'],
    subject: planned.length > 1 ? 'several' : first?.subject.kind === 'endpoint-service' ? 'service' : 'endpoint',
    title: planned.length === 1 && first !== undefined ? titleOf(first.subject) : 'VPC endpoints and endpoint services',
    header: planned.map(({ subject }) => headerLine(subject, inventory.capturedAt)),
    inputs: inputs.all(),
    resources: planned.flatMap(({ resources }) => resources).filter(onlyOnce()),
  };
}

/** The ids of the services beside an endpoint, by their names: code is of one account and Region, as a provider or stack. */
function namesOfServices(
  services: readonly EndpointService[],
  { account, region }: VpcEndpoint,
): ReadonlyMap<string, string> {
  const beside = services.filter((service) => service.account === account && service.region === region);
  return new Map(beside.flatMap(({ id, serviceName: name }) => (name === undefined ? [] : [[name, id]])));
}

/** The endpoint service or VPC endpoint of an id, or of a service's name. */
function subjectOf(inventory: Inventory, id: string, scope: CodeScope | undefined): EndpointService | VpcEndpoint {
  const service =
    inventory.services.get(id) ?? [...inventory.services.values()].find((item) => item.serviceName === id);
  if (service !== undefined) return service;
  const endpoint = inventory.endpoints.get(id);
  if (endpoint === undefined) throw noCodeFor(inventory, id);
  if (scope === 'service') {
    throw new AppError(
      'unsupported',
      `${id} is a VPC endpoint: the scope "service" is for endpoint services (vpce-svc-…); use the scope "resource".`,
    );
  }
  return endpoint;
}

/** The name of what an input brings in, for its description. */
function nameIn(inventory: Inventory, id: string): string | undefined {
  const maps: readonly ReadonlyMap<string, ResourceBase>[] = [
    inventory.vpcs,
    inventory.subnets,
    inventory.securityGroups,
    inventory.routeTables,
  ];
  return maps.map((map) => map.get(id)?.name).find((name) => name !== undefined);
}

function headerLine(subject: ResourceBase, capturedAt: string): string {
  const id = subject.name === undefined ? '' : ` (${subject.id})`;
  return `${titleOf(subject)}${id} of account ${subject.account} in ${subject.region}, as read at ${capturedAt}.`;
}

function titleOf(subject: ResourceBase): string {
  const kind = subject.kind === 'endpoint-service' ? 'Endpoint service' : 'VPC endpoint';
  return `${kind} ${subject.name ?? subject.id}`;
}

/** The words of a subject's Name tag, or of its id; with the end of the id where another subject has the same name. */
function uniqueWords(inventory: Inventory): (subject: ResourceBase) => readonly string[] {
  const bare = (subject: ResourceBase): readonly string[] => {
    const kind = subject.kind === 'endpoint-service' ? 'service' : 'endpoint';
    return nameWords(subject.name, wordsOf(subject.id), kind);
  };
  const counts = new Map<string, number>();
  const slug = (subject: ResourceBase): string => `${subject.kind} ${snakeCase(bare(subject))}`;
  for (const subject of [...inventory.endpoints.values(), ...inventory.services.values()]) {
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
