import { addAwsEndpoint, type EndpointWorld } from '../endpoint.ts';
import { configured } from '../configured.ts';
import { healthyEstate, ORGANIZATION_POLICY, type HealthyEstate } from '../healthy.ts';
import { groupItem, permission } from '../network.ts';
import { awsId, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

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

const needs =
  (...needed: readonly string[]) =>
  ({ endpoint }: HealthyEstate): readonly string[] =>
    configured({ answers: { [endpoint.id]: { needs: needed } } });

export const ADV_WORLDS: readonly BrokenWorld[] = [
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
    fault: 'nobody outside the VPC can reach the interface endpoint for S3',
    base: storageEstate,
    subject: ({ storage }) => storage.id,
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
  }),
];

export const ADV_SOUND: readonly SoundWorld[] = [
  sound('PL-ADV-004', { what: 'nobody answered' }),
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
];
