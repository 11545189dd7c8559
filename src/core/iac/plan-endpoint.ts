import { AppError } from '../model/errors.ts';
import { defined } from '../model/defined.ts';
import type { Inventory } from '../model/inventory.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { gapNote } from './gaps.ts';
import type { Inputs } from './inputs.ts';
import type { EndpointTarget, PlannedEndpoint, PlannedResource, Term } from './model.ts';
import type { Groups } from './plan-groups.ts';
import { ownTags, vpcTerm, zonesOf } from './plan-parts.ts';
import { planNotifications } from './plan-notifications.ts';
import { readPolicy } from './policy.ts';

const TYPES = ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'];

/**
 * A VPC endpoint with its notifications; the VPC, subnets, groups and route tables come in as inputs.
 *
 * @param generated what the same code makes, by the name or ARN that an endpoint leads to it by
 */
export function planEndpoint(
  inventory: Inventory,
  endpoint: VpcEndpoint,
  words: readonly string[],
  inputs: Inputs,
  generated: ReadonlyMap<string, Term>,
  groups: Groups,
): readonly PlannedResource[] {
  const { type } = endpoint;
  if (type === undefined || !TYPES.includes(type)) {
    throw new AppError(
      'unsupported',
      `${endpoint.id} has the endpoint type ${type ?? '(none in the answer)'}, which neither Terraform nor CloudFormation can create.`,
    );
  }
  const notes: string[] = [];
  const comments: string[] = [];
  const list = (inputType: 'subnets' | 'routed-subnets' | 'route-tables', ids: readonly string[] | undefined) =>
    ids === undefined || ids.length === 0 ? undefined : inputs.whole({ type: inputType, current: ids, prefix: words });

  if (endpoint.vpcId === undefined) notes.push('The VPC was not in the answer of ec2:DescribeVpcEndpoints.');
  const target = leadsTo(endpoint, words, inputs, generated);
  if (target === undefined) notes.push('What the endpoint leads to was not in the answer of ec2:DescribeVpcEndpoints.');
  const hasGroups = type === 'Interface' || type === 'Resource' || type === 'ServiceNetwork';
  if (hasGroups && (endpoint.groupIds ?? []).length === 0) {
    notes.push('No security groups were in the answer: without any, AWS attaches the default group of the VPC.');
  }
  if (type !== 'Gateway' && endpoint.subnetIds === undefined) notes.push('The subnets were not in the answer.');
  if (type === 'Gateway' && endpoint.routeTableIds === undefined)
    notes.push('The route tables were not in the answer.');
  if (type === 'Interface' && endpoint.privateDnsEnabled === undefined) {
    notes.push('Whether private DNS is enabled was not in the answer: false stands in its place.');
  }
  if (endpoint.requesterManaged === true) {
    notes.push('Another AWS service manages this endpoint: let that service create its like, and do not import it.');
  }
  const keptFrom = endpoint.requesterManaged === true ? 'another AWS service manages it' : undefined;
  const operation = 'ec2:DescribeVpcEndpointConnectionNotifications';
  notes.push(...gapNote('Connection notifications were not read', inventory, endpoint, operation, endpoint.id));
  const policy = readPolicy(endpoint.policyDocument);
  if (policy.kind === 'full-access') comments.push('The policy is the default one, full access, so it is left out.');
  if (policy.kind === 'malformed') notes.push('The policy is left out: the answer holds no JSON object.');

  const planned: PlannedEndpoint = defined({
    kind: 'endpoint' as const,
    key: endpoint.id,
    words,
    comments,
    notes,
    keptFrom,
    type,
    vpc: vpcTerm(endpoint.vpcId, words, inputs),
    service: target,
    serviceRegion: endpoint.serviceRegion === endpoint.region ? undefined : endpoint.serviceRegion,
    subnets: list('subnets', endpoint.subnetIds),
    subnetZones: zonesOf(inventory, endpoint.subnetIds ?? []),
    securityGroups: groups.of(hasGroups ? endpoint.groupIds : [], endpoint, words, comments),
    routeTables: type === 'Gateway' ? list('route-tables', endpoint.routeTableIds) : undefined,
    routedSubnets: list('routed-subnets', routedSubnets(inventory, endpoint)),
    policy: policy.kind === 'document' ? policy.document : undefined,
    privateDnsEnabled: endpoint.privateDnsEnabled,
    ipAddressType: endpoint.ipAddressType,
    dnsRecordIpType: endpoint.dnsRecordIpType,
    privateDnsOnlyForInboundResolverEndpoint: endpoint.privateDnsOnlyForInboundResolverEndpoint,
    privateDnsPreference: endpoint.privateDnsPreference?.toUpperCase(),
    privateDnsSpecifiedDomains: endpoint.privateDnsSpecifiedDomains,
    tags: ownTags(endpoint.tags),
  });
  return [planned, ...planNotifications(inventory, endpoint, words, inputs)];
}

/** A subnet of each of a gateway endpoint's route tables, or nothing when one of them has none of its own. */
function routedSubnets(inventory: Inventory, endpoint: VpcEndpoint): readonly string[] | undefined {
  const routeTableIds = endpoint.type === 'Gateway' ? (endpoint.routeTableIds ?? []) : [];
  const subnets = routeTableIds.flatMap((id) =>
    [...(inventory.routeTables.get(id)?.subnetIds ?? [])].sort().slice(0, 1),
  );
  return subnets.length === routeTableIds.length ? subnets : undefined;
}

/**
 * AWS's own services go by name, in the Region's own form (`com.amazonaws.us-east-1.sqs`); what another party shares
 * comes in as an input, as its id is nothing that this code makes.
 */
function leadsTo(
  endpoint: VpcEndpoint,
  words: readonly string[],
  inputs: Inputs,
  generated: ReadonlyMap<string, Term>,
): EndpointTarget | undefined {
  const input = (type: 'service-name' | 'resource-configuration' | 'service-network', value: string): Term =>
    inputs.whole({ type, current: [value], prefix: words });
  if (endpoint.resourceConfigurationArn !== undefined) {
    const { resourceConfigurationArn: arn } = endpoint;
    return { kind: 'resource-configuration', arn: generated.get(arn) ?? input('resource-configuration', arn) };
  }
  if (endpoint.serviceNetworkArn !== undefined) {
    const { serviceNetworkArn: arn } = endpoint;
    return { kind: 'service-network', arn: generated.get(arn) ?? input('service-network', arn) };
  }
  const { serviceName: name } = endpoint;
  if (name === undefined) return undefined;
  const own = generated.get(name);
  if (own !== undefined) return { kind: 'service', name: own };
  if (/(^|\.)vpce-svc-/.test(name)) return { kind: 'service', name: input('service-name', name) };
  return (
    awsTarget(name, endpoint.serviceRegion ?? endpoint.region) ?? {
      kind: 'service',
      name: { kind: 'text', text: name },
    }
  );
}

/** A service of AWS’s own by what stands before and behind the Region in its name; `undefined` where that is not its form. */
export function awsTarget(name: string, region: string): EndpointTarget | undefined {
  const [prefix, short, ...rest] = name.split(`.${region}.`);
  const plain = /^[A-Za-z0-9.-]+$/;
  if (prefix !== undefined && short !== undefined && rest.length === 0 && plain.test(prefix) && plain.test(short)) {
    return { kind: 'aws-service', name, prefix, short };
  }
  return undefined;
}
