import { addAwsEndpoint, addEndpoint, addGatewayEndpoint } from '../endpoint.ts';
import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { endpointMetric, FORTNIGHT, measure, meter, meteredEstate, type Values } from '../metrics.ts';
import { addGroup, addVpc, permission } from '../network.ts';
import { awsId } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/** A second endpoint for the service in the same VPC. */
function again(
  { consumer, consumerVpc, endpointGroupId, endpointSubnets, service }: HealthyEstate,
  state: string,
): void {
  addEndpoint(consumer, consumerVpc, service, {
    name: 'payments-old',
    groupIds: [endpointGroupId],
    subnets: endpointSubnets,
    state,
  });
}

/** Two more VPCs with an endpoint each for the service of AWS that the estate has one for. */
function spread(
  { consumer, consumerVpc }: HealthyEstate,
  how: 'transit gateway' | 'peering',
  given: {
    readonly others?: number;
    readonly service?: string;
    readonly state?: string;
    readonly linked?: string;
  } = {},
): void {
  const { others = 2, service = 'ecr.api', state = 'available', linked } = given;
  const vpcs = Array.from({ length: others }, (_, i) =>
    addVpc(consumer, { name: `team-${i}`, cidr: `10.${30 + i}.0.0/16`, zoneIds: ['use1-az1'] }),
  );
  for (const vpc of vpcs) {
    const groupIds = [addGroup(consumer, vpc.id, 'ecr-api', 'Clients of ECR', [permission(443, vpc.cidr)])];
    addAwsEndpoint(consumer, vpc, service, { name: 'ecr-api', groupIds, state });
  }
  if (how === 'transit gateway') {
    for (const vpc of [consumerVpc, ...vpcs]) {
      consumer.tables['ec2:DescribeTransitGatewayVpcAttachments'].push({
        TransitGatewayAttachmentId: awsId('tgw-attach', vpc.id),
        TransitGatewayId: 'tgw-0a1b2c3d4e5f60718',
        VpcId: vpc.id,
        VpcOwnerId: consumer.account,
        State: linked ?? 'available',
        SubnetIds: [vpc.subnets[0]?.id ?? ''],
      });
    }
    return;
  }
  for (const vpc of vpcs) {
    consumer.tables['ec2:DescribeVpcPeeringConnections'].push({
      VpcPeeringConnectionId: awsId('pcx', vpc.id),
      Status: { Code: linked ?? 'active', Message: '' },
      RequesterVpcInfo: { VpcId: vpc.id, OwnerId: consumer.account, Region: consumer.region },
      AccepterVpcInfo: { VpcId: consumerVpc.id, OwnerId: consumer.account, Region: consumer.region },
    });
  }
}

/** What the endpoint carried. */
const carried =
  (values: Values) =>
  ({ consumer, endpoint }: HealthyEstate): void => {
    measure(consumer, endpointMetric(endpoint.raw, 'BytesProcessed'), values);
  };

/** The estate with nothing on the endpoint for two weeks. */
function idleEstate(): HealthyEstate {
  const estate = meter(healthyEstate());
  carried({})(estate);
  return estate;
}

/** The account may have so many, and has so many more than the estate’s own. */
const fills =
  (code: string, quota: number, more: number, state = 'available') =>
  (estate: HealthyEstate): void => {
    const { consumer, consumerVpc, endpointGroupId } = estate;
    consumer.answers.push({
      operation: 'servicequotas:GetServiceQuota',
      params: { ServiceCode: 'vpc', QuotaCode: code },
      output: { Quota: { ServiceCode: 'vpc', QuotaCode: code, Value: quota } },
    });
    for (let i = 0; i < more; i += 1) {
      addAwsEndpoint(consumer, consumerVpc, `kms-${i}`, {
        name: `archive-${i}`,
        groupIds: [endpointGroupId],
        subnets: estate.endpointSubnets,
        state,
      });
    }
  };

const GOVERNED = { hop: 'endpoint', effect: 'hygiene', verdict: 'healthy', owner: 'consumer' } as const;
const INTERFACE_QUOTA = 'L-29B6F2EB';
const GATEWAY_QUOTA = 'L-1B52E74A';

export const GOV_WORLDS: readonly BrokenWorld[] = [
  world('PL-GOV-004', {
    fault: 'the VPC has a second endpoint for the service',
    hop: 'endpoint',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: (estate) => {
      again(estate, 'available');
    },
  }),
  world('PL-GOV-005', {
    ...GOVERNED,
    fault: 'three VPCs on one transit gateway have an endpoint each for ECR',
    subject: 'awsEndpoint',
    change: (estate) => {
      spread(estate, 'transit gateway');
    },
  }),
  world('PL-GOV-005', {
    ...GOVERNED,
    fault: 'two VPCs that are peered with the endpoint’s have one each for ECR too',
    subject: 'awsEndpoint',
    change: (estate) => {
      spread(estate, 'peering');
    },
  }),
  world('PL-GOV-006', {
    ...GOVERNED,
    fault: 'nothing has passed through the endpoint for two weeks',
    base: idleEstate,
    args: () => ['--with', 'metrics'],
    change: ({ endpoint }) => {
      endpoint.raw['CreationTimestamp'] = '2026-02-16T09:29:00.000Z';
    },
  }),
  world('PL-GOV-006', {
    ...GOVERNED,
    fault: 'the last byte passed through the endpoint two weeks ago',
    base: idleEstate,
    args: () => ['--with', 'metrics'],
    change: carried({ [FORTNIGHT]: 900 }),
  }),
  world('PL-GOV-007', {
    ...GOVERNED,
    fault: 'the VPC has 4 of 5 interface endpoints',
    change: fills(INTERFACE_QUOTA, 5, 2),
  }),
  world('PL-GOV-007', {
    ...GOVERNED,
    fault: 'the Region has 4 of 5 gateway endpoints, in two VPCs',
    says: 'us-east-1 has 4 Gateway endpoints',
    subject: 'gateway',
    change: (estate) => {
      const { consumer, consumerVpc } = estate;
      fills(GATEWAY_QUOTA, 5, 0)(estate);
      const other = addVpc(consumer, { name: 'other', cidr: '10.30.0.0/16', zoneIds: ['use1-az1'] });
      for (const [vpc, service] of [
        [consumerVpc, 'dynamodb'],
        [other, 's3'],
        [other, 'dynamodb'],
      ] as const) {
        addGatewayEndpoint(consumer, vpc, service, {
          name: `tables-${service === 's3' ? 1 : 2}`,
          routeTables: [vpc.routeTable],
        });
      }
    },
  }),
];

export const GOV_SOUND: readonly SoundWorld[] = [
  sound('PL-GOV-004', {
    what: 'the second endpoint was rejected',
    change: (estate) => {
      again(estate, 'rejected');
    },
  }),
  sound('PL-GOV-005', {
    what: 'two VPCs on one transit gateway have an endpoint each for ECR',
    subject: 'awsEndpoint',
    change: (estate) => {
      spread(estate, 'transit gateway', { others: 1 });
    },
  }),
  sound('PL-GOV-005', {
    what: 'the attachments to the transit gateway are gone',
    subject: 'awsEndpoint',
    change: (estate) => {
      spread(estate, 'transit gateway', { linked: 'deleted' });
    },
  }),
  sound('PL-GOV-005', {
    what: 'the peering connections were never accepted',
    subject: 'awsEndpoint',
    change: (estate) => {
      spread(estate, 'peering', { linked: 'pending-acceptance' });
    },
  }),
  sound('PL-GOV-005', {
    what: 'the other VPCs’ endpoints are for another service',
    subject: 'awsEndpoint',
    change: (estate) => {
      spread(estate, 'transit gateway', { service: 'kms' });
    },
  }),
  sound('PL-GOV-005', {
    what: 'the other VPCs’ endpoints failed',
    subject: 'awsEndpoint',
    change: (estate) => {
      spread(estate, 'transit gateway', { state: 'failed' });
    },
  }),
  sound('PL-GOV-006', {
    what: 'the last byte passed through the endpoint within two weeks',
    base: idleEstate,
    args: () => ['--with', 'metrics'],
    change: carried({ [FORTNIGHT - 1]: 1 }),
  }),
  sound('PL-GOV-006', {
    what: 'the endpoint is two weeks old',
    base: idleEstate,
    args: () => ['--with', 'metrics'],
    change: ({ endpoint }) => {
      endpoint.raw['CreationTimestamp'] = '2026-02-16T09:30:00.000Z';
    },
  }),
  sound('PL-GOV-006', {
    what: 'an AWS service manages the endpoint',
    base: idleEstate,
    args: () => ['--with', 'metrics'],
    change: ({ endpoint }) => {
      endpoint.raw['RequesterManaged'] = true;
    },
  }),
  sound('PL-GOV-006', { what: 'the endpoint is used', base: meteredEstate, args: () => ['--with', 'metrics'] }),
  sound('PL-GOV-006', { what: 'nobody asked for metrics', lacks: 'cloudwatch:GetMetricData' }),
  sound('PL-GOV-007', { what: 'the VPC has 3 of 4 interface endpoints', change: fills(INTERFACE_QUOTA, 4, 1) }),
  sound('PL-GOV-007', {
    what: 'endpoints that failed take no place',
    change: fills(INTERFACE_QUOTA, 5, 2, 'failed'),
  }),
  sound('PL-GOV-007', {
    what: 'gateway endpoints have a quota of their own',
    subject: 'gateway',
    change: (estate) => {
      fills(INTERFACE_QUOTA, 2, 0)(estate);
    },
  }),
  sound('PL-GOV-004', { what: 'the VPC has one endpoint for the service' }),
  sound('PL-GOV-005', {
    what: 'two other VPCs are on a transit gateway that the endpoint’s VPC is not on',
    subject: 'awsEndpoint',
    change: (estate) => {
      spread(estate, 'transit gateway');
      const attachments = estate.consumer.tables['ec2:DescribeTransitGatewayVpcAttachments'];
      attachments.splice(
        0,
        attachments.length,
        ...attachments.filter((item) => item['VpcId'] !== estate.consumerVpc.id),
      );
    },
  }),
];
