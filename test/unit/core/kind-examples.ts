import type { Inventory } from '../../../src/core/model/inventory.ts';
import { stableStringify, type JsonObject } from '../../../src/core/model/json.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

/** An answer, and what is read from it under the id. */
export interface Example {
  readonly collection: keyof Inventory;
  readonly operation: string;
  readonly params?: JsonObject;
  readonly output: JsonObject;
  readonly id: string;
  readonly expected: object;
}

const LISTENER = `arn:aws:elasticloadbalancing:us-west-2:${ACCOUNT}:listener/app/my-load-balancer/50dc6c495c0c9188/f2f7dc8efc522ab2`;
const CERTIFICATE = `arn:aws:acm:us-west-2:${ACCOUNT}:certificate/5cc54884-f4a3-4072-80be-05b9ba72f705`;
export const GROUP = `arn:aws:elasticloadbalancing:us-west-2:${ACCOUNT}:targetgroup/my-targets/73e2d6bc24d8a067`;
const RULE = `${LISTENER.replace(':listener/', ':listener-rule/')}/9683b2d02a6cabee`;
const CONFIGURATION = `arn:aws:vpc-lattice:us-east-1:${ACCOUNT}:resourceconfiguration/rcfg-07129f3acded87625`;
const NETWORK = `arn:aws:vpc-lattice:us-east-1:${ACCOUNT}:servicenetwork/sn-080ec7dc93cEXAMPLE`;
const SHARE = `arn:aws:ram:us-west-2:${ACCOUNT}:resource-share/3ab63985-99d9-1cd2-7d24-75e93EXAMPLE`;
const QUERY = {
  Id: 'm1',
  MetricStat: {
    Metric: {
      Namespace: 'AWS/PrivateLinkEndpoints',
      MetricName: 'BytesProcessed',
      Dimensions: [{ Name: 'VPC Endpoint Id', Value: 'vpce-1' }],
    },
    Period: 300,
    Stat: 'Sum',
  },
};

/**
 * An answer for each kind as AWS documents it: the examples of the AWS CLI's reference
 * (https://docs.aws.amazon.com/cli/latest/reference/), where it has one, else the response syntax of the API reference.
 */
export const EXAMPLES: readonly Example[] = [
  {
    collection: 'availabilityZones',
    operation: 'ec2:DescribeAvailabilityZones',
    output: {
      AvailabilityZones: [
        {
          State: 'available',
          OptInStatus: 'opt-in-not-required',
          Messages: [],
          RegionName: 'us-west-2',
          ZoneName: 'us-west-2a',
          ZoneId: 'usw2-az1',
          GroupName: 'us-west-2',
          NetworkBorderGroup: 'us-west-2',
        },
      ],
    },
    id: `${ACCOUNT}/us-west-2a`,
    expected: { kind: 'availability-zone', zoneName: 'us-west-2a', zoneId: 'usw2-az1', state: 'available' },
  },
  {
    collection: 'regions',
    operation: 'ec2:DescribeRegions',
    output: {
      Regions: [
        { Endpoint: 'ec2.eu-north-1.amazonaws.com', RegionName: 'eu-north-1', OptInStatus: 'opt-in-not-required' },
      ],
    },
    id: `${ACCOUNT}/eu-north-1`,
    expected: { kind: 'region', regionName: 'eu-north-1', optInStatus: 'opt-in-not-required' },
  },
  {
    collection: 'flowLogs',
    operation: 'ec2:DescribeFlowLogs',
    output: {
      FlowLogs: [
        {
          CreationTime: '2020-02-04T15:22:29.986Z',
          DeliverLogsStatus: 'SUCCESS',
          FlowLogId: 'fl-01234567890123456',
          MaxAggregationInterval: 60,
          FlowLogStatus: 'ACTIVE',
          ResourceId: 'vpc-00112233445566778',
          TrafficType: 'ACCEPT',
          LogDestinationType: 's3',
          LogDestination: 'arn:aws:s3:::my-flow-log-bucket/custom',
          LogFormat: '${version} ${vpc-id}',
        },
      ],
    },
    id: 'fl-01234567890123456',
    expected: {
      kind: 'flow-log',
      resourceId: 'vpc-00112233445566778',
      trafficType: 'accept',
      status: 'active',
      deliverLogsStatus: 'success',
      logDestinationType: 's3',
      logDestination: 'arn:aws:s3:::my-flow-log-bucket/custom',
      maxAggregationInterval: 60,
    },
  },
  {
    collection: 'peeringConnections',
    operation: 'ec2:DescribeVpcPeeringConnections',
    output: {
      VpcPeeringConnections: [
        {
          Status: { Message: 'Active', Code: 'active' },
          Tags: [{ Value: 'Peering-1', Key: 'Name' }],
          AccepterVpcInfo: { OwnerId: '111122223333', VpcId: 'vpc-1a2b3c4d', CidrBlock: '10.0.1.0/28' },
          VpcPeeringConnectionId: 'pcx-11122233',
          RequesterVpcInfo: {
            PeeringOptions: { AllowDnsResolutionFromRemoteVpc: true },
            OwnerId: '444455556666',
            VpcId: 'vpc-123abc45',
            CidrBlock: '192.168.0.0/16',
            CidrBlockSet: [{ CidrBlock: '192.168.0.0/16' }, { CidrBlock: '10.9.0.0/16' }],
          },
        },
      ],
    },
    id: 'pcx-11122233',
    expected: {
      kind: 'peering-connection',
      name: 'Peering-1',
      account: '444455556666',
      state: 'active',
      requester: {
        vpcId: 'vpc-123abc45',
        cidrs: ['192.168.0.0/16', '10.9.0.0/16'],
        allowDnsResolutionFromRemoteVpc: true,
      },
      accepter: { vpcId: 'vpc-1a2b3c4d', ownerId: '111122223333', cidrs: ['10.0.1.0/28'] },
    },
  },
  {
    collection: 'transitGatewayAttachments',
    operation: 'ec2:DescribeTransitGatewayVpcAttachments',
    output: {
      TransitGatewayVpcAttachments: [
        {
          TransitGatewayAttachmentId: 'tgw-attach-0a08e88308EXAMPLE',
          TransitGatewayId: 'tgw-0043d72bb4EXAMPLE',
          VpcId: 'vpc-0f501f7ee8EXAMPLE',
          VpcOwnerId: '111122223333',
          State: 'available',
          SubnetIds: ['subnet-045d586432EXAMPLE', 'subnet-0a0ad478a6EXAMPLE'],
          CreationTime: '2019-02-13T11:04:02.000Z',
          Options: { DnsSupport: 'enable', Ipv6Support: 'disable' },
          Tags: [{ Key: 'Name', Value: 'attachment name' }],
        },
      ],
    },
    id: 'tgw-attach-0a08e88308EXAMPLE',
    expected: {
      kind: 'transit-gateway-attachment',
      account: '111122223333',
      name: 'attachment name',
      transitGatewayId: 'tgw-0043d72bb4EXAMPLE',
      vpcId: 'vpc-0f501f7ee8EXAMPLE',
      state: 'available',
      dnsSupport: 'enable',
      ipv6Support: 'disable',
    },
  },
  {
    collection: 'transitGatewayRouteTables',
    operation: 'ec2:DescribeTransitGatewayRouteTables',
    output: {
      TransitGatewayRouteTables: [
        {
          TransitGatewayRouteTableId: 'tgw-rtb-0ca78a549EXAMPLE',
          TransitGatewayId: 'tgw-0bc994abffEXAMPLE',
          State: 'available',
          DefaultAssociationRouteTable: true,
          DefaultPropagationRouteTable: false,
          CreationTime: '2018-11-28T14:24:49.000Z',
          Tags: [],
        },
      ],
    },
    id: 'tgw-rtb-0ca78a549EXAMPLE',
    expected: {
      kind: 'transit-gateway-route-table',
      transitGatewayId: 'tgw-0bc994abffEXAMPLE',
      defaultAssociation: true,
      defaultPropagation: false,
    },
  },
  {
    collection: 'transitGatewayRoutes',
    operation: 'ec2:SearchTransitGatewayRoutes',
    params: { TransitGatewayRouteTableId: 'tgw-rtb-1', Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }] },
    output: {
      Routes: [
        {
          DestinationCidrBlock: '10.0.2.0/24',
          TransitGatewayAttachments: [
            {
              ResourceId: 'vpc-4EXAMPLE',
              TransitGatewayAttachmentId: 'tgw-attach-09b52ccdb5EXAMPLE',
              ResourceType: 'vpc',
            },
          ],
          Type: 'static',
          State: 'active',
        },
      ],
      AdditionalRoutesAvailable: false,
    },
    id: 'tgw-rtb-1/10.0.2.0/24/static',
    expected: {
      kind: 'transit-gateway-route',
      routeTableId: 'tgw-rtb-1',
      destination: '10.0.2.0/24',
      state: 'active',
      attachments: [{ attachmentId: 'tgw-attach-09b52ccdb5EXAMPLE', resourceId: 'vpc-4EXAMPLE', resourceType: 'vpc' }],
    },
  },
  {
    collection: 'transitGatewayAssociations',
    operation: 'ec2:GetTransitGatewayRouteTableAssociations',
    params: { TransitGatewayRouteTableId: 'tgw-rtb-1' },
    output: {
      Associations: [
        {
          TransitGatewayAttachmentId: 'tgw-attach-09b52ccdb5EXAMPLE',
          ResourceId: 'vpc-4d7de228',
          ResourceType: 'vpc',
          State: 'associating',
        },
      ],
    },
    id: 'tgw-rtb-1/tgw-attach-09b52ccdb5EXAMPLE',
    expected: {
      kind: 'transit-gateway-association',
      routeTableId: 'tgw-rtb-1',
      attachmentId: 'tgw-attach-09b52ccdb5EXAMPLE',
      resourceId: 'vpc-4d7de228',
      resourceType: 'vpc',
      state: 'associating',
    },
  },
  {
    collection: 'natGateways',
    operation: 'ec2:DescribeNatGateways',
    output: {
      NatGateways: [
        {
          CreateTime: '2023-08-25T01:56:51.000Z',
          NatGatewayAddresses: [
            {
              AllocationId: 'eipalloc-0790180cd2EXAMPLE',
              NetworkInterfaceId: 'eni-09cc4b2558794f7f9',
              PrivateIp: '10.0.0.211',
              PublicIp: '54.85.121.213',
              Status: 'succeeded',
            },
          ],
          NatGatewayId: 'nat-01234567890abcdef',
          State: 'available',
          SubnetId: 'subnet-655eab5f08EXAMPLE',
          VpcId: 'vpc-098eb5ef58EXAMPLE',
          Tags: [{ Key: 'Name', Value: 'public-nat' }],
          ConnectivityType: 'public',
        },
      ],
    },
    id: 'nat-01234567890abcdef',
    expected: {
      kind: 'nat-gateway',
      name: 'public-nat',
      state: 'available',
      subnetId: 'subnet-655eab5f08EXAMPLE',
      connectivityType: 'public',
      addresses: [{ privateIp: '10.0.0.211', publicIp: '54.85.121.213', networkInterfaceId: 'eni-09cc4b2558794f7f9' }],
    },
  },
  {
    collection: 'securityGroupVpcAssociations',
    operation: 'ec2:DescribeSecurityGroupVpcAssociations',
    output: {
      SecurityGroupVpcAssociations: [
        {
          GroupId: 'sg-04dbb43907d3f8a78',
          VpcId: 'vpc-0bf4c2739bc05a694',
          VpcOwnerId: '123456789012',
          State: 'associated',
        },
      ],
    },
    id: 'sg-04dbb43907d3f8a78/vpc-0bf4c2739bc05a694',
    expected: {
      kind: 'security-group-vpc-association',
      groupId: 'sg-04dbb43907d3f8a78',
      vpcId: 'vpc-0bf4c2739bc05a694',
      vpcOwnerId: '123456789012',
      state: 'associated',
    },
  },
  {
    collection: 'securityGroupRules',
    operation: 'ec2:DescribeSecurityGroupRules',
    output: {
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: 'sgr-abcdef01234567890',
          GroupId: 'sg-1234567890abcdef0',
          GroupOwnerId: '111122223333',
          IsEgress: false,
          IpProtocol: '-1',
          FromPort: -1,
          ToPort: -1,
          ReferencedGroupInfo: { GroupId: 'sg-1234567890abcdef0', UserId: '111122223333' },
          Tags: [],
        },
      ],
    },
    id: 'sgr-abcdef01234567890',
    expected: {
      kind: 'security-group-rule',
      account: '111122223333',
      groupId: 'sg-1234567890abcdef0',
      egress: false,
      protocol: '-1',
      from: -1,
      referencedGroupId: 'sg-1234567890abcdef0',
    },
  },
  {
    collection: 'managedPrefixLists',
    operation: 'ec2:DescribeManagedPrefixLists',
    output: {
      PrefixLists: [
        {
          PrefixListId: 'pl-11223344556677aab',
          AddressFamily: 'IPv6',
          State: 'create-complete',
          PrefixListArn: 'arn:aws:ec2:us-west-2:123456789012:prefix-list/pl-11223344556677aab',
          PrefixListName: 'vpc-ipv6-cidrs',
          MaxEntries: 25,
          Version: 1,
          Tags: [],
          OwnerId: '123456789012',
        },
      ],
    },
    id: 'pl-11223344556677aab',
    expected: {
      kind: 'managed-prefix-list',
      name: 'vpc-ipv6-cidrs',
      ownerId: '123456789012',
      addressFamily: 'ipv6',
      maxEntries: 25,
    },
  },
  {
    collection: 'endpointAssociations',
    operation: 'ec2:DescribeVpcEndpointAssociations',
    output: {
      VpcEndpointAssociations: [
        {
          Id: 'vpce-rsc-asc-0a810ca6ac8866bf9',
          VpcEndpointId: 'vpce-019b90d6f16d4f958',
          AssociatedResourceAccessibility: 'Accessible',
          DnsEntry: {
            DnsName: 'vpce-019b90d6f16d4f958.rcfg-07129f3acded87625.4232ccc.vpc-lattice-rsc.us-east-2.on.aws',
            HostedZoneId: 'Z03265862FOUNWMZOKUF4',
          },
          AssociatedResourceArn: CONFIGURATION,
        },
      ],
    },
    id: 'vpce-019b90d6f16d4f958/vpce-rsc-asc-0a810ca6ac8866bf9',
    expected: {
      kind: 'endpoint-association',
      endpointId: 'vpce-019b90d6f16d4f958',
      accessibility: 'accessible',
      resourceArn: CONFIGURATION,
      dnsName: 'vpce-019b90d6f16d4f958.rcfg-07129f3acded87625.4232ccc.vpc-lattice-rsc.us-east-2.on.aws',
    },
  },
  {
    collection: 'listenerAttributes',
    operation: 'elasticloadbalancing:DescribeListenerAttributes',
    params: { ListenerArn: LISTENER },
    output: { Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '350' }] },
    id: LISTENER,
    expected: { kind: 'listener-attributes', values: { 'tcp.idle_timeout.seconds': '350' } },
  },
  {
    collection: 'listenerCertificates',
    operation: 'elasticloadbalancing:DescribeListenerCertificates',
    params: { ListenerArn: LISTENER },
    output: { Certificates: [{ CertificateArn: CERTIFICATE, IsDefault: false }] },
    id: `${LISTENER}#${CERTIFICATE}`,
    expected: {
      kind: 'listener-certificate',
      listenerArn: LISTENER,
      certificateArn: CERTIFICATE,
      isDefault: false,
    },
  },
  {
    collection: 'listenerRules',
    operation: 'elasticloadbalancing:DescribeRules',
    params: { RuleArns: [RULE] },
    output: {
      Rules: [
        {
          Priority: '10',
          Conditions: [{ Field: 'path-pattern', Values: ['/img/*'] }],
          RuleArn: RULE,
          IsDefault: false,
          Actions: [{ TargetGroupArn: GROUP, Type: 'forward' }],
        },
      ],
    },
    id: RULE,
    expected: {
      kind: 'listener-rule',
      listenerArn: LISTENER,
      priority: '10',
      isDefault: false,
      conditions: [{ field: 'path-pattern', values: ['/img/*'] }],
      actionTypes: ['forward'],
      forwards: [{ targetGroupArn: GROUP, weight: 1 }],
    },
  },
  {
    collection: 'certificates',
    operation: 'acm:DescribeCertificate',
    params: { CertificateArn: CERTIFICATE },
    output: {
      Certificate: {
        CertificateArn: CERTIFICATE,
        CreatedAt: '2015-11-06T18:41:07.000Z',
        DomainName: 'www.example.com',
        InUseBy: [],
        Issuer: 'Amazon',
        KeyAlgorithm: 'RSA-2048',
        NotAfter: '2016-11-06T12:00:00.000Z',
        NotBefore: '2015-11-06T00:00:00.000Z',
        Status: 'ISSUED',
        Type: 'AMAZON_ISSUED',
        SubjectAlternativeNames: ['www.example.com', 'www.example.net'],
      },
    },
    id: CERTIFICATE,
    expected: {
      kind: 'certificate',
      name: 'www.example.com',
      status: 'issued',
      type: 'amazon_issued',
      notAfter: '2016-11-06T12:00:00.000Z',
      subjectAlternativeNames: ['www.example.com', 'www.example.net'],
    },
  },
  {
    collection: 'hostedZones',
    operation: 'route53:ListHostedZonesByVPC',
    params: { VPCId: 'vpc-1', VPCRegion: 'us-east-1' },
    output: {
      HostedZoneSummaries: [
        {
          HostedZoneId: 'Z1',
          Name: 'ec2.us-east-1.amazonaws.com.',
          Owner: { OwningService: 'vpce.amazonaws.com' },
        },
      ],
      MaxItems: 100,
    },
    id: 'Z1/vpc-1',
    expected: {
      kind: 'hosted-zone',
      hostedZoneId: 'Z1',
      zoneName: 'ec2.us-east-1.amazonaws.com',
      vpcId: 'vpc-1',
      vpcRegion: 'us-east-1',
      owningService: 'vpce.amazonaws.com',
    },
  },
  {
    collection: 'recordSets',
    operation: 'route53:ListResourceRecordSets',
    params: { HostedZoneId: '/hostedzone/Z1' },
    output: {
      ResourceRecordSets: [
        {
          Name: '\\052.Example.com.',
          Type: 'A',
          SetIdentifier: 'blue',
          AliasTarget: { HostedZoneId: 'Z2', DNSName: 'vpce-1.example.com.', EvaluateTargetHealth: false },
        },
      ],
    },
    id: 'Z1/*.example.com/A/blue',
    expected: {
      kind: 'record-set',
      hostedZoneId: 'Z1',
      recordName: '*.example.com',
      type: 'A',
      aliasTarget: { dnsName: 'vpce-1.example.com', hostedZoneId: 'Z2' },
    },
  },
  {
    collection: 'resolverRules',
    operation: 'route53resolver:ListResolverRules',
    output: {
      ResolverRules: [
        {
          Id: 'rslvr-rr-42b60677c0example',
          CreatorRequestId: '2020-01-01-18:47',
          Arn: 'arn:aws:route53resolver:us-west-2:111122223333:resolver-rule/rslvr-rr-42b60677c0bc4e299',
          DomainName: 'example.com.',
          Status: 'COMPLETE',
          RuleType: 'FORWARD',
          Name: 'my-rule',
          TargetIps: [{ Ip: '192.0.2.45', Port: 53 }],
          ResolverEndpointId: 'rslvr-out-d5e5920e37example',
          OwnerId: '111122223333',
          ShareStatus: 'NOT_SHARED',
        },
      ],
    },
    id: 'rslvr-rr-42b60677c0example',
    expected: {
      kind: 'resolver-rule',
      account: '111122223333',
      name: 'my-rule',
      domainName: 'example.com',
      ruleType: 'forward',
      status: 'complete',
      targetIps: [{ ip: '192.0.2.45', port: 53 }],
      resolverEndpointId: 'rslvr-out-d5e5920e37example',
      shareStatus: 'not_shared',
    },
  },
  {
    collection: 'resolverRuleAssociations',
    operation: 'route53resolver:ListResolverRuleAssociations',
    output: {
      ResolverRuleAssociations: [
        {
          Id: 'rslvr-rrassoc-d61cbb2c8bexample',
          ResolverRuleId: 'rslvr-rr-42b60677c0example',
          Name: 'my-resolver-rule-association',
          VPCId: 'vpc-304bexam',
          Status: 'COMPLETE',
          StatusMessage: '',
        },
      ],
    },
    id: 'rslvr-rrassoc-d61cbb2c8bexample',
    expected: {
      kind: 'resolver-rule-association',
      resolverRuleId: 'rslvr-rr-42b60677c0example',
      vpcId: 'vpc-304bexam',
      status: 'complete',
    },
  },
  {
    collection: 'resolverEndpoints',
    operation: 'route53resolver:ListResolverEndpoints',
    output: {
      ResolverEndpoints: [
        {
          Id: 'rslvr-in-497098ad59example',
          Arn: 'arn:aws:route53resolver:us-west-2:111122223333:resolver-endpoint/rslvr-in-497098ad59example',
          Name: 'my-inbound-endpoint',
          SecurityGroupIds: ['sg-05cd7b25d6example'],
          Direction: 'INBOUND',
          IpAddressCount: 2,
          HostVPCId: 'vpc-304bexam',
          Status: 'OPERATIONAL',
        },
      ],
    },
    id: 'rslvr-in-497098ad59example',
    expected: {
      kind: 'resolver-endpoint',
      name: 'my-inbound-endpoint',
      direction: 'inbound',
      vpcId: 'vpc-304bexam',
      status: 'operational',
      securityGroupIds: ['sg-05cd7b25d6example'],
      ipAddressCount: 2,
    },
  },
  {
    collection: 'firewallAssociations',
    operation: 'route53resolver:ListFirewallRuleGroupAssociations',
    output: {
      FirewallRuleGroupAssociations: [
        {
          Id: 'rslvr-frgassoc-57e8873d7example',
          FirewallRuleGroupId: 'rslvr-frg-47f93271fexample',
          VpcId: 'vpc-31e92222',
          Name: 'test-association',
          Priority: 101,
          MutationProtection: 'DISABLED',
          Status: 'UPDATING',
          StatusMessage: 'Creating Firewall Rule Group Association',
        },
      ],
    },
    id: 'rslvr-frgassoc-57e8873d7example',
    expected: {
      kind: 'firewall-association',
      firewallRuleGroupId: 'rslvr-frg-47f93271fexample',
      vpcId: 'vpc-31e92222',
      priority: 101,
      status: 'updating',
    },
  },
  {
    collection: 'queryLogAssociations',
    operation: 'route53resolver:ListResolverQueryLogConfigAssociations',
    output: {
      TotalCount: 1,
      TotalFilteredCount: 1,
      ResolverQueryLogConfigAssociations: [
        {
          Id: 'rslvr-qlcassoc-b23c1ead09example',
          ResolverQueryLogConfigId: 'rslvr-qlc-62f89e7bb2example',
          ResourceId: 'vpc-304bexam',
          Status: 'ACTION_NEEDED',
          Error: 'DESTINATION_NOT_FOUND',
          ErrorMessage: '',
        },
      ],
    },
    id: 'rslvr-qlcassoc-b23c1ead09example',
    expected: {
      kind: 'query-log-association',
      queryLogConfigId: 'rslvr-qlc-62f89e7bb2example',
      vpcId: 'vpc-304bexam',
      status: 'action_needed',
      error: 'destination_not_found',
    },
  },
  {
    collection: 'resourceGateways',
    operation: 'vpc-lattice:ListResourceGateways',
    output: {
      items: [
        {
          arn: `arn:aws:vpc-lattice:us-east-1:${ACCOUNT}:resourcegateway/rgw-0bba03f3d56060135`,
          id: 'rgw-0bba03f3d56060135',
          ipAddressType: 'IPV4',
          name: 'my-resource-gateway',
          securityGroupIds: ['sg-087ffd596c5fe962c'],
          status: 'ACTIVE',
          subnetIds: ['subnet-08e8943905b63a683'],
          vpcIdentifier: 'vpc-0bf4c2739bc05a694',
        },
      ],
    },
    id: 'rgw-0bba03f3d56060135',
    expected: {
      kind: 'resource-gateway',
      name: 'my-resource-gateway',
      status: 'active',
      vpcId: 'vpc-0bf4c2739bc05a694',
      ipAddressType: 'ipv4',
      subnetIds: ['subnet-08e8943905b63a683'],
      securityGroupIds: ['sg-087ffd596c5fe962c'],
    },
  },
  {
    collection: 'resourceConfigurations',
    operation: 'vpc-lattice:GetResourceConfiguration',
    params: { resourceConfigurationIdentifier: 'rcfg-07129f3acded87625' },
    output: {
      allowAssociationToShareableServiceNetwork: true,
      amazonManaged: false,
      arn: CONFIGURATION,
      id: 'rcfg-07129f3acded87625',
      name: 'my-resource-config',
      portRanges: ['1-65535'],
      protocol: 'TCP',
      resourceConfigurationDefinition: { ipResource: { ipAddress: '10.0.14.85' } },
      resourceGatewayId: 'rgw-0bba03f3d56060135',
      status: 'ACTIVE',
      type: 'SINGLE',
    },
    id: 'rcfg-07129f3acded87625',
    expected: {
      kind: 'resource-configuration',
      name: 'my-resource-config',
      type: 'single',
      status: 'active',
      resourceGatewayId: 'rgw-0bba03f3d56060135',
      portRanges: ['1-65535'],
      protocol: 'tcp',
      definition: { ipAddress: '10.0.14.85' },
      allowAssociationToShareableServiceNetwork: true,
    },
  },
  {
    collection: 'resourceEndpointAssociations',
    operation: 'vpc-lattice:ListResourceEndpointAssociations',
    params: { resourceConfigurationIdentifier: 'rcfg-07129f3acded87625' },
    output: {
      items: [
        {
          id: 'rea-0956a7435baf89326',
          arn: `arn:aws:vpc-lattice:us-east-1:${ACCOUNT}:resourceendpointassociation/rea-0956a7435baf89326`,
          resourceConfigurationId: 'rcfg-07129f3acded87625',
          resourceConfigurationArn: CONFIGURATION,
          vpcEndpointId: 'vpce-019b90d6f16d4f958',
          vpcEndpointOwner: '111122223333',
        },
      ],
    },
    id: 'rea-0956a7435baf89326',
    expected: {
      kind: 'resource-endpoint-association',
      resourceConfigurationId: 'rcfg-07129f3acded87625',
      endpointId: 'vpce-019b90d6f16d4f958',
      endpointOwner: '111122223333',
    },
  },
  {
    collection: 'serviceNetworks',
    operation: 'vpc-lattice:ListServiceNetworks',
    output: {
      items: [
        {
          arn: NETWORK,
          id: 'sn-080ec7dc93cEXAMPLE',
          name: 'my-service-network',
          numberOfAssociatedVPCs: 1,
          numberOfAssociatedServices: 2,
          numberOfAssociatedResourceConfigurations: 3,
        },
      ],
    },
    id: 'sn-080ec7dc93cEXAMPLE',
    expected: {
      kind: 'service-network',
      arn: NETWORK,
      name: 'my-service-network',
      numberOfAssociatedVpcs: 1,
      numberOfAssociatedServices: 2,
      numberOfAssociatedResourceConfigurations: 3,
    },
  },
  {
    collection: 'serviceNetworkResources',
    operation: 'vpc-lattice:ListServiceNetworkResourceAssociations',
    params: { serviceNetworkIdentifier: 'sn-080ec7dc93cEXAMPLE' },
    output: {
      items: [
        {
          id: 'snra-0b4a2f0f7b3c1d2e3',
          arn: `arn:aws:vpc-lattice:us-east-1:${ACCOUNT}:servicenetworkresourceassociation/snra-0b4a2f0f7b3c1d2e3`,
          status: 'PARTIAL',
          resourceConfigurationId: 'rcfg-07129f3acded87625',
          resourceConfigurationArn: CONFIGURATION,
          resourceConfigurationName: 'my-resource-config',
          serviceNetworkId: 'sn-080ec7dc93cEXAMPLE',
          serviceNetworkArn: NETWORK,
          dnsEntry: { domainName: 'snra.example.on.aws', hostedZoneId: 'Z1' },
          privateDnsEnabled: true,
          isManagedAssociation: false,
        },
      ],
    },
    id: 'snra-0b4a2f0f7b3c1d2e3',
    expected: {
      kind: 'service-network-resource',
      serviceNetworkId: 'sn-080ec7dc93cEXAMPLE',
      resourceConfigurationId: 'rcfg-07129f3acded87625',
      status: 'partial',
      dnsName: 'snra.example.on.aws',
      privateDnsEnabled: true,
      isManagedAssociation: false,
    },
  },
  {
    collection: 'serviceNetworkEndpoints',
    operation: 'vpc-lattice:ListServiceNetworkVpcEndpointAssociations',
    params: { serviceNetworkIdentifier: 'sn-080ec7dc93cEXAMPLE' },
    output: {
      items: [
        {
          vpcEndpointId: 'vpce-019b90d6f16d4f958',
          vpcId: 'vpc-1',
          vpcEndpointOwnerId: '111122223333',
          id: 'sne-1',
          state: 'Available',
          serviceNetworkArn: NETWORK,
        },
      ],
    },
    id: `${NETWORK}/vpce-019b90d6f16d4f958`,
    expected: {
      kind: 'service-network-endpoint',
      serviceNetwork: NETWORK,
      endpointId: 'vpce-019b90d6f16d4f958',
      endpointOwner: '111122223333',
      state: 'available',
    },
  },
  {
    collection: 'domainVerifications',
    operation: 'vpc-lattice:ListDomainVerifications',
    output: {
      items: [
        {
          id: 'dv-0123456789abcdef0',
          arn: `arn:aws:vpc-lattice:us-east-1:${ACCOUNT}:domainverification/dv-0123456789abcdef0`,
          domainName: 'example.com',
          status: 'PENDING',
          txtMethodConfig: { name: '_1234.example.com', value: 'vpc-lattice:1234' },
          tags: { team: 'pay' },
        },
      ],
    },
    id: 'dv-0123456789abcdef0',
    expected: {
      kind: 'domain-verification',
      domainName: 'example.com',
      status: 'pending',
      txtRecord: { name: '_1234.example.com', value: 'vpc-lattice:1234' },
      tags: { team: 'pay' },
    },
  },
  {
    collection: 'resourceShares',
    operation: 'ram:GetResourceShares',
    params: { resourceOwner: 'SELF' },
    output: {
      resourceShares: [
        {
          resourceShareArn: SHARE,
          name: 'my-resource-share',
          owningAccountId: '123456789012',
          allowExternalPrincipals: false,
          status: 'ACTIVE',
          tags: [{ key: 'project', value: 'lima' }],
        },
      ],
    },
    id: SHARE,
    expected: {
      kind: 'resource-share',
      name: 'my-resource-share',
      status: 'active',
      allowExternalPrincipals: false,
      tags: { project: 'lima' },
    },
  },
  {
    collection: 'resourceShareAssociations',
    operation: 'ram:GetResourceShareAssociations',
    params: { associationType: 'PRINCIPAL' },
    output: {
      resourceShareAssociations: [
        {
          resourceShareArn: SHARE,
          resourceShareName: 'MyNewResourceShare',
          associatedEntity: 'arn:aws:organizations::123456789012:ou/o-63bEXAMPLE/ou-46xi-rEXAMPLE',
          associationType: 'PRINCIPAL',
          status: 'ASSOCIATED',
          external: false,
        },
      ],
    },
    id: `${SHARE}/principal/arn:aws:organizations::123456789012:ou/o-63bEXAMPLE/ou-46xi-rEXAMPLE`,
    expected: {
      kind: 'resource-share-association',
      resourceShareArn: SHARE,
      associationType: 'principal',
      status: 'associated',
      external: false,
    },
  },
  {
    collection: 'serviceQuotas',
    operation: 'servicequotas:GetServiceQuota',
    params: { ServiceCode: 'vpc', QuotaCode: 'L-29B6F2EB' },
    output: {
      Quota: {
        ServiceCode: 'vpc',
        QuotaCode: 'L-29B6F2EB',
        QuotaName: 'Interface VPC endpoints per VPC',
        Value: 50,
        Adjustable: true,
      },
    },
    id: `${ACCOUNT}/${REGION}/vpc/L-29B6F2EB`,
    expected: { kind: 'service-quota', name: 'Interface VPC endpoints per VPC', value: 50, adjustable: true },
  },
  {
    collection: 'accountAliases',
    operation: 'iam:ListAccountAliases',
    output: { AccountAliases: ['mycompany'], IsTruncated: false },
    id: ACCOUNT,
    expected: { kind: 'account-alias', alias: 'mycompany', name: 'mycompany' },
  },
  {
    collection: 'organizations',
    operation: 'organizations:DescribeOrganization',
    output: {
      Organization: {
        MasterAccountId: '111111111111',
        Id: 'o-exampleorgid',
        FeatureSet: 'ALL',
        Arn: 'arn:aws:organizations::111111111111:organization/o-exampleorgid',
      },
    },
    id: ACCOUNT,
    expected: {
      kind: 'organization',
      organizationId: 'o-exampleorgid',
      managementAccountId: '111111111111',
      featureSet: 'all',
    },
  },
  {
    collection: 'alarms',
    operation: 'cloudwatch:DescribeAlarms',
    output: {
      MetricAlarms: [
        {
          AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:myalarm',
          ComparisonOperator: 'GreaterThanThreshold',
          AlarmActions: ['arn:aws:sns:us-east-1:123456789012:myHighCpuAlarm'],
          Namespace: 'AWS/EC2',
          StateValue: 'OK',
          Threshold: 70,
          AlarmName: 'myalarm',
          Dimensions: [{ Name: 'InstanceId', Value: 'i-0c986c72' }],
          ActionsEnabled: true,
          MetricName: 'CPUUtilization',
        },
      ],
    },
    id: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:myalarm',
    expected: {
      kind: 'alarm',
      alarmType: 'metric',
      name: 'myalarm',
      state: 'ok',
      metrics: [{ namespace: 'AWS/EC2', metricName: 'CPUUtilization', dimensions: { InstanceId: 'i-0c986c72' } }],
      threshold: 70,
      actionsEnabled: true,
    },
  },
  {
    collection: 'metricData',
    operation: 'cloudwatch:GetMetricData',
    params: {
      MetricDataQueries: [QUERY],
      StartTime: '2024-09-29T22:00:00.000Z',
      EndTime: '2024-09-29T23:00:00.000Z',
    },
    output: {
      MetricDataResults: [
        { Id: 'm1', Timestamps: ['2024-09-29T22:10:00.000Z'], Values: [96.85], StatusCode: 'PartialData' },
        { Id: 'm1', Timestamps: ['2024-09-29T22:05:00.000Z'], Values: [3], StatusCode: 'Complete' },
      ],
      Messages: [],
    },
    id: `${ACCOUNT}/${REGION}/m1 ${stableStringify({
      EndTime: '2024-09-29T23:00:00.000Z',
      StartTime: '2024-09-29T22:00:00.000Z',
      query: { Id: 'm1', MetricStat: { Metric: QUERY.MetricStat.Metric, Period: 300, Stat: 'Sum' } },
    })}`,
    expected: {
      kind: 'metric-data',
      namespace: 'AWS/PrivateLinkEndpoints',
      metricName: 'BytesProcessed',
      dimensions: { 'VPC Endpoint Id': 'vpce-1' },
      stat: 'Sum',
      period: 300,
      statusCode: 'complete',
      points: [
        { timestamp: '2024-09-29T22:05:00.000Z', value: 3 },
        { timestamp: '2024-09-29T22:10:00.000Z', value: 96.85 },
      ],
    },
  },
  {
    collection: 'events',
    operation: 'cloudtrail:LookupEvents',
    output: {
      Events: [
        {
          EventId: '654ccbc0-ba0d-486a-9076-dbf7274677a7',
          Username: 'my-session-name',
          EventTime: '2021-11-18T17:41:02.000Z',
          EventName: 'ModifyVpcEndpoint',
          ReadOnly: 'false',
          Resources: [{ ResourceType: 'AWS::EC2::VPCEndpoint', ResourceName: 'vpce-1' }],
        },
      ],
    },
    id: '654ccbc0-ba0d-486a-9076-dbf7274677a7',
    expected: {
      kind: 'event',
      eventName: 'ModifyVpcEndpoint',
      eventTime: '2021-11-18T17:41:02.000Z',
      username: 'my-session-name',
      readOnly: false,
      resources: [{ type: 'AWS::EC2::VPCEndpoint', name: 'vpce-1' }],
    },
  },
  {
    collection: 'products',
    operation: 'pricing:GetProducts',
    params: { ServiceCode: 'AmazonVPC' },
    output: {
      FormatVersion: 'aws_v1',
      PriceList: [
        'not JSON',
        JSON.stringify({
          product: {
            productFamily: 'VpcEndpoint',
            attributes: { regionCode: 'us-east-1', usagetype: 'VpcEndpoint-Bytes' },
            sku: '3MKHN58N7RDDVGKJ',
          },
          terms: {
            OnDemand: {
              '3MKHN58N7RDDVGKJ.JRTCKXETXF': {
                priceDimensions: {
                  b: { unit: 'GB', beginRange: '1048576', endRange: 'Inf', pricePerUnit: { USD: '0.0060000000' } },
                  a: { unit: 'GB', beginRange: '0', endRange: '1048576', pricePerUnit: { USD: '0.0100000000' } },
                },
              },
            },
          },
        }),
      ],
    },
    id: '3MKHN58N7RDDVGKJ',
    expected: {
      kind: 'product',
      productFamily: 'VpcEndpoint',
      regionCode: 'us-east-1',
      usageType: 'VpcEndpoint-Bytes',
      prices: [
        { unit: 'GB', beginRange: '0', endRange: '1048576', perUnit: { USD: '0.0100000000' } },
        { unit: 'GB', beginRange: '1048576', endRange: 'Inf', perUnit: { USD: '0.0060000000' } },
      ],
    },
  },
];
