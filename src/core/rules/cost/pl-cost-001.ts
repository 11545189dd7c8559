import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

const FREE = ['s3', 'dynamodb'] as const;

/** PL-COST-001: what could be free goes through a NAT gateway. */
export const plCost001: EndpointRule = {
  id: 'PL-COST-001',
  title: 'S3/DynamoDB traffic pays for NAT',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'heuristic',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeVpcEndpoints', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
  ],
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}gateway-endpoints.html`],
  condition:
    'A route table of the endpoint’s VPC has a default route to a NAT gateway, and the VPC has no gateway endpoint for S3 or none for DynamoDB.',
  why: 'A gateway endpoint is free; a NAT gateway charges for each gigabyte that goes to the same service.',
  fix: 'Create the gateway endpoints and associate them with the private subnets’ route tables.',
  examples: {
    bad: '"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-0a1b", and no gateway endpoint for S3',
    good: 'the same with gateway endpoints for S3 and DynamoDB',
  },
  check: ({ lookup, region, vpcId }) => {
    const tables = lookup.routeTablesOf(vpcId);
    const vague = tables.filter((table) => table.routes === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ id }) => `Routes of ${id}`));
    const natted = tables.filter((table) =>
      table.routes?.some((route) => route.destinationCidr === '0.0.0.0/0' && route.natGatewayId !== undefined),
    );
    if (natted.length === 0) return 'not-applicable';
    const gateways = lookup.endpointsOf(vpcId).filter((item) => item.type === 'Gateway');
    const missing = FREE.filter((name) => !gateways.some((item) => item.serviceName?.endsWith(`.${name}`) === true));
    if (missing.length === 0) return pass(`${vpcId} has gateway endpoints for S3 and DynamoDB.`);
    return remark({
      resource: vpcId,
      message: `${vpcId} reaches ${missing.map((name) => (name === 's3' ? 'S3' : 'DynamoDB')).join(' and ')} through a NAT gateway, which charges by the gigabyte.`,
      evidence: natted.map((table) => evidence(table.id, 'Routes', 'default route to a NAT gateway')),
      commands: missing.map((name) =>
        awsCommand(
          'ec2 create-vpc-endpoint',
          region,
          {
            'vpc-id': vpcId,
            'service-name': `com.amazonaws.${region}.${name}`,
            'route-table-ids': natted.map(({ id }) => id),
          },
          'open connections of those subnets to the service drop once and use the gateway endpoint afterwards',
        ),
      ),
    });
  },
};
