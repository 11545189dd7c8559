import type { ServiceName } from './client.ts';

/** An operation that may be called: this list is all that the product ever sends, and every one of them only reads. */
export interface Operation {
  /** `service:Operation`, which is also the IAM action. */
  readonly name: string;
  readonly service: ServiceName;
  /** The input field for the page size with the largest that the API takes; absent where there are no pages. */
  readonly page?: {
    readonly sizeField: string;
    readonly size: number;
    readonly tokenIn: string;
    readonly tokenOut: string;
  };
}

const ec2Page = (size: number): NonNullable<Operation['page']> => ({
  sizeField: 'MaxResults',
  size,
  tokenIn: 'NextToken',
  tokenOut: 'NextToken',
});
const elbPage = { sizeField: 'PageSize', size: 400, tokenIn: 'Marker', tokenOut: 'NextMarker' };

/**
 * Page sizes are the largest that AWS documents for each operation: fewer requests for the same answer
 * (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-pagination.html).
 */
export const OPERATIONS = {
  vpcEndpoints: { name: 'ec2:DescribeVpcEndpoints', service: 'ec2', page: ec2Page(1000) },
  serviceConfigurations: {
    name: 'ec2:DescribeVpcEndpointServiceConfigurations',
    service: 'ec2',
    page: ec2Page(1000),
  },
  services: { name: 'ec2:DescribeVpcEndpointServices', service: 'ec2', page: ec2Page(1000) },
  servicePermissions: { name: 'ec2:DescribeVpcEndpointServicePermissions', service: 'ec2', page: ec2Page(1000) },
  connections: { name: 'ec2:DescribeVpcEndpointConnections', service: 'ec2', page: ec2Page(1000) },
  notifications: { name: 'ec2:DescribeVpcEndpointConnectionNotifications', service: 'ec2', page: ec2Page(1000) },
  associations: { name: 'ec2:DescribeVpcEndpointAssociations', service: 'ec2', page: ec2Page(100) },
  vpcs: { name: 'ec2:DescribeVpcs', service: 'ec2', page: ec2Page(1000) },
  vpcAttribute: { name: 'ec2:DescribeVpcAttribute', service: 'ec2' },
  dhcpOptions: { name: 'ec2:DescribeDhcpOptions', service: 'ec2', page: ec2Page(1000) },
  subnets: { name: 'ec2:DescribeSubnets', service: 'ec2', page: ec2Page(1000) },
  routeTables: { name: 'ec2:DescribeRouteTables', service: 'ec2', page: ec2Page(100) },
  networkAcls: { name: 'ec2:DescribeNetworkAcls', service: 'ec2', page: ec2Page(1000) },
  securityGroups: { name: 'ec2:DescribeSecurityGroups', service: 'ec2', page: ec2Page(1000) },
  networkInterfaces: { name: 'ec2:DescribeNetworkInterfaces', service: 'ec2', page: ec2Page(1000) },
  prefixLists: { name: 'ec2:DescribePrefixLists', service: 'ec2', page: ec2Page(1000) },
  managedPrefixListEntries: { name: 'ec2:GetManagedPrefixListEntries', service: 'ec2', page: ec2Page(100) },
  loadBalancers: { name: 'elasticloadbalancing:DescribeLoadBalancers', service: 'elbv2', page: elbPage },
  listeners: { name: 'elasticloadbalancing:DescribeListeners', service: 'elbv2', page: elbPage },
  targetGroups: { name: 'elasticloadbalancing:DescribeTargetGroups', service: 'elbv2', page: elbPage },
  targetHealth: { name: 'elasticloadbalancing:DescribeTargetHealth', service: 'elbv2' },
  loadBalancerAttributes: { name: 'elasticloadbalancing:DescribeLoadBalancerAttributes', service: 'elbv2' },
  targetGroupAttributes: { name: 'elasticloadbalancing:DescribeTargetGroupAttributes', service: 'elbv2' },
  callerIdentity: { name: 'sts:GetCallerIdentity', service: 'sts' },
} as const satisfies Record<string, Operation>;
