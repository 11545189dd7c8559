import { selectedListeners, type EndpointContext, type ProviderContext } from './context.ts';
import type { Confidence } from './diagnosis.ts';
import { isLatticeEndpoint, latticePath, publishedPorts } from './lattice.ts';
import type { Share } from './model/cidr.ts';
import type { Gap } from './needs.ts';
import { ALL_PORTS, countPorts, describePorts, normalizePorts, type PortSet } from './reachability/ports.ts';
import type { Transport } from './reachability/security-group.ts';

/* Which ports the clients of an endpoint use: asked for, published by the provider's listeners, or documented by AWS. */

export interface Flow {
  readonly transport: Transport;
  readonly port: number;
}

export interface PortPlan {
  /** Empty when nothing names a port: then any TCP port that is admitted counts, of those in `within`. */
  readonly flows: readonly Flow[];
  /** The ranges that are published where they are too many to name each port; all ports by default. */
  readonly within?: PortSet;
  readonly confidence: Confidence;
  readonly assumption?: string;
  /** Why no port can be named; nothing that passes may then be called good. */
  readonly gap?: Gap;
}

/**
 * Ports of AWS services that do not listen on 443.
 * https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html,
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html, Aurora DSQL speaks PostgreSQL.
 */
const AWS_PORTS: readonly (readonly [pattern: RegExp, ports: readonly number[]])[] = [
  [/\.cassandra(-fips)?$/, [9142]],
  [/\.dsql(-[0-9a-z]+)?$/, [5432]],
  [/\.email-smtp$/, [25, 465, 587, 2465, 2587]],
];

/** The ports that the path is judged on, and how sure that is. */
export function portPlan(context: EndpointContext): PortPlan {
  const { port } = context.options;
  const published = context.provider.kind === 'visible' ? publishedFlows(context.provider.context) : [];
  if (port !== undefined) {
    // The listener on that port says which protocol is meant; where none is known, TCP.
    return { flows: published.length > 0 ? published : [{ transport: 'tcp', port }], confidence: 'deterministic' };
  }
  if (isLatticeEndpoint(context)) return latticePorts(context);
  if (context.provider.kind === 'aws') return awsPorts(context.endpoint.serviceName ?? '');
  const gap = listenerGap(context);
  if (gap !== undefined) return { flows: [], confidence: 'heuristic', gap };
  if (published.length > 0) {
    const names = published.map(describeFlow).join(', ');
    const assumption = `No port was given: the service’s own ports (${names}) were all tried, and one that gets through is enough.`;
    return { flows: published, confidence: 'deterministic', ...(published.length > 1 ? { assumption } : {}) };
  }
  return {
    flows: [],
    confidence: 'heuristic',
    assumption: 'No port was given and the service’s listeners are not readable: any TCP port that is admitted counts.',
  };
}

/** The TCP ports among which any that is admitted counts, where no flow is named. */
export function anyOf({ within }: PortPlan): PortSet {
  return within ?? ALL_PORTS;
}

/** `tcp/443 or tcp/8443`, `any TCP port`, `any TCP port of 8000-8100`. */
export function describeWanted({ flows, within }: PortPlan): string {
  if (flows.length > 0) return flows.map(describeFlow).join(' or ');
  return within === undefined ? 'any TCP port' : `any TCP port of ${describePorts(within)}`;
}

/** As many single ports as a configuration can list: https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceConfiguration.html. */
const FEW_PORTS = 11;

/** What the resource configurations behind the endpoint publish; VPC Lattice carries TCP to resources. */
function latticePorts(context: EndpointContext): PortPlan {
  const nothing = (assumption: string): PortPlan => ({ flows: [], confidence: 'heuristic', assumption });
  const unread = context.need('ec2:DescribeVpcEndpointAssociations', { 'vpc-endpoint-id': context.endpoint.id });
  if (unread !== undefined) return { flows: [], confidence: 'heuristic', gap: unread };
  const { resources, services } = latticePath(context);
  const published = resources.map((resource) => publishedPorts(context, resource));
  const gaps = published.flatMap((item) => (typeof item === 'object' && 'gap' in item ? [item.gap] : []));
  const own = gaps.find((gap) => gap.reason !== 'other-account');
  if (own !== undefined) return { flows: [], confidence: 'heuristic', gap: own };
  if (gaps.length > 0 || services.length > 0 || resources.length === 0 || published.includes('of-the-resource')) {
    return nothing(
      'No port was given and not all ports behind the endpoint are readable: any TCP port that is admitted counts.',
    );
  }
  const ports = normalizePorts(
    published.flatMap((item) => (typeof item === 'object' && 'ports' in item ? item.ports : [])),
  );
  if (countPorts(ports) <= FEW_PORTS) {
    const flows = ports.flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, i): Flow => ({ transport: 'tcp', port: from + i })),
    );
    return { flows, confidence: 'deterministic' };
  }
  return {
    ...nothing(`No port was given: any of the published ports ${describePorts(ports)} that is admitted counts.`),
    within: ports,
  };
}

/**
 * Why the service's ports are not known though they could be: its account was read, but not this. Where that account was
 * not read at all, what the endpoint admits has to stand in for the port.
 */
function listenerGap({ provider, endpoint }: EndpointContext): Gap | undefined {
  if (endpoint.type !== 'Interface') return undefined;
  if (provider.kind === 'hidden') return provider.unread ? undefined : provider.gap;
  if (provider.kind === 'aws') return undefined;
  const { need, loadBalancers } = provider.context;
  const unread = loadBalancers
    .map(({ arn }) => need('elasticloadbalancing:DescribeListeners', { LoadBalancerArn: arn }))
    .find((gap) => gap !== undefined);
  if (unread !== undefined) return unread;
  const vague = loadBalancers
    .flatMap(({ listeners }) => listeners)
    .filter(({ port, protocol }) => port === undefined || transportsOf(protocol).length === 0);
  return vague.length === 0
    ? undefined
    : { reason: 'malformed', missing: vague.map((item) => `Port and Protocol of ${item.name ?? item.id}`) };
}

/** False where nothing listens on the port that was asked for: whoever opens it helps nobody. */
export function mayBeServed(context: EndpointContext): boolean {
  if (context.options.port === undefined || context.provider.kind !== 'visible') return true;
  return listenerGap(context) !== undefined || publishedFlows(context.provider.context).length > 0;
}

/** What the listeners of a service accept. */
export function publishedFlows(provider: ProviderContext): readonly Flow[] {
  const flows = provider.loadBalancers.flatMap((path) =>
    selectedListeners(path, provider.options.port).flatMap(({ port, protocol }) =>
      port === undefined ? [] : transportsOf(protocol).map((transport) => ({ transport, port })),
    ),
  );
  return [...new Map(flows.map((flow) => [describeFlow(flow), flow])).values()];
}

/**
 * What becomes of the flows together. With a port that was asked for, each transport of its listener is meant; without
 * one, a flow that gets through is enough: nobody said which of the service’s ports the clients use.
 */
export function together(context: Pick<EndpointContext, 'options'>, flows: readonly Share[]): Share {
  if (flows.every((share) => share === 'none')) return 'none';
  const isFull = (share: Share): boolean => share === 'full';
  return (context.options.port === undefined ? flows.some(isFull) : flows.every(isFull)) ? 'full' : 'partial';
}

export function describeFlow(flow: Flow): string {
  return `${flow.transport}/${flow.port}`;
}

/** TLS listens on TCP; QUIC is UDP, and GENEVE is carried by it. */
export function transportsOf(protocol: string | undefined): readonly Transport[] {
  switch (protocol?.toUpperCase()) {
    case 'TCP':
    case 'TLS':
      return ['tcp'];
    case 'UDP':
    case 'QUIC':
    case 'GENEVE':
      return ['udp'];
    case 'TCP_UDP':
    case 'TCP_QUIC':
      return ['tcp', 'udp'];
    default:
      return [];
  }
}

/**
 * Why nothing is known of the port that was asked for: AWS’s service is not documented to listen on it. Its gateway
 * endpoints carry what S3 takes without TLS too (https://docs.aws.amazon.com/general/latest/gr/s3.html).
 */
export function undocumentedPort({ endpoint, options, provider }: EndpointContext): Gap | undefined {
  const { port } = options;
  if (port === undefined || provider.kind !== 'aws') return undefined;
  const name = endpoint.serviceName ?? '';
  const isPlain = endpoint.type === 'Gateway' && name.endsWith('.s3');
  const known = [...awsPorts(name).flows.map((flow) => flow.port), ...(isPlain ? [80] : [])];
  return known.includes(port)
    ? undefined
    : {
        reason: 'input-missing',
        missing: [`whether ${name} listens on ${port}: ${known.join(', ')} is what is known of it`],
      };
}

/** The ports on which a service of AWS is documented to listen; 443 where nothing else is known of it. */
export function awsPorts(serviceName: string): PortPlan {
  const known = AWS_PORTS.find(([pattern]) => pattern.test(serviceName));
  if (known !== undefined) {
    return { flows: known[1].map((port) => ({ transport: 'tcp', port })), confidence: 'deterministic' };
  }
  return {
    flows: [{ transport: 'tcp', port: 443 }],
    confidence: 'heuristic',
    assumption: 'No port was given: tcp/443 is assumed, on which AWS services listen.',
  };
}
