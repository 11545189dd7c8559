import { at, type AwsCli, type CliCall } from '../wire/aws-cli.ts';

/*
 * A provider and a consumer in one account, with every option of every kind of resource that moto can hold: what code
 * with import blocks must find again without a change.
 */

export const MOTO_REGION = 'us-east-1';

const tagged = (resource: string, tags: Readonly<Record<string, string>>): { TagSpecifications: Item[] } => ({
  TagSpecifications: [{ ResourceType: resource, Tags: tagList(tags) }],
});

type Item = Record<string, string | number | boolean | readonly (string | Item)[] | { readonly [key: string]: string }>;

function tagList(tags: Readonly<Record<string, string>>): Item[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

interface Network {
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly group: string;
  readonly defaultGroup: string;
  readonly routeTable: string;
}

async function network(run: AwsCli, name: string, first: string): Promise<Network> {
  const [made] = await run([
    { operation: 'ec2:CreateVpc', params: { CidrBlock: `${first}.0.0/16`, ...tagged('vpc', { Name: name }) } },
  ]);
  const vpc = at(made, 'Vpc', 'VpcId');
  const subnet = (third: number, zone: string): CliCall => ({
    operation: 'ec2:CreateSubnet',
    params: {
      VpcId: vpc,
      CidrBlock: `${first}.${third}.0/24`,
      AvailabilityZone: `${MOTO_REGION}${zone}`,
      ...tagged('subnet', { Name: `${name}-${zone}` }),
    },
  });
  const [a, b, group, table] = await run([
    subnet(1, 'a'),
    subnet(2, 'b'),
    {
      operation: 'ec2:CreateSecurityGroup',
      params: {
        GroupName: `${name}-endpoints`,
        Description: `Clients of ${name}: ${ODD}`,
        VpcId: vpc,
        ...tagged('security-group', { Name: `${name} endpoints`, note: ODD }),
      },
    },
    { operation: 'ec2:CreateRouteTable', params: { VpcId: vpc } },
  ]);
  const [defaults] = await run([
    {
      operation: 'ec2:DescribeSecurityGroups',
      params: {
        Filters: [
          { Name: 'vpc-id', Values: [vpc] },
          { Name: 'group-name', Values: ['default'] },
        ],
      },
    },
  ]);
  return {
    vpc,
    subnets: [at(a, 'Subnet', 'SubnetId'), at(b, 'Subnet', 'SubnetId')],
    group: at(group, 'GroupId'),
    defaultGroup: at(defaults, 'SecurityGroups', 0, 'GroupId'),
    routeTable: at(table, 'RouteTable', 'RouteTableId'),
  };
}

/** What Terraform and templates would give a meaning to, of what a security group may be described with. */
const ODD = '${var.x} $${y} #1 {a} */';

/** A rule of every kind in each direction; the outbound one that every group begins with stays. */
async function groupRules(run: AwsCli, { group }: Network, other: string): Promise<void> {
  const [list] = await run([
    {
      operation: 'ec2:CreateManagedPrefixList',
      params: {
        PrefixListName: 'offices',
        AddressFamily: 'IPv4',
        MaxEntries: 2,
        Entries: [{ Cidr: '192.0.2.0/24', Description: 'head office' }],
      },
    },
  ]);
  const rule = (port: number, peer: Item): Item => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port + 1, ...peer });
  const IpPermissions: Item[] = [
    rule(443, { IpRanges: [{ CidrIp: '10.1.0.0/16', Description: ODD }] }),
    rule(443, { Ipv6Ranges: [{ CidrIpv6: '2001:db8::/64' }] }),
    rule(443, { UserIdGroupPairs: [{ GroupId: group }] }),
    rule(8443, { UserIdGroupPairs: [{ GroupId: other, Description: 'the others' }] }),
    rule(443, { PrefixListIds: [{ PrefixListId: at(list, 'PrefixList', 'PrefixListId') }] }),
  ];
  await run([
    {
      operation: 'ec2:AuthorizeSecurityGroupIngress',
      params: { GroupId: group, IpPermissions, ...tagged('security-group-rule', { Name: 'inbound' }) },
    },
    {
      operation: 'ec2:AuthorizeSecurityGroupEgress',
      params: { GroupId: group, IpPermissions, ...tagged('security-group-rule', { Name: 'outbound' }) },
    },
  ]);
}

interface TargetGroups {
  readonly https: string;
  readonly admin: string;
}

async function loadBalanced(
  run: AwsCli,
  { vpc, subnets }: Network,
): Promise<TargetGroups & { readonly nlb: string; readonly gwlb: string }> {
  const [https, admin, inspection, nlb, gwlb] = await run([
    {
      operation: 'elasticloadbalancing:CreateTargetGroup',
      params: {
        Name: 'orders-https',
        Protocol: 'TCP',
        Port: 8443,
        VpcId: vpc,
        TargetType: 'ip',
        IpAddressType: 'ipv4',
        HealthCheckProtocol: 'HTTP',
        HealthCheckPort: '8081',
        HealthCheckPath: '/healthz',
        HealthCheckIntervalSeconds: 15,
        HealthCheckTimeoutSeconds: 5,
        HealthyThresholdCount: 3,
        UnhealthyThresholdCount: 4,
        Matcher: { HttpCode: '200-299' },
        Tags: tagList({ team: 'payments' }),
      },
    },
    {
      operation: 'elasticloadbalancing:CreateTargetGroup',
      params: { Name: 'orders-admin', Protocol: 'TCP', Port: 9090, VpcId: vpc, TargetType: 'ip' },
    },
    {
      operation: 'elasticloadbalancing:CreateTargetGroup',
      params: {
        Name: 'inspection',
        Protocol: 'GENEVE',
        Port: 6081,
        VpcId: vpc,
        TargetType: 'ip',
        HealthCheckProtocol: 'TCP',
        HealthCheckPort: '80',
      },
    },
    {
      operation: 'elasticloadbalancing:CreateLoadBalancer',
      params: {
        Name: 'orders-nlb',
        Type: 'network',
        Scheme: 'internal',
        Subnets: [...subnets],
        Tags: tagList({ Name: 'Orders front', team: 'payments' }),
      },
    },
    {
      operation: 'elasticloadbalancing:CreateLoadBalancer',
      params: { Name: 'inspection-gwlb', Type: 'gateway', Subnets: [...subnets] },
    },
  ]);
  const arn = (answer: typeof https, list: string, field: string): string => at(answer, list, 0, field);
  const groups = [https, admin, inspection].map((answer) => arn(answer, 'TargetGroups', 'TargetGroupArn'));
  const [httpsArn = '', adminArn = '', inspectionArn = ''] = groups;
  const nlbArn = arn(nlb, 'LoadBalancers', 'LoadBalancerArn');
  const gwlbArn = arn(gwlb, 'LoadBalancers', 'LoadBalancerArn');
  const attributes = (values: Readonly<Record<string, string>>): Item[] =>
    Object.entries(values).map(([Key, Value]) => ({ Key, Value }));
  const forward = (...weights: readonly (readonly [string, number])[]): Item[] => [
    weights.length === 1
      ? { Type: 'forward', TargetGroupArn: weights[0]?.[0] ?? '' }
      : {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: weights.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
          } as never,
        },
  ];
  const [, , , first] = await run([
    {
      operation: 'elasticloadbalancing:ModifyLoadBalancerAttributes',
      params: {
        LoadBalancerArn: nlbArn,
        Attributes: attributes({
          'load_balancing.cross_zone.enabled': 'true',
          'deletion_protection.enabled': 'true',
          'dns_record.client_routing_policy': 'availability_zone_affinity',
        }),
      },
    },
    {
      operation: 'elasticloadbalancing:ModifyTargetGroupAttributes',
      params: {
        TargetGroupArn: httpsArn,
        Attributes: attributes({
          'deregistration_delay.timeout_seconds': '60',
          'stickiness.enabled': 'true',
          'preserve_client_ip.enabled': 'false',
          'proxy_protocol_v2.enabled': 'true',
          'load_balancing.cross_zone.enabled': 'true',
        }),
      },
    },
    {
      operation: 'elasticloadbalancing:RegisterTargets',
      params: {
        TargetGroupArn: httpsArn,
        Targets: [
          { Id: '10.0.1.20', Port: 8443 },
          { Id: '10.0.1.20', Port: 8444 },
        ],
      },
    },
    {
      operation: 'elasticloadbalancing:CreateListener',
      params: { LoadBalancerArn: nlbArn, Protocol: 'TCP', Port: 443, DefaultActions: forward([httpsArn, 1]) },
    },
    {
      operation: 'elasticloadbalancing:CreateListener',
      params: {
        LoadBalancerArn: nlbArn,
        Protocol: 'TCP',
        Port: 9443,
        DefaultActions: forward([httpsArn, 90], [adminArn, 10]),
      },
    },
    {
      operation: 'elasticloadbalancing:CreateListener',
      params: { LoadBalancerArn: gwlbArn, DefaultActions: forward([inspectionArn, 1]) },
    },
  ]);
  await run([
    {
      operation: 'elasticloadbalancing:ModifyListenerAttributes',
      params: {
        ListenerArn: arn(first, 'Listeners', 'ListenerArn'),
        Attributes: attributes({ 'tcp.idle_timeout.seconds': '600' }),
      },
    },
  ]);
  return { https: httpsArn, admin: adminArn, nlb: nlbArn, gwlb: gwlbArn };
}

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: 'arn:aws:s3:::orders-${aws:PrincipalAccount}/*',
      Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-example1234' } },
    },
  ],
};

/** Makes all of it. */
export async function seedForImport(run: AwsCli): Promise<void> {
  const provider = await network(run, 'orders', '10.0');
  const consumer = await network(run, 'clients', '10.1');
  await groupRules(run, consumer, provider.group);
  const { nlb, gwlb } = await loadBalanced(run, provider);
  const [service, inspection] = await run([
    {
      operation: 'ec2:CreateVpcEndpointServiceConfiguration',
      params: {
        NetworkLoadBalancerArns: [nlb],
        AcceptanceRequired: true,
        PrivateDnsName: 'orders.example.com',
        ...tagged('vpc-endpoint-service', { Name: 'orders', 'cost center': '42' }),
      },
    },
    {
      operation: 'ec2:CreateVpcEndpointServiceConfiguration',
      params: {
        GatewayLoadBalancerArns: [gwlb],
        AcceptanceRequired: false,
        ...tagged('vpc-endpoint-service', { Name: 'inspection' }),
      },
    },
  ]);
  const name = at(service, 'ServiceConfiguration', 'ServiceName');
  await run([
    {
      operation: 'ec2:ModifyVpcEndpointServicePermissions',
      params: {
        ServiceId: at(service, 'ServiceConfiguration', 'ServiceId'),
        AddAllowedPrincipals: ['arn:aws:iam::444455556666:root', 'arn:aws:iam::777788889999:role/network'],
      },
    },
    {
      operation: 'ec2:CreateVpcEndpoint',
      params: {
        VpcEndpointType: 'Interface',
        VpcId: consumer.vpc,
        ServiceName: name,
        SubnetIds: [...consumer.subnets],
        SecurityGroupIds: [consumer.group],
        PrivateDnsEnabled: false,
        ...tagged('vpc-endpoint', { Name: 'orders client', note: '${var.x} %{ if true } "quoted" \\ back' }),
      },
    },
    {
      operation: 'ec2:CreateVpcEndpoint',
      params: {
        VpcEndpointType: 'Interface',
        VpcId: consumer.vpc,
        ServiceName: `com.amazonaws.${MOTO_REGION}.sqs`,
        SubnetIds: [consumer.subnets[0] ?? ''],
        SecurityGroupIds: [consumer.group, consumer.defaultGroup],
        PrivateDnsEnabled: true,
        PolicyDocument: JSON.stringify(POLICY),
        ...tagged('vpc-endpoint', { Name: 'queues' }),
      },
    },
    {
      operation: 'ec2:CreateVpcEndpoint',
      params: {
        VpcEndpointType: 'Gateway',
        VpcId: consumer.vpc,
        ServiceName: `com.amazonaws.${MOTO_REGION}.s3`,
        RouteTableIds: [consumer.routeTable],
        PolicyDocument: JSON.stringify(POLICY),
        PrivateDnsEnabled: false,
      },
    },
    {
      operation: 'ec2:CreateVpcEndpoint',
      params: {
        VpcEndpointType: 'GatewayLoadBalancer',
        VpcId: consumer.vpc,
        ServiceName: at(inspection, 'ServiceConfiguration', 'ServiceName'),
        SubnetIds: [consumer.subnets[0] ?? ''],
        PrivateDnsEnabled: false,
        ...tagged('vpc-endpoint', { Name: 'inspected' }),
      },
    },
  ]);
}
