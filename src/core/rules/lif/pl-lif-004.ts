import { awsCommand } from '../command.ts';
import { whenState } from '../endpoint-state.ts';
import { ENDPOINT } from '../requirements.ts';
import { PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-LIF-004: the connection request expired. */
export const plLif004: EndpointRule = {
  id: 'PL-LIF-004',
  title: 'Connection request expired',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}concepts.html`],
  condition: 'The endpoint’s State is expired.',
  why: 'The request was not accepted in time, and an expired one cannot be accepted any more.',
  fix: 'Delete the endpoint and create it again, after agreeing with the service’s owner when it will be accepted.',
  examples: {
    bad: '"State": "expired"',
    good: '"State": "pendingAcceptance" (PL-LIF-001)',
  },
  check: (context) =>
    whenState(context, ['expired'], ({ endpoint, region }) => ({
      message: `The request of ${endpoint.id} to ${endpoint.serviceName ?? 'its service'} expired.`,
      commands: [
        awsCommand(
          'ec2 delete-vpc-endpoints',
          region,
          { 'vpc-endpoint-ids': endpoint.id },
          'deletes the endpoint; it carries no traffic now',
        ),
      ],
    })),
};
