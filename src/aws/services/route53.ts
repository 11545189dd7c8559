import { ListHostedZonesByVPCCommand, ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  ListHostedZonesByVPC: ListHostedZonesByVPCCommand,
  ListResourceRecordSets: ListResourceRecordSetsCommand,
};

export function createRoute53(config: ClientConfig): ServiceClient {
  return overCommands(new Route53Client(config), COMMANDS, 'xml');
}
