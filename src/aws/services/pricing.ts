import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  GetProducts: GetProductsCommand,
};

/** The price list is served from a few Regions: https://docs.aws.amazon.com/general/latest/gr/billing.html */
const HOME = 'us-east-1';

export function createPricing(config: ClientConfig): ServiceClient {
  return overCommands(new PricingClient({ ...config, region: HOME }), COMMANDS);
}
