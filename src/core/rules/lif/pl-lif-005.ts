import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-LIF-005: some of what the endpoint leads to could not be built. */
export const plLif005: EndpointRule = {
  id: 'PL-LIF-005',
  title: 'Endpoint is only partially available',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'high',
  // AWS lists the state without saying what it means.
  confidence: 'heuristic',
  requires: [ENDPOINT],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}concepts.html`],
  condition: 'The endpoint’s State is partial.',
  why: 'Some of its associations or zones failed.',
  fix: 'List its associations with their FailureCode and FailureReason, and repair those.',
  examples: { bad: '"State": "Partial"', good: '"State": "available"' },
  check: ({ endpoint, region }) => {
    if (endpoint.state === undefined) return malformed('State');
    if (endpoint.state !== 'partial') return { instances: [], findings: [] };
    return {
      instances: [{ resource: endpoint.id, state: 'warn' }],
      findings: [
        {
          resource: endpoint.id,
          message: `${endpoint.id} is available in part only.`,
          evidence: [evidence(endpoint.id, 'State', endpoint.state)],
          commands: [
            awsCommand(
              'ec2 describe-vpc-endpoint-associations',
              region,
              { 'vpc-endpoint-ids': endpoint.id },
              READS_ONLY,
            ),
          ],
        },
      ],
    };
  },
};
