import { evidence } from '../../context.ts';
import { serviceIdOf } from '../../lookup.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-SVC-001: this account may not see the service that its endpoint uses. */
export const plSvc001: EndpointRule = {
  id: 'PL-SVC-001',
  title: 'Service name is not visible to this account',
  hop: 'service',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  optional: true,
  requires: [
    ENDPOINT,
    {
      operation: 'ec2:DescribeVpcEndpointServices',
      about: ({ endpoint, serviceRegion }) => [
        {
          'service-name': endpoint.serviceName ?? '',
          ServiceName: endpoint.serviceName ?? '',
          ServiceRegion: serviceRegion,
        },
      ],
    },
  ],
  suppressedBy: LIFECYCLE,
  docs: [
    `${PRIVATELINK_DOCS}configure-endpoint-service.html`,
    `${PRIVATELINK_DOCS}privatelink-share-your-services.html`,
  ],
  condition:
    'DescribeVpcEndpointServices, asked for the endpoint’s service name, answers nothing: the service is gone, its name or Region is wrong, or this account is no allowed principal. An endpoint that is available keeps working without the permission, so there it is a remark of low severity.',
  why: 'A consumer that cannot see a service cannot create endpoints to it.',
  fix: 'Provider: allow the account again. Consumer: check the name and the Region.',
  examples: {
    bad: '"ServiceDetails": [] for the endpoint’s service name, "State": "failed"',
    good: '"ServiceDetails": [{ "ServiceName": the endpoint’s }]',
  },
  check: (context) => {
    const { endpoint, detail, region, serviceRegion } = context;
    if (endpoint.serviceName === undefined) return malformed('ServiceName');
    if (detail !== undefined) return pass(`${endpoint.serviceName} is visible to account ${endpoint.account}.`);
    // In every other state it is the state that decides (PL-LIF).
    if (endpoint.state !== 'available') return 'not-applicable';
    const service = serviceIdOf(endpoint.serviceName) ?? 'SERVICE_ID';
    return remark({
      resource: endpoint.serviceName,
      effect: 'hygiene',
      severity: 'low',
      message: `Account ${endpoint.account} is no longer allowed to see ${endpoint.serviceName}. The existing connection is unaffected; an endpoint that is created again would be refused.`,
      evidence: [
        evidence(endpoint.serviceName, 'ServiceDetails', '[]'),
        evidence(endpoint.id, 'State', endpoint.state),
      ],
      commands: [
        awsCommand(
          'ec2 describe-vpc-endpoint-services',
          region,
          {
            filters: `Name=service-name,Values=${endpoint.serviceName}`,
            ...(serviceRegion === region ? {} : { 'service-regions': serviceRegion }),
          },
          READS_ONLY,
        ),
        awsCommand(
          'ec2 modify-vpc-endpoint-service-permissions',
          serviceRegion,
          {
            'service-id': service,
            'add-allowed-principals': `arn:${endpoint.partition}:iam::${endpoint.account}:root`,
          },
          'run by the service’s owner: everyone in that account may request connections',
        ),
      ],
    });
  },
};
