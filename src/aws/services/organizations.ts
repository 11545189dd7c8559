import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  DescribeOrganization: DescribeOrganizationCommand,
};

export function createOrganizations(config: ClientConfig): ServiceClient {
  return overCommands(new OrganizationsClient(config), COMMANDS);
}
