import type { EndpointContext, ProviderContext } from '../context.ts';
import type { Proof } from './proof.ts';
import type { Gap } from '../needs.ts';
import { inspectionOf } from '../rules/gwlb/senders.ts';
import { shortName } from '../rules/load-balancers.ts';
import { sourcePlan } from '../sources.ts';

/*
 * What must be proved, beside the rules, of a path through a Gateway Load Balancer endpoint to its appliances.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/introduction.html
 */

const byRules: Proof = { kind: 'by-rules' };
/** The listener takes every IP packet and forwards it in GENEVE on this port. */
const GENEVE_PORT = 6081;

function gap(reason: Gap['reason'], ...missing: readonly string[]): Proof {
  return { kind: 'gap', gap: { reason, missing } };
}

/** The routes to the endpoint; with a source, its own subnet must be one that sends there. */
export function inspectionRoutes(context: EndpointContext): Proof {
  const asked = context.options.source;
  if (asked === undefined) return byRules;
  const [given] = sourcePlan(context).candidates;
  if (given?.subnetId === undefined) return gap('input-missing', `a subnet of ${context.vpcId} that ${asked} is in`);
  const { subnetId } = given;
  const inspection = inspectionOf(context);
  if ('gap' in inspection) return { kind: 'gap', gap: inspection.gap };
  return inspection.senders.some(({ id }) => id === subnetId)
    ? byRules
    : gap('unsupported', `where ${subnetId} sends its traffic: its route table does not name ${context.endpoint.id}`);
}

/** The load balancers of a service of appliances. */
export function gatewayLoadBalancers({ service, loadBalancers }: ProviderContext): Proof {
  if (service.gatewayLoadBalancerArns === undefined) return gap('malformed', 'GatewayLoadBalancerArns');
  return loadBalancers.length === 0 ? gap('malformed', 'GatewayLoadBalancerArns: it is empty') : byRules;
}

/** A Gateway Load Balancer has one listener, of no port and protocol. */
export function gatewayListeners(context: ProviderContext): Proof {
  const listeners = context.loadBalancers.flatMap((path) => path.listeners);
  const crowded = context.loadBalancers.filter((path) => path.listeners.length > 1);
  if (crowded.length > 0) return gap('malformed', ...crowded.map(({ arn }) => `single listener of ${shortName(arn)}`));
  const strange = listeners.filter(
    ({ port = GENEVE_PORT, protocol = 'GENEVE' }) => port !== GENEVE_PORT || protocol !== 'GENEVE',
  );
  if (strange.length > 0) return gap('malformed', ...strange.map(({ id }) => `GENEVE listener: ${id}`));
  return gatewayLoadBalancers(context);
}

/** Each listener must lead to a group that was read and takes GENEVE. */
export function gatewayTargetGroups(context: ProviderContext): Proof {
  const { loadBalancers, groups, need } = context;
  if (loadBalancers.length === 0) return gap('malformed', 'GatewayLoadBalancerArns: it is empty');
  for (const { arn, listeners } of loadBalancers) {
    const unread = need('elasticloadbalancing:DescribeListeners', { LoadBalancerArn: arn });
    if (unread !== undefined) return { kind: 'gap', gap: unread };
    if (listeners.length === 0) return gap('suppressed', `${shortName(arn)} has no listener`);
    const idle = listeners.filter(({ forwards }) => !forwards.some(({ weight }) => weight > 0));
    if (idle.length > 0)
      return gap('malformed', ...idle.map(({ id }) => `DefaultActions of ${id} with a target group`));
  }
  for (const group of groups) {
    const about = { LoadBalancerArn: group.loadBalancer.arn, TargetGroupArn: group.arn };
    const unread = need('elasticloadbalancing:DescribeTargetGroups', about);
    if (unread !== undefined) return { kind: 'gap', gap: unread };
    if (group.group === undefined) return gap('malformed', `${shortName(group.arn)} in the listing of target groups`);
    if (group.group.protocol !== 'GENEVE' || group.group.port !== GENEVE_PORT) {
      return gap('malformed', `Protocol GENEVE and Port ${GENEVE_PORT} of ${shortName(group.arn)}`);
    }
  }
  return {
    kind: 'pass',
    statement: `Packets are forwarded in GENEVE to ${groups.map(({ arn }) => shortName(arn)).join(', ')}.`,
    instances: groups.map(({ arn }) => ({ resource: arn, state: 'pass' })),
  };
}

/** Targets are judged by the rules, where there are groups. */
export function gatewayTargets(context: ProviderContext): Proof {
  return context.groups.length === 0 ? gatewayTargetGroups(context) : byRules;
}
