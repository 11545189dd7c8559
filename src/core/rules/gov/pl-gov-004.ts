import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { isLive } from '../live.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-GOV-004: the same service twice in one VPC. */
export const plGov004: EndpointRule = {
  id: 'PL-GOV-004',
  title: 'Two endpoints for the same service in one VPC',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeVpcEndpoints', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`],
  condition:
    'Another endpoint of the VPC has the same service name, service Region and type, and is available, pending or waiting for acceptance, as this one is.',
  why: 'Both are paid for, and only one of them can have the private DNS name.',
  fix: 'Move the clients to one of them and delete the other.',
  examples: {
    bad: 'vpce-0a1b and vpce-0c2d in vpc-0e3f, both Interface for com.amazonaws.us-east-1.kms',
    good: 'vpce-0a1b Gateway and vpce-0c2d Interface in vpc-0e3f for com.amazonaws.us-east-1.s3',
  },
  check: ({ endpoint, lookup, region, serviceRegion, vpcId }) => {
    if (endpoint.serviceName === undefined) return malformed('ServiceName');
    if (!isLive(endpoint)) return 'not-applicable';
    const others = lookup
      .endpointsOf(vpcId)
      .filter(
        (item) =>
          item.id !== endpoint.id &&
          item.serviceName === endpoint.serviceName &&
          (item.serviceRegion ?? item.region) === serviceRegion &&
          item.type === endpoint.type &&
          isLive(item),
      );
    if (others.length === 0) return pass(`No other endpoint of ${vpcId} is for the same service.`);
    return remark({
      resource: endpoint.id,
      message: `${vpcId} has ${others.length === 1 ? 'another endpoint' : `${others.length} other endpoints`} for ${endpoint.serviceName}: ${others.map(({ id }) => id).join(', ')}.`,
      evidence: [endpoint, ...others].map((item) => evidence(item.id, 'ServiceName', item.serviceName)),
      commands: others
        .slice(0, 1)
        .map(({ id }) =>
          awsCommand(
            'ec2 delete-vpc-endpoints',
            region,
            { 'vpc-endpoint-ids': id },
            'deletes its interfaces and addresses; clients that still use it lose their connections',
          ),
        ),
    });
  },
};
