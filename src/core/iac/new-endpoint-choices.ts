import { buildLookup } from '../lookup.ts';
import type { Inventory } from '../model/inventory.ts';
import { compareTexts } from '../order.ts';
import { describeFlow } from '../ports.ts';
import type { ResourceBase } from '../resources/kind.ts';
import type { Vpc } from '../resources/vpc.ts';
import { liveEndpoints, privateDnsAnswer, serviceAnswers, subnetAnswer, type Answer } from './endpoint-answers.ts';
import { proposedSubnets, vpcOf } from './new-endpoint.ts';
import { offeredService, portsOf } from './offered-service.ts';

/** One thing to choose; with a reason where AWS would refuse it, or where nobody knows. */
export interface Choice {
  readonly id: string;
  readonly name?: string;
  readonly place: string;
  readonly refusal?: string;
  readonly unknown?: string;
}

export interface SubnetChoice extends Choice {
  /** An endpoint has one subnet in each. */
  readonly zoneId?: string;
  readonly isProposed: boolean;
}

/** What there is to choose for a new endpoint; more of it the more is chosen. */
export interface NewEndpointChoices {
  readonly services: readonly Choice[];
  /** Once a service is chosen. */
  readonly vpcs: readonly Choice[];
  /** These once a VPC is chosen, too. */
  readonly chosen?: {
    /** What is to be read before the rest is asked. */
    readonly subjects: readonly string[];
    readonly subnets: readonly SubnetChoice[];
    readonly groups: readonly Choice[];
    readonly ports: readonly string[];
    /** Why the ports are not known. */
    readonly portsUnread?: string;
    readonly cidrs: readonly string[];
    readonly privateDns: Answer;
  };
}

/**
 * What somebody who wants a new endpoint can choose.
 *
 * @throws AppError `unknown-resource`, `bad-input` for what was chosen and is nothing
 */
export function newEndpointChoices(
  inventory: Inventory,
  { service, vpc }: { readonly service?: string; readonly vpc?: string },
): NewEndpointChoices {
  const services = serviceChoices(inventory);
  if (service === undefined) return { services, vpcs: [] };
  const vpcs = [...inventory.vpcs.values()].sort(byName).map((item) => vpcChoice(inventory, service, item));
  if (vpc === undefined) return { services, vpcs };
  const place = vpcOf(inventory, vpc);
  const offered = offeredService(inventory, service, place);
  const proposed = new Set(proposedSubnets(inventory, offered, place).map(({ id }) => id));
  const ports = portsOf(inventory, offered);
  return {
    services,
    vpcs,
    chosen: {
      subjects: [
        ...(offered.service === undefined ? [] : [offered.service.id]),
        ...liveEndpoints(inventory, place).map(({ id }) => id),
      ],
      subnets: buildLookup(inventory)
        .subnetsOf(place.id)
        .map((subnet): SubnetChoice => ({
          ...choice(subnet, [subnet.zoneId, subnet.cidr]),
          ...outcome([subnetAnswer(offered, place, subnet)]),
          ...(subnet.zoneId === undefined ? {} : { zoneId: subnet.zoneId }),
          isProposed: proposed.has(subnet.id),
        }))
        .sort((a, b) => compareTexts(a.zoneId ?? '', b.zoneId ?? '') || compareTexts(a.id, b.id)),
      groups: [...inventory.securityGroups.values()]
        .filter((group) => group.vpcId === place.id)
        .sort(byName)
        .map((group) => choice(group, [group.description])),
      ports: 'flows' in ports ? ports.flows.map(describeFlow) : [],
      ...('unread' in ports ? { portsUnread: ports.unread } : {}),
      cidrs: place.cidrs ?? [],
      privateDns: privateDnsAnswer(inventory, offered, place),
    },
  };
}

/** The services that were read with their providers, and those that somebody is shown. */
function serviceChoices(inventory: Inventory): readonly Choice[] {
  const found = new Map<string, Choice>();
  for (const service of [...inventory.services.values()].sort(byName)) {
    const choices = choice(service, [service.account, service.region]);
    found.set(service.serviceName ?? service.id, choices);
  }
  const details = [...inventory.serviceDetails.values()].sort((a, b) => compareTexts(a.serviceName, b.serviceName));
  for (const detail of details) {
    const isInterface = detail.types === undefined || detail.types.includes('Interface');
    if (!isInterface || found.has(detail.serviceName)) continue;
    found.set(detail.serviceName, choice({ ...detail, id: detail.serviceName }, [detail.owner, detail.region]));
  }
  return [...found.values()];
}

function vpcChoice(inventory: Inventory, service: string, vpc: Vpc): Choice {
  return {
    ...choice(vpc, [vpc.seenBy, vpc.region, ...(vpc.cidrs ?? [])]),
    ...outcome(serviceAnswers(inventory, offeredService(inventory, service, vpc), vpc)),
  };
}

function choice({ id, name }: Pick<ResourceBase, 'id' | 'name'>, place: readonly (string | undefined)[]): Choice {
  const known = place.filter((item) => item !== undefined && item !== '');
  return { id, ...(name === undefined ? {} : { name }), place: known.join(' · ') };
}

function outcome(answers: readonly Answer[]): Pick<Choice, 'refusal' | 'unknown'> {
  const why = (kind: 'no' | 'unknown'): string =>
    answers.flatMap((answer) => (answer.kind === kind ? [answer.why] : [])).join('; ');
  const [refusal, unknown] = [why('no'), why('unknown')];
  return { ...(refusal === '' ? {} : { refusal }), ...(unknown === '' ? {} : { unknown }) };
}

function byName(a: ResourceBase, b: ResourceBase): number {
  return compareTexts(a.name ?? a.id, b.name ?? b.id) || compareTexts(a.id, b.id);
}
