import { defined } from '../model/defined.ts';
import { lower, number, tags, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

export interface FlowLog extends ResourceBase {
  readonly kind: 'flow-log';
  /** The VPC, subnet or network interface whose traffic is recorded. */
  readonly resourceId?: string;
  /** Lower case: accept, reject, all. */
  readonly trafficType?: string;
  readonly status?: string;
  /** Lower case: success, failed. */
  readonly deliverLogsStatus?: string;
  readonly deliverLogsErrorMessage?: string;
  readonly logDestinationType?: string;
  readonly logDestination?: string;
  readonly logGroupName?: string;
  readonly logFormat?: string;
  readonly maxAggregationInterval?: number;
}

export const flowLogKind: ResourceKind<FlowLog> = {
  kind: 'flow-log',
  operation: 'ec2:DescribeFlowLogs',
  ...entries('FlowLogs', (raw, scope) => {
    const id = text(raw, 'FlowLogId');
    if (id === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id, tags: tags(raw) }),
      kind: 'flow-log' as const,
      resourceId: text(raw, 'ResourceId'),
      trafficType: lower(raw, 'TrafficType'),
      status: lower(raw, 'FlowLogStatus'),
      deliverLogsStatus: lower(raw, 'DeliverLogsStatus'),
      deliverLogsErrorMessage: text(raw, 'DeliverLogsErrorMessage'),
      logDestinationType: lower(raw, 'LogDestinationType'),
      logDestination: text(raw, 'LogDestination'),
      logGroupName: text(raw, 'LogGroupName'),
      logFormat: text(raw, 'LogFormat'),
      maxAggregationInterval: number(raw, 'MaxAggregationInterval'),
    });
  }),
};
