import { evidence } from '../../context.ts';
import type { FixCommand } from '../../diagnosis.ts';
import type { EndpointConnection } from '../../resources/endpoint-connection.ts';
import type { EndpointService } from '../../resources/endpoint-service.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

const DEAD: ReadonlySet<string> = new Set(['rejected', 'failed', 'expired']);

/** PL-SVC-010: connections that will never work are still listed. */
export const plSvc010: ProviderRule = {
  id: 'PL-SVC-010',
  title: 'Connections in a dead state remain listed',
  hop: 'acceptance',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    { operation: 'ec2:DescribeVpcEndpointConnections', about: ({ service }) => [{ 'service-id': service.id }] },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`, `${PRIVATELINK_DOCS}concepts.html`],
  condition: 'A connection of the service is rejected, failed or expired.',
  why: 'They hide the real picture while new consumers come.',
  fix: 'Tell the consumers, who alone can delete their endpoints; reject what should not exist.',
  examples: { bad: '"VpcEndpointState": "rejected"', good: '"VpcEndpointState": "available"' },
  check: ({ service, connections, region }) => {
    const dead = connections.filter((item) => DEAD.has(item.state ?? ''));
    if (dead.length === 0) {
      return connections.some((item) => item.state === undefined)
        ? malformed('VpcEndpointState')
        : pass('No connection is in a dead state.');
    }
    return remark({
      resource: service.id,
      message: `${dead.length} connection${dead.length === 1 ? '' : 's'} of ${service.id} will never work: ${dead.map((item) => `${item.endpointId} of account ${item.endpointOwner ?? '?'} is ${item.state ?? ''}`).join(', ')}.`,
      evidence: dead.map((item) => evidence(item.endpointId, 'VpcEndpointState', item.state ?? '')),
      commands: rejections(service, dead, region),
    });
  },
};

/** Rejects those that are not rejected yet. */
function rejections(
  { id }: EndpointService,
  dead: readonly EndpointConnection[],
  region: string,
): readonly FixCommand[] {
  const failed = dead.filter((item) => item.state !== 'rejected').map((item) => item.endpointId);
  return failed.length === 0
    ? []
    : [
        awsCommand(
          'ec2 reject-vpc-endpoint-connections',
          region,
          { 'service-id': id, 'vpc-endpoint-ids': failed },
          'those consumers are refused; they carry no traffic now',
        ),
      ];
}
