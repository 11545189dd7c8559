import { addAwsEndpoint, addEndpoint } from './endpoint.ts';
import { addGroup, addVpc, permission } from './network.ts';
import { addService, type ServiceWorld } from './service.ts';
import { addScope, createWorld, hex, textOf, type Item, type ScopeWorld, type World } from './world.ts';

/** How much an estate of one account in one Region holds; in docs/collection.md these have one letter each. */
export interface EstateSize {
  /** E */
  readonly endpoints: number;
  /** S */
  readonly services: number;
  /** L, all of them behind services: at least one each. */
  readonly loadBalancers: number;
  /** T, all of them behind these load balancers: at least one each. */
  readonly targetGroups: number;
  /** V′: the VPCs, each of which holds an endpoint. */
  readonly vpcs: number;
}

export const ESTATE_ACCOUNT = '777788889999';

/** The sizes that the product's figures are given for. */
export const SMALL: EstateSize = { endpoints: 40, services: 5, loadBalancers: 5, targetGroups: 9, vpcs: 6 };
export const LARGE: EstateSize = { endpoints: 1000, services: 50, loadBalancers: 60, targetGroups: 120, vpcs: 40 };
export const HUGE: EstateSize = { endpoints: 2500, services: 200, loadBalancers: 200, targetGroups: 400, vpcs: 150 };

const AWS_SERVICES = ['ecr.api', 'ecr.dkr', 'sts', 'kms', 'logs', 'ssm', 'secretsmanager', 'sqs', 'sns', 'monitoring'];
const ZONES = ['use1-az1', 'use1-az2'];

/** A healthy estate of exactly that size: two endpoints of five go to the account's own services, the others to AWS's. */
export function estateOf(
  size: EstateSize,
  given: { readonly account?: string; readonly region?: string; readonly profile?: string } = {},
): World {
  const world = createWorld();
  const scope = addScope(world, {
    account: given.account ?? ESTATE_ACCOUNT,
    region: given.region ?? 'us-east-1',
    profiles: [given.profile ?? 'estate'],
  });
  const vpcs = Array.from({ length: size.vpcs }, (_, i) =>
    addVpc(scope, { name: `vpc-${i}`, cidr: `10.${i}.0.0/16`, zoneIds: ZONES }),
  );
  const groups = vpcs.map((vpc) => addGroup(scope, vpc.id, 'clients', 'Clients', [permission(443, vpc.cidr)]));
  const balancers = Array.from({ length: size.loadBalancers }, (_, i) =>
    addService(scope, at(vpcs, i), { name: `service-${i}`, port: 443, principals: ['*'] }),
  );
  const services = shareOut(scope, balancers, size.services);
  for (let i = size.loadBalancers; i < size.targetGroups; i++) addTargetGroup(scope, at(balancers, i), i);
  for (let i = 0; i < size.endpoints; i++) {
    const vpc = at(vpcs, i);
    const input = { name: `endpoint-${i}`, groupIds: [at(groups, i)] };
    if (i % 5 < 2) addEndpoint(scope, vpc, at(services, i), input);
    else addAwsEndpoint(scope, vpc, at(AWS_SERVICES, i), { ...input, privateDns: false });
  }
  return world;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('The estate has none of these');
  return item;
}

/** The load balancers of all, behind the first of the services: the others' configurations go. */
function shareOut(scope: ScopeWorld, balancers: readonly ServiceWorld[], services: number): readonly ServiceWorld[] {
  const kept = balancers.slice(0, services);
  balancers.slice(services).forEach((surplus, i) => {
    const arns = at(kept, i).configuration['NetworkLoadBalancerArns'] as string[];
    arns.push(textOf(surplus.loadBalancer, 'LoadBalancerArn'));
  });
  const ids = new Set<unknown>(balancers.slice(services).map((surplus) => surplus.id));
  for (const table of [
    scope.tables['ec2:DescribeVpcEndpointServiceConfigurations'],
    scope.tables['ec2:DescribeVpcEndpointConnectionNotifications'],
  ]) {
    table.splice(0, table.length, ...table.filter((item) => !ids.has(item['ServiceId'])));
  }
  return kept;
}

/** One more target group of a load balancer, with the targets of its first. */
function addTargetGroup(scope: ScopeWorld, of: ServiceWorld, index: number): void {
  const { account, region, partition, tables } = scope;
  const name = `group-${index}`;
  const arn = `arn:${partition}:elasticloadbalancing:${region}:${account}:targetgroup/${name}/${hex([account, name], 16)}`;
  const group: Item = { ...of.targetGroup, TargetGroupArn: arn, TargetGroupName: name };
  tables['elasticloadbalancing:DescribeTargetGroups'].push(group);
  const params = { TargetGroupArn: arn };
  scope.answers.push(
    {
      operation: 'elasticloadbalancing:DescribeTargetHealth',
      params,
      output: { TargetHealthDescriptions: of.targetHealth },
    },
    {
      operation: 'elasticloadbalancing:DescribeTargetGroupAttributes',
      params,
      output: { Attributes: of.targetGroupAttributes },
    },
  );
}
