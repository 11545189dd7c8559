import { expect } from 'vitest';
import type { DiagnoseOptions, Finding, FixCommand, HopState, Verdict } from '../../../src/core/diagnosis.ts';
import { answer, AWS_ENDPOINT, deny, ENDPOINT, GATEWAY, SERVICE, VPC, type Raw, type World } from './fixture.ts';

/* Every rule where it must fire, with what the diagnosis then says. */

export interface Case {
  readonly name: string;
  readonly rule: string;
  readonly change: (built: World) => void;
  readonly id?: string;
  readonly options?: Partial<DiagnoseOptions>;
  readonly sides?: readonly ('consumer' | 'provider')[];
  readonly verdict: Verdict;
  readonly hop?: readonly [string, HopState];
  readonly finding?: Partial<Finding>;
  readonly suspected?: boolean;
}

export const endpointIn = (built: World, id = ENDPOINT): Raw =>
  (answer(built.consumer, 'ec2:DescribeVpcEndpoints')['VpcEndpoints'] as Raw[]).find(
    (item) => item['VpcEndpointId'] === id,
  )!;
export const serviceIn = (built: World): Raw =>
  (answer(built.provider, 'ec2:DescribeVpcEndpointServiceConfigurations')['ServiceConfigurations'] as Raw[])[0]!;
export const groupIn = (built: World): Raw =>
  (answer(built.consumer, 'ec2:DescribeSecurityGroups')['SecurityGroups'] as Raw[])[0]!;
export const aclsIn = (built: World): Raw[] =>
  answer(built.consumer, 'ec2:DescribeNetworkAcls')['NetworkAcls'] as Raw[];
export const nlbIn = (built: World): Raw =>
  (answer(built.provider, 'elasticloadbalancing:DescribeLoadBalancers')['LoadBalancers'] as Raw[])[0]!;
export const healthIn = (built: World): Raw => answer(built.provider, 'elasticloadbalancing:DescribeTargetHealth');
export const targetsIn = (built: World): Raw[] => healthIn(built)['TargetHealthDescriptions'] as Raw[];
export const interfacesIn = (built: World): Raw[] =>
  answer(built.consumer, 'ec2:DescribeNetworkInterfaces')['NetworkInterfaces'] as Raw[];
export const connectionIn = (built: World): Raw =>
  (answer(built.provider, 'ec2:DescribeVpcEndpointConnections')['VpcEndpointConnections'] as Raw[])[0]!;
export const permissionsIn = (built: World): Raw => answer(built.provider, 'ec2:DescribeVpcEndpointServicePermissions');
export const ingress = (from: number, to: number, cidr: string): Raw => ({
  IpProtocol: 'tcp',
  FromPort: from,
  ToPort: to,
  IpRanges: [{ CidrIp: cidr }],
});
export const entry = (number: number, egress: boolean, action: string, more: Raw = {}): Raw => ({
  RuleNumber: number,
  Egress: egress,
  RuleAction: action,
  Protocol: '6',
  CidrBlock: '0.0.0.0/0',
  PortRange: { From: 0, To: 65535 },
  ...more,
});
export const unhealthy = { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Health checks failed' };

export const CASES: readonly Case[] = [
  {
    name: 'a request that waits is the provider’s to accept',
    rule: 'PL-LIF-001',
    change: (built) => (endpointIn(built)['State'] = 'pendingAcceptance'),
    verdict: 'broken',
    hop: ['acceptance', 'fail'],
    finding: { effect: 'breaks', owner: 'provider', severity: 'high' },
  },
  {
    name: 'a request that waits is told from the consumer’s side alone',
    rule: 'PL-LIF-001',
    change: (built) => (endpointIn(built)['State'] = 'pendingAcceptance'),
    sides: ['consumer'],
    verdict: 'broken',
    hop: ['acceptance', 'fail'],
  },
  {
    name: 'a rejected request',
    rule: 'PL-LIF-002',
    change: (built) => (endpointIn(built)['State'] = 'rejected'),
    verdict: 'broken',
    hop: ['acceptance', 'fail'],
    finding: { effect: 'breaks', owner: 'provider', severity: 'critical' },
  },
  {
    name: 'a failed endpoint shows why',
    rule: 'PL-LIF-003',
    change: (built) =>
      Object.assign(endpointIn(built), { State: 'failed', LastError: { Code: 'Quota', Message: 'no address left' } }),
    verdict: 'broken',
    hop: ['endpoint', 'fail'],
    finding: { message: `${ENDPOINT} failed: Quota: no address left.` },
  },
  {
    name: 'an expired request',
    rule: 'PL-LIF-004',
    change: (built) => (endpointIn(built)['State'] = 'expired'),
    verdict: 'broken',
    hop: ['endpoint', 'fail'],
  },
  {
    name: 'an endpoint that is deleted',
    rule: 'PL-LIF-007',
    change: (built) => (endpointIn(built)['State'] = 'Deleting'),
    verdict: 'broken',
    hop: ['endpoint', 'fail'],
  },
  {
    name: 'one of two subnets without an interface',
    rule: 'PL-LIF-010',
    change: (built) => (endpointIn(built)['NetworkInterfaceIds'] = ['eni-a']),
    verdict: 'degraded',
    hop: ['endpoint', 'warn'],
    finding: { effect: 'impairs', severity: 'high' },
  },
  {
    name: 'an available endpoint’s only zone is no longer listed: AWS would have refused, so the break is only suspected',
    rule: 'PL-NET-001',
    change: (built) => {
      Object.assign(endpointIn(built), { SubnetIds: ['subnet-a'], NetworkInterfaceIds: ['eni-a'] });
      serviceIn(built)['AvailabilityZoneIds'] = ['use1-az2'];
      const answered = answer(built.consumer, 'ec2:DescribeVpcEndpointServices')['ServiceDetails'] as Raw[];
      answered[0]!['AvailabilityZoneIds'] = ['use1-az2'];
    },
    verdict: 'degraded',
    hop: ['endpoint', 'fail'],
    suspected: true,
    finding: { effect: 'breaks', severity: 'high', confidence: 'heuristic' },
  },
  {
    name: 'an available endpoint in a zone that the service does not list',
    rule: 'PL-NET-001',
    change: (built) => {
      const key = Object.keys(built.consumer).find((name) => name.startsWith('ec2:DescribeVpcEndpointServices '))!;
      (built.consumer[key]!['ServiceDetails'] as Raw[])[0]!['AvailabilityZoneIds'] = ['use1-az1'];
    },
    verdict: 'degraded',
    hop: ['endpoint', 'warn'],
    finding: { effect: 'impairs', severity: 'medium' },
  },
  {
    name: 'a single zone',
    rule: 'PL-NET-002',
    change: (built) => Object.assign(endpointIn(built), { SubnetIds: ['subnet-a'], NetworkInterfaceIds: ['eni-a'] }),
    verdict: 'healthy',
    finding: { effect: 'resilience', severity: 'low' },
  },
  {
    name: 'one interface that is not in use',
    rule: 'PL-NET-004',
    change: (built) => (interfacesIn(built)[0]!['Status'] = 'available'),
    verdict: 'degraded',
    hop: ['endpoint', 'warn'],
    finding: { effect: 'impairs' },
  },
  {
    name: 'no interface that is in use',
    rule: 'PL-NET-004',
    change: (built) => {
      interfacesIn(built).forEach((item) => (item['Status'] = 'available'));
    },
    verdict: 'broken',
    hop: ['endpoint', 'fail'],
    finding: { effect: 'breaks' },
  },
  {
    name: 'the port is closed for everyone',
    rule: 'PL-SG-001',
    change: (built) => (groupIn(built)['IpPermissions'] = [ingress(5432, 5432, '10.0.0.0/16')]),
    verdict: 'broken',
    hop: ['endpoint-security-group', 'fail'],
    finding: { effect: 'breaks', severity: 'critical', confidence: 'deterministic', owner: 'consumer' },
  },
  {
    name: 'the port is closed for the given source',
    rule: 'PL-SG-001',
    change: (built) => (groupIn(built)['IpPermissions'] = [ingress(443, 443, '192.168.0.0/16')]),
    options: { source: '10.0.10.5' },
    verdict: 'broken',
    hop: ['endpoint-security-group', 'fail'],
    finding: { effect: 'breaks', confidence: 'deterministic' },
  },
  {
    name: 'the port is closed for every workload that is known: a suspicion',
    rule: 'PL-SG-001',
    change: (built) => (groupIn(built)['IpPermissions'] = [ingress(443, 443, '192.168.0.0/16')]),
    verdict: 'degraded',
    hop: ['endpoint-security-group', 'fail'],
    finding: { effect: 'breaks', confidence: 'heuristic', severity: 'high' },
    suspected: true,
  },
  {
    name: 'a reference to a group that no workload carries',
    rule: 'PL-SG-001',
    change: (built) =>
      (groupIn(built)['IpPermissions'] = [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: 'sg-0nobody' }] },
      ]),
    verdict: 'degraded',
    hop: ['endpoint-security-group', 'fail'],
    suspected: true,
  },
  {
    name: 'groups without an inbound rule',
    rule: 'PL-SG-002',
    change: (built) => (groupIn(built)['IpPermissions'] = []),
    verdict: 'broken',
    hop: ['endpoint-security-group', 'fail'],
    finding: { effect: 'breaks', severity: 'critical' },
  },
  {
    name: 'the default group',
    rule: 'PL-SG-003',
    change: (built) => (groupIn(built)['GroupName'] = 'default'),
    verdict: 'healthy',
    finding: { effect: 'hygiene', severity: 'low' },
  },
  {
    name: 'a group that is open to the world',
    rule: 'PL-SG-004',
    change: (built) => (groupIn(built)['IpPermissions'] = [ingress(443, 443, '0.0.0.0/0')]),
    verdict: 'healthy',
    finding: { effect: 'exposure', severity: 'medium' },
  },
  {
    name: 'network ACLs that deny the port in every zone',
    rule: 'PL-ACL-001',
    change: (built) => {
      aclsIn(built).forEach((acl) =>
        (acl['Entries'] as Raw[]).push(entry(50, false, 'deny', { PortRange: { From: 443, To: 443 } })),
      );
    },
    verdict: 'broken',
    hop: ['network-acl', 'fail'],
    finding: { effect: 'breaks', confidence: 'deterministic', severity: 'critical' },
  },
  {
    name: 'a network ACL that denies the port in one zone of two',
    rule: 'PL-ACL-001',
    change: (built) =>
      (aclsIn(built)[0]!['Entries'] as Raw[]).push(entry(50, false, 'deny', { PortRange: { From: 443, To: 443 } })),
    verdict: 'degraded',
    hop: ['network-acl', 'warn'],
    finding: { effect: 'impairs', severity: 'high' },
  },
  {
    name: 'network ACLs that let no reply out',
    rule: 'PL-ACL-002',
    change: (built) => {
      aclsIn(built).forEach((acl) => {
        acl['Entries'] = (acl['Entries'] as Raw[]).filter((item) => item['Egress'] === false);
      });
    },
    verdict: 'broken',
    hop: ['network-acl', 'fail'],
    finding: { effect: 'breaks', severity: 'critical' },
  },
  {
    name: 'nothing crosses the border of the endpoint’s subnets, and each client stands in one of them',
    rule: 'PL-ACL-002',
    change: (built) => {
      aclsIn(built).forEach((acl) => (acl['Entries'] = []));
      const workload = interfacesIn(built).find((item) => item['NetworkInterfaceId'] === 'eni-w')!;
      Object.assign(workload, { SubnetId: 'subnet-a', PrivateIpAddress: '10.0.1.99', PrivateIpAddresses: [] });
      interfacesIn(built).push({
        ...workload,
        NetworkInterfaceId: 'eni-v',
        SubnetId: 'subnet-b',
        PrivateIpAddress: '10.0.2.99',
      });
    },
    verdict: 'degraded',
    hop: ['network-acl', 'warn'],
    finding: { effect: 'impairs', severity: 'high' },
  },
  {
    name: 'replies to a Linux client are cut off, as far as one is assumed',
    rule: 'PL-ACL-002',
    change: (built) => {
      // Those of the endpoint’s subnets.
      aclsIn(built)
        .slice(0, 2)
        .forEach((acl) => {
          acl['Entries'] = [
            ...(acl['Entries'] as Raw[]).filter((item) => item['Egress'] === false),
            entry(100, true, 'allow', { PortRange: { From: 49152, To: 65535 } }),
          ];
        });
    },
    verdict: 'healthy',
    finding: { effect: 'hygiene', severity: 'low' },
  },
  {
    name: 'the client’s own groups let nothing out',
    rule: 'PL-SG-005',
    change: (built) =>
      ((answer(built.consumer, 'ec2:DescribeSecurityGroups')['SecurityGroups'] as Raw[])[1]!['IpPermissionsEgress'] =
        []),
    options: { source: 'eni-w' },
    verdict: 'broken',
    hop: ['source', 'fail'],
    finding: { effect: 'breaks', severity: 'critical' },
  },
  {
    name: 'the network ACL of the client’s subnet lets no reply in',
    rule: 'PL-ACL-003',
    change: (built) => {
      aclsIn(built)[2]!['Entries'] = [entry(100, true, 'allow')];
    },
    options: { source: 'subnet-w' },
    verdict: 'broken',
    hop: ['source', 'fail'],
    finding: { effect: 'breaks' },
  },
  {
    name: 'the clients’ network ACL lets nothing out to S3',
    rule: 'PL-ACL-004',
    id: GATEWAY,
    change: (built) => {
      aclsIn(built)[2]!['Entries'] = [
        entry(100, true, 'allow', { CidrBlock: '10.0.0.0/8' }),
        entry(100, false, 'allow'),
      ];
    },
    verdict: 'broken',
    hop: ['network-acl', 'fail'],
    finding: { effect: 'breaks', severity: 'high' },
  },
  {
    name: 'DNS resolution off',
    rule: 'PL-DNS-001',
    change: (built) =>
      (answer(built.consumer, `ec2:DescribeVpcAttribute {"VpcId":"${VPC}","Attribute":"enableDnsSupport"}`)[
        'EnableDnsSupport'
      ] = { Value: false }),
    verdict: 'broken',
    hop: ['dns', 'fail'],
  },
  {
    name: 'DNS hostnames off',
    rule: 'PL-DNS-002',
    change: (built) =>
      (answer(built.consumer, `ec2:DescribeVpcAttribute {"VpcId":"${VPC}","Attribute":"enableDnsHostnames"}`)[
        'EnableDnsHostnames'
      ] = { Value: false }),
    verdict: 'broken',
    hop: ['dns', 'fail'],
  },
  {
    name: 'DNS hostnames off with a gateway endpoint',
    rule: 'PL-DNS-002',
    id: GATEWAY,
    change: (built) =>
      (answer(built.consumer, `ec2:DescribeVpcAttribute {"VpcId":"${VPC}","Attribute":"enableDnsHostnames"}`)[
        'EnableDnsHostnames'
      ] = { Value: false }),
    verdict: 'broken',
    hop: ['dns', 'fail'],
  },
  {
    name: 'the default policy of an AWS service',
    rule: 'PL-POL-001',
    id: AWS_ENDPOINT,
    change: () => undefined,
    verdict: 'healthy',
    hop: ['endpoint-policy', 'pass'],
    finding: { effect: 'exposure', severity: 'low' },
  },
  {
    name: 'a policy that allows nothing',
    rule: 'PL-POL-002',
    id: AWS_ENDPOINT,
    change: (built) =>
      (endpointIn(built, AWS_ENDPOINT)['PolicyDocument'] = JSON.stringify({
        Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }],
      })),
    verdict: 'broken',
    hop: ['endpoint-policy', 'fail'],
  },
  {
    name: 'a gateway endpoint without a route table',
    rule: 'PL-RT-001',
    id: GATEWAY,
    change: (built) => (endpointIn(built, GATEWAY)['RouteTableIds'] = []),
    verdict: 'broken',
    hop: ['route-table', 'fail'],
  },
  {
    name: 'a service that the consumer may no longer see',
    rule: 'PL-SVC-001',
    change: (built) => {
      const key = Object.keys(built.consumer).find((name) => name.startsWith('ec2:DescribeVpcEndpointServices '))!;
      (built.consumer[key]!['ServiceDetails'] as Raw[]).shift();
    },
    verdict: 'healthy',
    finding: { owner: 'provider', effect: 'hygiene', severity: 'low' },
  },
  {
    name: 'a service of AWS that the Region no longer offers',
    rule: 'PL-SVC-001',
    id: AWS_ENDPOINT,
    change: (built) => {
      const name = endpointIn(built, AWS_ENDPOINT)['ServiceName'] as string;
      for (const key of Object.keys(built.consumer).filter((one) =>
        one.startsWith('ec2:DescribeVpcEndpointServices'),
      )) {
        const answered = built.consumer[key]!;
        const details = answered['ServiceDetails'] as Raw[];
        answered['ServiceDetails'] = details.filter((item) => item['ServiceName'] !== name);
      }
    },
    verdict: 'healthy',
    finding: {
      owner: 'aws',
      effect: 'hygiene',
      severity: 'low',
      message: expect.stringMatching(
        /is not among the services that AWS offers account \d{12} in us-east-1\./,
      ) as string,
      commands: [expect.objectContaining({ impact: 'reads only' }) as FixCommand],
    },
  },
  {
    name: 'a service that is being deleted',
    rule: 'PL-SVC-002',
    change: (built) => (serviceIn(built)['ServiceState'] = 'Deleting'),
    verdict: 'broken',
    hop: ['service', 'fail'],
    finding: { owner: 'provider', effect: 'breaks' },
  },
  {
    name: 'a service without principals and with a consumer elsewhere',
    rule: 'PL-SVC-005',
    id: SERVICE,
    change: (built) => (permissionsIn(built)['AllowedPrincipals'] = []),
    verdict: 'healthy',
    finding: { effect: 'hygiene', severity: 'low' },
  },
  {
    name: 'a service for everyone without approval',
    rule: 'PL-ACC-001',
    id: SERVICE,
    change: (built) => {
      permissionsIn(built)['AllowedPrincipals'] = [{ Principal: '*' }];
      serviceIn(built)['AcceptanceRequired'] = false;
    },
    verdict: 'healthy',
    finding: { effect: 'exposure', severity: 'critical' },
  },
  {
    name: 'a service that everyone may ask for',
    rule: 'PL-ACC-002',
    id: SERVICE,
    change: (built) => (permissionsIn(built)['AllowedPrincipals'] = [{ Principal: '*' }]),
    verdict: 'healthy',
    finding: { effect: 'exposure', severity: 'medium' },
  },
  {
    name: 'a request that waits for days never breaks the service',
    rule: 'PL-ACC-005',
    id: SERVICE,
    change: (built) => {
      connectionIn(built)['VpcEndpointState'] = 'pendingAcceptance';
      endpointIn(built)['State'] = 'pendingAcceptance';
    },
    verdict: 'healthy',
    hop: ['acceptance', 'not-applicable'],
    finding: { effect: 'hygiene', severity: 'high' },
  },
  {
    name: 'nobody is told of requests',
    rule: 'PL-ACC-006',
    id: SERVICE,
    change: (built) =>
      (answer(built.provider, 'ec2:DescribeVpcEndpointConnectionNotifications')['ConnectionNotificationSet'] = []),
    verdict: 'healthy',
    finding: { effect: 'hygiene', severity: 'low' },
  },
  {
    name: 'a load balancer that failed',
    rule: 'PL-NLB-001',
    change: (built) => (nlbIn(built)['State'] = { Code: 'failed', Reason: 'no address left' }),
    verdict: 'broken',
    hop: ['load-balancer', 'fail'],
  },
  {
    name: 'a load balancer that is impaired',
    rule: 'PL-NLB-001',
    change: (built) => (nlbIn(built)['State'] = { Code: 'active_impaired' }),
    verdict: 'degraded',
    hop: ['load-balancer', 'warn'],
    finding: { effect: 'impairs', severity: 'high' },
  },
  {
    name: 'a load balancer without a listener',
    rule: 'PL-NLB-002',
    change: (built) => (answer(built.provider, 'elasticloadbalancing:DescribeListeners')['Listeners'] = []),
    verdict: 'broken',
    hop: ['listener', 'fail'],
  },
  {
    name: 'a port that nothing listens on',
    rule: 'PL-NLB-016',
    change: (built) => (groupIn(built)['IpPermissions'] = [ingress(0, 65535, '10.0.0.0/16')]),
    options: { port: 8443 },
    verdict: 'broken',
    hop: ['listener', 'fail'],
  },
  {
    name: 'a group without targets',
    rule: 'PL-NLB-003',
    change: (built) => (healthIn(built)['TargetHealthDescriptions'] = []),
    verdict: 'broken',
    hop: ['targets', 'fail'],
  },
  {
    name: 'no healthy target',
    rule: 'PL-NLB-004',
    change: (built) => {
      targetsIn(built).forEach((item) => (item['TargetHealth'] = unhealthy));
    },
    verdict: 'broken',
    hop: ['targets', 'fail'],
    finding: { effect: 'breaks', owner: 'provider', severity: 'critical' },
  },
  {
    name: 'some unhealthy targets in one zone',
    rule: 'PL-NLB-005',
    change: (built) =>
      targetsIn(built).push({
        Target: { Id: '172.16.1.21', Port: 8443, AvailabilityZone: 'us-east-1a' },
        TargetHealth: unhealthy,
      }),
    verdict: 'degraded',
    hop: ['targets', 'warn'],
    finding: { effect: 'impairs', severity: 'medium' },
  },
  {
    name: 'a zone without a healthy target',
    rule: 'PL-NLB-006',
    change: (built) => (healthIn(built)['TargetHealthDescriptions'] = targetsIn(built).slice(0, 1)),
    verdict: 'degraded',
    hop: ['targets', 'warn'],
    finding: { effect: 'impairs', severity: 'high' },
  },
  {
    name: 'the endpoint’s only zone is the one without a healthy target',
    rule: 'PL-NLB-006',
    change: (built) => {
      healthIn(built)['TargetHealthDescriptions'] = targetsIn(built).slice(1);
      Object.assign(endpointIn(built), { SubnetIds: ['subnet-a'], NetworkInterfaceIds: ['eni-a'] });
    },
    verdict: 'broken',
    hop: ['targets', 'fail'],
    finding: { effect: 'breaks' },
  },
  {
    name: 'the load balancer’s groups keep the consumer out',
    rule: 'PL-NLB-008',
    change: (built) =>
      ((answer(built.provider, 'ec2:DescribeSecurityGroups')['SecurityGroups'] as Raw[])[0]!['IpPermissions'] = [
        ingress(443, 443, '192.168.0.0/16'),
      ]),
    verdict: 'broken',
    hop: ['load-balancer', 'fail'],
    finding: { effect: 'breaks', severity: 'critical', owner: 'provider' },
  },
  {
    name: 'a secondary CIDR of the consumer is kept out',
    rule: 'PL-NLB-008',
    change: (built) =>
      ((answer(built.consumer, 'ec2:DescribeVpcs')['Vpcs'] as Raw[])[0]!['CidrBlockAssociationSet'] as Raw[]).push({
        CidrBlock: '100.64.0.0/16',
        CidrBlockState: { State: 'associated' },
      }),
    verdict: 'degraded',
    hop: ['load-balancer', 'warn'],
    finding: { effect: 'impairs', severity: 'high' },
  },
  {
    name: 'a denied call is named',
    rule: 'PL-META-001',
    change: (built) => {
      deny(built.consumer, 'ec2:DescribeSecurityGroups');
    },
    verdict: 'unknown',
    hop: ['endpoint-security-group', 'unknown'],
    finding: { effect: 'note', severity: 'info' },
  },
  {
    name: 'a provider that was not read',
    rule: 'PL-META-002',
    sides: ['consumer'],
    change: () => undefined,
    verdict: 'unknown',
    hop: ['load-balancer', 'unknown'],
    finding: { effect: 'note', severity: 'info' },
  },
];
