import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';
import { isCrossRegion } from './cross-region.ts';

/** PL-REG-003: what an endpoint across Regions costs and lacks. */
export const plReg003: EndpointRule = {
  id: 'PL-REG-003',
  title: 'Cross-Region endpoint: limits to know',
  hop: 'service',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  suppressedBy: [],
  docs: [
    `${PRIVATELINK_DOCS}aws-services-cross-region-privatelink-support.html`,
    `${PRIVATELINK_DOCS}privatelink-cloudwatch-metrics.html`,
    `${PRIVATELINK_DOCS}privatelink-share-your-services.html`,
  ],
  condition: 'The endpoint’s ServiceRegion is another Region than its own.',
  why: 'Data between the Regions are charged and take longer, and CloudWatch has no metrics of such an endpoint.',
  fix: 'Prefer a service in the same Region where there is one.',
  examples: { bad: 'endpoint in eu-west-1, "ServiceRegion": "us-east-1"', good: 'endpoint and service in eu-west-1' },
  check: (context) => {
    if (!isCrossRegion(context)) return 'not-applicable';
    const { endpoint, region, serviceRegion } = context;
    return remark({
      resource: endpoint.id,
      message: `${endpoint.id} is in ${region}, its service in ${serviceRegion}: traffic between them is charged, takes longer, and has no metrics in AWS/PrivateLinkEndpoints.`,
      evidence: [evidence(endpoint.id, 'ServiceRegion', serviceRegion)],
      commands: [
        awsCommand(
          'ec2 describe-vpc-endpoints',
          region,
          { filters: `Name=service-region,Values=${serviceRegion}` },
          READS_ONLY,
        ),
      ],
    });
  },
};
