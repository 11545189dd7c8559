import { evidence, isGatewayService } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-SVC-012: consumers have to make up names of their own. */
export const plSvc012: ProviderRule = {
  id: 'PL-SVC-012',
  title: 'No private DNS name on a service with consumers',
  hop: 'service',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    { operation: 'ec2:DescribeVpcEndpointConnections', about: ({ service }) => [{ 'service-id': service.id }] },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}manage-dns-names.html`],
  condition:
    'The service has no PrivateDnsName and at least one available connection. Services of Gateway Load Balancers have no names.',
  why: 'Every consumer invents an alias of its own, and the names in certificates differ from the names that clients use.',
  fix: 'Set a name of a domain that you own, and verify it.',
  examples: {
    bad: 'no "PrivateDnsName", one connection "available"',
    good: '"PrivateDnsName": "api.example.com"',
  },
  check: ({ service, connections, region }) => {
    if (isGatewayService(service)) return 'not-applicable';
    if (service.privateDnsName !== undefined) return pass(`Its name is ${service.privateDnsName}.`);
    const consumers = connections.filter((item) => item.state === 'available').length;
    if (consumers === 0) return pass('Nobody uses it yet.');
    return remark({
      resource: service.id,
      message: `${service.id} has ${consumers} connected endpoint${consumers === 1 ? '' : 's'} and no private DNS name.`,
      evidence: [evidence(service.id, 'PrivateDnsName', 'absent')],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint-service-configuration',
          region,
          { 'service-id': service.id, 'private-dns-name': 'api.example.com' },
          'endpoints that exist keep their names; consumers may switch private DNS on once the name is verified',
        ),
        awsCommand(
          'ec2 start-vpc-endpoint-service-private-dns-verification',
          region,
          { 'service-id': service.id },
          'AWS looks for the TXT record; no traffic is touched',
        ),
      ],
    });
  },
};
