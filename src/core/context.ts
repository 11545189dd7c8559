import type { DiagnoseOptions, Evidence } from './diagnosis.ts';
import { serviceIdOf, type Lookup } from './lookup.ts';
import { serviceDetailKey, type Inventory } from './model/inventory.ts';
import { gapOf, type Gap } from './needs.ts';
import type { EndpointConnection } from './resources/endpoint-connection.ts';
import type { EndpointService } from './resources/endpoint-service.ts';
import type { Listener } from './resources/listener.ts';
import type { LoadBalancer } from './resources/load-balancer.ts';
import type { NetworkInterface } from './resources/network-interface.ts';
import type { ServiceDetail } from './resources/service-detail.ts';
import type { Subnet } from './resources/subnet.ts';
import type { TargetGroup } from './resources/target-group.ts';
import type { TargetHealth } from './resources/target-health.ts';
import type { VpcEndpoint } from './resources/vpc-endpoint.ts';
import type { Vpc } from './resources/vpc.ts';
import type { Source } from './workloads.ts';
import { inZoneOfName } from './zonal-name.ts';

/* The joined path that rules look at: an endpoint with its surroundings, a service with what stands behind it. */

/** What is the same for every subject of a run. */
export interface Run {
  readonly inventory: Inventory;
  readonly lookup: Lookup;
  readonly options: DiagnoseOptions;
}

interface SideContext extends Run {
  readonly region: string;
  /** Accounts whose view counts for this side, the owner first. */
  readonly accounts: readonly string[];
  /** `undefined` when the operation answered completely on this side. */
  readonly need: (operation: string, about?: Readonly<Record<string, string>>) => Gap | undefined;
}

/** One subnet of an endpoint or load balancer, with the zone id that joins it to the other side. */
export interface PathZone {
  readonly subnetId: string;
  readonly subnet?: Subnet;
  readonly zoneId?: string;
}

/** The consumer's half of a path. */
export interface ConsumerPath extends SideContext {
  readonly endpoint: VpcEndpoint;
  /** The endpoint's VPC id; empty when the answer lacks it. */
  readonly vpcId: string;
  readonly vpc?: Vpc;
  /** One for each of the endpoint's subnets. */
  readonly zones: readonly PathZone[];
  /** The endpoint's interfaces that were read. */
  readonly interfaces: readonly NetworkInterface[];
  /** The service as this account sees it. */
  readonly detail?: ServiceDetail;
  readonly serviceOwner: ServiceOwner;
  /** The Region that the service lives in. */
  readonly serviceRegion: string;
  /** True where a zonal name was asked about: then the endpoint is no more than what it has in that zone. */
  readonly isOneZone?: true;
  /** The likely client that gets furthest, where no source was given. */
  readonly standIn?: StandIn;
}

/** One likely client that stands in for a source that was not given. */
export interface StandIn {
  readonly source: Source;
  /**
   * How far everything on the consumer’s side lets it through: to any address of the endpoint’s subnets, to each of the
   * endpoint’s interfaces, or to less than that.
   */
  readonly reaches: 'subnets' | 'interfaces' | 'less';
}

export interface EndpointContext extends ConsumerPath {
  readonly provider: ProviderView;
}

/** Whose service an endpoint uses; `unknown` when neither its name nor any answer says. */
export type ServiceOwner =
  { readonly kind: 'aws' } | { readonly kind: 'account'; readonly account: string } | { readonly kind: 'unknown' };

export type ProviderView =
  | { readonly kind: 'aws' }
  | { readonly kind: 'visible'; readonly context: ProviderContext }
  /** `unread`: nothing at all was asked in the service's account and Region, so this side's own view has to do. */
  | { readonly kind: 'hidden'; readonly gap: Gap; readonly unread: boolean };

export interface LoadBalancerPath {
  readonly arn: string;
  /** `undefined` when it was not read. */
  readonly loadBalancer?: LoadBalancer;
  readonly zones: readonly PathZone[];
  readonly listeners: readonly Listener[];
}

/** A target group that gets traffic, with the listeners that send it. */
export interface GroupPath {
  readonly arn: string;
  readonly group?: TargetGroup;
  readonly targets: readonly TargetHealth[];
  readonly listeners: readonly Listener[];
  readonly loadBalancer: LoadBalancerPath;
}

export interface ProviderContext extends SideContext {
  readonly service: EndpointService;
  readonly loadBalancers: readonly LoadBalancerPath[];
  /** Behind the requested port, or behind all listeners when none was requested. */
  readonly groups: readonly GroupPath[];
  /** Behind every listener: one bad group withdraws a zone of the load balancer for all of them. */
  readonly allGroups: readonly GroupPath[];
  readonly connections: readonly EndpointConnection[];
  /** The endpoint that is being diagnosed, where it is one. */
  readonly consumer?: ConsumerPath;
}

/** The path around an endpoint. */
export function endpointContext(run: Run, endpoint: VpcEndpoint): EndpointContext {
  const consumer = consumerPath(run, endpoint);
  return { ...consumer, provider: providerView(run, consumer) };
}

/** Whose service an endpoint uses, without the rest of its path. */
export function serviceOwnerOf(run: Pick<Run, 'inventory' | 'lookup'>, endpoint: VpcEndpoint): ServiceOwner {
  return ownerOf(run, endpoint, findDetail(run.inventory, endpoint));
}

/** The consumer's half of the path of an endpoint. */
export function consumerPath(run: Run, whole: VpcEndpoint): ConsumerPath {
  const { inventory } = run;
  const part = inZoneOfName(inventory, whole, run.options.name);
  const endpoint = part ?? whole;
  const vpc = endpoint.vpcId === undefined ? undefined : inventory.vpcs.get(endpoint.vpcId);
  const accounts = [...new Set([endpoint.account, endpoint.seenBy, ...(vpc === undefined ? [] : [vpc.account])])];
  const detail = findDetail(inventory, endpoint);
  return {
    ...run,
    region: endpoint.region,
    ...sideAt(inventory, accounts, endpoint.region),
    endpoint,
    ...(part === undefined ? {} : { isOneZone: true as const }),
    vpcId: endpoint.vpcId ?? '',
    ...(vpc === undefined ? {} : { vpc }),
    zones: zonesIn(inventory, endpoint.subnetIds ?? []),
    interfaces: (endpoint.networkInterfaceIds ?? []).flatMap((id) => inventory.networkInterfaces.get(id) ?? []),
    ...(detail === undefined ? {} : { detail }),
    serviceOwner: ownerOf(run, endpoint, detail),
    serviceRegion: endpoint.serviceRegion ?? endpoint.region,
  };
}

/** The path behind a service; `consumer` when it is looked at for one endpoint. */
export function providerContext(run: Run, service: EndpointService, consumer?: ConsumerPath): ProviderContext {
  const known = PROVIDERS.get(run) ?? new Map<EndpointService, ProviderContext>();
  PROVIDERS.set(run, known);
  const shared = known.get(service) ?? ownPath(run, service);
  known.set(service, shared);
  return consumer === undefined ? shared : { ...shared, consumer };
}

/** What stands behind a service is the same for each of its hundreds of endpoints. */
const PROVIDERS = new WeakMap<Run, Map<EndpointService, ProviderContext>>();

function ownPath(run: Run, service: EndpointService): ProviderContext {
  const { inventory, lookup, options } = run;
  const accounts = [...new Set([service.account, service.seenBy])];
  const arns = [...(service.networkLoadBalancerArns ?? []), ...(service.gatewayLoadBalancerArns ?? [])].sort();
  const loadBalancers = arns.map((arn) => loadBalancerPath(run, arn));
  return {
    ...run,
    region: service.region,
    ...sideAt(inventory, accounts, service.region),
    service,
    loadBalancers,
    groups: groupPaths(run, loadBalancers, options.port),
    allGroups: groupPaths(run, loadBalancers, undefined),
    connections: lookup.connectionsOfService(service.id),
  };
}

/**
 * The listeners that the requested port selects; all of them when no port was requested. A Gateway Load Balancer’s takes
 * packets to every port.
 */
export function selectedListeners(path: LoadBalancerPath, port: number | undefined): readonly Listener[] {
  return port === undefined || path.arn.includes(':loadbalancer/gwy/')
    ? path.listeners
    : path.listeners.filter((listener) => listener.port === port);
}

/** True for a service that fronts appliances behind a Gateway Load Balancer. */
export function isGatewayService(service: EndpointService): boolean {
  return service.types?.includes('GatewayLoadBalancer') === true || (service.gatewayLoadBalancerArns?.length ?? 0) > 0;
}

/** A piece of evidence: which field of which resource says so. */
export function evidence(resource: string, field: string, value: unknown): Evidence {
  return { resource, field, value: typeof value === 'string' ? value : JSON.stringify(value ?? null) };
}

/**
 * Whether operations answered about a place.
 *
 * @param accounts whose view would do
 */
export function needFrom(inventory: Inventory, accounts: readonly string[], region: string): SideContext['need'] {
  return sideAt(inventory, accounts, region).need;
}

/** One object for all subjects of a place: what is asked there, and for whom, is the same for each of them. */
function sideAt(
  inventory: Inventory,
  accounts: readonly string[],
  region: string,
): Pick<SideContext, 'accounts' | 'need'> {
  const places = SIDES.get(inventory) ?? new Map<string, Pick<SideContext, 'accounts' | 'need'>>();
  SIDES.set(inventory, places);
  const place = `${region} ${accounts.join(' ')}`;
  const side = places.get(place) ?? { accounts, need: needAt(inventory, accounts, region) };
  places.set(place, side);
  return side;
}

const SIDES = new WeakMap<Inventory, Map<string, Pick<SideContext, 'accounts' | 'need'>>>();

/** What was read is kept: every subject of an account needs it, and many need the same about the same. */
function needAt(inventory: Inventory, accounts: readonly string[], region: string): SideContext['need'] {
  const known = new Map<string, { readonly gap: Gap | undefined }>();
  const ask = (operation: string, about?: Readonly<Record<string, string>>): Gap | undefined => {
    const key = about === undefined ? operation : `${operation} ${JSON.stringify(about)}`;
    const before = known.get(key);
    if (before !== undefined) return before.gap;
    const gap = gapOf(inventory, { operation, accounts, region, ...(about === undefined ? {} : { about }) });
    known.set(key, { gap });
    return gap;
  };
  // A whole listing answers about each thing in it.
  return (operation, about) => {
    const gap = ask(operation);
    return about === undefined || gap === undefined ? gap : ask(operation, about);
  };
}

/** The zones of an endpoint's subnets: one list for all endpoints that stand in the same ones. */
function zonesIn(inventory: Inventory, subnetIds: readonly string[]): readonly PathZone[] {
  const known = ZONES.get(inventory) ?? new Map<string, readonly PathZone[]>();
  ZONES.set(inventory, known);
  const key = subnetIds.join(' ');
  const zones = known.get(key) ?? subnetIds.map((id) => pathZone(inventory, id));
  known.set(key, zones);
  return zones;
}

const ZONES = new WeakMap<Inventory, Map<string, readonly PathZone[]>>();

function pathZone(inventory: Inventory, subnetId: string): PathZone {
  const subnet = inventory.subnets.get(subnetId);
  return {
    subnetId,
    ...(subnet === undefined ? {} : { subnet }),
    ...(subnet?.zoneId === undefined ? {} : { zoneId: subnet.zoneId }),
  };
}

function findDetail(inventory: Inventory, endpoint: VpcEndpoint): ServiceDetail | undefined {
  const name = endpoint.serviceName;
  if (name === undefined) return undefined;
  return [endpoint.account, endpoint.seenBy]
    .map((account) => inventory.serviceDetails.get(serviceDetailKey(account, endpoint.region, name, endpoint.type)))
    .find((detail) => detail !== undefined);
}

/** `com.amazonaws.us-east-1.s3`, `aws.api.us-east-1.bcm`, `aws.sagemaker.us-east-1.notebook`, `cn.com.amazonaws.…`. */
const AWS_SERVICE_NAME = /^(?:cn\.)?(?:com\.amazonaws|aws)\./;

function ownerOf(run: Pick<Run, 'lookup'>, endpoint: VpcEndpoint, detail: ServiceDetail | undefined): ServiceOwner {
  const owner = detail?.owner;
  if (owner === 'amazon') return { kind: 'aws' };
  if (owner !== undefined && owner !== 'aws-marketplace') return { kind: 'account', account: owner };
  const name = endpoint.serviceName;
  if (name === undefined) return { kind: 'unknown' };
  const service = run.lookup.serviceByName(name, endpoint.serviceRegion ?? endpoint.region);
  if (service !== undefined) return { kind: 'account', account: service.account };
  // Every customer's service carries its id in its name; AWS's own carry AWS's name. Others may be anybody's.
  return serviceIdOf(name) === undefined && AWS_SERVICE_NAME.test(name) ? { kind: 'aws' } : { kind: 'unknown' };
}

function providerView(run: Run, consumer: ConsumerPath): ProviderView {
  const { endpoint, serviceOwner, serviceRegion } = consumer;
  if (serviceOwner.kind === 'aws') return { kind: 'aws' };
  const name = endpoint.serviceName;
  if (name === undefined) {
    return { kind: 'hidden', unread: false, gap: { reason: 'malformed', missing: ['ServiceName'] } };
  }
  const service = run.lookup.serviceByName(name, serviceRegion);
  if (service !== undefined) return { kind: 'visible', context: providerContext(run, service, consumer) };
  // The owner may be the endpoint's own account: then a denied listing is the reason, not another side.
  const accounts = serviceOwner.kind === 'account' ? [serviceOwner.account] : consumer.accounts;
  const own = gapOf(run.inventory, {
    operation: 'ec2:DescribeVpcEndpointServiceConfigurations',
    accounts,
    region: serviceRegion,
    about: { 'service-name': name, 'service-id': serviceIdOf(name) ?? '' },
  });
  if (own !== undefined) {
    const asked = run.inventory.scopes.some(
      (scope) => accounts.includes(scope.account) && scope.region === serviceRegion,
    );
    return { kind: 'hidden', unread: !asked, gap: own };
  }
  return {
    kind: 'hidden',
    unread: serviceOwner.kind !== 'account',
    gap:
      serviceOwner.kind === 'account'
        ? { reason: 'malformed', missing: [`service ${name} in its owner’s own listing`] }
        : { reason: 'other-account', missing: ['the account that owns the service'] },
  };
}

function loadBalancerPath(run: Run, arn: string): LoadBalancerPath {
  const loadBalancer = run.inventory.loadBalancers.get(arn);
  return {
    arn,
    ...(loadBalancer === undefined ? {} : { loadBalancer }),
    zones: (loadBalancer?.zones ?? []).flatMap((zone) =>
      zone.subnetId === undefined ? [] : [pathZone(run.inventory, zone.subnetId)],
    ),
    listeners: run.lookup.listenersOf(arn),
  };
}

function groupPaths(run: Run, paths: readonly LoadBalancerPath[], port: number | undefined): readonly GroupPath[] {
  return paths.flatMap((loadBalancer) => {
    const byGroup = new Map<string, Listener[]>();
    for (const listener of selectedListeners(loadBalancer, port)) {
      for (const forward of listener.forwards) {
        if (forward.weight <= 0) continue;
        byGroup.set(forward.targetGroupArn, [...(byGroup.get(forward.targetGroupArn) ?? []), listener]);
      }
    }
    return [...byGroup].map(([arn, listeners]) => {
      const group = run.inventory.targetGroups.get(arn);
      return {
        arn,
        ...(group === undefined ? {} : { group }),
        targets: run.lookup.targetsOf(arn),
        listeners,
        loadBalancer,
      };
    });
  });
}
