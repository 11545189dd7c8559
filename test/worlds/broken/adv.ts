import { addAwsEndpoint, addEndpoint, type EndpointWorld } from '../endpoint.ts';
import { configured } from '../configured.ts';
import { CONSUMER, healthyEstate, ORGANIZATION_POLICY, PROVIDER, type HealthyEstate } from '../healthy.ts';
import { addGroup, addVpc, groupItem, permission, type VpcWorld } from '../network.ts';
import { addPeering, addRoute } from '../routed.ts';
import { addService } from '../service.ts';
import { awsId, textOf, type Item, type ScopeWorld } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { endpointState, sound, world } from './faults.ts';

interface StorageEstate extends HealthyEstate {
  readonly storage: EndpointWorld;
}

/** S3 through an interface endpoint, whose public name still takes the gateway. */
function storageEstate(): StorageEstate {
  const estate = healthyEstate();
  const storage = addAwsEndpoint(estate.consumer, estate.consumerVpc, 's3', {
    name: 's3-interface',
    groupIds: [estate.endpointGroupId],
    subnets: estate.endpointSubnets,
    privateDns: false,
    policy: ORGANIZATION_POLICY,
  });
  return { ...estate, storage };
}

/** The consumer's VPC takes a second block, which the load balancer's group admits. */
function addBlock({ consumerVpc, provider, service }: HealthyEstate, CidrBlock: string): void {
  (consumerVpc.raw['CidrBlockAssociationSet'] as Item[]).push({
    AssociationId: awsId('vpc-cidr-assoc', CidrBlock),
    CidrBlock,
    CidrBlockState: { State: 'associated' },
  });
  groupItem(provider, service.loadBalancerGroupId ?? '')['IpPermissions'] = [permission(443, '10.0.0.0/8')];
}

/** Further services of the provider that the consumer's VPC has endpoints for. */
function addServices(
  { consumer, consumerVpc, endpointGroupId, provider, providerVpc }: HealthyEstate,
  count: number,
  state = 'available',
): void {
  for (let i = 1; i <= count; i += 1) {
    const more = addService(provider, providerVpc, {
      name: `payments-${i}`,
      port: 443,
      principals: [`arn:aws:iam::${CONSUMER}:root`],
      admits: [consumerVpc.cidr],
    });
    addEndpoint(consumer, consumerVpc, more, { name: `payments-${i}`, groupIds: [endpointGroupId], state });
  }
}

/** The last endpoint leads to a service that no account which was read has. */
function ofNobody({ consumer }: HealthyEstate): void {
  const last = consumer.tables['ec2:DescribeVpcEndpoints'].at(-1);
  if (last !== undefined) last['ServiceName'] = 'com.amazonaws.vpce.us-east-1.vpce-svc-0aaaaaaaaaaaaaaaa';
}

/** The load balancer has as many listeners, all with the same targets. */
function listens({ service }: HealthyEstate, count: number): void {
  const [first] = service.listeners;
  for (let i = 1; i < count; i += 1) {
    const ListenerArn = `${textOf(first, 'ListenerArn')}${i}`;
    service.listeners.push({ ...first, ListenerArn, Port: 443 + i });
  }
}

/** The provider's VPC, or another of its account, is a consumer of the consumer's own service, there or elsewhere. */
function leadsBack(
  { consumer, consumerVpc, provider, providerVpc }: HealthyEstate,
  given: { readonly from?: VpcWorld; readonly to?: VpcWorld; readonly state?: string } = {},
): void {
  const { from = providerVpc, to = consumerVpc, state = 'available' } = given;
  const orders = addService(consumer, to, {
    name: 'orders',
    port: 443,
    principals: [`arn:aws:iam::${PROVIDER}:root`],
    admits: [from.cidr],
  });
  const groupIds = [addGroup(provider, from.id, 'orders-endpoint', 'Clients of orders', [permission(443, from.cidr)])];
  addEndpoint(provider, from, orders, { name: 'orders', groupIds, state });
}

const another = (scope: ScopeWorld, name: string): VpcWorld =>
  addVpc(scope, { name, cidr: '10.90.0.0/16', zoneIds: ['use1-az1', 'use1-az2'] });

const needs =
  (...needed: readonly string[]) =>
  ({ endpoint }: HealthyEstate): readonly string[] =>
    configured({ answers: { [endpoint.id]: { needs: needed } } });

const PAID = {
  base: storageEstate,
  subject: ({ storage }: StorageEstate): string => storage.id,
  hop: 'endpoint',
  effect: 'hygiene',
  verdict: 'healthy',
  owner: 'consumer',
} as const;

export const ADV_WORLDS: readonly BrokenWorld[] = [
  world('PL-ADV-001', {
    fault: 'the VPC has endpoints for five services of the provider',
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'both',
    change: (estate) => {
      addServices(estate, 4);
    },
  }),
  world('PL-ADV-001', {
    fault: 'the service has eleven listeners',
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'both',
    change: (estate) => {
      listens(estate, 11);
    },
  }),
  world('PL-ADV-002', {
    fault: 'the provider’s VPC consumes a service of the consumer’s',
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'both',
    change: (estate) => {
      leadsBack(estate);
    },
  }),
  world('PL-ADV-004', {
    fault: 'the provider has to open connections',
    hop: 'endpoint',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    args: needs('provider-initiates', 'icmp'),
  }),
  world('PL-ADV-005', {
    fault: 'the consumer’s VPC took a second block that lies in the provider’s',
    hop: 'endpoint',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    change: (estate) => {
      addBlock(estate, '10.60.255.0/24');
    },
  }),
  world<StorageEstate>('PL-ADV-007', {
    ...PAID,
    fault: 'nobody outside the VPC can reach the interface endpoint for S3',
  }),
  world<StorageEstate>('PL-ADV-007', {
    ...PAID,
    fault: 'the peering of the VPC with another one ended',
    change: ({ consumer, consumerVpc }) => {
      addPeering(consumer, consumerVpc, another(consumer, 'stock'))['Status'] = { Code: 'deleted', Message: '' };
    },
  }),
  world<StorageEstate>('PL-ADV-007', {
    ...PAID,
    fault: 'other VPCs are peered, and one of them has a virtual private gateway',
    change: ({ consumer }) => {
      const vpc = another(consumer, 'stock');
      addPeering(consumer, vpc, addVpc(consumer, { name: 'shop', cidr: '10.91.0.0/16', zoneIds: ['use1-az1'] }));
      addRoute(vpc, '192.168.0.0/16', { GatewayId: 'vgw-0a1b2c3d4e5f60718' });
    },
  }),
];

export const ADV_SOUND: readonly SoundWorld[] = [
  sound('PL-ADV-001', {
    what: 'the VPC has endpoints for four services of the provider',
    change: (estate) => {
      addServices(estate, 3);
    },
  }),
  sound('PL-ADV-001', {
    what: 'endpoints for further services of the provider were rejected',
    change: (estate) => {
      addServices(estate, 4, 'rejected');
    },
  }),
  sound('PL-ADV-001', {
    what: 'the service has ten listeners',
    change: (estate) => {
      listens(estate, 10);
    },
  }),
  sound('PL-ADV-002', { what: 'connections go one way' }),
  sound('PL-ADV-002', {
    what: 'the endpoint that leads back was rejected',
    change: (estate) => {
      leadsBack(estate, { state: 'rejected' });
    },
  }),
  sound('PL-ADV-002', {
    what: 'another VPC of the provider consumes a service of the consumer’s',
    change: (estate) => {
      leadsBack(estate, { from: another(estate.provider, 'fraud') });
    },
  }),
  sound('PL-ADV-002', {
    what: 'the provider’s VPC consumes a service of another VPC of the consumer',
    change: (estate) => {
      leadsBack(estate, { to: another(estate.consumer, 'stock') });
    },
  }),
  sound('PL-ADV-004', { what: 'nobody answered', lacks: 'answers.needs' }),
  sound('PL-ADV-004', { what: 'nothing more is needed', args: needs() }),
  sound('PL-ADV-005', {
    what: 'the consumer’s VPC took a second block right behind the provider’s',
    change: (estate) => {
      addBlock(estate, '10.61.0.0/24');
    },
  }),
  sound<StorageEstate>('PL-ADV-007', {
    what: 'the VPC of the interface endpoint for S3 is attached to a transit gateway',
    base: storageEstate,
    subject: ({ storage }) => storage.id,
    change: ({ consumer, consumerVpc }) => {
      consumer.tables['ec2:DescribeTransitGatewayVpcAttachments'].push({
        TransitGatewayAttachmentId: awsId('tgw-attach', consumerVpc.id),
        TransitGatewayId: awsId('tgw', consumerVpc.id),
        VpcId: consumerVpc.id,
        VpcOwnerId: consumer.account,
        State: 'available',
        SubnetIds: consumerVpc.subnets.map(({ id }) => id),
      });
    },
  }),
  sound('PL-ADV-001', {
    what: 'nobody may read the service’s listeners',
    lacks: 'elasticloadbalancing:DescribeListeners',
    verdict: 'unknown',
    denied: 'elasticloadbalancing:DescribeListeners',
    deniedTo: 'provider',
  }),
  sound('PL-ADV-002', {
    what: 'nobody may read the endpoints of the provider’s VPC',
    lacks: 'ec2:DescribeVpcEndpoints',
    denied: 'ec2:DescribeVpcEndpoints',
    deniedTo: 'provider',
  }),
  sound('PL-ADV-002', {
    what: 'the provider’s VPC has no endpoint, so that the consumer’s services do not matter',
    denied: 'ec2:DescribeVpcEndpointServiceConfigurations',
  }),
  sound('PL-ADV-002', {
    what: 'an endpoint leads back, and nobody may read the consumer’s services',
    lacks: 'ec2:DescribeVpcEndpointServiceConfigurations',
    denied: 'ec2:DescribeVpcEndpointServiceConfigurations',
    change: (estate) => {
      leadsBack(estate);
    },
  }),
  sound<StorageEstate>('PL-ADV-007', {
    what: 'the VPC of the interface endpoint for S3 is peered with another one',
    base: storageEstate,
    subject: ({ storage }) => storage.id,
    change: ({ consumer, consumerVpc }) => {
      addPeering(consumer, consumerVpc, another(consumer, 'stock'));
    },
  }),
  sound<StorageEstate>('PL-ADV-007', {
    what: 'a route of the VPC leads to a virtual private gateway',
    base: storageEstate,
    subject: ({ storage }) => storage.id,
    change: ({ consumerVpc }) => {
      addRoute(consumerVpc, '192.168.0.0/16', { GatewayId: 'vgw-0a1b2c3d4e5f60718' });
    },
  }),
  sound('PL-ADV-001', {
    what: 'nobody knows whose the fifth service is',
    lacks: 'the owners of com.amazonaws.vpce.us-east-1.vpce-svc-0aaaaaaaaaaaaaaaa',
    change: (estate) => {
      addServices(estate, 4);
      ofNobody(estate);
    },
  }),
  sound('PL-ADV-001', {
    what: 'nobody knows whose the fourth service is',
    change: (estate) => {
      addServices(estate, 3);
      ofNobody(estate);
    },
  }),
  sound('PL-ADV-001', {
    what: 'the endpoint for the fifth service was rejected',
    verdict: 'broken',
    change: (estate) => {
      addServices(estate, 4);
      endpointState(estate, 'rejected');
    },
  }),
];
