import { addInterface, groupItem, permission } from '../network.ts';
import { CHECK_PORT, checksApart, TARGET_PORT, twoTierEstate, type TwoTierEstate } from '../two-tier.ts';
import { awsId, textOf, type Item } from '../world.ts';
import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { health, sound, world } from './faults.ts';

/** What the load balancer's groups let out. */
function letsOut({ provider, service }: TwoTierEstate, ...permissions: readonly Item[]): void {
  groupItem(provider, service.loadBalancerGroupId ?? '')['IpPermissionsEgress'] = [...permissions];
}

/** What the targets' group lets in. */
function letsIn({ provider, targetsGroupId }: TwoTierEstate, ...permissions: readonly Item[]): void {
  groupItem(provider, targetsGroupId)['IpPermissions'] = [...permissions];
}

/** The addresses of the load balancer's interfaces. */
function nodeAddresses({ provider, service }: TwoTierEstate): readonly string[] {
  const name = textOf(service.loadBalancer, 'LoadBalancerName');
  return provider.tables['ec2:DescribeNetworkInterfaces']
    .filter((item) => textOf(item, 'Description').startsWith(`ELB net/${name}/`))
    .map((item) => `${textOf(item, 'PrivateIpAddress')}/32`);
}

/** One attribute of the target group or of the load balancer. */
function attribute(attributes: readonly Item[], key: string, value: string): void {
  for (const item of attributes) if (item['Key'] === key) item['Value'] = value;
}

function timeOut({ service }: TwoTierEstate): void {
  health(service.targetHealth, 'unhealthy', 'Target.Timeout', 'Request timed out');
}

const CERTIFICATE = 'arn:aws:acm:us-east-1:444455556666:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

/** The load balancer ends TLS with one certificate; it is for the private name and lasts long unless said otherwise. */
export function tlsEstate(certificate: Item = {}): () => HealthyEstate {
  return () => {
    const estate = healthyEstate();
    const { provider, service } = estate;
    const [listener] = service.listeners;
    if (listener === undefined) throw new Error('The service has no listener');
    listener['Protocol'] = 'TLS';
    listener['Certificates'] = [{ CertificateArn: CERTIFICATE }];
    const subjectAlternativeNames = (certificate['SubjectAlternativeNames'] ?? ['payments.example.com']) as string[];
    provider.answers.push({
      operation: 'acm:DescribeCertificate',
      params: { CertificateArn: CERTIFICATE },
      output: {
        Certificate: {
          CertificateArn: CERTIFICATE,
          DomainName: subjectAlternativeNames[0] ?? '',
          SubjectAlternativeNames: subjectAlternativeNames,
          Status: 'ISSUED',
          NotAfter: '2099-12-01T00:00:00.000Z',
          ...certificate,
        },
      },
    });
    return estate;
  };
}

/** More listeners beside the first, each with the same group. */
function listeners({ service }: HealthyEstate, count: number): void {
  const [first] = service.listeners;
  for (let port = 9001; service.listeners.length < count; port += 1) {
    service.listeners.push({ ...first, ListenerArn: `${textOf(first, 'ListenerArn')}${port}`, Port: port });
  }
}

/** Another target of the group beside the healthy ones. */
function idleTarget(estate: HealthyEstate, host: number, State: string, Reason: string): void {
  const { provider, providerVpc, service } = estate;
  const [subnet] = providerVpc.subnets;
  if (subnet === undefined) throw new Error('The provider has no subnet');
  const groupIds = [awsId('sg', providerVpc.id, 'payments-targets')];
  addInterface(provider, providerVpc, subnet, { host, groupIds, description: `payments task ${host}` });
  service.targetHealth.push({
    Target: { Id: subnet.address(host), Port: 8443, AvailabilityZone: subnet.zoneName },
    HealthCheckPort: '8443',
    TargetHealth: { State, Reason },
  });
}

export const NLB_WORLDS: readonly BrokenWorld[] = [
  world('PL-NLB-001', {
    fault: 'the load balancer failed',
    hop: 'load-balancer',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: ({ service }) => {
      service.loadBalancer['State'] = { Code: 'failed', Reason: 'Insufficient free addresses in the subnets' };
    },
  }),
  world('PL-NLB-002', {
    fault: 'the load balancer’s only listener was deleted',
    hop: 'listener',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
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
    owner: 'provider',
    change: ({ service }) => {
      service.targetHealth.splice(0);
    },
  }),
  world('PL-NLB-004', {
    fault: 'every target fails its health check',
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: ({ service }) => {
      health(service.targetHealth, 'unhealthy', 'Target.FailedHealthChecks', 'Health checks failed');
    },
  }),
  world('PL-NLB-005', {
    fault: 'a third target, in a zone with a healthy one, fails its health check',
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
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
    owner: 'provider',
    says: 'Zone use1-az2 (your us-east-1e) of',
    change: ({ service }) => {
      health(service.targetHealth.slice(1), 'unhealthy', 'Target.Timeout', 'Request timed out');
    },
  }),
  world('PL-NLB-008', {
    fault: 'the load balancer’s group knows other clients than the consumer’s',
    hop: 'load-balancer',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: ({ provider, service }) => {
      groupItem(provider, service.loadBalancerGroupId ?? '')['IpPermissions'] = [permission(443, '192.168.40.0/24')];
    },
  }),
  world<TwoTierEstate>('PL-NLB-011', {
    fault: 'the load balancer’s group lets only plain HTTP out',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      letsOut(estate, permission(80, '0.0.0.0/0'));
      timeOut(estate);
    },
  }),
  world<TwoTierEstate>('PL-NLB-011', {
    fault: 'health checks get out of the load balancer, traffic does not',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      checksApart(estate);
      letsOut(estate, permission(CHECK_PORT, '0.0.0.0/0'), permission(TARGET_PORT - 1, '0.0.0.0/0'));
    },
  }),
  world<TwoTierEstate>('PL-NLB-012', {
    fault: 'the targets’ group admits another port',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    change: (estate) => {
      letsIn(estate, permission(TARGET_PORT + 1, estate.providerVpc.cidr));
      timeOut(estate);
    },
  }),
  world<TwoTierEstate>('PL-NLB-012', {
    fault: 'the targets’ group admits the address of the load balancer in one of two zones',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: (estate) => {
      checksApart(estate);
      letsIn(
        estate,
        permission(CHECK_PORT, estate.providerVpc.cidr),
        permission(TARGET_PORT, nodeAddresses(estate)[0] ?? ''),
      );
    },
  }),
  world<TwoTierEstate>('PL-NLB-012', {
    fault: 'one of two targets carries a group that does not know the load balancer',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: (estate) => {
      const { provider, providerVpc, service } = estate;
      const [first] = service.targetHealth;
      const id = textOf(first?.['Target'] as Item, 'Id');
      for (const item of provider.tables['ec2:DescribeNetworkInterfaces']) {
        if (item['PrivateIpAddress'] === id) item['Groups'] = [{ GroupId: providerVpc.defaultGroupId }];
      }
      health(first === undefined ? [] : [first], 'unhealthy', 'Target.Timeout', 'Request timed out');
    },
  }),
  world<TwoTierEstate>('PL-NLB-024', {
    fault: 'the targets trust the load balancer’s group, which is not applied to PrivateLink traffic',
    base: twoTierEstate,
    hop: 'targets',
    effect: 'breaks',
    verdict: 'degraded',
    owner: 'provider',
    suspected: true,
    change: (estate) => {
      checksApart(estate);
      estate.service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = 'off';
      const own = estate.service.loadBalancerGroupId ?? '';
      letsIn(estate, permission(CHECK_PORT, own), permission(TARGET_PORT, own));
    },
  }),
  world('PL-NLB-016', {
    fault: 'the client asks for a port on which nothing listens',
    hop: 'listener',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'both',
    change: ({ consumer, consumerVpc, endpointGroupId }) => {
      groupItem(consumer, endpointGroupId)['IpPermissions'] = [permission('all', consumerVpc.cidr)];
    },
    args: () => ['--port', '8443'],
  }),
  world('PL-NLB-009', {
    fault: 'the load balancer has no security groups',
    subject: 'service',
    hop: 'load-balancer',
    effect: 'note',
    verdict: 'healthy',
    owner: 'provider',

    change: ({ service }) => {
      delete service.loadBalancer['SecurityGroups'];
      delete service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'];
    },
  }),
  world('PL-NLB-010', {
    fault: 'enforcement on PrivateLink traffic is off',
    subject: 'service',
    hop: 'load-balancer',
    effect: 'note',
    verdict: 'healthy',
    owner: 'provider',

    change: ({ service }) => {
      service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = 'off';
    },
  }),
  world('PL-NLB-013', {
    fault: 'the target group preserves client addresses',
    subject: 'service',
    hop: 'target-group',
    effect: 'note',
    verdict: 'healthy',
    owner: 'provider',

    change: ({ service }) => {
      attribute(service.targetGroupAttributes, 'preserve_client_ip.enabled', 'true');
    },
  }),
  world('PL-NLB-014', {
    fault: 'the target group sends Proxy Protocol headers',
    subject: 'service',
    hop: 'target-group',
    effect: 'note',
    verdict: 'healthy',
    owner: 'provider',

    change: ({ service }) => {
      attribute(service.targetGroupAttributes, 'proxy_protocol_v2.enabled', 'true');
    },
  }),
  world('PL-NLB-018', {
    fault: 'the load balancer is internet-facing',
    subject: 'service',
    hop: 'load-balancer',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'provider',

    change: ({ service }) => {
      service.loadBalancer['Scheme'] = 'internet-facing';
    },
  }),
  world('PL-NLB-019', {
    fault: 'the load balancer may be deleted',
    subject: 'service',
    hop: 'load-balancer',
    effect: 'resilience',
    verdict: 'healthy',
    owner: 'provider',

    change: ({ service }) => {
      attribute(service.loadBalancerAttributes, 'deletion_protection.enabled', 'false');
    },
  }),
  world('PL-NLB-017', {
    fault: 'the certificate is for a deeper name than the private one',
    base: tlsEstate({ SubjectAlternativeNames: ['*.payments.example.com'] }),
    subject: 'service',
    hop: 'listener',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
  }),
  world('PL-NLB-017', {
    fault: 'the certificate has ended',
    base: tlsEstate({ NotAfter: '2026-03-02T09:30:00.000Z' }),
    subject: 'service',
    hop: 'listener',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
  }),
  world('PL-NLB-017', {
    fault: 'the certificate was revoked',
    base: tlsEstate({ Status: 'REVOKED' }),
    subject: 'service',
    hop: 'listener',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
  }),
  world('PL-NLB-022', {
    fault: 'three of five targets drain or are unused',
    subject: 'service',
    hop: 'targets',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: (estate) => {
      idleTarget(estate, 201, 'draining', 'Target.DeregistrationInProgress');
      idleTarget(estate, 202, 'draining', 'Target.DeregistrationInProgress');
      idleTarget(estate, 203, 'unused', 'Target.NotInUse');
    },
  }),
  world('PL-NLB-026', {
    fault: 'the load balancer has fifty-one listeners',
    subject: 'service',
    hop: 'listener',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      listeners(estate, 51);
    },
  }),
];

export const NLB_SOUND: readonly SoundWorld[] = [
  sound('PL-NLB-009', {
    what: 'the load balancer has a security group',

    subject: 'service',
  }),
  sound('PL-NLB-010', {
    what: 'enforcement is on',

    subject: 'service',
  }),
  sound('PL-NLB-013', {
    what: 'client addresses are preserved and sent in headers too',

    subject: 'service',

    change: ({ service }) => {
      attribute(service.targetGroupAttributes, 'preserve_client_ip.enabled', 'true');
      attribute(service.targetGroupAttributes, 'proxy_protocol_v2.enabled', 'true');
    },
  }),
  sound('PL-NLB-014', {
    what: 'no header is sent',

    subject: 'service',
  }),
  sound('PL-NLB-018', {
    what: 'the load balancer is internal',

    subject: 'service',
  }),
  sound('PL-NLB-019', {
    what: 'the load balancer is protected',

    subject: 'service',
  }),
  sound<TwoTierEstate>('PL-NLB-011', {
    what: 'the load balancer’s group names the targets’ group on both ports',
    base: twoTierEstate,
    change: (estate) => {
      checksApart(estate);
      letsOut(estate, permission(CHECK_PORT, estate.targetsGroupId), permission(TARGET_PORT, estate.targetsGroupId));
    },
  }),
  sound<TwoTierEstate>('PL-NLB-011', {
    what: 'the rules seem closed, and health checks on the traffic’s port succeed',
    base: twoTierEstate,
    change: (estate) => {
      letsOut(estate, permission(80, '0.0.0.0/0'));
    },
  }),
  sound<TwoTierEstate>('PL-NLB-012', {
    what: 'the targets’ group names the load balancer’s group on both ports',
    base: twoTierEstate,
    change: (estate) => {
      checksApart(estate);
      const own = estate.service.loadBalancerGroupId ?? '';
      letsIn(estate, permission(CHECK_PORT, own), permission(TARGET_PORT, own));
    },
  }),
  sound<TwoTierEstate>('PL-NLB-012', {
    what: 'the targets’ group admits exactly the load balancer’s addresses',
    base: twoTierEstate,
    change: (estate) => {
      checksApart(estate);
      letsIn(
        estate,
        permission(TARGET_PORT, ...nodeAddresses(estate)),
        permission(CHECK_PORT, ...nodeAddresses(estate)),
      );
    },
  }),
  sound('PL-NLB-012', {
    what: 'the target of the last release, on a port that its group no longer admits, is draining',
    change: ({ service }) => {
      const [first] = service.targetHealth;
      service.targetHealth.push({
        ...first,
        Target: { ...(first?.['Target'] as Item), Port: 7000 },
        TargetHealth: { State: 'draining', Reason: 'Target.DeregistrationInProgress' },
      });
    },
  }),
  sound<TwoTierEstate>('PL-NLB-024', {
    what: 'without enforcement, the targets admit the load balancer’s addresses',
    base: twoTierEstate,
    change: (estate) => {
      checksApart(estate);
      estate.service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = 'off';
      letsIn(
        estate,
        permission(CHECK_PORT, estate.service.loadBalancerGroupId ?? ''),
        permission(TARGET_PORT, ...nodeAddresses(estate)),
      );
    },
  }),
  sound<TwoTierEstate>('PL-NLB-024', {
    what: 'without enforcement, targets that trust the group are healthy on the traffic’s port',
    base: twoTierEstate,
    change: (estate) => {
      estate.service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = 'off';
      letsIn(estate, permission(TARGET_PORT, estate.service.loadBalancerGroupId ?? ''));
    },
  }),
  sound('PL-NLB-006', {
    what: 'no target stands in one of the zones, and the others serve it',
    change: ({ service }) => {
      service.loadBalancerAttributes.splice(0, 99, { Key: 'load_balancing.cross_zone.enabled', Value: 'true' });
      service.targetHealth.splice(0, 1);
    },
  }),
  sound('PL-NLB-017', {
    what: 'a wildcard stands for the private name’s first label',
    base: tlsEstate({ SubjectAlternativeNames: ['api.example.net', '*.EXAMPLE.com'] }),
    subject: 'service',
  }),
  sound('PL-NLB-017', {
    what: 'nobody may read the certificate',
    base: tlsEstate(),
    subject: 'service',
    verdict: 'unknown',
    denied: 'acm:DescribeCertificate',
    deniedTo: 'provider',
    lacks: 'acm:DescribeCertificate',
  }),
  sound('PL-NLB-022', {
    what: 'half of the targets drain',
    subject: 'service',
    change: (estate) => {
      idleTarget(estate, 201, 'draining', 'Target.DeregistrationInProgress');
      idleTarget(estate, 202, 'draining', 'Target.DeregistrationInProgress');
    },
  }),
  sound('PL-NLB-026', {
    what: 'the load balancer has fifty listeners',
    subject: 'service',
    change: (estate) => {
      listeners(estate, 50);
    },
    args: () => ['--port', '443'],
  }),
];
