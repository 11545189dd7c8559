import { DescribeCertificateCommand, ACMClient } from '@aws-sdk/client-acm';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  DescribeCertificate: DescribeCertificateCommand,
};

export function createAcm(config: ClientConfig): ServiceClient {
  return overCommands(new ACMClient(config), COMMANDS);
}
