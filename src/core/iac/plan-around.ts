import { defined } from '../model/defined.ts';
import type { Inventory } from '../model/inventory.ts';
import { bool, object, text } from '../model/read.ts';
import { compareTexts } from '../order.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { FlowLog } from '../resources/flow-log.ts';
import type { ResourceBase } from '../resources/kind.ts';
import { gapNote } from './gaps.ts';
import type { Inputs } from './inputs.ts';
import type { PlannedAccepter, PlannedFlowLog, Term } from './model.ts';
import { ownTags, vpcTerm } from './plan-parts.ts';
import { nameWords, wordsOf } from './words.ts';

/* What stands around the things on a path: what records their traffic, and who let endpoints in. */

/** What AWS writes where nobody chose a format. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
const DEFAULT_FORMAT =
  '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}';

/** Why something that stands around a subject may be missing from the code. */
export function aroundNotes(
  inventory: Inventory,
  subject: Pick<ResourceBase, 'id' | 'account' | 'seenBy' | 'region'>,
  vpcs: readonly string[],
  service: EndpointService | undefined,
): readonly string[] {
  const lacking = flowLogsOf(inventory, vpcs, subject).filter((log) => !isWhole(log));
  return [
    ...vpcs.flatMap((vpc) =>
      gapNote(`Flow logs of ${vpc} were not read`, inventory, subject, 'ec2:DescribeFlowLogs', vpc),
    ),
    ...lacking.map(({ id }) => `The flow log ${id} is left out: the answer lacks its traffic type or its destination.`),
    ...(service?.acceptanceRequired === true
      ? gapNote(
          'Which endpoints were accepted was not read',
          inventory,
          service,
          'ec2:DescribeVpcEndpointConnections',
          service.id,
        )
      : []),
  ];
}

function flowLogsOf(
  inventory: Inventory,
  vpcs: readonly string[],
  holder: Pick<ResourceBase, 'account' | 'region'>,
): readonly FlowLog[] {
  return [...inventory.flowLogs.values()]
    .filter((log) => log.account === holder.account && log.region === holder.region)
    .filter(({ resourceId }) => resourceId !== undefined && vpcs.includes(resourceId))
    .sort((a, b) => compareTexts(a.id, b.id));
}

function isWhole(log: FlowLog): boolean {
  return log.trafficType !== undefined && destinationOf(log) !== undefined;
}

/** The flow logs of the VPCs that things on the path are in, as their own account made them. */
export function planFlowLogs(
  inventory: Inventory,
  vpcs: readonly string[],
  holder: Pick<ResourceBase, 'account' | 'region'>,
  inputs: Inputs,
): readonly PlannedFlowLog[] {
  return flowLogsOf(inventory, vpcs, holder).flatMap((log) => planFlowLog(log, inputs));
}

function planFlowLog(log: FlowLog, inputs: Inputs): readonly PlannedFlowLog[] {
  const destination = destinationOf(log);
  if (log.trafficType === undefined || destination === undefined) return [];
  const words = nameWords(log.name, wordsOf(log.id), 'log');
  const options = object(log.raw, 'DestinationOptions');
  const role = text(log.raw, 'DeliverLogsPermissionArn');
  return [
    defined({
      kind: 'flow-log' as const,
      key: log.id,
      words,
      comments: [],
      notes: [],
      vpc: vpcTerm(log.resourceId, words, inputs),
      trafficType: log.trafficType.toUpperCase(),
      destinationType: log.logDestinationType,
      destination: inputs.whole({ type: 'log-destination', current: [destination], prefix: words }),
      role: role === undefined ? undefined : inputs.whole({ type: 'log-role', current: [role], prefix: words }),
      format: log.logFormat === DEFAULT_FORMAT ? undefined : log.logFormat,
      interval: log.maxAggregationInterval,
      options:
        options &&
        defined({
          fileFormat: text(options, 'FileFormat'),
          hiveCompatiblePartitions: bool(options, 'HiveCompatiblePartitions'),
          perHourPartition: bool(options, 'PerHourPartition'),
        }),
      tags: ownTags(log.tags),
    }),
  ];
}

/** Some answers have a log group’s name alone. */
function destinationOf(log: FlowLog): string | undefined {
  if (log.logDestination !== undefined) return log.logDestination;
  if (log.logGroupName === undefined) return undefined;
  return `arn:${log.partition}:logs:${log.region}:${log.account}:log-group:${log.logGroupName}`;
}

/**
 * The connections that somebody accepted, where the endpoint was read too: of one that is unknown nobody can tell whether it
 * should be let in again.
 *
 * @param generated the endpoints that the same code makes
 */
export function planAccepters(
  inventory: Inventory,
  service: EndpointService,
  generated: ReadonlySet<string>,
  words: readonly string[],
  inputs: Inputs,
): readonly PlannedAccepter[] {
  if (service.acceptanceRequired !== true) return [];
  return [...inventory.connections.values()]
    .filter((item) => item.serviceId === service.id && item.state === 'available')
    .filter((item) => inventory.endpoints.has(item.endpointId))
    .sort((a, b) => compareTexts(a.endpointId, b.endpointId))
    .map((item): PlannedAccepter => {
      const endpoint: Term = generated.has(item.endpointId)
        ? { kind: 'own', resource: item.endpointId }
        : inputs.whole({ type: 'endpoint', current: [item.endpointId], prefix: words });
      const name = inventory.endpoints.get(item.endpointId)?.name;
      return {
        kind: 'accepter',
        key: `${service.id}_${item.endpointId}`,
        words: [...words, ...nameWords(name, wordsOf(item.endpointId), 'endpoint')],
        comments: [],
        notes: [],
        service: service.id,
        endpoint,
      };
    });
}
