import { serviceIdOf } from '../../lookup.ts';
import { describeAge } from '../age.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { whenState } from '../endpoint-state.ts';
import { ENDPOINT } from '../requirements.ts';
import { PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-LIF-001: the service's owner has not accepted the connection yet. */
export const plLif001: EndpointRule = {
  id: 'PL-LIF-001',
  title: 'Connection waits for the provider to accept it',
  hop: 'acceptance',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}concepts.html`, `${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition: 'The endpoint’s State is pendingAcceptance.',
  why: 'The service asks for manual acceptance. Until its owner accepts, the endpoint carries no traffic.',
  fix: 'The service’s owner accepts the request. Consumer: send the owner the endpoint id and your account id. Private DNS can be switched on only after that.',
  examples: {
    bad: '"State": "pendingAcceptance"',
    good: '"State": "available"',
  },
  check: (context) =>
    whenState(context, ['pendingacceptance'], ({ endpoint, serviceRegion, options }) => {
      const age = describeAge(endpoint.creationTimestamp, options.now);
      const service = serviceIdOf(endpoint.serviceName ?? '') ?? 'SERVICE_ID';
      return {
        message: `${endpoint.id} of account ${endpoint.account} has waited ${age ?? 'for an unknown time'} for the owner of ${endpoint.serviceName ?? 'its service'} to accept it.`,
        commands: [
          awsCommand(
            'ec2 accept-vpc-endpoint-connections',
            serviceRegion,
            { 'service-id': service, 'vpc-endpoint-ids': endpoint.id },
            'run by the service’s owner: the endpoint’s whole VPC can then reach the service',
          ),
          awsCommand(
            'ec2 describe-vpc-endpoint-connections',
            serviceRegion,
            { filters: [`Name=service-id,Values=${service}`, 'Name=vpc-endpoint-state,Values=pendingAcceptance'] },
            READS_ONLY,
          ),
        ],
      };
    }),
};
