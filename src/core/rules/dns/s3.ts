import type { EndpointContext } from '../../context.ts';
import type { VpcEndpoint } from '../../resources/vpc-endpoint.ts';
import type { Requirement } from '../rule.ts';

/*
 * S3's interface endpoint beside its gateway endpoint.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html#private-dns-s3
 */

export const S3_DOCS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html';

/** The VPC's endpoints, where the endpoint is one of S3. */
export const GATEWAYS_BESIDE: Requirement<EndpointContext> = {
  operation: 'ec2:DescribeVpcEndpoints',
  about: (context) => (isS3(context) ? [{ 'vpc-id': context.vpcId }] : []),
};

/** True for an endpoint of S3's interface service. */
export function isS3({ endpoint }: EndpointContext): boolean {
  return endpoint.type === 'Interface' && (endpoint.serviceName ?? '').endsWith('.s3');
}

/** The gateway endpoint of the same service in the VPC. */
export function gatewayBeside({ endpoint, lookup, vpcId }: EndpointContext): VpcEndpoint | undefined {
  return lookup
    .endpointsOf(vpcId)
    .find((item) => item.type === 'Gateway' && item.serviceName === endpoint.serviceName && item.state === 'available');
}
