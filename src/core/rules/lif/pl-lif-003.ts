import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { whenState } from '../endpoint-state.ts';
import { ENDPOINT } from '../requirements.ts';
import { PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-LIF-003: AWS could not build the endpoint. */
export const plLif003: EndpointRule = {
  id: 'PL-LIF-003',
  title: 'Endpoint failed',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}concepts.html`],
  condition: 'The endpoint’s State is failed. LastError and FailureReason are shown.',
  why: 'AWS could not build the endpoint, so there is no working network interface or route.',
  fix: 'Correct the cause that LastError or FailureReason names, delete the endpoint and create it again.',
  examples: {
    bad: '"State": "failed", "LastError": { "Code": "InsufficientFreeAddressesInSubnet" }',
    good: '"State": "available"',
  },
  check: (context) =>
    whenState(context, ['failed'], ({ endpoint, region }) => {
      const { lastError, failureReason } = endpoint;
      const reason = [lastError?.code, lastError?.message, failureReason].filter((part) => part !== undefined);
      return {
        message: `${endpoint.id} failed: ${reason.length === 0 ? 'AWS gives no reason' : reason.join(': ')}.`,
        evidence: [
          ...(lastError === undefined ? [] : [evidence(endpoint.id, 'LastError', lastError)]),
          ...(failureReason === undefined ? [] : [evidence(endpoint.id, 'FailureReason', failureReason)]),
        ],
        commands: [
          awsCommand(
            'ec2 describe-vpc-endpoints',
            region,
            { 'vpc-endpoint-ids': endpoint.id, query: 'VpcEndpoints[0].[State,LastError,FailureReason]' },
            READS_ONLY,
          ),
          awsCommand(
            'ec2 delete-vpc-endpoints',
            region,
            { 'vpc-endpoint-ids': endpoint.id },
            'deletes the endpoint; it carries no traffic now',
          ),
        ],
      };
    }),
};
