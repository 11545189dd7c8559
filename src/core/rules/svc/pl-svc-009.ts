import { evidence } from '../../context.ts';
import { ageInHours } from '../age.ts';
import { awsCommand } from '../command.ts';
import { LOAD_BALANCERS } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

const DAYS = 14;

/** PL-SVC-009: published, and nobody uses it. */
export const plSvc009: ProviderRule = {
  id: 'PL-SVC-009',
  title: 'Service without connections',
  hop: 'service',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    { operation: 'ec2:DescribeVpcEndpointConnections', about: ({ service }) => [{ 'service-id': service.id }] },
    LOAD_BALANCERS,
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}delete-endpoint-service.html`],
  condition: `No connection of the service is available or pendingAcceptance, and its youngest load balancer is older than ${DAYS} days. AWS does not tell when a service was created, so the load balancers stand in for its age.`,
  why: 'A publication that nobody uses is exposure without a benefit.',
  fix: 'Delete the service, and its load balancer if nothing else uses it.',
  examples: {
    bad: '"VpcEndpointConnections": [], load balancer created 40 days ago',
    good: '"VpcEndpointConnections": [], load balancer created 3 days ago',
  },
  check: ({ service, connections, loadBalancers, options, region }) => {
    const live = connections.filter((item) => item.state === 'available' || item.state === 'pendingacceptance');
    if (live.length > 0) return pass(`${live.length} endpoints are connected or waiting.`);
    if (connections.some((item) => item.state === undefined)) return malformed('VpcEndpointState');
    const ages = loadBalancers.map((path) => ageInHours(path.loadBalancer?.createdTime, options.now));
    if (ages.length === 0 || ages.includes(undefined)) return malformed('CreatedTime of the load balancers');
    if (Math.min(...ages.map((hours) => hours ?? 0)) <= DAYS * 24) return pass('Its load balancer is new.');
    return remark({
      resource: service.id,
      message: `Nobody is connected to ${service.id} or waits for it, and its load balancers are older than ${DAYS} days. When the service was created is not told by AWS.`,
      evidence: [
        evidence(
          service.id,
          'VpcEndpointConnections',
          connections.map((item) => `${item.endpointId} ${item.state ?? ''}`),
        ),
        ...loadBalancers.map((path) => evidence(path.arn, 'CreatedTime', path.loadBalancer?.createdTime ?? '')),
      ],
      commands: [
        awsCommand(
          'ec2 delete-vpc-endpoint-service-configurations',
          region,
          { 'service-ids': service.id },
          'the service’s name is gone for good: consumers need a new one',
        ),
      ],
    });
  },
};
