import { ListAccountAliasesCommand, IAMClient } from '@aws-sdk/client-iam';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  ListAccountAliases: ListAccountAliasesCommand,
};

export function createIam(config: ClientConfig): ServiceClient {
  return overCommands(new IAMClient(config), COMMANDS, 'xml');
}
