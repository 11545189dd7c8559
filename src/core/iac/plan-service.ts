import { defined } from '../model/defined.ts';
import type { Inventory } from '../model/inventory.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import { gapIn, gapNote } from './gaps.ts';
import type { Inputs } from './inputs.ts';
import type { PlannedResource, PlannedService, Term } from './model.ts';
import { planLoadBalancer } from './plan-load-balancer.ts';
import type { Groups } from './plan-groups.ts';
import { planNotifications } from './plan-notifications.ts';
import { ownTags } from './plan-parts.ts';
import type { CodeScope } from './types.ts';

/** An endpoint service with its principals and notifications and, unless it is wanted alone, its load balancers. */
export function planService(
  inventory: Inventory,
  service: EndpointService,
  words: readonly string[],
  inputs: Inputs,
  scope: CodeScope,
  groups: Groups,
): readonly PlannedResource[] {
  const notes: string[] = [];
  const ask = (operation: string): Parameters<typeof gapIn> => [inventory, service, operation, service.id];

  const isRead = (arn: string): boolean => scope !== 'resource' && inventory.loadBalancers.has(arn);
  const network = service.networkLoadBalancerArns ?? [];
  const gateway = service.gatewayLoadBalancerArns ?? [];
  const read = [...network, ...gateway].filter(isRead);
  const outside = [...network, ...gateway].filter((arn) => !isRead(arn));
  if (scope !== 'resource') {
    for (const arn of outside) {
      const gap =
        gapIn(inventory, service, 'elasticloadbalancing:DescribeLoadBalancers', arn) ?? 'it is not in the answer';
      notes.push(`Load balancer ${arn} was not read (${gap}), so it comes in as an input.`);
    }
  }
  if (network.length === 0 && gateway.length === 0) {
    notes.push('No load balancers were in the answer of ec2:DescribeVpcEndpointServiceConfigurations.');
  }
  const principals = [...inventory.permissions.values()]
    .filter((permission) => permission.serviceId === service.id)
    .map((permission) => permission.principal)
    .sort();
  notes.push(...gapNote('Allowed principals were not read', ...ask('ec2:DescribeVpcEndpointServicePermissions')));
  notes.push(
    ...gapNote('Connection notifications were not read', ...ask('ec2:DescribeVpcEndpointConnectionNotifications')),
  );
  if (service.acceptanceRequired === undefined) {
    notes.push('Whether requests must be accepted was not in the answer: true, the careful one, stands in its place.');
  }

  const planned: PlannedService = defined({
    kind: 'service' as const,
    key: service.id,
    words,
    comments: [],
    notes,
    acceptanceRequired: service.acceptanceRequired ?? true,
    networkLoadBalancers: loadBalancerTerms(network, isRead, words, inputs),
    gatewayLoadBalancers: loadBalancerTerms(gateway, isRead, words, inputs),
    allowedPrincipals:
      principals.length === 0
        ? undefined
        : inputs.whole({ type: 'principals', current: [...new Set(principals)], prefix: words }),
    privateDnsName: service.privateDnsName === '' ? undefined : service.privateDnsName,
    supportedIpAddressTypes: service.supportedIpAddressTypes ?? [],
    supportedRegions: regionsOf(service),
    payerResponsibility: service.payerResponsibility,
    tags: ownTags(service.tags),
  });
  return [
    ...read.flatMap((arn) => {
      const loadBalancer = inventory.loadBalancers.get(arn);
      return loadBalancer === undefined ? [] : planLoadBalancer(inventory, loadBalancer, words, inputs, groups);
    }),
    planned,
    ...planNotifications(inventory, service, words, inputs),
  ];
}

/** What is generated is referred to; the rest comes in as one list. */
function loadBalancerTerms(
  arns: readonly string[],
  isRead: (arn: string) => boolean,
  words: readonly string[],
  inputs: Inputs,
): readonly Term[] {
  const references = arns.filter(isRead).map((resource): Term => ({ kind: 'own', resource }));
  const outside = arns.filter((arn) => !isRead(arn));
  if (outside.length === 0) return references;
  const request = { type: 'load-balancers', current: outside, prefix: words } as const;
  return references.length === 0 ? [inputs.whole(request)] : [...references, ...inputs.each(request)];
}

/** The Regions besides its own: the service is in its own Region without saying so. */
function regionsOf(service: EndpointService): readonly string[] {
  const regions = (service.supportedRegions ?? []).map((entry) => entry.region);
  return regions.some((region) => region !== service.region) ? [...regions].sort() : [];
}
