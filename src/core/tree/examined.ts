import { isWhole, narrowedTo } from '../model/answers.ts';
import type { Inventory } from '../model/inventory.ts';

/**
 * Whether anyone has asked for what a diagnosis of the endpoint or service needs. Before that its verdict is no result:
 * the tree shows the thing itself.
 */
export function wasExamined(inventory: Inventory, id: string): boolean {
  const endpoint = inventory.endpoints.get(id);
  if (endpoint !== undefined) {
    const { vpcId = '', serviceName } = endpoint;
    // Another endpoint of the VPC brings its routes, but not what this one's service says.
    return (
      wasAsked(inventory, endpoint, 'ec2:DescribeRouteTables', 'vpc-id', vpcId) &&
      (serviceName === undefined ||
        wasAsked(inventory, endpoint, 'ec2:DescribeVpcEndpointServices', 'service-name', serviceName))
    );
  }
  const service = inventory.services.get(id);
  if (service === undefined) return false;
  const balancers = [...(service.networkLoadBalancerArns ?? []), ...(service.gatewayLoadBalancerArns ?? [])];
  if (balancers.length === 0) {
    return wasAsked(inventory, service, 'ec2:DescribeVpcEndpointServicePermissions', 'ServiceId', service.id);
  }
  const attributes = 'elasticloadbalancing:DescribeLoadBalancerAttributes';
  return balancers.some((arn) => wasAsked(inventory, service, attributes, 'LoadBalancerArn', arn));
}

function wasAsked(
  inventory: Inventory,
  { seenBy, region }: { readonly seenBy: string; readonly region: string },
  operation: string,
  by: string,
  value: string,
): boolean {
  return inventory.coverage.rowsOf(seenBy, region, operation).some((row) => {
    if (isWhole(row.params)) return true;
    const about = narrowedTo(row.params);
    return about?.by === by && about.values.includes(value);
  });
}
