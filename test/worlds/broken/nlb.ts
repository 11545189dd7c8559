import { addInterface, groupItem, permission } from '../network.ts';
import { type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { health, sound, world } from './faults.ts';

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
];

export const NLB_SOUND: readonly SoundWorld[] = [
  sound('PL-NLB-006', {
    what: 'no target stands in one of the zones, and the others serve it',
    change: ({ service }) => {
      service.loadBalancerAttributes.splice(0, 99, { Key: 'load_balancing.cross_zone.enabled', Value: 'true' });
      service.targetHealth.splice(0, 1);
    },
  }),
];
