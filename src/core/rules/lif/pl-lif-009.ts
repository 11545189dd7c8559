import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-LIF-009: the endpoint is another AWS service's to keep. */
export const plLif009: EndpointRule = {
  id: 'PL-LIF-009',
  title: 'Endpoint is managed by an AWS service',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'aws',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}concepts.html`],
  condition: 'RequesterManaged of the endpoint is true.',
  why: 'Changes made here may be undone, or refused.',
  fix: 'Change it through the service that made it.',
  examples: { bad: '"RequesterManaged": true', good: '"RequesterManaged": false' },
  check: ({ endpoint, region }) => {
    if (endpoint.requesterManaged !== true) return pass('It is the account’s own to change.');
    return remark({
      resource: endpoint.id,
      message: `${endpoint.id} was made and is kept by an AWS service: change it there.`,
      evidence: [evidence(endpoint.id, 'RequesterManaged', 'true')],
      commands: [awsCommand('ec2 describe-vpc-endpoints', region, { 'vpc-endpoint-ids': endpoint.id }, READS_ONLY)],
    });
  },
};
