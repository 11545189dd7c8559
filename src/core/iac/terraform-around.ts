import { attribute, block, type HclItem } from './hcl.ts';
import type { PlannedAccepter, PlannedFlowLog } from './model.ts';
import { tagsAttribute, type TerraformContext } from './terraform-context.ts';

/** A flow log of a VPC. */
export function flowLogBody(log: PlannedFlowLog, { use }: TerraformContext): readonly HclItem[] {
  const { options } = log;
  return [
    ...attribute('vpc_id', use(log.vpc)),
    ...attribute('traffic_type', log.trafficType),
    ...attribute('log_destination_type', log.destinationType),
    ...attribute('log_destination', use(log.destination)),
    ...attribute('iam_role_arn', log.role && use(log.role)),
    ...attribute('log_format', log.format),
    ...attribute('max_aggregation_interval', log.interval),
    ...(options === undefined
      ? []
      : [
          block(
            'destination_options',
            [],
            [
              ...attribute('file_format', options.fileFormat),
              ...attribute('hive_compatible_partitions', options.hiveCompatiblePartitions),
              ...attribute('per_hour_partition', options.perHourPartition),
            ],
          ),
        ]),
    ...tagsAttribute(log.tags),
  ];
}

/** The acceptance of an endpoint. */
export function accepterBody({ service, endpoint }: PlannedAccepter, { use }: TerraformContext): readonly HclItem[] {
  return [
    ...attribute('vpc_endpoint_service_id', use({ kind: 'own', resource: service })),
    ...attribute('vpc_endpoint_id', use(endpoint)),
  ];
}
