import { endpointContext, providerContext, type Run } from '../context.ts';
import { dependentsOf, plainRun, type Dependent, type Step, type Way } from '../dependents.ts';
import type { Diagnosis, SubjectDiagnosis } from '../diagnosis.ts';
import { pathsAround } from '../graph/paths.ts';
import { isLatticeEndpoint, latticePath } from '../lattice.ts';
import { defined } from '../model/defined.ts';
import { AppError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { gapOf } from '../needs.ts';
import type { EndpointConnection } from '../resources/endpoint-connection.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { ResourceBase } from '../resources/kind.ts';
import { ENDED_STATES, type VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { knownResources, unknownId } from '../subjects.ts';
import { isZoneId } from '../zone-id.ts';
import { endpointFate, serviceFate, unseenFate, type Fate } from './fate.ts';
import { lossOf, type Loss } from './loss.ts';
import type { Affected, Extent, Impact, ImpactGap } from './types.ts';
import { impactSummary, NOT_WORKING } from './words.ts';

/**
 * The blast radius of a resource or of an Availability Zone: each endpoint and service that depends on it, how, and whether
 * all of it does. Consumers that only a provider's list of connections names are among them.
 *
 * @param diagnosis of every endpoint and service: what does not work now carries nothing on
 * @param id of anything that a path consists of, or of an Availability Zone (`use1-az1`), in all accounts
 * @throws AppError `unknown-resource` for an id that is nowhere in what was read; `bad-input` for the name of a zone
 */
export function impactOf(inventory: Inventory, diagnosis: Diagnosis | undefined, id: string): Impact {
  const asked = id.trim();
  const run = plainRun(inventory);
  const dependents = dependentsOf(run, asked);
  const of = identityOf(inventory, asked, dependents);
  const loss = lossOf(run, asked);
  const judged = new Map((diagnosis?.subjects ?? []).map((subject) => [subject.id, subject]));
  const seen = dependents.map((dependent) => affected(run, dependent, judged.get(dependent.ref.id), loss));
  const services = dependents.filter(({ ref }) => ref.kind === 'service');
  const unseen = services.flatMap((dependent) => unseenBy(run, dependent, loss));
  const all = [
    ...seen.filter(({ kind }) => kind === 'endpoint'),
    ...unseen.sort((a, b) => (a.id < b.id ? -1 : 1)),
    ...seen.filter(({ kind }) => kind === 'service'),
  ];
  const gaps = gapsAround(run, of.kind);
  const complete = gaps.length === 0 && inventory.unread.length === 0;
  return {
    version: 1,
    of,
    summary: impactSummary(all, complete),
    affected: all,
    nodes: nodesBetween(run, asked, all, loss),
    gaps,
    complete,
  };
}

/** @throws AppError where nobody knows what the id is of */
function identityOf(inventory: Inventory, id: string, dependents: readonly Dependent[]): Impact['of'] {
  if (isZoneId(id)) return zoneIdentity(inventory, id);
  const maps = [inventory.endpoints, inventory.services, ...knownResources(inventory)];
  const found: ResourceBase | undefined =
    maps.flatMap((items) => items.get(id) ?? [])[0] ??
    [...inventory.services.values()].find(({ serviceName }) => serviceName === id) ??
    [...inventory.loadBalancers.values(), ...inventory.targetGroups.values()].find(({ name }) => name === id);
  if (found !== undefined) {
    const { kind, name, account, region } = found;
    return defined({ kind, id: found.id, name: name === found.id ? undefined : name, account, region });
  }
  const last = dependents[0]?.ways[0]?.at(-1);
  if (last !== undefined) return last.kind === 'target-health' ? { ...last, id } : last;
  refuseZoneName(inventory, id);
  throw unknownId(inventory, id);
}

function zoneIdentity({ subnets, availabilityZones, services, serviceDetails }: Inventory, id: string): Step {
  const isKnown =
    [...subnets.values(), ...availabilityZones.values()].some(({ zoneId }) => zoneId === id) ||
    [...services.values(), ...serviceDetails.values()].some(({ zoneIds }) => zoneIds?.includes(id) === true);
  if (isKnown) return { kind: 'zone', id };
  throw new AppError(
    'unknown-resource',
    `${id} is the zone of no subnet and no service that was read. Check the id, and load the profile and Region that it lies in.`,
  );
}

/** A name means another zone in each account (https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html). */
function refuseZoneName({ subnets, availabilityZones }: Inventory, name: string): void {
  const known = [...subnets.values(), ...availabilityZones.values()].filter(
    (item) => item.zoneName === name && item.zoneId !== undefined,
  );
  if (known.length === 0) return;
  const ids = [...new Set(known.map(({ zoneId, account }) => `${zoneId ?? ''} in account ${account}`))].sort();
  throw new AppError(
    'bad-input',
    `${name} is the name of a zone, which means another zone in each account; give its id: it is ${ids.join(', ')}.`,
  );
}

function affected(run: Run, { ref, ways }: Dependent, diagnosis: SubjectDiagnosis | undefined, loss: Loss): Affected {
  const { inventory } = run;
  const verdict = diagnosis?.verdict ?? 'unknown';
  if (ref.kind === 'service') {
    const service = inventory.services.get(ref.id);
    if (service === undefined) throw new AppError('internal', `${ref.id} is no service`);
    const fate = serviceFate(providerContext(run, service), diagnosis, loss);
    return { kind: 'service', ...placeOf(service), verdict, ...extentOf(fate, verdict !== 'broken'), ways };
  }
  const endpoint = inventory.endpoints.get(ref.id);
  if (endpoint === undefined) throw new AppError('internal', `${ref.id} is no endpoint`);
  const fate = endpointFate(endpointContext(run, endpoint), diagnosis, loss);
  const { vpcId } = endpoint;
  return {
    kind: 'endpoint',
    ...placeOf(endpoint),
    ...(vpcId === undefined ? {} : { vpcId }),
    verdict,
    ...extentOf(fate, verdict !== 'broken'),
    ways,
  };
}

function placeOf({
  id,
  name,
  account,
  region,
  state,
}: ResourceBase & { readonly state?: string }): Pick<Affected, 'id' | 'name' | 'account' | 'region' | 'state'> {
  return defined({ id, name, account, region, state });
}

/** @param works false where its diagnosis says that it is broken: that nothing else is left is true all the same */
function extentOf({ kind, listeners, why }: Fate, works: boolean): Pick<Affected, 'extent' | 'why' | 'listeners'> {
  if (!works && kind !== 'stops') return { extent: 'unknown', why: NOT_WORKING };
  const extent: Extent =
    kind === 'stops' ? (listeners.length === 0 ? 'all' : 'part') : kind === 'goes-on' ? 'part' : 'unknown';
  // It is on the way, and losing it takes nothing that is looked at here.
  const told = kind === 'untouched' ? 'What it would lose is not judged.' : why;
  return { extent, why: told, ...(listeners.length === 0 ? {} : { listeners }) };
}

/** The consumers of a service that were not loaded. */
function unseenBy(run: Run, { ref, ways }: Dependent, loss: Loss): readonly Affected[] {
  const { inventory, lookup } = run;
  const service = inventory.services.get(ref.id);
  if (service === undefined) return [];
  const context = providerContext(run, service);
  return lookup
    .connectionsOfService(ref.id)
    .filter(({ endpointId, state }) => !inventory.endpoints.has(endpointId) && !ENDED_STATES.has(state ?? ''))
    .map((connection) => ({
      ...unseenPlace(connection, service),
      ...unseenExtent(unseenFate(context, loss), connection),
      ways: ways.map((way): Way => [{ kind: 'vpc-endpoint', id: connection.endpointId }, ...way]),
    }));
}

function unseenExtent(fate: Fate, { state }: EndpointConnection): ReturnType<typeof extentOf> {
  if (state === 'available' || fate.kind === 'stops') return extentOf(fate, true);
  const why =
    state === undefined
      ? 'The state of its connection was not in the answer.'
      : 'Its connection is not available now: nothing goes on over it.';
  return { extent: 'unknown', why };
}

function unseenPlace(
  { endpointId, endpointOwner, endpointRegion, state }: EndpointConnection,
  service: EndpointService,
): Pick<Affected, 'kind' | 'id' | 'account' | 'region' | 'state' | 'verdict'> {
  return {
    kind: 'endpoint',
    id: endpointId,
    ...(endpointOwner === undefined ? {} : { account: endpointOwner }),
    region: endpointRegion ?? service.region,
    ...(state === undefined ? {} : { state }),
    verdict: 'not-loaded',
  };
}

const LISTINGS = ['ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcEndpointServiceConfigurations', 'ec2:DescribeSubnets'];
const OF_PROVIDERS = [
  'ec2:DescribeVpcEndpointConnections',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTargetGroups',
];

/** What joins a kind of resource to paths, beside the listings above: unread, it hides some of what depends on it. */
const JOINED_BY: Readonly<Record<string, readonly string[]>> = {
  'network-acl': ['ec2:DescribeNetworkAcls'],
  'route-table': ['ec2:DescribeRouteTables'],
  'prefix-list': ['ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups'],
  'managed-prefix-list': ['ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups'],
  // Where targets stand.
  'security-group': ['ec2:DescribeNetworkInterfaces'],
  'network-interface': ['ec2:DescribeNetworkInterfaces'],
  subnet: ['ec2:DescribeNetworkInterfaces'],
  zone: ['ec2:DescribeNetworkInterfaces'],
};

/** What resources of VPC Lattice and their gateways consist of, or stand in. */
const BEHIND_LATTICE: ReadonlySet<string> = new Set([
  'network-acl',
  'resource-configuration',
  'resource-gateway',
  'security-group',
  'service-network',
  'subnet',
  'vpc',
  'zone',
]);

/**
 * What may hide something that depends on a resource.
 *
 * @param kind of the resource; `zone` for an Availability Zone, in which a service that was not read may have its load
 *   balancer
 */
function gapsAround(run: Run, kind: string): readonly ImpactGap[] {
  const { inventory } = run;
  const services = [...inventory.services.values()];
  const listed = inventory.scopes.flatMap(({ account, region }) => {
    const provides = services.some((service) => service.account === account && service.region === region);
    return [...LISTINGS, ...(JOINED_BY[kind] ?? []), ...(provides ? OF_PROVIDERS : [])].flatMap((operation) =>
      gapOf(inventory, { operation, accounts: [account], region }) === undefined
        ? []
        : [{ operation, account, region }],
    );
  });
  const behind = services.flatMap((service) => {
    const { need, loadBalancers, allGroups } = providerContext(run, service);
    const unread = [
      ...loadBalancers.flatMap(({ arn }) =>
        need('elasticloadbalancing:DescribeListeners', { LoadBalancerArn: arn }) === undefined
          ? []
          : ['elasticloadbalancing:DescribeListeners'],
      ),
      ...allGroups.flatMap(({ arn }) =>
        need('elasticloadbalancing:DescribeTargetHealth', { TargetGroupArn: arn }) === undefined
          ? []
          : ['elasticloadbalancing:DescribeTargetHealth'],
      ),
    ];
    return unread.map((operation) => ({ operation, account: service.account, region: service.region }));
  });
  const endpoints = [...inventory.endpoints.values()];
  const hidden = [
    ...(kind === 'zone' ? endpoints.flatMap((endpoint) => hiddenService(run, endpoint)) : []),
    ...(BEHIND_LATTICE.has(kind) ? endpoints.flatMap((endpoint) => hiddenResources(run, endpoint)) : []),
  ];
  const keyOf = ({ operation, account, region }: ImpactGap): string => `${account} ${region} ${operation}`;
  const unique = new Map([...listed, ...behind, ...hidden].map((gap) => [keyOf(gap), gap]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gap]) => gap);
}

/** The other side of an endpoint, where it was not read. */
function hiddenService(run: Run, endpoint: VpcEndpoint): readonly ImpactGap[] {
  if (endpoint.serviceName === undefined) return [];
  const { provider, serviceOwner, serviceRegion } = endpointContext(run, endpoint);
  if (provider.kind !== 'hidden') return [];
  const account = serviceOwner.kind === 'account' ? serviceOwner.account : 'unknown';
  return [{ operation: 'ec2:DescribeVpcEndpointServiceConfigurations', account, region: serviceRegion }];
}

/** What stands behind a resource or service-network endpoint and was not read. */
function hiddenResources(run: Run, endpoint: VpcEndpoint): readonly ImpactGap[] {
  const context = endpointContext(run, endpoint);
  if (!isLatticeEndpoint(context)) return [];
  const { account, region } = endpoint;
  const operation = 'ec2:DescribeVpcEndpointAssociations';
  const unlisted = context.need(operation, { 'vpc-endpoint-id': endpoint.id });
  return [
    ...(unlisted === undefined ? [] : [{ operation, account, region }]),
    ...latticePath(context).resources.flatMap((resource) =>
      resource.gateway === undefined
        ? [{ operation: 'vpc-lattice:ListResourceGateways', account: resource.account, region }]
        : [],
    ),
  ];
}

/** The nodes of the whole picture that the ways go through, with the interfaces that are lost. */
function nodesBetween(run: Run, asked: string, all: readonly Affected[], loss: Loss): readonly string[] {
  const { inventory } = run;
  const lost = all.flatMap(({ kind, id }) => {
    const endpoint = kind === 'endpoint' ? inventory.endpoints.get(id) : undefined;
    if (endpoint === undefined) return [];
    const context = endpointContext(run, endpoint);
    const subnets = context.zones.filter((zone) => loss.interfaceIn(context, zone) === true);
    return context.interfaces.filter((item) => subnets.some(({ subnetId }) => subnetId === item.subnetId));
  });
  const wanted = new Set([
    asked,
    ...all.flatMap(({ ways }) => ways.flatMap((way) => way.map(({ id }) => id))),
    ...lost.map(({ id }) => id),
  ]);
  const drawn = pathsAround(inventory, undefined).flatMap(({ nodes }) => nodes);
  const found = drawn.filter(
    ({ id, kind, label, judged }) =>
      wanted.has(id) ||
      (kind === 'zone' && wanted.has(label)) ||
      // A service that was not read is drawn under its name.
      ((kind === 'stub' || kind === 'endpoint-service') && judged.resources.some((name) => wanted.has(name))),
  );
  return [...new Set(found.map(({ id }) => id))].sort();
}
