import { endpointContext, providerContext, type EndpointContext, type Run } from '../context.ts';
import { buildLookup, serviceIdOf } from '../lookup.ts';
import { AppError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Gap } from '../needs.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { accountId, accountNode, AWS_ACCOUNT } from './compounds.ts';
import { consumerPart } from './consumer.ts';
import { draftEdge, type DraftNode, type Judged, type Part, type Path } from './draft.ts';
import { connectionLabel, connectionsPart, nameInArn, providerPart } from './provider.ts';

/* Which paths a picture holds, and how a consumer's half meets a provider's. */

/**
 * The paths that have to do with a subject; all of them without one.
 *
 * @throws AppError `unknown-resource` when nothing that was read has to do with the subject
 */
export function pathsAround(inventory: Inventory, subject: string | undefined): readonly Path[] {
  const run: Run = { inventory, lookup: buildLookup(inventory), options: { now: inventory.capturedAt } };
  return subject === undefined ? allPaths(run) : pathsOf(run, subject);
}

function allPaths(run: Run): readonly Path[] {
  const { endpoints, services } = run.inventory;
  return [
    ...[...services.values()].map((service) => servicePath(run, service)),
    ...[...endpoints.values()].map((endpoint) => endpointPath(run, endpoint)),
  ];
}

function pathsOf(run: Run, subject: string): readonly Path[] {
  const endpoint = run.inventory.endpoints.get(subject);
  if (endpoint !== undefined) return [endpointPath(run, endpoint)];
  const service = [...run.inventory.services.values()].find(
    (item) => item.id === subject || item.serviceName === subject,
  );
  if (service !== undefined) return [servicePath(run, service), ...consumersOf(run, service)];
  const all = allPaths(run);
  const involved = all.filter((path) => path.nodes.some((node) => node.id === subject || names(node, subject)));
  if (involved.length > 0) return closed(run, involved);
  throw new AppError(
    'unknown-resource',
    `${subject} is on the path of no endpoint or endpoint service that was read. Load the profile and Region that it lives in, or give the id of an endpoint or service.`,
  );
}

function names(node: DraftNode, subject: string): boolean {
  return node.judged.resources.includes(subject);
}

/** A service's path holds edges from its consumers: their paths belong to the picture. */
function closed(run: Run, paths: readonly Path[]): readonly Path[] {
  const ids = new Set(paths.map((path) => path.subject));
  const services = [...ids].flatMap((id) => run.inventory.services.get(id) ?? []);
  const more = services.flatMap((service) => consumersOf(run, service)).filter((path) => !ids.has(path.subject));
  return [...paths, ...more];
}

/** Endpoints that name the service, and those that only the provider's own list of connections names. */
function consumersOf(run: Run, service: EndpointService): readonly Path[] {
  const listed = run.lookup
    .connectionsOfService(service.id)
    .flatMap((connection) => run.inventory.endpoints.get(connection.endpointId) ?? []);
  const all = new Set([...run.lookup.endpointsOfService(service.id), ...listed]);
  return [...all].map((endpoint) => endpointPath(run, endpoint));
}

function servicePath(run: Run, service: EndpointService): Path {
  const context = providerContext(run, service);
  const behind = providerPart(context);
  const ahead = connectionsPart(context);
  return {
    subject: service.id,
    nodes: [...behind.nodes, ...ahead.nodes],
    edges: [...behind.edges, ...ahead.edges],
  };
}

function endpointPath(run: Run, endpoint: VpcEndpoint): Path {
  const context = endpointContext(run, endpoint);
  const ahead = consumerPart(context);
  const behind = otherSide(context);
  return {
    subject: endpoint.id,
    nodes: [...ahead.nodes, ...behind.nodes],
    edges: [...ahead.edges, ...behind.edges],
  };
}

/** What the endpoint leads to: the service with its backends, AWS's own service, or a stub for what cannot be seen. */
function otherSide(context: EndpointContext): Part {
  const { endpoint, provider, serviceRegion } = context;
  const connects = (target: string, hops: Judged['hops']): Part['edges'] => [
    draftEdge('connects', endpoint.id, target, { hops, resources: [] }, connectionLabel(endpoint.state)),
  ];
  if (endpoint.serviceName === undefined) {
    const arn = endpoint.resourceConfigurationArn ?? endpoint.serviceNetworkArn;
    const node = arn === undefined ? nameless(endpoint) : latticeStub(endpoint, arn);
    return { nodes: [node], edges: connects(node.id, ['association']) };
  }
  if (provider.kind === 'visible') {
    const behind = providerPart(provider.context);
    return { nodes: behind.nodes, edges: [...behind.edges, ...connects(provider.context.service.id, ['acceptance'])] };
  }
  if (provider.kind === 'aws') {
    const node = awsService(serviceRegion, endpoint.serviceName);
    return {
      nodes: [accountNode(context, AWS_ACCOUNT, serviceRegion), node],
      edges: connects(node.id, ['endpoint']),
    };
  }
  const owner = context.serviceOwner.kind === 'account' ? context.serviceOwner.account : undefined;
  const stub = hiddenService(endpoint.serviceName, serviceRegion, owner, provider.gap);
  return {
    nodes: owner === undefined ? [stub] : [accountNode(context, owner, serviceRegion), stub],
    edges: connects(stub.id, ['acceptance']),
  };
}

function awsService(region: string, serviceName: string): DraftNode {
  return {
    id: `${AWS_ACCOUNT}/${region}/${serviceName}`,
    kind: 'endpoint-service',
    label: serviceName.replace(`com.amazonaws.${region}.`, ''),
    detail: 'AWS service',
    parent: accountId(AWS_ACCOUNT, region),
    account: AWS_ACCOUNT,
    region,
    judged: { hops: ['service'], resources: [serviceName] },
  };
}

function hiddenService(serviceName: string, region: string, owner: string | undefined, gap: Gap): DraftNode {
  const why = { denied: 'access denied', 'other-account': 'provider, not loaded' } as const;
  return {
    id: `stub/${region}/${serviceName}`,
    kind: 'stub',
    label: serviceIdOf(serviceName) ?? serviceName,
    detail: gap.reason === 'denied' || gap.reason === 'other-account' ? why[gap.reason] : 'provider, not read',
    ...(owner === undefined ? {} : { parent: accountId(owner, region) }),
    account: owner ?? 'unknown',
    region,
    judged: {
      hops: ['service', 'load-balancer', 'listener', 'target-group', 'targets'],
      resources: [serviceName],
      own: 'unknown',
    },
  };
}

function latticeStub(endpoint: VpcEndpoint, arn: string): DraftNode {
  return {
    id: arn,
    kind: 'stub',
    label: arn.split('/').at(-1) ?? nameInArn(arn),
    detail: endpoint.resourceConfigurationArn === undefined ? 'service network' : 'resource configuration',
    account: arn.split(':')[4] ?? 'unknown',
    region: arn.split(':')[3] ?? endpoint.region,
    judged: {
      hops: ['service-network', 'association', 'resource-configuration', 'resource-gateway', 'resource'],
      resources: [arn],
    },
  };
}

function nameless(endpoint: VpcEndpoint): DraftNode {
  return {
    id: `stub/${endpoint.id}`,
    kind: 'stub',
    label: 'Unknown service',
    detail: 'the answer names none',
    account: 'unknown',
    region: endpoint.region,
    judged: { hops: [], resources: [], own: 'unknown' },
  };
}
