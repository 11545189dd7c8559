import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-ADV-007: S3 or DynamoDB by the hour, where it could be had for nothing. */
export const plAdv007: EndpointRule = {
  id: 'PL-ADV-007',
  title: 'Gateway endpoint would do instead of an interface endpoint',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeVpcPeeringConnections' },
    { operation: 'ec2:DescribeTransitGatewayVpcAttachments' },
  ],
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}vpc-endpoints-s3.html`, `${PRIVATELINK_DOCS}gateway-endpoints.html`],
  condition:
    'An interface endpoint for S3 or DynamoDB is in a VPC that nothing else reaches: no transit gateway attachment, no active peering connection, no route to a virtual private gateway.',
  why: 'Only clients outside the VPC need the interface; those inside can use a gateway endpoint, which costs nothing.',
  fix: 'Create the gateway endpoint, move the clients to the service’s public name, and delete this one.',
  examples: {
    bad: '"VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.us-east-1.s3" in a VPC without attachments',
    good: 'the same in a VPC that is attached to a transit gateway',
  },
  check: ({ endpoint, inventory, lookup, region, vpcId }) => {
    if (endpoint.serviceName === undefined) return malformed('ServiceName');
    if (!/^com\.amazonaws\.[a-z0-9-]+\.(s3|dynamodb)$/.test(endpoint.serviceName)) return 'not-applicable';
    const tables = lookup.routeTablesOf(vpcId);
    const vague = tables.filter((table) => table.routes === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ id }) => `Routes of ${id}`));
    const reached =
      [...inventory.transitGatewayAttachments.values()].some((item) => item.vpcId === vpcId) ||
      [...inventory.peeringConnections.values()].some(
        (item) => item.state === 'active' && [item.requester?.vpcId, item.accepter?.vpcId].includes(vpcId),
      ) ||
      tables.some((table) => table.routes?.some((route) => route.gatewayId?.startsWith('vgw-') === true));
    if (reached) return pass(`Clients outside ${vpcId} can reach the interface, which no gateway endpoint serves.`);
    return remark({
      resource: endpoint.id,
      message: `${endpoint.id} serves ${endpoint.serviceName} to ${vpcId} alone: a gateway endpoint does that free of charge.`,
      evidence: [
        evidence(endpoint.id, 'VpcEndpointType', 'Interface'),
        evidence(vpcId, 'TransitGatewayVpcAttachments', []),
      ],
      commands: [
        awsCommand(
          'ec2 create-vpc-endpoint',
          region,
          {
            'vpc-id': vpcId,
            'service-name': endpoint.serviceName,
            'route-table-ids': tables.length === 0 ? 'RTB_ID' : tables.map(({ id }) => id),
          },
          'open connections of those subnets to the service drop once and use the gateway endpoint afterwards',
        ),
      ],
    });
  },
};
