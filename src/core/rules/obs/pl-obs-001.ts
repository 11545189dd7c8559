import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, remark, VPC_DOCS, type EndpointRule } from '../rule.ts';
import { FLOW_LOGS, flowLogsOf } from './flow-logs.ts';

/** PL-OBS-001: nothing records what reaches the endpoint. */
export const plObs001: EndpointRule = {
  id: 'PL-OBS-001',
  title: 'No flow log covers the endpoint',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [ENDPOINT, FLOW_LOGS],
  optional: true,
  suppressedBy: [],
  docs: [`${VPC_DOCS}flow-logs.html`, `${VPC_DOCS}flow-logs-limitations.html`],
  condition:
    'No active flow log of all traffic is on the endpoint’s VPC, on each of its subnets, or on each of its network interfaces. One of rejected traffic alone does not show what arrives.',
  why: 'Whether packets reach the endpoint cannot be shown afterwards; what passes between an endpoint and the provider’s load balancer is in no flow log at all.',
  fix: 'Create a flow log of all traffic on the VPC.',
  examples: {
    bad: '"ResourceId": "vpc-0a1b", "TrafficType": "REJECT"',
    good: '"ResourceId": "vpc-0a1b", "TrafficType": "ALL", "FlowLogStatus": "ACTIVE"',
  },
  check: (context) => {
    const { endpoint, region, vpcId } = context;
    const recorded = new Set(
      flowLogsOf(context)
        .filter((log) => log.status === 'active' && log.trafficType === 'all')
        .map((log) => log.resourceId),
    );
    const all = (ids: readonly string[] | undefined): boolean =>
      ids !== undefined && ids.length > 0 && ids.every((id) => recorded.has(id));
    if (recorded.has(vpcId) || all(endpoint.subnetIds) || all(endpoint.networkInterfaceIds)) {
      return pass('A flow log records all traffic of the endpoint.');
    }
    return remark({
      resource: vpcId,
      message: `No flow log records what reaches ${endpoint.id} in ${vpcId}.`,
      evidence: [
        evidence(
          vpcId,
          'FlowLogs',
          flowLogsOf(context).map((log) => `${log.id} ${log.trafficType ?? ''}`),
        ),
      ],
      commands: [
        awsCommand(
          'ec2 create-flow-logs',
          region,
          {
            'resource-type': 'VPC',
            'resource-ids': vpcId,
            'traffic-type': 'ALL',
            'log-destination-type': 's3',
            'log-destination': 'arn:aws:s3:::BUCKET_NAME',
          },
          'records all traffic of the VPC; storage is charged by the gigabyte',
        ),
      ],
    });
  },
};
