import {
  DescribeDhcpOptionsCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribePrefixListsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointAssociationsCommand,
  DescribeVpcEndpointConnectionNotificationsCommand,
  DescribeVpcEndpointConnectionsCommand,
  DescribeVpcEndpointServiceConfigurationsCommand,
  DescribeVpcEndpointServicePermissionsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  GetManagedPrefixListEntriesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  DescribeVpcEndpoints: DescribeVpcEndpointsCommand,
  DescribeVpcEndpointServiceConfigurations: DescribeVpcEndpointServiceConfigurationsCommand,
  DescribeVpcEndpointServices: DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointServicePermissions: DescribeVpcEndpointServicePermissionsCommand,
  DescribeVpcEndpointConnections: DescribeVpcEndpointConnectionsCommand,
  DescribeVpcEndpointConnectionNotifications: DescribeVpcEndpointConnectionNotificationsCommand,
  DescribeVpcEndpointAssociations: DescribeVpcEndpointAssociationsCommand,
  DescribeVpcs: DescribeVpcsCommand,
  DescribeVpcAttribute: DescribeVpcAttributeCommand,
  DescribeDhcpOptions: DescribeDhcpOptionsCommand,
  DescribeSubnets: DescribeSubnetsCommand,
  DescribeRouteTables: DescribeRouteTablesCommand,
  DescribeNetworkAcls: DescribeNetworkAclsCommand,
  DescribeSecurityGroups: DescribeSecurityGroupsCommand,
  DescribeNetworkInterfaces: DescribeNetworkInterfacesCommand,
  DescribePrefixLists: DescribePrefixListsCommand,
  GetManagedPrefixListEntries: GetManagedPrefixListEntriesCommand,
};

export function createEc2(config: ClientConfig): ServiceClient {
  return overCommands(new EC2Client(config), COMMANDS);
}
