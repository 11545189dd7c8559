import { healthyEstate, type HealthyEstate } from '../healthy.ts';
import { awsId, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

/** A flow log of all traffic on a VPC, subnet or network interface. */
function record({ consumer }: HealthyEstate, ResourceId: string): void {
  consumer.tables['ec2:DescribeFlowLogs'].push({
    FlowLogId: awsId('fl', ResourceId),
    FlowLogStatus: 'ACTIVE',
    ResourceId,
    TrafficType: 'ALL',
    DeliverLogsStatus: 'SUCCESS',
    LogDestinationType: 's3',
    LogDestination: 'arn:aws:s3:::orders-flow-logs',
  });
}

/** All traffic of the consumer's VPC is recorded. */
function recordedEstate(): HealthyEstate {
  const estate = healthyEstate();
  record(estate, estate.consumerVpc.id);
  return estate;
}

/** Changes the one flow log. */
const flowLog =
  (more: Item) =>
  ({ consumer }: HealthyEstate): void => {
    Object.assign(consumer.tables['ec2:DescribeFlowLogs'][0] ?? {}, more);
  };

const UNRECORDED = {
  base: recordedEstate,
  hop: 'endpoint',
  effect: 'hygiene',
  verdict: 'healthy',
  owner: 'consumer',
} as const;

export const OBS_WORLDS: readonly BrokenWorld[] = [
  world('PL-OBS-001', {
    ...UNRECORDED,
    fault: 'the flow log was deleted',
    change: ({ consumer }) => {
      consumer.tables['ec2:DescribeFlowLogs'].splice(0);
    },
  }),
  world('PL-OBS-001', {
    ...UNRECORDED,
    fault: 'only rejected traffic of the VPC is recorded',
    change: flowLog({ TrafficType: 'REJECT' }),
  }),
  world('PL-OBS-001', {
    ...UNRECORDED,
    fault: 'one of the endpoint’s two subnets is recorded',
    change: (estate) => {
      flowLog({ ResourceId: estate.endpointSubnets[0]?.id ?? '' })(estate);
    },
  }),
  world('PL-OBS-002', {
    ...UNRECORDED,
    fault: 'the flow log cannot be written to its bucket',
    change: flowLog({ DeliverLogsStatus: 'FAILED', DeliverLogsErrorMessage: 'Access error' }),
  }),
];

export const OBS_SOUND: readonly SoundWorld[] = [
  sound('PL-OBS-001', { what: 'all traffic of the VPC is recorded', base: recordedEstate }),
  sound('PL-OBS-001', {
    what: 'all traffic of both subnets of the endpoint is recorded',
    change: (estate) => {
      for (const { id } of estate.endpointSubnets) record(estate, id);
    },
  }),
  sound('PL-OBS-002', { what: 'the flow log of the VPC arrives', base: recordedEstate }),
];
