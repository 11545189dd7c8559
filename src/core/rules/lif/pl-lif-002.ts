import { serviceIdOf } from '../../lookup.ts';
import { awsCommand } from '../command.ts';
import { whenState } from '../endpoint-state.ts';
import { ENDPOINT } from '../requirements.ts';
import { PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-LIF-002: the service's owner rejected the connection. */
export const plLif002: EndpointRule = {
  id: 'PL-LIF-002',
  title: 'Provider rejected the connection',
  hop: 'acceptance',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}concepts.html`, `${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition: 'The endpoint’s State is rejected.',
  why: 'A rejected endpoint carries no traffic; a connection that was accepted and is rejected later is cut.',
  fix: 'Agree with the service’s owner, who can still accept the request; otherwise delete the endpoint and request again.',
  examples: {
    bad: '"State": "rejected"',
    good: '"State": "available"',
  },
  check: (context) =>
    whenState(context, ['rejected'], ({ endpoint, region, serviceRegion }) => ({
      message: `The owner of ${endpoint.serviceName ?? 'the service'} rejected the connection of ${endpoint.id}.`,
      commands: [
        awsCommand(
          'ec2 accept-vpc-endpoint-connections',
          serviceRegion,
          {
            'service-id': serviceIdOf(endpoint.serviceName ?? '') ?? 'SERVICE_ID',
            'vpc-endpoint-ids': endpoint.id,
          },
          'run by the service’s owner: the endpoint’s whole VPC can then reach the service',
        ),
        awsCommand(
          'ec2 delete-vpc-endpoints',
          region,
          { 'vpc-endpoint-ids': endpoint.id },
          'deletes the endpoint and its network interfaces: addresses and DNS names change with the next one',
        ),
      ],
    })),
};
