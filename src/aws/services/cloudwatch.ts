import { DescribeAlarmsCommand, GetMetricDataCommand, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  DescribeAlarms: DescribeAlarmsCommand,
  GetMetricData: GetMetricDataCommand,
};

export function createCloudwatch(config: ClientConfig): ServiceClient {
  return overCommands(new CloudWatchClient(config), COMMANDS);
}
