import { endpointContext, providerContext, type EndpointContext, type Run } from '../context.ts';
import { plainRun, usersOf } from '../dependents.ts';
import { serviceIdOf } from '../lookup.ts';
import { AppError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Gap } from '../needs.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { weakly } from '../weakly.ts';
import { AWS_ACCOUNT, inRegion, type Framed } from './compounds.ts';
import { consumerPart } from './consumer.ts';
import { draftEdge, type DraftNode, type Judged, type Part, type Path } from './draft.ts';
import { latticePart } from './lattice.ts';
import { connectionLabel, connectionsPart, providerPart } from './provider.ts';

/* Which paths a picture holds, and how a consumer's half meets a provider's. */

/**
 * The paths that have to do with a subject; all of them without one.
 *
 * @throws AppError `unknown-resource` when nothing that was read has to do with the subject
 */
export function pathsAround(inventory: Inventory, subject: string | undefined): readonly Path[] {
  const drawn = drawnOf(inventory);
  return subject === undefined ? drawn.all() : pathsOf(drawn, subject);
}

/** The paths of what was read. One is drawn once: every picture and every selection in it asks for some of them again. */
interface Drawn {
  readonly run: Run;
  readonly ofEndpoint: (endpoint: VpcEndpoint) => Path;
  readonly ofService: (service: EndpointService) => Path;
  readonly all: () => readonly Path[];
}

const drawnOf = weakly((inventory: Inventory): Drawn => {
  const { endpoints, services } = inventory;
  const run = plainRun(inventory);
  const ofEndpoint = weakly((endpoint: VpcEndpoint) => endpointPath(run, endpoint));
  const ofService = weakly((service: EndpointService) => servicePath(run, service));
  const all = (): readonly Path[] => [
    ...[...services.values()].map(ofService),
    ...[...endpoints.values()].map(ofEndpoint),
  ];
  return { run, ofEndpoint, ofService, all };
});

function pathsOf(drawn: Drawn, subject: string): readonly Path[] {
  const { endpoints, services } = drawn.run.inventory;
  const endpoint = endpoints.get(subject);
  if (endpoint !== undefined) return [drawn.ofEndpoint(endpoint)];
  const service = [...services.values()].find((item) => item.id === subject || item.serviceName === subject);
  if (service !== undefined) return [drawn.ofService(service), ...consumersOf(drawn, service)];
  const involved = drawn.all().filter((path) => path.nodes.some((node) => node.id === subject || names(node, subject)));
  if (involved.length > 0) return closed(drawn, involved);
  throw new AppError(
    'unknown-resource',
    `${subject} is on the path of no endpoint or endpoint service that was read. Load the profile and Region that it lives in, or give the id of an endpoint or service.`,
  );
}

function names(node: DraftNode, subject: string): boolean {
  return node.judged.resources.includes(subject);
}

/** A service's path holds edges from its consumers: their paths belong to the picture. */
function closed(drawn: Drawn, paths: readonly Path[]): readonly Path[] {
  const ids = new Set(paths.map((path) => path.subject));
  const services = [...ids].flatMap((id) => drawn.run.inventory.services.get(id) ?? []);
  const more = services.flatMap((service) => consumersOf(drawn, service)).filter((path) => !ids.has(path.subject));
  return [...paths, ...more];
}

function consumersOf({ run, ofEndpoint }: Drawn, service: EndpointService): readonly Path[] {
  return usersOf(run, service.id)
    .flatMap((id) => run.inventory.endpoints.get(id) ?? [])
    .map(ofEndpoint);
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
    draftEdge(
      'connects',
      endpoint.id,
      target,
      { hops, resources: [] },
      connectionLabel(endpoint.state, endpoint.region, serviceRegion),
    ),
  ];
  if (endpoint.serviceName === undefined) {
    const lattice = latticePart(context);
    if (lattice.nodes.length > 0) return lattice;
    const node = nameless(endpoint);
    return { nodes: [node], edges: connects(node.id, ['association']) };
  }
  if (provider.kind === 'visible') {
    const behind = providerPart(provider.context);
    return { nodes: behind.nodes, edges: [...behind.edges, ...connects(provider.context.service.id, ['acceptance'])] };
  }
  if (provider.kind === 'aws') {
    const frame = inRegion(context, AWS_ACCOUNT, serviceRegion);
    const node: DraftNode = {
      id: `${AWS_ACCOUNT}/${serviceRegion}/${endpoint.serviceName}`,
      kind: 'endpoint-service',
      label: endpoint.serviceName.replace(`com.amazonaws.${serviceRegion}.`, ''),
      detail: 'AWS service',
      ...frame.place,
      judged: { hops: ['service'], resources: [endpoint.serviceName] },
    };
    return { nodes: [...frame.frames, node], edges: connects(node.id, ['endpoint']) };
  }
  const owner = context.serviceOwner.kind === 'account' ? context.serviceOwner.account : undefined;
  const frame = owner === undefined ? undefined : inRegion(context, owner, serviceRegion);
  const stub = hiddenService(endpoint.serviceName, serviceRegion, frame, provider.gap);
  return { nodes: [...(frame?.frames ?? []), stub], edges: connects(stub.id, ['acceptance']) };
}

function hiddenService(serviceName: string, region: string, frame: Framed | undefined, gap: Gap): DraftNode {
  const why = { denied: 'access denied', 'other-account': 'provider, not loaded' } as const;
  return {
    id: `stub/${region}/${serviceName}`,
    kind: 'stub',
    label: serviceIdOf(serviceName) ?? serviceName,
    detail: gap.reason === 'denied' || gap.reason === 'other-account' ? why[gap.reason] : 'provider, not read',
    account: 'unknown',
    region,
    ...frame?.place,
    judged: {
      hops: ['service', 'load-balancer', 'listener', 'target-group', 'targets'],
      resources: [serviceName],
      own: 'unknown',
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
