import { evidence, type EndpointContext } from '../../context.ts';
import { resourcesOnPath, type ReachedResource } from '../../lattice.ts';
import { openings, passageOf, waysBetween, type Opening, type Passage } from '../../lattice-passage.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { gapsOfWays } from '../../outside.ts';
import { describePorts, intersectPorts, type PortSet } from '../../reachability/ports.ts';
import { isClosed, type Closed } from '../../reachability/way.ts';
import { describePermissions } from '../../reachability/security-group.ts';
import { awsCommand } from '../command.ts';
import { evidenceOf } from '../lost-packets.ts';
import { BACK_TO_LOCAL, insideMends } from '../net/route-mends.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, VPC_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { ASSOCIATIONS } from './reach.ts';

interface Verdict {
  readonly state: Instance['state'];
  readonly resource: ReachedResource;
  readonly findings?: readonly Draft[];
  readonly gap?: Gap;
}

/** PL-RES-006: groups or routes between the gateway and the resource drop the packets. */
export const plRes006: EndpointRule = {
  id: 'PL-RES-006',
  title: 'Security groups or routes between resource gateway and resource',
  hop: 'resource',
  side: 'consumer',
  appliesTo: ['Resource', 'ServiceNetwork'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT, ASSOCIATIONS],
  alsoReads: [
    'vpc-lattice:ListResourceConfigurations',
    'vpc-lattice:GetResourceConfiguration',
    'vpc-lattice:ListResourceGateways',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeRouteTables',
  ],
  suppressedBy: [...LIFECYCLE, 'PL-RES-002'],
  docs: [`${PRIVATELINK_DOCS}resource-gateway.html`, `${VPC_DOCS}subnet-route-tables.html`],
  condition:
    'The outbound rules of the resource gateway’s groups let none of the published ports (or not the one of `--port`) out to the resource’s address, or the resource’s groups let none of them in from the gateway’s group or interfaces; or a route between their subnets, longer than the local one or in its place, has lost its target. Where such a route leads to an appliance, nobody knows. A resource by name, or one of AWS’s by ARN, is unknown: nothing tells which groups it has. Where one of the gateway’s interfaces gets through and another does not, it impairs.',
  why: 'The resource sees the gateway’s addresses as its clients: what its groups do not admit from there, or a route loses, is dropped, and clients time out.',
  fix: 'Let the port out of the gateway’s group, and into the resource’s group from there.',
  examples: {
    bad: 'portRanges ["5432"]; resource’s "IpPermissions": [{ "FromPort": 3306, "ToPort": 3306, … }]',
    good: 'portRanges ["5432"]; resource’s "IpPermissions": [{ "FromPort": 5432, "ToPort": 5432, "UserIdGroupPairs": [{ "GroupId": "sg-of-the-gateway" }] }]',
  },
  check: (context) => {
    const resources = resourcesOnPath(context);
    if (resources.length === 0) return 'not-applicable';
    const verdicts = resources.map((resource) => judge(context, resource));
    const gap = joinGaps(verdicts.flatMap((verdict) => verdict.gap ?? []));
    return {
      instances: verdicts.map(({ resource, state }) => ({ resource: resource.arn, state })),
      findings: verdicts.flatMap(({ findings = [] }) => findings),
      gap,
    };
  },
};

function judge(context: EndpointContext, resource: ReachedResource): Verdict {
  const passage = passageOf(context, resource);
  if ('gap' in passage) return { resource, state: 'unknown', gap: passage.gap };
  if (passage.wanted.length === 0) {
    return { resource, state: 'unknown', gap: { reason: 'suppressed', missing: ['PL-RES-005'] } };
  }
  const all = openings(context, passage);
  const closed = all.filter((item) => intersectPorts(item.out, item.in).length === 0);
  const missing = all.length === 0 ? [`the subnets of ${passage.gateway.id}`] : closed.flatMap((item) => item.missing);
  if (missing.length > 0) {
    return { resource, state: 'unknown', gap: { reason: 'not-asked', missing: [...new Set(missing)].sort() } };
  }
  const routed = all.map((opening) => ({ opening, ways: waysBetween(context, passage, opening.peer) }));
  const strayed = routed.filter(({ ways }) => ways.some(isClosed));
  const gap = joinGaps(routed.flatMap(({ ways }) => (ways.some(isClosed) ? [] : gapsOfWays(ways))));
  const stopped = new Set([...closed, ...strayed.map(({ opening }) => opening)]);
  const [first] = closed;
  const state =
    stopped.size === all.length ? 'fail' : stopped.size > 0 ? 'warn' : gap === undefined ? 'pass' : 'unknown';
  return {
    resource,
    state,
    findings: [
      ...(first === undefined ? [] : [draftOf(context, resource, passage, first, all.length - closed.length)]),
      ...(strayed.length === 0
        ? []
        : [
            strayDraft(
              context,
              resource,
              passage,
              strayed.flatMap(({ ways }) => ways.filter(isClosed)),
              all.length - strayed.length,
            ),
          ]),
    ],
    ...(gap === undefined ? {} : { gap }),
  };
}

/** Routes that lose what goes between the gateway and the resource. */
function strayDraft(
  context: EndpointContext,
  resource: ReachedResource,
  { gateway, target }: Passage,
  closed: readonly Closed[],
  others: number,
): Draft {
  return {
    resource: resource.arn,
    ...(others === 0 ? {} : { severity: 'high' }),
    title: 'No route between resource gateway and resource',
    message: `${gateway.name ?? gateway.id} and ${target.id}, the resource of ${resource.configuration?.name ?? resource.id}, do not reach each other: ${[...new Set(closed.map(({ why }) => why))].join('; ')}.${restOf(others)}`,
    fix: BACK_TO_LOCAL,
    evidence: evidenceOf(closed),
    commands: insideMends(context.region, context.inventory.vpcs.get(gateway.vpcId ?? ''), closed),
  };
}

function draftOf(
  { region }: EndpointContext,
  resource: ReachedResource,
  { gateway, target, wanted, egress, ingress }: Passage,
  closed: Opening,
  others: number,
): Draft {
  const name = resource.configuration?.name ?? resource.id;
  const own = gateway.securityGroupIds ?? [];
  const theirs = target.groupIds ?? [];
  const isOut = closed.out.length === 0;
  const rest = restOf(others);
  const options = { protocol: 'tcp', port: portOf(wanted) };
  return {
    resource: resource.arn,
    ...(others === 0 ? {} : { severity: 'high' }),
    message: isOut
      ? `${own.join(', ')} of ${gateway.name ?? gateway.id} do${own.length === 1 ? 'es' : ''} not let tcp ${describePorts(wanted)} out to ${target.id}, the resource of ${name}.${rest}`
      : `${theirs.join(', ')} of ${target.id}, the resource of ${name}, do${theirs.length === 1 ? 'es' : ''} not admit tcp ${describePorts(wanted)} from ${closed.peer.id} of ${gateway.name ?? gateway.id}.${rest}`,
    evidence: [
      isOut
        ? evidence(own.join(', '), 'IpPermissionsEgress', describePermissions(egress))
        : evidence(theirs.join(', '), 'IpPermissions', describePermissions(ingress)),
      evidence(resource.id, 'portRanges', (resource.configuration?.portRanges ?? []).join(', ')),
    ],
    commands: [
      isOut
        ? awsCommand(
            'ec2 authorize-security-group-egress',
            region,
            { 'group-id': own[0] ?? '', ...options, cidr: `${target.privateIps?.[0] ?? 'ADDRESS'}/32` },
            'lets the gateway reach that address on that port; nothing that works stops',
          )
        : awsCommand(
            'ec2 authorize-security-group-ingress',
            region,
            { 'group-id': theirs[0] ?? '', ...options, 'source-group': own[0] ?? '' },
            'lets the gateway reach everything that carries the group on that port; nothing that works stops',
          ),
    ],
  };
}

/** The gateway's interfaces that are not concerned, in words. */
function restOf(others: number): string {
  return others === 0 ? '' : ` ${others} other interface${others === 1 ? '' : 's'} of the gateway get through.`;
}

/** The port of a command, where it is a single one. */
function portOf([port]: PortSet): string {
  return port === undefined || port.from !== port.to ? 'PORT' : String(port.from);
}
