import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  GetCallerIdentity: GetCallerIdentityCommand,
};

export function createSts(config: ClientConfig): ServiceClient {
  return overCommands(new STSClient(config), COMMANDS, 'xml');
}
