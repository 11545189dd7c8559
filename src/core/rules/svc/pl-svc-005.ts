import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-SVC-005: no principal of another account may use the service. */
export const plSvc005: ProviderRule = {
  id: 'PL-SVC-005',
  title: 'No principal may use the service',
  hop: 'service',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  optional: true,
  requires: [
    SERVICE,
    {
      operation: 'ec2:DescribeVpcEndpointServicePermissions',
      about: ({ service }) => [{ ServiceId: service.id }],
    },
    { operation: 'ec2:DescribeVpcEndpointConnections', about: ({ service }) => [{ 'service-id': service.id }] },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition:
    'The service has no allowed principal and a consumer in another account. Connections that exist are unaffected, so it is a remark: of low severity when all of them are available, of medium severity while one waits.',
  why: 'Without an allowed principal only the owner’s own account can find the service and connect to it.',
  fix: 'Allow the consumers’ accounts, roles or users.',
  examples: {
    bad: '"AllowedPrincipals": [], a connection of 111122223333 waits',
    good: '"AllowedPrincipals": [], all connections are of the service’s own account',
  },
  check: ({ service, lookup, connections, consumer, region }) => {
    const principals = lookup.permissionsOfService(service.id);
    if (principals.length > 0) return pass(`${principals.length} principals are allowed.`);
    const external = connections.filter(
      (connection) =>
        connection.endpointOwner !== undefined &&
        connection.endpointOwner !== service.account &&
        (consumer === undefined || connection.endpointId === consumer.endpoint.id),
    );
    const live = external.filter((item) => item.state === 'available' || item.state === 'pendingacceptance');
    const [first] = live;
    if (first === undefined) return pass('It has no consumer in another account.');
    const waiting = live.some((item) => item.state === 'pendingacceptance');
    return remark({
      resource: service.id,
      effect: 'hygiene',
      severity: waiting ? 'medium' : 'low',
      message: `${service.id} allows no principal, and account ${first.endpointOwner ?? ''} is connected or waiting. Existing connections are unaffected; an endpoint that is created again would be refused.`,
      evidence: [
        evidence(service.id, 'AllowedPrincipals', '[]'),
        ...live.slice(0, 5).map((item) => evidence(item.endpointId, 'VpcEndpointState', item.state ?? '')),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint-service-permissions',
          region,
          {
            'service-id': service.id,
            'add-allowed-principals': `arn:${service.partition}:iam::${first.endpointOwner ?? 'ACCOUNT_ID'}:root`,
          },
          'everyone in that account may request connections',
        ),
      ],
    });
  },
};
