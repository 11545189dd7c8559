import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-LIF-008: the last change of a working endpoint went wrong. */
export const plLif008: EndpointRule = {
  id: 'PL-LIF-008',
  title: 'Endpoint carries a last error although it is available',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}concepts.html`],
  condition: 'The endpoint is available and its LastError is set.',
  why: 'A change was refused: the endpoint is not what somebody meant it to be.',
  fix: 'Read the error, correct its cause and make the change again.',
  examples: {
    bad: '"State": "available", "LastError": { "Code": "InvalidSubnet", … }',
    good: '"State": "available", no LastError',
  },
  check: ({ endpoint, region }) => {
    const { state, lastError } = endpoint;
    if (state !== 'available') return 'not-applicable';
    if (lastError?.code === undefined && lastError?.message === undefined) return pass('It carries no error.');
    return remark({
      resource: endpoint.id,
      message: `${endpoint.id} is available, and its last change failed: ${[lastError.code, lastError.message].filter((part) => part !== undefined).join(': ')}.`,
      evidence: [evidence(endpoint.id, 'LastError', lastError)],
      commands: [
        awsCommand(
          'ec2 describe-vpc-endpoints',
          region,
          { 'vpc-endpoint-ids': endpoint.id, query: 'VpcEndpoints[0].[State,LastError]' },
          READS_ONLY,
        ),
      ],
    });
  },
};
