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
    'DescribeVpcEndpointServices, asked for the endpoint’s service name, answers nothing, though the endpoint is available: its owner took this account off the allowed principals, or, of a service of AWS, it is no longer offered there. The connection keeps working, so it is a remark of low severity; in every other state it is the state that decides.',
  why: 'A consumer that cannot see a service cannot create endpoints to it.',
  fix: 'A service of another account: have its owner allow this account again. A service of AWS: check whether it is still offered in the Region before the endpoint is created again.',
  examples: {
    bad: '"ServiceDetails": [] for the endpoint’s service name, "State": "available"',
    good: '"ServiceDetails": [{ "ServiceName": the endpoint’s }]',
  },
  check: (context) => {
    const { endpoint, detail, region, serviceRegion } = context;
    if (endpoint.serviceName === undefined) return malformed('ServiceName');
    if (detail !== undefined) return pass(`${endpoint.serviceName} is visible to account ${endpoint.account}.`);
    // In every other state it is the state that decides (PL-LIF).
    if (endpoint.state !== 'available') return 'not-applicable';
    const service = serviceIdOf(endpoint.serviceName);
    return remark({
      resource: endpoint.serviceName,
      ...(service === undefined ? { owner: 'aws' as const } : {}),
      effect: 'hygiene',
      severity: 'low',
      message: `${
        service === undefined
          ? `${endpoint.serviceName} is not among the services that AWS offers account ${endpoint.account} in ${serviceRegion}.`
          : `Account ${endpoint.account} is no longer allowed to see ${endpoint.serviceName}.`
      } The existing connection is unaffected; an endpoint that is created again would be refused.`,
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
        ...(service === undefined
          ? []
          : [
              awsCommand(
                'ec2 modify-vpc-endpoint-service-permissions',
                serviceRegion,
                {
                  'service-id': service,
                  'add-allowed-principals': `arn:${endpoint.partition}:iam::${endpoint.account}:root`,
                },
                'run by the service’s owner: everyone in that account may request connections',
              ),
            ]),
      ],
    });
  },
};
