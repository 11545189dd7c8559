import { buildLookup } from '../lookup.ts';
import { AppError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Flow } from '../ports.ts';
import type { Subnet } from '../resources/subnet.ts';
import type { Vpc } from '../resources/vpc.ts';
import {
  addressAnswer,
  groupAnswer,
  IP_ADDRESS_TYPES,
  privateDnsAnswer,
  serviceAnswers,
  subnetAnswer,
  liveEndpoints,
  type Answer,
  type IpAddressType,
} from './endpoint-answers.ts';
import { parseFlow } from './flow-text.ts';
import { gapIn } from './gaps.ts';
import { offeredService, portsOf, type OfferedService } from './offered-service.ts';

/** What somebody wants: an interface endpoint for a service in a VPC. What is left out is proposed. */
export interface NewEndpointRequest {
  /** `vpce-svc-…`, a whole name, the end of one of AWS’s own (`sqs`), or a standard set (`private-ecr`). */
  readonly service: string;
  readonly vpc: string;
  /** By default one in each zone that the service is in. */
  readonly subnets?: readonly string[];
  /** By default a new group, which lets the VPC’s own addresses in on the service’s ports. */
  readonly securityGroups?: readonly string[];
  /** `443` or `udp/53`, for a service whose listeners were not read. */
  readonly ports?: readonly string[];
  /** By default on where it can work. */
  readonly privateDns?: boolean;
  readonly ipAddressType?: string;
  /** The Name tag; by default the service’s own name. */
  readonly name?: string;
}

/** What the code will say, why AWS would refuse it, and what nobody knows. */
export interface ProposedEndpoint {
  readonly offered: OfferedService;
  readonly vpc: Vpc;
  readonly name: string;
  readonly subnets: readonly Subnet[];
  readonly ipAddressType?: IpAddressType;
  readonly privateDns: boolean;
  /** Of the new group; empty where groups that exist are taken. */
  readonly flows: readonly Flow[];
  /** Empty for a new one. */
  readonly securityGroups: readonly string[];
  /** Sentences. */
  readonly refusals: readonly string[];
  readonly notes: readonly string[];
  readonly comments: readonly string[];
}

/**
 * Completes what somebody wants, and says what AWS would refuse of it.
 *
 * @throws AppError `unknown-resource` for a VPC or subnet that was not read, `bad-input` for what is no name, port or
 *   address type
 */
export function proposeEndpoint(inventory: Inventory, request: NewEndpointRequest): ProposedEndpoint {
  const vpc = vpcOf(inventory, request.vpc);
  const offered = offeredService(inventory, request.service, vpc);
  const refusals: string[] = [];
  const notes: string[] = [];
  const comments: string[] = [];
  const tell = (answer: Answer): void => {
    if (answer.kind === 'no') refusals.push(sentence(answer.why));
    if (answer.kind === 'unknown') notes.push(sentence(answer.why));
  };
  for (const answer of serviceAnswers(inventory, offered, vpc)) tell(answer);

  const subnets = subnetsOf(inventory, offered, vpc, request.subnets, tell);
  const ipAddressType = addressType(offered, subnets, request.ipAddressType);
  if (ipAddressType !== undefined) tell(addressAnswer(offered, subnets, ipAddressType));

  const securityGroups = request.securityGroups ?? [];
  for (const id of securityGroups) tell(groupAnswer(inventory, vpc, id));
  const flows = securityGroups.length > 0 ? [] : flowsOf(inventory, offered, request.ports, comments);
  if (flows.length > 0 && (vpc.cidrs ?? []).length === 0) notes.push(`The CIDRs of ${vpc.id} were not in the answer.`);

  const dns = privateDnsAnswer(inventory, offered, vpc);
  const privateDns = request.privateDns ?? dns.kind === 'yes';
  if (privateDns && dns.kind !== 'yes') tell({ ...dns, why: `private DNS: ${dns.why}` });
  if (!privateDns) comments.push(...withoutPrivateDns(dns));
  if ((offered.detail?.acceptanceRequired ?? offered.service?.acceptanceRequired) === true) {
    comments.push(
      'The provider accepts each request by hand: until then the endpoint is in the state pendingAcceptance.',
    );
  }
  return {
    offered,
    vpc,
    name: request.name ?? defaultName(offered),
    subnets,
    ...(ipAddressType === undefined ? {} : { ipAddressType }),
    privateDns,
    flows,
    securityGroups,
    refusals,
    notes,
    comments,
  };
}

/** An id or a name at its start stays as it is. */
function sentence(text: string): string {
  return `${text.replace(/^[a-z](?=[a-z]* )/, (first) => first.toUpperCase())}.`;
}

/** @throws AppError `unknown-resource` */
export function vpcOf(inventory: Inventory, id: string): Vpc {
  const vpc = inventory.vpcs.get(id);
  if (vpc !== undefined) return vpc;
  throw new AppError(
    'unknown-resource',
    `${id} is not among the VPCs that were read: check the id, the profile and the Region.`,
  );
}

function subnetsOf(
  inventory: Inventory,
  offered: OfferedService,
  vpc: Vpc,
  wanted: readonly string[] | undefined,
  tell: (answer: Answer) => void,
): readonly Subnet[] {
  const chosen = wanted?.map((id) => subnetOf(inventory, id)) ?? proposedSubnets(inventory, offered, vpc);
  for (const subnet of chosen) tell(subnetAnswer(offered, vpc, subnet));
  for (const [zone, ids] of sameZone(chosen)) {
    tell({ kind: 'no', why: `${ids.join(' and ')} are both in ${zone}: an endpoint has one subnet in each zone` });
  }
  if (chosen.length > 0) return chosen;
  const gap = gapIn(inventory, vpc, 'ec2:DescribeSubnets', vpc.id);
  tell(
    gap === undefined
      ? { kind: 'no', why: `no subnet of ${vpc.id} is in a zone of ${offered.name} and has a free address` }
      : { kind: 'unknown', why: `The subnets of ${vpc.id} were not read: ${gap}` },
  );
  return chosen;
}

function subnetOf(inventory: Inventory, id: string): Subnet {
  const subnet = inventory.subnets.get(id);
  if (subnet !== undefined) return subnet;
  throw new AppError(
    'unknown-resource',
    `${id} is not among the subnets that were read: check the id, the profile and the Region.`,
  );
}

function sameZone(subnets: readonly Subnet[]): readonly (readonly [string, readonly string[]])[] {
  const zones = new Map<string, string[]>();
  for (const { id, zoneId } of subnets) if (zoneId !== undefined) zones.set(zoneId, [...(zones.get(zoneId) ?? []), id]);
  return [...zones].filter(([, ids]) => ids.length > 1);
}

/**
 * One subnet in each zone: where the VPC has endpoints already, those that have most of them; of the others the one with
 * most free addresses.
 */
export function proposedSubnets(inventory: Inventory, offered: OfferedService, vpc: Vpc): readonly Subnet[] {
  const taken = liveEndpoints(inventory, vpc).flatMap((item) => item.subnetIds ?? []);
  const rank = (subnet: Subnet): readonly [number, number] => [
    taken.filter((id) => id === subnet.id).length,
    subnet.availableIpAddressCount ?? 0,
  ];
  const zones = new Map<string, Subnet>();
  for (const subnet of buildLookup(inventory).subnetsOf(vpc.id)) {
    if (subnet.zoneId === undefined || subnetAnswer(offered, vpc, subnet).kind === 'no') continue;
    const best = zones.get(subnet.zoneId);
    if (best === undefined || isMore(rank(subnet), rank(best))) zones.set(subnet.zoneId, subnet);
  }
  return [...zones].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, subnet]) => subnet);
}

function isMore([a, b]: readonly [number, number], [c, d]: readonly [number, number]): boolean {
  return a === c ? b > d : a > c;
}

/** The first that fits; without one AWS’s own choice, where nothing is known against it. */
function addressType(
  offered: OfferedService,
  subnets: readonly Subnet[],
  wanted: string | undefined,
): IpAddressType | undefined {
  if (wanted !== undefined) {
    const found = IP_ADDRESS_TYPES.find((type) => type === wanted);
    if (found !== undefined) return found;
    throw new AppError(
      'bad-input',
      `${wanted} is no address type of an endpoint: it is one of ${IP_ADDRESS_TYPES.join(', ')}.`,
    );
  }
  const answers = IP_ADDRESS_TYPES.map((type) => ({ type, answer: addressAnswer(offered, subnets, type) }));
  const sure = answers.find(({ answer }) => answer.kind === 'yes');
  if (sure !== undefined) return sure.type;
  return answers.every(({ answer }) => answer.kind === 'no') ? 'ipv4' : undefined;
}

/** @throws AppError `bad-input` where nobody says which ports the service has */
function flowsOf(
  inventory: Inventory,
  offered: OfferedService,
  given: readonly string[] | undefined,
  comments: string[],
): readonly Flow[] {
  if (given !== undefined && given.length > 0) return given.map(parseFlow);
  const known = portsOf(inventory, offered);
  if ('unread' in known) {
    throw new AppError(
      'bad-input',
      `On which ports ${offered.name} listens is not known (${known.unread}): ask its provider and name them, or take a security group that exists.`,
    );
  }
  if (known.isAssumed)
    comments.push(`TCP 443 is the port on which AWS services listen; ${offered.name} has no other that is known.`);
  return known.flows;
}

function withoutPrivateDns(answer: Answer): readonly string[] {
  switch (answer.kind) {
    case 'yes':
      return [];
    case 'no':
      return [`Private DNS is off, as it cannot work: ${answer.why}.`];
    case 'unknown':
      return [`Private DNS is off, as nobody knows whether it can work: ${answer.why}.`];
  }
}

/** `orders`, `sqs`, `vpce-svc-…`. */
function defaultName({ name, region, service, detail, id }: OfferedService): string {
  return service?.name ?? detail?.name ?? id ?? name.split(`.${region}.`).at(-1) ?? name;
}
