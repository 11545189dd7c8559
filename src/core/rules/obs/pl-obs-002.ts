import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, remark, VPC_DOCS, type EndpointRule } from '../rule.ts';
import { FLOW_LOGS, flowLogsOf } from './flow-logs.ts';

/** PL-OBS-002: a flow log that arrives nowhere. */
export const plObs002: EndpointRule = {
  id: 'PL-OBS-002',
  title: 'Flow log is not delivered',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [ENDPOINT, FLOW_LOGS],
  optional: true,
  suppressedBy: [],
  docs: [`${VPC_DOCS}flow-logs-troubleshooting.html`],
  condition: 'DeliverLogsStatus of a flow log on the endpoint’s VPC, subnets or network interfaces is FAILED.',
  why: 'Logging looks switched on, and the log is empty when it is needed.',
  fix: 'Repair the role or the policy of the destination, as the error message says.',
  examples: {
    bad: '"DeliverLogsStatus": "FAILED", "DeliverLogsErrorMessage": "Access error"',
    good: '"DeliverLogsStatus": "SUCCESS"',
  },
  check: (context) => {
    const failed = flowLogsOf(context).filter((log) => log.deliverLogsStatus === 'failed');
    if (failed.length === 0) return pass('No flow log of the endpoint fails to be delivered.');
    return remark(
      ...failed.map((log) => ({
        resource: log.id,
        message: `The flow log ${log.id} of ${log.resourceId ?? 'its resource'} is not delivered: ${log.deliverLogsErrorMessage ?? 'AWS gives no reason'}.`,
        evidence: [
          evidence(log.id, 'DeliverLogsStatus', 'FAILED'),
          evidence(log.id, 'DeliverLogsErrorMessage', log.deliverLogsErrorMessage),
        ],
        commands: [
          awsCommand(
            'ec2 describe-flow-logs',
            context.region,
            { 'flow-log-ids': log.id, query: 'FlowLogs[].[DeliverLogsStatus,DeliverLogsErrorMessage]' },
            READS_ONLY,
          ),
        ],
      })),
    );
  },
};
