import type { EndpointContext, ProviderContext } from '../context.ts';
import type { Gap } from '../needs.ts';
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

/** What of a requirement was not answered completely: nothing where it was, and a whole listing answers about anything. */
export function unmet<C extends Pick<EndpointContext, 'need'>>(
  { operation, about }: Requirement<C>,
  context: C,
): readonly Gap[] {
  const unread = context.need(operation);
  if (unread === undefined) return [];
  return about === undefined ? [unread] : about(context).flatMap((params) => context.need(operation, params) ?? []);
}
