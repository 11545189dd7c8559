import { dependentsOf, plainRun, type SubjectRef } from './dependents.ts';
import { find } from './find/find.ts';
import { buildLookup, type Lookup } from './lookup.ts';
import { AppError } from './model/errors.ts';
import type { Inventory } from './model/inventory.ts';
import { GLOBAL_REGION } from './model/snapshot.ts';
import { gapOf } from './needs.ts';
import type { ResourceBase } from './resources/kind.ts';

export type { SubjectRef };

/* Which endpoints and services an id stands for: itself, or everything that depends on it. */

/** Every endpoint and service, endpoints first, by id. */
export function allSubjects(inventory: Inventory): readonly SubjectRef[] {
  return [
    ...[...inventory.endpoints.keys()].sort().map((id): SubjectRef => ({ kind: 'endpoint', id })),
    ...[...inventory.services.keys()].sort().map((id): SubjectRef => ({ kind: 'service', id })),
  ];
}

/**
 * The subjects that the ids select, each once, in the order of the ids.
 *
 * @throws AppError `unknown-resource` for an id that is nowhere in the inventory, or that no endpoint or service uses
 */
export function selectSubjects(inventory: Inventory, ids: readonly string[], lookup?: Lookup): readonly SubjectRef[] {
  const joins = lookup ?? buildLookup(inventory);
  const found = new Map<string, SubjectRef>();
  for (const id of ids) {
    const own = subjectsOf(inventory, joins, idIn(id.trim()));
    if (own.length === 0) throw unknownId(inventory, id.trim());
    for (const ref of own) found.set(ref.id, ref);
  }
  return [...found.values()];
}

/** The id in the ARN of an endpoint or an endpoint service, which EC2 names `…:vpc-endpoint/vpce-…`. */
function idIn(text: string): string {
  return /^arn:[^:]*:ec2:[^:]*:[^:]*:vpc-endpoint(?:-service)?\/(vpce-[\w-]+)$/.exec(text)?.[1] ?? text;
}

function subjectsOf(inventory: Inventory, lookup: Lookup, id: string): readonly SubjectRef[] {
  if (inventory.endpoints.has(id)) return [{ kind: 'endpoint', id }];
  if (inventory.services.has(id)) return [{ kind: 'service', id }];
  return dependentsOf(plainRun(inventory, lookup), id).map(({ ref }) => ref);
}

/** The resources that an id may be of, beside endpoints and services. */
export function knownResources(inventory: Inventory): readonly ReadonlyMap<string, ResourceBase>[] {
  return [
    inventory.vpcs,
    inventory.subnets,
    inventory.securityGroups,
    inventory.networkInterfaces,
    inventory.networkAcls,
    inventory.routeTables,
    inventory.prefixLists,
    inventory.managedPrefixLists,
    inventory.loadBalancers,
    inventory.targetGroups,
    inventory.listeners,
    inventory.targetHealth,
    inventory.resourceGateways,
    inventory.resourceConfigurations,
    inventory.serviceNetworks,
  ];
}

/** That an id is nowhere, or that nothing depends on it, with what to do. */
export function unknownId(inventory: Inventory, id: string): AppError {
  const known = knownResources(inventory).some((items) => items.has(id));
  return new AppError(
    'unknown-resource',
    known
      ? `No endpoint or endpoint service that was loaded depends on ${id}. Name an endpoint (vpce-…) or a service (vpce-svc-…).`
      : id.startsWith('vpce-') && isFound(inventory, id)
        ? `${id} is named by what was loaded, and was not read itself. ${nextStep(inventory, id)}`
        : isFound(inventory, id)
          ? `${id} is no id of a resource; privatelink find shows what has it. Name an endpoint (vpce-…) or a service (vpce-svc-…).`
          : `${id} is nowhere in what was loaded. ${nextStep(inventory, id)}`,
  );
}

/** True for an address, a name, an account or another text that something in the inventory has. */
function isFound(inventory: Inventory, text: string): boolean {
  return text !== '' && find(inventory, text, 1).results.length > 0;
}

/** An id that a listing may have held, which was not read whole, is not said to be wrong. */
function nextStep(inventory: Inventory, id: string): string {
  const elsewhere = otherRegionOf(inventory, id);
  if (elsewhere !== undefined) {
    const read = [...new Set(inventory.scopes.map(({ region }) => region))].filter(
      (region) => region !== GLOBAL_REGION,
    );
    return `It names a service of ${elsewhere}, which is not among the Regions that were read (${read.sort().join(', ')}): there CreateVpcEndpoint answers InvalidServiceName, unless the service is offered to that Region and --service-region ${elsewhere} is given. To look at the service itself, read ${elsewhere} too.`;
  }
  const operation = id.startsWith('vpce-svc-')
    ? 'ec2:DescribeVpcEndpointServiceConfigurations'
    : 'ec2:DescribeVpcEndpoints';
  const unread = inventory.scopes.filter(
    ({ account, region }) => gapOf(inventory, { operation, accounts: [account], region }) !== undefined,
  );
  if (unread.length > 0) {
    const where = unread.map(({ account, region }) => `account ${account}, ${region}`).join('; ');
    return `It may be there: ${operation} was not read in full in ${where}.`;
  }
  if (inventory.scopes.some((scope) => scope.addressSpace !== undefined)) {
    return 'A redacted file is loaded, which holds tokens instead of most ids: take the id from it.';
  }
  return 'Check the id, and load the profile and Region that it lives in.';
}

/**
 * The Region in a service's name, where nothing of it was read.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
 */
function otherRegionOf({ scopes }: Inventory, id: string): string | undefined {
  const region = /^(?:cn\.)?com\.amazonaws\.(?:vpce\.)?([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(id)?.[1];
  return region !== undefined && scopes.every((scope) => scope.region !== region) ? region : undefined;
}
