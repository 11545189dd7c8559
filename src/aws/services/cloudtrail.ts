import { LookupEventsCommand, CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  LookupEvents: LookupEventsCommand,
};

export function createCloudtrail(config: ClientConfig): ServiceClient {
  return overCommands(new CloudTrailClient(config), COMMANDS);
}
