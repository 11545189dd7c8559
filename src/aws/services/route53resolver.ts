import {
  ListFirewallRuleGroupAssociationsCommand,
  ListResolverEndpointsCommand,
  ListResolverQueryLogConfigAssociationsCommand,
  ListResolverRuleAssociationsCommand,
  ListResolverRulesCommand,
  Route53ResolverClient,
} from '@aws-sdk/client-route53resolver';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  ListFirewallRuleGroupAssociations: ListFirewallRuleGroupAssociationsCommand,
  ListResolverEndpoints: ListResolverEndpointsCommand,
  ListResolverQueryLogConfigAssociations: ListResolverQueryLogConfigAssociationsCommand,
  ListResolverRuleAssociations: ListResolverRuleAssociationsCommand,
  ListResolverRules: ListResolverRulesCommand,
};

export function createRoute53resolver(config: ClientConfig): ServiceClient {
  return overCommands(new Route53ResolverClient(config), COMMANDS);
}
