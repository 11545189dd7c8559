import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  GetServiceQuota: GetServiceQuotaCommand,
};

export function createServiceQuotas(config: ClientConfig): ServiceClient {
  return overCommands(new ServiceQuotasClient(config), COMMANDS);
}
