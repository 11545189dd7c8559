import type { EndpointContext, ProviderContext } from '../context.ts';
import type { Requirement } from './rule.ts';

/* What every rule about an endpoint or about a service rests on. */

/** The endpoint itself. */
export const ENDPOINT: Requirement<EndpointContext> = {
  operation: 'ec2:DescribeVpcEndpoints',
  about: ({ endpoint }) => [{ 'vpc-endpoint-id': endpoint.id }],
};

/** The service, as its own account sees it. */
export const SERVICE: Requirement<ProviderContext> = {
  operation: 'ec2:DescribeVpcEndpointServiceConfigurations',
  about: ({ service }) => [{ 'service-id': service.id }],
};
