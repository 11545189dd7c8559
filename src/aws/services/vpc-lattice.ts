import {
  GetResourceConfigurationCommand,
  ListDomainVerificationsCommand,
  ListResourceConfigurationsCommand,
  ListResourceEndpointAssociationsCommand,
  ListResourceGatewaysCommand,
  ListServiceNetworkResourceAssociationsCommand,
  ListServiceNetworkVpcEndpointAssociationsCommand,
  ListServiceNetworksCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  GetResourceConfiguration: GetResourceConfigurationCommand,
  ListDomainVerifications: ListDomainVerificationsCommand,
  ListResourceConfigurations: ListResourceConfigurationsCommand,
  ListResourceEndpointAssociations: ListResourceEndpointAssociationsCommand,
  ListResourceGateways: ListResourceGatewaysCommand,
  ListServiceNetworkResourceAssociations: ListServiceNetworkResourceAssociationsCommand,
  ListServiceNetworkVpcEndpointAssociations: ListServiceNetworkVpcEndpointAssociationsCommand,
  ListServiceNetworks: ListServiceNetworksCommand,
};

export function createVpcLattice(config: ClientConfig): ServiceClient {
  return overCommands(new VPCLatticeClient(config), COMMANDS);
}
