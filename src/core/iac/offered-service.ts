import { buildLookup, serviceIdOf } from '../lookup.ts';
import { AppError } from '../model/errors.ts';
import { serviceDetailKey, type Inventory } from '../model/inventory.ts';
import { awsPorts, describeFlow, transportsOf, type Flow } from '../ports.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { ServiceDetail } from '../resources/service-detail.ts';
import type { Vpc } from '../resources/vpc.ts';
import { gapIn } from './gaps.ts';

/*
 * A service as somebody who wants an endpoint for it finds it: what the provider’s account shows, where it was read, and
 * what AWS shows the consumer’s.
 */

export interface OfferedService {
  readonly name: string;
  /** `vpce-svc-…`, of a service that is not AWS’s own. */
  readonly id?: string;
  readonly region: string;
  readonly isAws: boolean;
  /** As its provider sees it. */
  readonly service?: EndpointService;
  /** As the VPC’s account sees it. */
  readonly detail?: ServiceDetail;
  /** As the VPC’s account sees the gateway endpoints of the same name. */
  readonly gateway?: ServiceDetail;
  /** Why nobody knows what AWS shows the VPC’s account. */
  readonly unread?: string;
}

/**
 * The service that a name stands for: an id (`vpce-svc-…`, or `vpce-…` for the service of an endpoint), a whole name
 * (`com.amazonaws.eu-west-1.sqs`) or, of AWS’s own, what follows the Region (`sqs`).
 *
 * @param vpc where the endpoint is to be
 * @throws AppError `bad-input` for what is no name of a service
 */
export function offeredService(inventory: Inventory, given: string, vpc: Vpc): OfferedService {
  const name = fullName(inventory, given, vpc);
  const id = serviceIdOf(name);
  const service = [...inventory.services.values()].find((item) => item.id === id || item.serviceName === name);
  const seen = (type: string): ServiceDetail | undefined =>
    inventory.serviceDetails.get(serviceDetailKey(vpc.seenBy, vpc.region, name, type));
  const [detail, gateway] = [seen('Interface'), seen('Gateway')];
  const unread =
    detail !== undefined || gateway !== undefined
      ? undefined
      : gapIn(inventory, vpc, 'ec2:DescribeVpcEndpointServices', name);
  return {
    name,
    ...(id === undefined ? {} : { id }),
    region: detail?.serviceRegion ?? service?.region ?? regionIn(name) ?? vpc.region,
    isAws: id === undefined && (detail?.owner ?? 'amazon') === 'amazon',
    ...(service === undefined ? {} : { service }),
    ...(detail === undefined ? {} : { detail }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(unread === undefined ? {} : { unread }),
  };
}

function fullName(inventory: Inventory, given: string, vpc: Vpc): string {
  const known = [...inventory.services.values()].find((item) => item.id === given || item.serviceName === given);
  if (known?.serviceName !== undefined) return known.serviceName;
  const used = inventory.endpoints.get(given)?.serviceName;
  if (used !== undefined) return used;
  const details = [...inventory.serviceDetails.values()];
  const seen = details.find((item) => item.serviceId === given || item.serviceName === given);
  if (seen !== undefined) return seen.serviceName;
  if (/^vpce-svc-[0-9a-z]+$/.test(given)) return `com.amazonaws.vpce.${known?.region ?? vpc.region}.${given}`;
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(given)) {
    throw new AppError(
      'bad-input',
      `${given} is no name of a service: give vpce-svc-…, a whole name such as com.amazonaws.eu-west-1.sqs, or the end of one of AWS’s own, such as sqs.`,
    );
  }
  if (/^(?:cn\.)?(?:com\.amazonaws|aws)\./.test(given)) return given;
  const short = details.find(
    (item) => item.region === vpc.region && item.serviceName.endsWith(`.${vpc.region}.${given}`),
  );
  return short?.serviceName ?? `com.amazonaws.${vpc.region}.${given}`;
}

/** The Region that stands in a name. */
function regionIn(name: string): string | undefined {
  return /(?:^|\.)([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(name)?.[1];
}

/** What an endpoint’s security group has to let in: the ports of the listeners, of AWS’s own services those of its pages. */
export type OfferedPorts =
  | { readonly flows: readonly Flow[]; readonly isAssumed: boolean }
  /** Why they are not known. */
  | { readonly unread: string };

export function portsOf(inventory: Inventory, offered: OfferedService): OfferedPorts {
  const { service, name, isAws } = offered;
  if (isAws) {
    const { flows, assumption } = awsPorts(name);
    return { flows, isAssumed: assumption !== undefined };
  }
  if (service === undefined) return { unread: 'the service is of an account that was not read' };
  const arns = service.networkLoadBalancerArns ?? [];
  if (arns.length === 0) return { unread: 'no Network Load Balancer of the service was in the answer' };
  const lookup = buildLookup(inventory);
  for (const arn of arns) {
    const gap = gapIn(inventory, service, 'elasticloadbalancing:DescribeListeners', arn);
    if (gap !== undefined) return { unread: gap };
  }
  const listeners = arns.flatMap((arn) => lookup.listenersOf(arn));
  const flows = listeners.flatMap(({ port, protocol }) =>
    port === undefined ? [] : transportsOf(protocol).map((transport): Flow => ({ transport, port })),
  );
  if (flows.length === 0) return { unread: 'no listener was in the answer of elasticloadbalancing:DescribeListeners' };
  return {
    flows: [...new Map(flows.map((flow) => [describeFlow(flow), flow])).values()].sort(byPort),
    isAssumed: false,
  };
}

function byPort(a: Flow, b: Flow): number {
  return a.port - b.port || (a.transport < b.transport ? -1 : 1);
}
