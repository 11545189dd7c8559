import { defined } from '../model/defined.ts';
import { parseCidr } from '../model/cidr.ts';
import { AppError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { collectInputs, type Inputs } from './inputs.ts';
import type {
  EndpointTarget,
  NewIngress,
  Plan,
  PlannedEndpoint,
  PlannedNewGroup,
  PlannedResource,
  Term,
} from './model.ts';
import { proposeEndpoint, type NewEndpointRequest, type ProposedEndpoint } from './new-endpoint.ts';
import { nameIn } from './plan.ts';
import { awsTarget } from './plan-endpoint.ts';
import { vpcTerm, zonesOf } from './plan-parts.ts';
import { nameWords, wordsOf } from './words.ts';

/**
 * What the code for a new interface endpoint says, with a security group of its own where none was named.
 *
 * @throws AppError `unsupported` where AWS would refuse it, with every reason; what `proposeEndpoint` throws
 */
export function planNewEndpoint(inventory: Inventory, request: NewEndpointRequest): Plan {
  const proposed = proposeEndpoint(inventory, request);
  if (proposed.refusals.length > 0) {
    throw new AppError('unsupported', `AWS would refuse this endpoint. ${proposed.refusals.join(' ')}`);
  }
  const inputs = collectInputs((id) => nameIn(inventory, id));
  const words = nameWords(proposed.name, wordsOf(proposed.offered.id ?? 'service'), 'endpoint');
  const resources = resourcesOf(inventory, proposed, words, inputs);
  const { offered, vpc } = proposed;
  return {
    words,
    subject: 'endpoint',
    title: `VPC endpoint ${proposed.name}`,
    header: [
      `A new VPC endpoint for ${offered.name} in ${vpc.name === undefined ? vpc.id : `${vpc.name} (${vpc.id})`} of account ${vpc.seenBy} in ${vpc.region}, by what was read at ${inventory.capturedAt}.`,
    ],
    inputs: inputs.all(),
    resources,
  };
}

function resourcesOf(
  inventory: Inventory,
  proposed: ProposedEndpoint,
  words: readonly string[],
  inputs: Inputs,
): readonly PlannedResource[] {
  const { offered, vpc, name, subnets, flows, securityGroups } = proposed;
  const key = `new endpoint ${name}`;
  const vpcId = vpcTerm(vpc.id, words, inputs);
  const subnetIds = subnets.map(({ id }) => id);
  const zones = zonesOf(inventory, subnetIds);
  const group: PlannedNewGroup | undefined =
    flows.length === 0
      ? undefined
      : defined({
          kind: 'new-group' as const,
          key: `${key} group`,
          words: [...words, 'endpoint'],
          comments: [],
          notes: [],
          vpc: vpcId,
          zones,
          description: 'Clients of VPC endpoints',
          ingress: ingressOf(proposed, words, inputs),
          tags: [{ key: 'Name', value: `${name}-endpoint` }],
        });
  const endpoint: PlannedEndpoint = defined({
    kind: 'endpoint' as const,
    key,
    words,
    comments: proposed.comments,
    notes: proposed.notes,
    type: 'Interface',
    vpc: vpcId,
    service: targetOf(proposed, words, inputs),
    serviceRegion: offered.region === vpc.region ? undefined : offered.region,
    subnets: inputs.whole({ type: 'subnets', current: subnetIds, prefix: words }),
    subnetZones: zones,
    securityGroups:
      group === undefined
        ? inputs.whole({ type: 'security-groups', current: securityGroups, prefix: words })
        : ({ kind: 'own', resource: group.key } satisfies Term),
    privateDnsEnabled: proposed.privateDns,
    ipAddressType: proposed.ipAddressType,
    tags: [{ key: 'Name', value: name }],
  });
  return [...(group === undefined ? [] : [group]), endpoint];
}

function targetOf({ offered }: ProposedEndpoint, words: readonly string[], inputs: Inputs): EndpointTarget {
  const { name, isAws, region } = offered;
  if (isAws) return awsTarget(name, region) ?? { kind: 'service', name: { kind: 'text', text: name } };
  return { kind: 'service', name: inputs.whole({ type: 'service-name', current: [name], prefix: words }) };
}

/** A rule for each port and each of the VPC’s CIDRs. */
function ingressOf({ vpc, flows }: ProposedEndpoint, words: readonly string[], inputs: Inputs): readonly NewIngress[] {
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
