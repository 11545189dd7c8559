import { describe, expect, test } from 'vitest';
import { find } from '../../../src/core/find/find.ts';
import type { FindResult } from '../../../src/core/find/types.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';

const estate = healthyEstate();
const inventory = buildInventory([snapshotOf(estate.world)]);
const EVERYTHING = 100_000;

function inventoryOf(answers: Readonly<Record<string, JsonObject>>, params: JsonObject = {}): Inventory {
  const calls = Object.entries(answers).map(([operation, output]) => ({
    operation,
    params,
    status: 'ok' as const,
    complete: true,
    capturedAt: '2026-01-01T00:00:00.000Z',
    output,
  }));
  const scope = { partition: 'aws', account: '111122223333', region: 'us-east-1', profiles: [], calls };
  return buildInventory([
    { format: 'privatelink-snapshot', version: 1, capturedAt: '2026-01-01T00:00:00.000Z', scopes: [scope] },
  ]);
}

const briefly = (results: readonly FindResult[]): readonly string[] =>
  results.map(({ kind, id, match }) => `${kind} ${id} ${match?.field} ${match?.how} ${match?.value}`);

describe('what is 10.1.2.3?', () => {
  const answers = inventoryOf({
    'ec2:DescribeNetworkInterfaces': {
      NetworkInterfaces: [
        { NetworkInterfaceId: 'eni-1', PrivateIpAddress: '10.1.2.3', Description: 'VPC Endpoint Interface vpce-1' },
        { NetworkInterfaceId: 'eni-2', PrivateIpAddress: '10.1.2.30' },
        {
          NetworkInterfaceId: 'eni-3',
          PrivateIpAddress: '10.1.2.31',
          Association: { PublicIp: '198.51.100.7' },
          Description: 'Route 53 Resolver: rslvr-in-0a:rni-1',
        },
        { NetworkInterfaceId: 'eni-4', PrivateIpAddress: '10.1.2.32', Description: 'ELB net/pay/0123456789abcdef' },
        { NetworkInterfaceId: 'eni-5', PrivateIpAddress: '10.1.2.33', Attachment: { InstanceId: 'i-1' } },
        { NetworkInterfaceId: 'eni-6', Ipv6Addresses: [{ Ipv6Address: '2001:db8:0:0:0:0:0:6' }] },
      ],
    },
    'ec2:DescribeVpcEndpoints': { VpcEndpoints: [{ VpcEndpointId: 'vpce-1', NetworkInterfaceIds: ['eni-1'] }] },
    'elasticloadbalancing:DescribeLoadBalancers': {
      LoadBalancers: [
        {
          LoadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/pay/0123456789abcdef',
          DNSName: 'pay-1.elb.us-east-1.amazonaws.com',
        },
      ],
    },
    'route53resolver:ListResolverEndpoints': { ResolverEndpoints: [{ Id: 'rslvr-in-0a' }] },
    'ec2:DescribeNatGateways': {
      NatGateways: [
        { NatGatewayId: 'nat-1', NatGatewayAddresses: [{ PrivateIp: '10.1.2.9', PublicIp: '198.51.100.9' }] },
      ],
    },
    'ec2:DescribeSubnets': {
      Subnets: [
        { SubnetId: 'subnet-1', CidrBlock: '10.1.2.0/24' },
        { SubnetId: 'subnet-2', CidrBlock: '10.1.3.0/24' },
      ],
    },
    'ec2:DescribeVpcs': { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.1.0.0/16' }] },
    'ec2:DescribeSecurityGroups': {
      SecurityGroups: [
        { GroupId: 'sg-1', IpPermissions: [{ IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '10.1.2.0/28' }] }] },
      ],
    },
    'ec2:DescribeNetworkAcls': { NetworkAcls: [{ NetworkAclId: 'acl-1', Entries: [{ CidrBlock: '0.0.0.0/0' }] }] },
    'ec2:DescribeRouteTables': {
      RouteTables: [{ RouteTableId: 'rtb-1', Routes: [{ DestinationCidrBlock: '10.1.0.0/20' }] }],
    },
    'ec2:DescribePrefixLists': { PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['10.0.0.0/12'] }] },
    'ec2:DescribeDhcpOptions': {
      DhcpOptions: [
        {
          DhcpOptionsId: 'dopt-1',
          DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: '10.1.2.3' }] }],
        },
      ],
    },
  });

  test('whose it is, what names it, where it lies, and what speaks of it, each the most specific first', () => {
    expect(briefly(find(answers, '10.1.2.3').results)).toEqual([
      'vpc-endpoint vpce-1 NetworkInterfaceIds exact eni-1',
      'network-interface eni-1 PrivateIpAddresses.PrivateIpAddress exact 10.1.2.3',
      'dhcp-options dopt-1 DhcpConfigurations.Values exact 10.1.2.3',
      'subnet subnet-1 CidrBlock contains 10.1.2.0/24',
      'vpc vpc-1 CidrBlock contains 10.1.0.0/16',
      'security-group sg-1 IpPermissions.IpRanges.CidrIp contains 10.1.2.0/28',
      'route-table rtb-1 Routes.DestinationCidrBlock contains 10.1.0.0/20',
      'prefix-list pl-1 Cidrs contains 10.0.0.0/12',
      'network-acl acl-1 Entries.CidrBlock contains 0.0.0.0/0',
    ]);
  });

  test.each([
    ['198.51.100.7', 'network-interface eni-3 Association.PublicIp exact 198.51.100.7'],
    ['198.51.100.9', 'nat-gateway nat-1 NatGatewayAddresses.PublicIp exact 198.51.100.9'],
    ['10.1.2.31', 'resolver-endpoint rslvr-in-0a NetworkInterfaceId exact eni-3'],
    [
      '10.1.2.32',
      'load-balancer arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/pay/0123456789abcdef NetworkInterfaceId exact eni-4',
    ],
    ['2001:DB8::6', 'network-interface eni-6 Ipv6Addresses.Ipv6Address exact 2001:db8:0:0:0:0:0:6'],
  ])('%s', (query, expected) => {
    expect(briefly(find(answers, query).results)).toContain(expected);
  });

  test('a block: itself, what it lies in, what lies in it from the largest on, then what speaks of it', () => {
    const found = briefly(find(answers, '10.1.0.0/16').results);
    expect(found.slice(0, 3)).toEqual([
      'vpc vpc-1 CidrBlock exact 10.1.0.0/16',
      'subnet subnet-1 CidrBlock within 10.1.2.0/24',
      'subnet subnet-2 CidrBlock within 10.1.3.0/24',
    ]);
    const interfaces = found.findIndex((line) => line.startsWith('network-interface'));
    expect(interfaces).toBeGreaterThan(2);
    expect(interfaces).toBeLessThan(found.findIndex((line) => line.startsWith('prefix-list')));
  });

  test('an instance that is a target', () => {
    const group = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/pay/0123456789abcdef';
    const targets = inventoryOf(
      {
        'elasticloadbalancing:DescribeTargetHealth': {
          TargetHealthDescriptions: [{ Target: { Id: 'i-1', Port: 8443 } }],
        },
      },
      { TargetGroupArn: group },
    );
    const both = { ...answers, targetHealth: targets.targetHealth };
    expect(briefly(find(both, '10.1.2.33').results)).toContain(`target-health ${group}#i-1:8443 Target.Id exact i-1`);
    expect(briefly(find(both, 'tcp/8443').results)[0]).toBe(`target-health ${group}#i-1:8443 Target.Port exact 8443`);
  });
});

describe('a DNS name', () => {
  const zones = inventoryOf(
    {
      'ec2:DescribeVpcEndpointServices': {
        ServiceDetails: [
          {
            ServiceName: 'com.amazonaws.us-east-1.s3',
            PrivateDnsNames: [{ PrivateDnsName: '*.s3.us-east-1.amazonaws.com' }],
          },
        ],
      },
      'ec2:DescribeVpcEndpoints': {
        VpcEndpoints: [
          { VpcEndpointId: 'vpce-1', ServiceName: 'com.amazonaws.us-east-1.s3', PrivateDnsEnabled: true },
          { VpcEndpointId: 'vpce-2', ServiceName: 'com.amazonaws.us-east-1.s3', PrivateDnsEnabled: false },
        ],
      },
      'route53:ListHostedZonesByVPC': {
        HostedZoneSummaries: [
          { HostedZoneId: 'Z1', Name: 'amazonaws.com.' },
          { HostedZoneId: 'Z2', Name: 'us-east-1.amazonaws.com.' },
          { HostedZoneId: 'Z3', Name: 'zonaws.com.' },
        ],
      },
      'route53resolver:ListResolverRules': { ResolverRules: [{ Id: 'rslvr-rr-1', DomainName: '.' }] },
      'elasticloadbalancing:DescribeLoadBalancers': {
        LoadBalancers: [{ LoadBalancerArn: 'arn:1', DNSName: 'pay-1.elb.us-east-1.amazonaws.com' }],
      },
    },
    { VPCId: 'vpc-1' },
  );

  test('a wildcard stands for it, then zones and rules, the longest first', () => {
    expect(briefly(find(zones, 'https://bucket.S3.us-east-1.amazonaws.com./key').results)).toEqual([
      'vpc-endpoint vpce-1 PrivateDnsNames.PrivateDnsName wildcard *.s3.us-east-1.amazonaws.com',
      'service-detail com.amazonaws.us-east-1.s3 PrivateDnsNames.PrivateDnsName wildcard *.s3.us-east-1.amazonaws.com',
      'hosted-zone Z2/vpc-1 Name domain us-east-1.amazonaws.com',
      'hosted-zone Z1/vpc-1 Name domain amazonaws.com',
      'resolver-rule rslvr-rr-1 DomainName domain .',
    ]);
  });

  test('the wildcard itself is found exactly', () => {
    expect(find(zones, '*.s3.us-east-1.amazonaws.com').results[0]).toMatchObject({
      id: 'vpce-1',
      match: { how: 'exact' },
    });
  });

  test('a zone’s name of a load balancer', () => {
    const [best] = find(zones, 'us-east-1a.pay-1.elb.us-east-1.amazonaws.com').results;
    expect(best).toMatchObject({ kind: 'load-balancer', match: { field: 'DNSName', how: 'domain' } });
  });

  test('every name that an endpoint, a service or a load balancer answers to', () => {
    for (const endpoint of inventory.endpoints.values()) {
      for (const { dnsName } of endpoint.dnsEntries ?? []) {
        const results = find(inventory, dnsName, EVERYTHING).results;
        expect(results.find((result) => result.id === endpoint.id)?.match?.how, dnsName).toBe('exact');
      }
    }
    expect(find(inventory, 'payments.example.com').results.map((result) => result.kind)).toEqual(
      expect.arrayContaining(['endpoint-service', 'vpc-endpoint']),
    );
  });
});

describe('a port', () => {
  const rules = inventoryOf({
    'ec2:DescribeSecurityGroups': {
      SecurityGroups: [
        { GroupId: 'sg-all', IpPermissions: [{ IpProtocol: '-1' }] },
        { GroupId: 'sg-one', IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }] },
        { GroupId: 'sg-some', IpPermissions: [{ IpProtocol: 'tcp', FromPort: 400, ToPort: 500 }] },
        { GroupId: 'sg-udp', IpPermissions: [{ IpProtocol: 'udp', FromPort: 443, ToPort: 443 }] },
        { GroupId: 'sg-icmp', IpPermissions: [{ IpProtocol: 'icmp', FromPort: -1, ToPort: -1 }] },
      ],
    },
    'elasticloadbalancing:DescribeListeners': {
      Listeners: [
        { ListenerArn: 'arn:tls', Port: 443, Protocol: 'TLS' },
        { ListenerArn: 'arn:udp', Port: 443, Protocol: 'UDP' },
        { ListenerArn: 'arn:other', Port: 4430, Protocol: 'TCP' },
      ],
    },
  });

  test('who listens, then the rules, those of the fewest ports first', () => {
    expect(find(rules, 'tcp/443').results.map((result) => result.id)).toEqual([
      'arn:tls',
      'sg-one',
      'sg-some',
      'sg-all',
    ]);
    expect(find(rules, '443/udp').results.map((result) => result.id)).toEqual(['arn:udp', 'sg-udp', 'sg-all']);
    expect(find(rules, ':443').results.map((result) => result.id)).toEqual(
      expect.arrayContaining(['arn:tls', 'arn:udp', 'sg-one', 'sg-udp']),
    );
    expect(briefly(find(rules, 'tcp/443').results)[2]).toBe(
      'security-group sg-some IpPermissions contains tcp/400-500',
    );
  });
});
