import type { Effect, Hop, Verdict } from '../../src/core/diagnosis.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { addInterface, aclEntries, addNetworkAcl, groupItem, permission } from './network.ts';
import { CONSUMER, healthyEstate, type HealthyEstate } from './healthy.ts';
import { FULL_ACCESS } from './endpoint.ts';
import { denied } from './unread.ts';
import { answerTo, awsId, snapshotOf, textOf, type Item } from './world.ts';

/** The healthy estate with one fault in it, as AWS would answer for it, and what an engineer would say of it. */
export interface BrokenWorld {
  readonly rule: string;
  /** What happened, in words; two worlds of one rule differ in it. */
  readonly fault: string;
  readonly build: () => Snapshot;
  /** The endpoint or service to diagnose. */
  readonly subject: string;
  readonly hop: Hop;
  readonly effect: Effect;
  readonly verdict: Verdict;
  /** Whose accounts are read. */
  readonly profiles: readonly ('consumer' | 'provider')[];
  /** What else the command line is given, for example a source. */
  readonly args: readonly string[];
}

interface Fault {
  readonly fault: string;
  readonly hop: Hop;
  readonly effect: Effect;
  readonly verdict: Verdict;
  readonly change?: (estate: HealthyEstate) => void;
  readonly subject?: 'endpoint' | 'awsEndpoint' | 'gateway' | 'service';
  readonly profiles?: BrokenWorld['profiles'];
  readonly args?: (estate: HealthyEstate) => readonly string[];
  /** An operation that the consumer may not call. */
  readonly denied?: string;
}

function world(rule: string, given: Fault): BrokenWorld {
  const { fault, hop, effect, verdict } = given;
  const plain = healthyEstate();
  const subject = plain[given.subject ?? 'endpoint'].id;
  const build = (): Snapshot => {
    const estate = healthyEstate();
    given.change?.(estate);
    const snapshot = snapshotOf(estate.world);
    return given.denied === undefined ? snapshot : denied(snapshot, given.denied, CONSUMER);
  };
  const profiles = given.profiles ?? ['consumer', 'provider'];
  return { rule, fault, hop, effect, verdict, subject, build, profiles, args: given.args?.(plain) ?? [] };
}

/**
 * One world for each rule and some for the ways in which one rule's fault shows. They are written from what AWS does and
 * documents, not from what the rules look at, so that each judges the other.
 */
export const brokenWorlds: readonly BrokenWorld[] = [
  world('PL-LIF-001', {
    fault: 'the provider has not accepted the request',
    hop: 'acceptance',
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      endpointState(estate, 'pendingAcceptance');
    },
  }),
  world('PL-LIF-002', {
    fault: 'the provider rejected the connection',
    hop: 'acceptance',
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      endpointState(estate, 'rejected');
    },
  }),
  world('PL-LIF-002', {
    fault: 'the provider rejected the connection, and only the consumer is read',
    hop: 'acceptance',
    effect: 'breaks',
    verdict: 'broken',
    profiles: ['consumer'],
    change: (estate) => {
      endpointState(estate, 'rejected');
    },
  }),
  world('PL-LIF-003', {
    fault: 'AWS could not create the endpoint',
    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      endpointState(estate, 'failed');
      estate.endpoint.raw['FailureReason'] = 'Not enough free addresses in the subnets';
      estate.endpoint.raw['LastError'] = {
        Code: 'InsufficientFreeAddressesInSubnet',
        Message: 'There are not enough free addresses in the subnets.',
      };
    },
  }),
  world('PL-LIF-004', {
    fault: 'the request expired before it was accepted',
    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      endpointState(estate, 'expired');
    },
  }),
  world('PL-LIF-007', {
    fault: 'the endpoint is being deleted',
    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      endpointState(estate, 'deleting');
    },
  }),
  world('PL-LIF-010', {
    fault: 'one subnet of the endpoint has no interface of it',
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    change: ({ consumer, endpoint }) => {
      const [first, second] = endpoint.raw['NetworkInterfaceIds'] as string[];
      endpoint.raw['NetworkInterfaceIds'] = [first ?? ''];
      removeInterface(consumer.tables['ec2:DescribeNetworkInterfaces'], second);
    },
  }),
  world('PL-NET-001', {
    fault: 'the provider’s load balancer left a zone that the endpoint is in',
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    change: ({ service }) => {
      const [kept] = service.zoneIds;
      service.configuration['AvailabilityZoneIds'] = [kept ?? ''];
      service.configuration['AvailabilityZones'] = (service.configuration['AvailabilityZones'] as string[]).slice(0, 1);
      for (const detail of service.details.values()) detail['AvailabilityZoneIds'] = [kept ?? ''];
      service.loadBalancer['AvailabilityZones'] = (service.loadBalancer['AvailabilityZones'] as Item[]).slice(0, 1);
      service.targetHealth.splice(1);
    },
  }),
  world('PL-NET-002', {
    fault: 'the endpoint is in one of the service’s two zones',
    hop: 'endpoint',
    effect: 'resilience',
    verdict: 'healthy',
    change: ({ consumer, endpoint, endpointSubnets }) => {
      const [first, second] = endpoint.raw['NetworkInterfaceIds'] as string[];
      endpoint.raw['NetworkInterfaceIds'] = [first ?? ''];
      endpoint.raw['SubnetIds'] = [endpointSubnets[0]?.id ?? ''];
      endpoint.raw['DnsEntries'] = (endpoint.raw['DnsEntries'] as Item[]).filter(
        (entry) => !textOf(entry, 'DnsName').includes(`-${endpointSubnets[1]?.zoneName ?? ''}.`),
      );
      removeInterface(consumer.tables['ec2:DescribeNetworkInterfaces'], second);
    },
  }),
  world('PL-NET-004', {
    fault: 'one interface of the endpoint is not in use',
    hop: 'endpoint',
    effect: 'impairs',
    verdict: 'degraded',
    change: (estate) => {
      detachInterfaces(estate, 1);
    },
  }),
  world('PL-NET-004', {
    fault: 'no interface of the endpoint is in use',
    hop: 'endpoint',
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      detachInterfaces(estate, 2);
    },
  }),
  world('PL-SG-001', {
    fault: 'the endpoint’s group admits another port than the service’s',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ consumer, consumerVpc, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(5432, consumerVpc.cidr)];
    },
  }),
  world('PL-SG-001', {
    fault: 'the endpoint’s group admits an office that the client is not in',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ consumer, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, '192.168.40.0/24')];
    },
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.id ?? ''],
  }),
  world('PL-SG-001', {
    fault: 'the endpoint’s group refers to a group that the client does not carry',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ consumer, consumerVpc, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, consumerVpc.defaultGroupId)];
    },
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.address(20) ?? ''],
  }),
  world('PL-SG-002', {
    fault: 'the endpoint’s only group has no inbound rule',
    hop: 'endpoint-security-group',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ consumer, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [];
    },
  }),
  world('PL-SG-003', {
    fault: 'the endpoint carries the default group beside its own',
    hop: 'endpoint-security-group',
    effect: 'hygiene',
    verdict: 'healthy',
    change: ({ consumer, consumerVpc, endpoint }) => {
      const added = { GroupId: consumerVpc.defaultGroupId, GroupName: 'default' };
      (endpoint.raw['Groups'] as Item[]).push(added);
      for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) {
        if ((endpoint.raw['NetworkInterfaceIds'] as string[]).includes(textOf(item, 'NetworkInterfaceId'))) {
          (item['Groups'] as Item[]).push({ ...added });
        }
      }
    },
  }),
  world('PL-SG-004', {
    fault: 'the endpoint’s group admits every address',
    hop: 'endpoint-security-group',
    effect: 'exposure',
    verdict: 'healthy',
    change: ({ consumer, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission(443, '0.0.0.0/0')];
    },
  }),
  world('PL-ACL-001', {
    fault: 'the ACL of the endpoint’s subnets lets nobody in on the port',
    hop: 'network-acl',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ consumer, consumerVpc, endpointSubnets }) => {
      addNetworkAcl(consumer, consumerVpc, endpointSubnets, {
        name: 'hardened',
        entries: [...aclEntries(false, { number: 100, from: 1024, to: 65535 }), ...aclEntries(true, { number: 100 })],
      });
    },
  }),
  world('PL-ACL-001', {
    fault: 'the ACL of one of the endpoint’s two subnets lets nobody in on the port',
    hop: 'network-acl',
    effect: 'impairs',
    verdict: 'degraded',
    change: ({ consumer, consumerVpc, endpointSubnets }) => {
      addNetworkAcl(consumer, consumerVpc, endpointSubnets.slice(0, 1), {
        name: 'hardened',
        entries: [...aclEntries(false, { number: 100, from: 1024, to: 65535 }), ...aclEntries(true, { number: 100 })],
      });
    },
  }),
  world('PL-ACL-002', {
    fault: 'the ACL of the endpoint’s subnets was written as if it were stateful',
    hop: 'network-acl',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ consumer, consumerVpc, endpointSubnets }) => {
      addNetworkAcl(consumer, consumerVpc, endpointSubnets, {
        name: 'https-only',
        entries: [
          ...aclEntries(false, { number: 100, cidr: consumerVpc.cidr, from: 443 }),
          ...aclEntries(true, { number: 100, from: 443 }),
        ],
      });
    },
  }),
  world('PL-DNS-001', {
    fault: 'DNS resolution of the VPC is off',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsSupport', 'EnableDnsSupport');
    },
  }),
  world('PL-DNS-002', {
    fault: 'DNS hostnames of the VPC are off',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsHostnames', 'EnableDnsHostnames');
    },
  }),
  world('PL-DNS-002', {
    fault: 'DNS hostnames of the VPC are off, behind an endpoint of AWS’s own service',
    subject: 'awsEndpoint',
    hop: 'dns',
    effect: 'breaks',
    verdict: 'broken',
    profiles: ['consumer'],
    change: (estate) => {
      vpcAttribute(estate, 'enableDnsHostnames', 'EnableDnsHostnames');
    },
  }),
  world('PL-RT-001', {
    fault: 'the gateway endpoint is in no route table',
    subject: 'gateway',
    hop: 'route-table',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ gateway, consumerVpc }) => {
      gateway.raw['RouteTableIds'] = [];
      consumerVpc.routeTable['Routes'] = (consumerVpc.routeTable['Routes'] as Item[]).filter(
        (route) => route['GatewayId'] !== gateway.id,
      );
    },
  }),
  world('PL-POL-001', {
    fault: 'the endpoint has the policy that AWS attaches by default',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'exposure',
    verdict: 'healthy',
    change: ({ awsEndpoint }) => {
      awsEndpoint.raw['PolicyDocument'] = JSON.stringify(FULL_ACCESS, null, 2);
    },
  }),
  world('PL-SVC-001', {
    fault: 'the provider took the consumer off its list',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    change: ({ consumer, service }) => {
      const services = consumer.tables['ec2:DescribeVpcEndpointServices'];
      services.splice(0, services.length, ...services.filter((item) => item['ServiceName'] !== service.serviceName));
      const [permitted] = service.permissions;
      if (permitted !== undefined) permitted['Principal'] = 'arn:aws:iam::123456789012:root';
    },
  }),
  world('PL-SVC-002', {
    fault: 'the service failed',
    hop: 'service',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ service }) => {
      service.configuration['ServiceState'] = 'Failed';
    },
  }),
  world('PL-SVC-005', {
    fault: 'the service allows no principal, and a consumer is connected',
    subject: 'service',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    change: ({ consumer, service }) => {
      const services = consumer.tables['ec2:DescribeVpcEndpointServices'];
      services.splice(0, services.length, ...services.filter((item) => item['ServiceName'] !== service.serviceName));
      service.permissions.splice(0);
    },
  }),
  world('PL-ACC-001', {
    fault: 'everybody may connect, and nobody asks who comes',
    subject: 'service',
    hop: 'acceptance',
    effect: 'exposure',
    verdict: 'healthy',
    change: (estate) => {
      everybody(estate);
      estate.service.configuration['AcceptanceRequired'] = false;
      for (const detail of estate.service.details.values()) detail['AcceptanceRequired'] = false;
    },
  }),
  world('PL-ACC-002', {
    fault: 'everybody may ask for a connection',
    subject: 'service',
    hop: 'acceptance',
    effect: 'exposure',
    verdict: 'healthy',
    change: everybody,
  }),
  world('PL-ACC-005', {
    fault: 'another account has waited for approval for months',
    subject: 'service',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    change: ({ provider, service }) => {
      const VpcEndpointId = awsId('vpce', 'of another account');
      provider.tables['ec2:DescribeVpcEndpointConnections'].push({
        ServiceId: service.id,
        VpcEndpointId,
        VpcEndpointOwner: '123456789012',
        VpcEndpointState: 'pendingAcceptance',
        CreationTimestamp: '2024-05-06T07:08:09.000Z',
        NetworkLoadBalancerArns: [...(service.configuration['NetworkLoadBalancerArns'] as string[])],
        IpAddressType: 'ipv4',
        VpcEndpointConnectionId: awsId('vpce-con', VpcEndpointId),
        VpcEndpointRegion: provider.region,
        Tags: [],
      });
    },
  }),
  world('PL-ACC-006', {
    fault: 'requests must be accepted, and nobody is told of them',
    subject: 'service',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    change: ({ provider }) => {
      provider.tables['ec2:DescribeVpcEndpointConnectionNotifications'].splice(0);
    },
  }),
  world('PL-NLB-001', {
    fault: 'the load balancer failed',
    hop: 'load-balancer',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ service }) => {
      service.loadBalancer['State'] = { Code: 'failed', Reason: 'Insufficient free addresses in the subnets' };
    },
  }),
  world('PL-NLB-002', {
    fault: 'the load balancer’s only listener was deleted',
    hop: 'listener',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ service }) => {
      service.listeners.splice(0);
      service.targetGroup['LoadBalancerArns'] = [];
      health(service.targetHealth, 'unused', 'Target.NotInUse', 'Target group is not configured to receive traffic');
    },
  }),
  world('PL-NLB-003', {
    fault: 'every target was deregistered',
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ service }) => {
      service.targetHealth.splice(0);
    },
  }),
  world('PL-NLB-004', {
    fault: 'every target fails its health check',
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ service }) => {
      health(service.targetHealth, 'unhealthy', 'Target.FailedHealthChecks', 'Health checks failed');
    },
  }),
  world('PL-NLB-005', {
    fault: 'a third target, in a zone with a healthy one, fails its health check',
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    change: ({ provider, providerVpc, service }) => {
      const [subnet] = providerVpc.subnets;
      const [target] = service.targetHealth;
      if (subnet === undefined || target === undefined) return;
      addInterface(provider, providerVpc, subnet, { host: 175, groupIds: [], description: 'payments task 3' });
      const added = { ...target, Target: { ...(target['Target'] as Item), Id: subnet.address(175) } };
      health([added], 'unhealthy', 'Target.FailedHealthChecks', 'Health checks failed');
      service.targetHealth.push(added);
    },
  }),
  world('PL-NLB-006', {
    fault: 'a zone’s only target fails its health check',
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    change: ({ service }) => {
      health(service.targetHealth.slice(1), 'unhealthy', 'Target.Timeout', 'Request timed out');
    },
  }),
  world('PL-NLB-008', {
    fault: 'the load balancer’s group knows other clients than the consumer’s',
    hop: 'load-balancer',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ provider, service }) => {
      groupItem(provider, service.loadBalancerGroupId ?? '')['IpPermissions'] = [permission(443, '192.168.40.0/24')];
    },
  }),
  world('PL-ACL-003', {
    fault: 'the ACL of the client’s subnet lets only plain HTTP out',
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ consumer, consumerVpc }) => {
      addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets, {
        name: 'http-only',
        entries: [...aclEntries(false, { number: 100 }), ...aclEntries(true, { number: 100, from: 80 })],
      });
    },
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.id ?? ''],
  }),
  world('PL-ACL-004', {
    fault: 'the ACL of one of the clients’ subnets keeps them inside the VPC',
    subject: 'gateway',
    hop: 'network-acl',
    effect: 'impairs',
    verdict: 'degraded',
    change: ({ consumer, consumerVpc }) => {
      addNetworkAcl(consumer, consumerVpc, consumerVpc.subnets.slice(0, 1), {
        name: 'inside-only',
        entries: [
          ...aclEntries(false, { number: 100, cidr: consumerVpc.cidr }),
          ...aclEntries(true, { number: 100, cidr: consumerVpc.cidr }),
        ],
      });
    },
  }),
  world('PL-SG-005', {
    fault: 'the client’s own group lets only plain HTTP out',
    hop: 'source',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ consumer, workloadGroupId }) => {
      groupItem(consumer, workloadGroupId)['IpPermissionsEgress'] = [permission(80, '0.0.0.0/0')];
    },
    args: ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.address(20) ?? ''],
  }),
  world('PL-NLB-016', {
    fault: 'the client asks for a port on which nothing listens',
    hop: 'listener',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ consumer, consumerVpc, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission('all', consumerVpc.cidr)];
    },
    args: () => ['--port', '8443'],
  }),
  world('PL-POL-002', {
    fault: 'the endpoint’s policy denies every call',
    subject: 'awsEndpoint',
    hop: 'endpoint-policy',
    effect: 'breaks',
    verdict: 'broken',
    change: ({ awsEndpoint }) => {
      const deny = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' };
      awsEndpoint.raw['PolicyDocument'] = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
    },
  }),
  world('PL-META-001', {
    fault: 'the consumer’s profile may not read security groups',
    hop: 'endpoint-security-group',
    effect: 'note',
    verdict: 'unknown',
    denied: 'ec2:DescribeSecurityGroups',
  }),
  world('PL-META-002', {
    fault: 'nobody reads the provider’s account',
    hop: 'load-balancer',
    effect: 'note',
    verdict: 'unknown',
    profiles: ['consumer'],
  }),
];

/** The state on both sides; only an accepted endpoint can have private names. */
function endpointState({ endpoint }: HealthyEstate, state: string): void {
  endpoint.raw['State'] = state;
  if (endpoint.connection !== undefined) endpoint.connection['VpcEndpointState'] = state;
  endpoint.raw['PrivateDnsEnabled'] = false;
  endpoint.raw['DnsEntries'] = (endpoint.raw['DnsEntries'] as Item[]).filter((entry) =>
    textOf(entry, 'DnsName').includes('.vpce.'),
  );
}

function removeInterface(table: Item[], id: string | undefined): void {
  const at = table.findIndex((item) => item['NetworkInterfaceId'] === id);
  if (at >= 0) table.splice(at, 1);
}

function detachInterfaces({ consumer, endpoint }: HealthyEstate, count: number): void {
  const ids = (endpoint.raw['NetworkInterfaceIds'] as string[]).slice(0, count);
  for (const item of consumer.tables['ec2:DescribeNetworkInterfaces']) {
    if (ids.includes(textOf(item, 'NetworkInterfaceId'))) item['Status'] = 'available';
  }
}

function vpcAttribute({ consumer, consumerVpc }: HealthyEstate, attribute: string, field: string): void {
  const params = { VpcId: consumerVpc.id, Attribute: attribute };
  answerTo(consumer, 'ec2:DescribeVpcAttribute', params)[field] = { Value: false };
}

function everybody({ service }: HealthyEstate): void {
  const [permitted] = service.permissions;
  if (permitted !== undefined) Object.assign(permitted, { PrincipalType: 'All', Principal: '*' });
}

function health(targets: Item[], State: string, Reason: string, Description: string): void {
  for (const target of targets) target['TargetHealth'] = { State, Reason, Description };
}
