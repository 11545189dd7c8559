import { buildLookup } from '../lookup.ts';
import { defined } from '../model/defined.ts';
import { parseCidr } from '../model/cidr.ts';
import { AppError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { describeFlow, type Flow } from '../ports.ts';
import type { Vpc } from '../resources/vpc.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { liveEndpoints } from './endpoint-answers.ts';
import { gapNote } from './gaps.ts';
import { collectInputs, type Inputs } from './inputs.ts';
import type { EndpointTarget, NewIngress, Plan, PlannedEndpoint, PlannedNewGroup, Term } from './model.ts';
import { proposeEndpoint, vpcOf, type NewEndpointRequest, type ProposedEndpoint } from './new-endpoint.ts';
import { nameIn } from './plan.ts';
import { awsTarget } from './plan-endpoint.ts';
import { vpcTerm, zonesOf } from './plan-parts.ts';
import { STANDARD_SETS, type StandardSet } from './standard-sets.ts';
import { nameWords, wordsOf } from './words.ts';

/**
 * What the code for a new interface endpoint says, or for each of a standard set of them, with a security group of its own
 * where none was named.
 *
 * @throws AppError `unsupported` where AWS would refuse it, with every reason; what `proposeEndpoint` throws
 */
export function planNewEndpoint(inventory: Inventory, request: NewEndpointRequest): Plan {
  const set = Object.hasOwn(STANDARD_SETS, request.service) ? STANDARD_SETS[request.service] : undefined;
  if (set !== undefined) return planSet(inventory, request, set);
  const proposed = proposeEndpoint(inventory, request);
  refuse([proposed]);
  const inputs = collectInputs((id) => nameIn(inventory, id));
  const words = wordsOfNew(proposed);
  const group = groupOf(inventory, [proposed], proposed.name, words, inputs);
  const endpoint = endpointOf(inventory, proposed, words, group, inputs);
  const { offered, vpc } = proposed;
  return {
    words,
    subject: 'endpoint',
    title: `VPC endpoint ${proposed.name}`,
    header: [`A new VPC endpoint for ${offered.name} in ${whereIs(inventory, vpc)}`],
    inputs: inputs.all(),
    resources: [...(group === undefined ? [] : [group]), endpoint],
  };
}

/** Services that have their endpoint already are left out, and said to be. */
function planSet(inventory: Inventory, request: NewEndpointRequest, set: StandardSet): Plan {
  const vpc = vpcOf(inventory, request.vpc);
  const there = (service: string, type: string): VpcEndpoint | undefined =>
    liveEndpoints(inventory, vpc).find(
      (item) =>
        item.serviceName?.endsWith(`.${vpc.region}.${service}`) === true &&
        item.type === type &&
        (type === 'Gateway' || item.privateDnsEnabled === true),
    );
  const missing = set.services.filter((service) => there(service, 'Interface') === undefined);
  const proposed = missing.map((service) => {
    const { name, ...rest } = request;
    return proposeEndpoint(inventory, {
      ...rest,
      service,
      ...(name === undefined ? {} : { name: `${name}-${service}` }),
    });
  });
  refuse(proposed);
  const gateway = set.hasS3 ? there('s3', 'Gateway') : undefined;
  const kept = [
    ...set.services.flatMap((service) => there(service, 'Interface') ?? []),
    ...(gateway === undefined ? [] : [gateway]),
  ];
  const words = wordsOf(request.name ?? request.service);
  const inputs = collectInputs((id) => nameIn(inventory, id));
  const group = groupOf(inventory, proposed, request.name ?? request.service, words, inputs);
  const endpoints = proposed.map((item) => endpointOf(inventory, item, wordsOfNew(item), group, inputs));
  const s3 = set.hasS3 && gateway === undefined ? [gatewayOf(inventory, vpc, request.name, words, inputs)] : [];
  if (endpoints.length + s3.length === 0) {
    throw new AppError('unsupported', `${vpc.id} has every endpoint for ${set.title} already.`);
  }
  return {
    words,
    subject: 'several',
    title: `VPC endpoints for ${set.title}`,
    header: [
      `The VPC endpoints that ${set.title} needs in subnets without a way to the internet, in ${whereIs(inventory, vpc)}`,
      ...kept.map((item) => `${item.serviceName ?? ''} is left out: ${vpc.id} has ${item.id} for it.`),
    ],
    inputs: inputs.all(),
    resources: [...(group === undefined ? [] : [group]), ...endpoints, ...s3],
  };
}

function refuse(proposed: readonly ProposedEndpoint[]): void {
  const reasons = [...new Set(proposed.flatMap(({ refusals }) => refusals))];
  if (reasons.length === 0) return;
  throw new AppError(
    'unsupported',
    `AWS would refuse ${proposed.length === 1 ? 'this endpoint' : 'these endpoints'}. ${reasons.join(' ')}`,
  );
}

function wordsOfNew({ name, offered }: ProposedEndpoint): readonly string[] {
  return nameWords(name, wordsOf(offered.id ?? 'service'), 'endpoint');
}

function whereIs(inventory: Inventory, { id, name, seenBy, region }: Vpc): string {
  return `${name === undefined ? id : `${name} (${id})`} of account ${seenBy} in ${region}, by what was read at ${inventory.capturedAt}.`;
}

/** One group for all of them; none where groups that exist are taken. */
function groupOf(
  inventory: Inventory,
  proposed: readonly ProposedEndpoint[],
  name: string,
  words: readonly string[],
  inputs: Inputs,
): PlannedNewGroup | undefined {
  const [first] = proposed;
  const flows = new Map(proposed.flatMap((item) => item.flows).map((flow) => [describeFlow(flow), flow]));
  if (first === undefined || flows.size === 0) return undefined;
  return defined({
    kind: 'new-group' as const,
    key: `new group ${name}`,
    words: [...words, 'endpoint'],
    comments: [],
    notes: [],
    vpc: vpcTerm(first.vpc.id, words, inputs),
    zones: zonesOf(
      inventory,
      first.subnets.map(({ id }) => id),
    ),
    description: 'Clients of VPC endpoints',
    ingress: ingressOf(first.vpc, [...flows.values()], words, inputs),
    tags: [{ key: 'Name', value: `${name}-endpoint` }],
  });
}

function endpointOf(
  inventory: Inventory,
  proposed: ProposedEndpoint,
  words: readonly string[],
  group: PlannedNewGroup | undefined,
  inputs: Inputs,
): PlannedEndpoint {
  const { offered, vpc, name, subnets, securityGroups } = proposed;
  const subnetIds = subnets.map(({ id }) => id);
  return defined({
    kind: 'endpoint' as const,
    key: `new endpoint ${name}`,
    words,
    comments: proposed.comments,
    notes: proposed.notes,
    type: 'Interface',
    vpc: vpcTerm(vpc.id, words, inputs),
    service: targetOf(proposed, words, inputs),
    serviceRegion: offered.region === vpc.region ? undefined : offered.region,
    subnets: inputs.whole({ type: 'subnets', current: subnetIds, prefix: words }),
    subnetZones: zonesOf(inventory, subnetIds),
    securityGroups: [
      group === undefined
        ? inputs.whole({ type: 'security-groups', current: securityGroups, prefix: words })
        : ({ kind: 'own', resource: group.key, attribute: 'group-id' } satisfies Term),
    ],
    privateDnsEnabled: proposed.privateDns,
    ipAddressType: proposed.ipAddressType,
    tags: [{ key: 'Name', value: name }],
  });
}

/** S3 by the route tables of all subnets of the VPC: which of them have clients, nobody but the user knows. */
function gatewayOf(
  inventory: Inventory,
  vpc: Vpc,
  prefix: string | undefined,
  words: readonly string[],
  inputs: Inputs,
): PlannedEndpoint {
  const name = prefix === undefined ? 's3' : `${prefix}-s3`;
  const lookup = buildLookup(inventory);
  const tables = lookup.subnetsOf(vpc.id).flatMap(({ id }) => lookup.routeTableOf(id)?.id ?? []);
  const missing = gapNote('The route tables were not read', inventory, vpc, 'ec2:DescribeRouteTables', vpc.id);
  return defined({
    kind: 'endpoint' as const,
    key: `new endpoint ${name}`,
    words: nameWords(name, words, 'endpoint'),
    comments: [
      'Layers of images are in S3. These are the route tables of all subnets: leave out those that have no clients.',
    ],
    notes: missing,
    type: 'Gateway',
    vpc: vpcTerm(vpc.id, words, inputs),
    service: awsTarget(`com.amazonaws.${vpc.region}.s3`, vpc.region),
    routeTables: inputs.whole({ type: 'route-tables', current: [...new Set(tables)].sort(), prefix: words }),
    tags: [{ key: 'Name', value: name }],
  });
}

function targetOf({ offered }: ProposedEndpoint, words: readonly string[], inputs: Inputs): EndpointTarget {
  const { name, isAws, region } = offered;
  if (isAws) return awsTarget(name, region) ?? { kind: 'service', name: { kind: 'text', text: name } };
  return { kind: 'service', name: inputs.whole({ type: 'service-name', current: [name], prefix: words }) };
}

/** A rule for each port and each of the VPC’s CIDRs. */
function ingressOf(vpc: Vpc, flows: readonly Flow[], words: readonly string[], inputs: Inputs): readonly NewIngress[] {
  const known = vpc.cidrs ?? [];
  // Where none was read, whoever uses the code has to say it.
  const cidrs = known.length === 0 ? [undefined] : known;
  return flows.flatMap(({ transport, port }) =>
    cidrs.map((cidr): NewIngress => ({
      transport,
      port,
      family: (cidr === undefined ? undefined : parseCidr(cidr)?.family) ?? 4,
      cidr: inputs.whole({ type: 'client-cidr', current: cidr === undefined ? [] : [cidr], prefix: words }),
      description: 'Clients of the endpoint',
    })),
  );
}
