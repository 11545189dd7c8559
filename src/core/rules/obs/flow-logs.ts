import type { EndpointContext } from '../../context.ts';
import type { FlowLog } from '../../resources/flow-log.ts';
import type { Requirement } from '../rule.ts';

/** The flow logs of an endpoint's VPC, subnets and network interfaces. */
export const FLOW_LOGS: Requirement<EndpointContext> = {
  operation: 'ec2:DescribeFlowLogs',
  about: (context) => places(context).map((id) => ({ 'resource-id': id })),
};

export function flowLogsOf(context: EndpointContext): readonly FlowLog[] {
  return [...new Set(places(context))].flatMap((id) => context.lookup.flowLogsOf(id));
}

function places({ endpoint, vpcId }: EndpointContext): readonly string[] {
  return [vpcId, ...(endpoint.subnetIds ?? []), ...(endpoint.networkInterfaceIds ?? [])];
}
