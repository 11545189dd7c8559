import type { JsonObject } from '../core/model/json.ts';
import type { ServiceName } from './client.ts';

/** How an operation's answer is cut into pages. */
export interface Paging {
  /** The input field for the page size. */
  readonly sizeField: string;
  /** The largest page that the API takes. */
  readonly size: number;
  readonly tokenIn: string;
  readonly tokenOut: string;
}

/**
 * When an operation is asked: 0 to paint the tree, 1 when a topology opens, 2 for a diagnosis; `asked` only when the
 * user asks for just this.
 */
export type Tier = 0 | 1 | 2 | 'asked';

/** An operation that may be called: this list is all that the product ever sends, and every one of them only reads. */
export interface Operation {
  /** `service:Operation` as in snapshots; also the IAM action, unless `actions` says otherwise. */
  readonly name: string;
  readonly service: ServiceName;
  readonly tier: Tier;
  /** What the answer is needed for, in words that end a sentence starting with "for". */
  readonly purpose: string;
  /** Absent where there are no pages. */
  readonly page?: Paging;
  /** What the input calls its filters; `Filters` where nothing is said. */
  readonly filterField?: string;
  /** Error codes by which AWS says that there is nothing: the answer is then empty, and whole. */
  readonly none?: readonly string[];
  /** Input that goes with every request. */
  readonly constant?: JsonObject;
  /** The IAM actions that it takes, where that is not exactly its name. */
  readonly actions?: readonly string[];
}

const ec2Page = (size: number): Paging => ({
  sizeField: 'MaxResults',
  size,
  tokenIn: 'NextToken',
  tokenOut: 'NextToken',
});
const elbPage: Paging = { sizeField: 'PageSize', size: 400, tokenIn: 'Marker', tokenOut: 'NextMarker' };
const latticePage: Paging = { sizeField: 'maxResults', size: 100, tokenIn: 'nextToken', tokenOut: 'nextToken' };
const ramPage: Paging = { sizeField: 'maxResults', size: 500, tokenIn: 'nextToken', tokenOut: 'nextToken' };

/**
 * Page sizes are the largest that AWS documents for each operation: fewer requests for the same answer
 * (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-pagination.html).
 */
export const OPERATIONS = {
  callerIdentity: {
    name: 'sts:GetCallerIdentity',
    service: 'sts',
    tier: 0,
    purpose: 'the account that a profile leads to',
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: "No permissions are required".
    actions: [],
  },
  vpcEndpoints: {
    name: 'ec2:DescribeVpcEndpoints',
    service: 'ec2',
    tier: 0,
    purpose: 'the VPC endpoints',
    page: ec2Page(1000),
  },
  serviceConfigurations: {
    name: 'ec2:DescribeVpcEndpointServiceConfigurations',
    service: 'ec2',
    tier: 0,
    purpose: 'the endpoint services that the account publishes',
    page: ec2Page(1000),
  },
  connections: {
    name: 'ec2:DescribeVpcEndpointConnections',
    service: 'ec2',
    tier: 0,
    purpose: 'the connections to the account’s endpoint services',
    page: ec2Page(1000),
  },
  loadBalancers: {
    name: 'elasticloadbalancing:DescribeLoadBalancers',
    service: 'elbv2',
    tier: 0,
    purpose: 'the load balancers behind endpoint services',
    page: elbPage,
  },
  targetGroups: {
    name: 'elasticloadbalancing:DescribeTargetGroups',
    service: 'elbv2',
    tier: 0,
    purpose: 'the target groups of load balancers behind endpoint services',
    page: elbPage,
  },
  vpcs: {
    name: 'ec2:DescribeVpcs',
    service: 'ec2',
    tier: 0,
    purpose: 'the VPCs’ names and CIDRs',
    page: ec2Page(1000),
  },
  subnets: {
    name: 'ec2:DescribeSubnets',
    service: 'ec2',
    tier: 0,
    purpose: 'subnets with their Availability Zone ids',
    page: ec2Page(1000),
  },
  availabilityZones: {
    name: 'ec2:DescribeAvailabilityZones',
    service: 'ec2',
    tier: 1,
    purpose: 'which zone name is which zone id in this account',
  },
  regions: {
    name: 'ec2:DescribeRegions',
    service: 'ec2',
    tier: 'asked',
    purpose: 'the Regions that are enabled for the account',
  },
  services: {
    name: 'ec2:DescribeVpcEndpointServices',
    service: 'ec2',
    tier: 1,
    purpose: 'what a consumer sees of the services that its endpoints use',
    page: ec2Page(1000),
  },
  servicePermissions: {
    name: 'ec2:DescribeVpcEndpointServicePermissions',
    service: 'ec2',
    tier: 1,
    purpose: 'who may connect to an endpoint service',
    page: ec2Page(1000),
  },
  notifications: {
    name: 'ec2:DescribeVpcEndpointConnectionNotifications',
    service: 'ec2',
    tier: 1,
    purpose: 'connection notifications',
    page: ec2Page(1000),
  },
  associations: {
    name: 'ec2:DescribeVpcEndpointAssociations',
    service: 'ec2',
    tier: 1,
    purpose: 'what resource and service-network endpoints reach',
    page: ec2Page(100),
  },
  listeners: {
    name: 'elasticloadbalancing:DescribeListeners',
    service: 'elbv2',
    tier: 1,
    purpose: 'the listeners of load balancers behind endpoint services',
    page: elbPage,
  },
  vpcAttribute: {
    name: 'ec2:DescribeVpcAttribute',
    service: 'ec2',
    tier: 2,
    purpose: 'whether a VPC resolves DNS names and gives host names',
  },
  dhcpOptions: {
    name: 'ec2:DescribeDhcpOptions',
    service: 'ec2',
    tier: 2,
    purpose: 'the DNS servers that a VPC’s hosts ask',
    page: ec2Page(1000),
  },
  routeTables: {
    name: 'ec2:DescribeRouteTables',
    service: 'ec2',
    tier: 2,
    purpose: 'the routes to and from an endpoint',
    page: ec2Page(100),
  },
  networkAcls: {
    name: 'ec2:DescribeNetworkAcls',
    service: 'ec2',
    tier: 2,
    purpose: 'what network ACLs let through',
    page: ec2Page(1000),
  },
  securityGroups: {
    name: 'ec2:DescribeSecurityGroups',
    service: 'ec2',
    tier: 2,
    purpose: 'what security groups let through',
    page: ec2Page(1000),
  },
  securityGroupRules: {
    name: 'ec2:DescribeSecurityGroupRules',
    service: 'ec2',
    tier: 'asked',
    purpose: 'the ids of security group rules, which imports name',
    page: ec2Page(1000),
  },
  securityGroupVpcAssociations: {
    name: 'ec2:DescribeSecurityGroupVpcAssociations',
    service: 'ec2',
    tier: 2,
    purpose: 'security groups that are used in other VPCs than their own',
    page: ec2Page(1000),
  },
  networkInterfaces: {
    name: 'ec2:DescribeNetworkInterfaces',
    service: 'ec2',
    tier: 2,
    purpose: 'the endpoints’ network interfaces and the clients beside them',
    // Without it AWS may hide the interfaces that it manages, an endpoint's among them.
    constant: { IncludeManagedResources: true },
    page: ec2Page(1000),
  },
  prefixLists: {
    name: 'ec2:DescribePrefixLists',
    service: 'ec2',
    tier: 2,
    purpose: 'the CIDRs of AWS’s own prefix lists',
    page: ec2Page(1000),
  },
  managedPrefixLists: {
    name: 'ec2:DescribeManagedPrefixLists',
    service: 'ec2',
    tier: 2,
    purpose: 'the names and owners of the prefix lists that security groups and routes name',
    page: ec2Page(100),
  },
  managedPrefixListEntries: {
    name: 'ec2:GetManagedPrefixListEntries',
    service: 'ec2',
    tier: 2,
    purpose: 'the CIDRs of the prefix lists that security groups and routes name',
    page: ec2Page(100),
  },
  flowLogs: {
    name: 'ec2:DescribeFlowLogs',
    service: 'ec2',
    tier: 2,
    purpose: 'where traffic is recorded',
    filterField: 'Filter',
    page: ec2Page(1000),
  },
  peerings: {
    name: 'ec2:DescribeVpcPeeringConnections',
    service: 'ec2',
    tier: 2,
    purpose: 'routes through VPC peering',
    page: ec2Page(1000),
  },
  transitGatewayAttachments: {
    name: 'ec2:DescribeTransitGatewayVpcAttachments',
    service: 'ec2',
    tier: 2,
    purpose: 'routes through a transit gateway',
    page: ec2Page(1000),
  },
  transitGatewayRouteTables: {
    name: 'ec2:DescribeTransitGatewayRouteTables',
    service: 'ec2',
    tier: 2,
    purpose: 'the route tables of the account’s transit gateways',
    page: ec2Page(1000),
  },
  transitGatewayRoutes: {
    name: 'ec2:SearchTransitGatewayRoutes',
    service: 'ec2',
    tier: 2,
    purpose: 'the routes in transit gateway route tables',
    page: ec2Page(1000),
  },
  transitGatewayAssociations: {
    name: 'ec2:GetTransitGatewayRouteTableAssociations',
    service: 'ec2',
    tier: 2,
    purpose: 'which attachments use a transit gateway route table',
    page: ec2Page(1000),
  },
  natGateways: {
    name: 'ec2:DescribeNatGateways',
    service: 'ec2',
    tier: 2,
    purpose: 'routes through a NAT gateway',
    page: ec2Page(1000),
  },
  loadBalancerAttributes: {
    name: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
    service: 'elbv2',
    tier: 2,
    purpose: 'cross-zone load balancing and client routing',
  },
  targetGroupAttributes: {
    name: 'elasticloadbalancing:DescribeTargetGroupAttributes',
    service: 'elbv2',
    tier: 2,
    purpose: 'client IP preservation, proxy protocol and health thresholds',
  },
  targetHealth: {
    name: 'elasticloadbalancing:DescribeTargetHealth',
    service: 'elbv2',
    tier: 2,
    purpose: 'the targets and their health',
  },
  listenerAttributes: {
    name: 'elasticloadbalancing:DescribeListenerAttributes',
    service: 'elbv2',
    tier: 2,
    purpose: 'the idle timeouts of listeners',
  },
  listenerCertificates: {
    name: 'elasticloadbalancing:DescribeListenerCertificates',
    service: 'elbv2',
    tier: 2,
    purpose: 'the certificates of TLS listeners',
    page: elbPage,
  },
  listenerRules: {
    name: 'elasticloadbalancing:DescribeRules',
    service: 'elbv2',
    tier: 2,
    purpose: 'the rules of an Application Load Balancer that is a target',
    page: elbPage,
  },
  loadBalancerTags: {
    name: 'elasticloadbalancing:DescribeTags',
    service: 'elbv2',
    tier: 2,
    purpose: 'the tags of load balancers and target groups',
  },
  certificate: {
    name: 'acm:DescribeCertificate',
    service: 'acm',
    tier: 2,
    purpose: 'the names and the expiry of a listener’s certificate',
  },
  hostedZonesByVpc: {
    name: 'route53:ListHostedZonesByVPC',
    service: 'route53',
    tier: 2,
    purpose: 'the private hosted zones that a VPC resolves',
    page: { sizeField: 'MaxItems', size: 100, tokenIn: 'NextToken', tokenOut: 'NextToken' },
    // https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByVPC.html
    actions: ['route53:ListHostedZonesByVPC', 'ec2:DescribeVpcs'],
  },
  recordSets: {
    name: 'route53:ListResourceRecordSets',
    service: 'route53',
    tier: 2,
    purpose: 'the record of an endpoint’s private name, where a hosted zone shadows it',
  },
  resolverRules: {
    name: 'route53resolver:ListResolverRules',
    service: 'route53resolver',
    tier: 2,
    purpose: 'names that are forwarded elsewhere',
    page: { sizeField: 'MaxResults', size: 100, tokenIn: 'NextToken', tokenOut: 'NextToken' },
  },
  resolverRuleAssociations: {
    name: 'route53resolver:ListResolverRuleAssociations',
    service: 'route53resolver',
    tier: 2,
    purpose: 'the VPCs in which names are forwarded elsewhere',
    page: { sizeField: 'MaxResults', size: 100, tokenIn: 'NextToken', tokenOut: 'NextToken' },
  },
  resolverEndpoints: {
    name: 'route53resolver:ListResolverEndpoints',
    service: 'route53resolver',
    tier: 2,
    purpose: 'Resolver endpoints, which private names of gateway services need',
    page: { sizeField: 'MaxResults', size: 100, tokenIn: 'NextToken', tokenOut: 'NextToken' },
  },
  firewallAssociations: {
    name: 'route53resolver:ListFirewallRuleGroupAssociations',
    service: 'route53resolver',
    tier: 2,
    purpose: 'DNS Firewall on a VPC',
    page: { sizeField: 'MaxResults', size: 100, tokenIn: 'NextToken', tokenOut: 'NextToken' },
  },
  queryLogAssociations: {
    name: 'route53resolver:ListResolverQueryLogConfigAssociations',
    service: 'route53resolver',
    tier: 2,
    purpose: 'where DNS queries are recorded',
    page: { sizeField: 'MaxResults', size: 100, tokenIn: 'NextToken', tokenOut: 'NextToken' },
  },
  resourceGateways: {
    name: 'vpc-lattice:ListResourceGateways',
    service: 'vpc-lattice',
    tier: 2,
    purpose: 'resource gateways',
    page: latticePage,
  },
  resourceConfigurations: {
    name: 'vpc-lattice:ListResourceConfigurations',
    service: 'vpc-lattice',
    tier: 2,
    purpose: 'resource configurations',
    page: latticePage,
  },
  resourceConfiguration: {
    name: 'vpc-lattice:GetResourceConfiguration',
    service: 'vpc-lattice',
    tier: 2,
    purpose: 'a resource configuration’s ports and resource',
  },
  resourceEndpointAssociations: {
    name: 'vpc-lattice:ListResourceEndpointAssociations',
    service: 'vpc-lattice',
    tier: 2,
    purpose: 'the endpoints that reach a resource configuration',
    page: latticePage,
  },
  serviceNetworks: {
    name: 'vpc-lattice:ListServiceNetworks',
    service: 'vpc-lattice',
    tier: 2,
    purpose: 'service networks',
    page: latticePage,
  },
  serviceNetworkResources: {
    name: 'vpc-lattice:ListServiceNetworkResourceAssociations',
    service: 'vpc-lattice',
    tier: 2,
    purpose: 'the resources in a service network',
    page: latticePage,
  },
  serviceNetworkEndpoints: {
    name: 'vpc-lattice:ListServiceNetworkVpcEndpointAssociations',
    service: 'vpc-lattice',
    tier: 2,
    purpose: 'the endpoints that reach a service network',
    page: latticePage,
  },
  domainVerifications: {
    name: 'vpc-lattice:ListDomainVerifications',
    service: 'vpc-lattice',
    tier: 2,
    purpose: 'custom domain names and whether they are verified',
    page: latticePage,
  },
  resourceShares: {
    name: 'ram:GetResourceShares',
    service: 'ram',
    tier: 2,
    purpose: 'resource configurations and service networks that are shared',
    page: ramPage,
  },
  resourceShareAssociations: {
    name: 'ram:GetResourceShareAssociations',
    service: 'ram',
    tier: 2,
    purpose: 'whom resource configurations and service networks are shared with',
    page: ramPage,
  },
  serviceQuota: {
    name: 'servicequotas:GetServiceQuota',
    service: 'service-quotas',
    tier: 2,
    purpose: 'how many endpoints a VPC may have',
    // Not every Region has every quota: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
    none: ['NoSuchResourceException'],
  },
  accountAliases: {
    name: 'iam:ListAccountAliases',
    service: 'iam',
    tier: 2,
    purpose: 'the account’s name',
    page: { sizeField: 'MaxItems', size: 1000, tokenIn: 'Marker', tokenOut: 'Marker' },
  },
  organization: {
    name: 'organizations:DescribeOrganization',
    service: 'organizations',
    tier: 2,
    purpose: 'which organization the account belongs to',
    // https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
    none: ['AWSOrganizationsNotInUseException'],
  },
  alarms: {
    name: 'cloudwatch:DescribeAlarms',
    service: 'cloudwatch',
    tier: 'asked',
    purpose: 'alarms on endpoints and services',
    page: { sizeField: 'MaxRecords', size: 100, tokenIn: 'NextToken', tokenOut: 'NextToken' },
  },
  metricData: {
    name: 'cloudwatch:GetMetricData',
    service: 'cloudwatch',
    tier: 'asked',
    purpose: 'the traffic of endpoints',
    page: { sizeField: 'MaxDatapoints', size: 100_800, tokenIn: 'NextToken', tokenOut: 'NextToken' },
  },
  events: {
    name: 'cloudtrail:LookupEvents',
    service: 'cloudtrail',
    tier: 'asked',
    purpose: 'what changed in the hours before',
    page: { sizeField: 'MaxResults', size: 50, tokenIn: 'NextToken', tokenOut: 'NextToken' },
  },
  products: {
    name: 'pricing:GetProducts',
    service: 'pricing',
    tier: 'asked',
    purpose: 'what an endpoint costs',
    page: { sizeField: 'MaxResults', size: 100, tokenIn: 'NextToken', tokenOut: 'NextToken' },
  },
} as const satisfies Record<string, Operation>;
