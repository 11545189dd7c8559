import { GetResourceShareAssociationsCommand, GetResourceSharesCommand, RAMClient } from '@aws-sdk/client-ram';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  GetResourceShareAssociations: GetResourceShareAssociationsCommand,
  GetResourceShares: GetResourceSharesCommand,
};

export function createRam(config: ClientConfig): ServiceClient {
  return overCommands(new RAMClient(config), COMMANDS);
}
