import { evidence, type EndpointContext } from '../../context.ts';
import { parseCidr } from '../../model/cidr.ts';
import { originOf } from '../../origin.ts';
import { anyOf, describeFlow, describeWanted, portPlan, together, type Flow, type PortPlan } from '../../ports.ts';
import { intersectPorts, type PortSet } from '../../reachability/ports.ts';
import {
  admittedPorts,
  describePermissions,
  permissionGaps,
  permissionsOf,
  type AdmittedPorts,
  type GroupFacts,
  type Peer,
  type Transport,
} from '../../reachability/security-group.ts';
import { needAt } from '../../reachability/way.ts';
import type { NetworkInterface } from '../../resources/network-interface.ts';
import type { IpPermission } from '../../resources/security-group.ts';
import { describeSources, familyOf, sendingClients, STOOD_IN } from '../../sources.ts';
import type { Source } from '../../workloads.ts';
import { awsCommand } from '../command.ts';
import { linkOfClients } from '../endpoint-groups.ts';
import { ENDPOINT } from '../requirements.ts';
import {
  LIFECYCLE,
  malformed,
  PRIVATELINK_DOCS,
  unknown,
  type EndpointRule,
  type Instance,
  type Judgement,
} from '../rule.ts';
import { groupPorts } from './pl-sg-001.ts';

/** PL-SG-005: the client's own groups do not let it out. */
export const plSg005: EndpointRule = {
  id: 'PL-SG-005',
  title: 'Source security group forbids egress to the endpoint',
  hop: 'source',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  standsIn: 'endpoint-security-group',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSecurityGroups', about: (context) => [{ 'vpc-id': context.vpcId }] },
    { operation: 'ec2:DescribeNetworkInterfaces', about: (context) => [{ 'vpc-id': context.vpcId }] },
  ],
  alsoReads: ['elasticloadbalancing:DescribeListeners', 'ec2:DescribePrefixLists', 'ec2:GetManagedPrefixListEntries'],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`],
  condition:
    'No outbound rule of the source’s network interface’s groups admits the service’s port to the endpoint’s addresses or groups. Of a subnet, every workload interface is tried and one that gets out is enough. Without a source, the workload interface of the VPC that gets furthest from end to end is judged, at the hop of the endpoint’s groups; that it is stopped is then a suspicion.',
  why: 'The client cannot send: it looks like a time-out of the endpoint.',
  fix: 'Allow the port outbound to the endpoint’s security group.',
  examples: {
    bad: '--source eni-0a1b, "IpPermissionsEgress": tcp 80 to 0.0.0.0/0',
    good: '--source eni-0a1b, "IpPermissionsEgress": tcp 443 to the endpoint’s group',
  },
  check: (context) => {
    const { options, endpoint, interfaces, inventory, region } = context;
    if (options.source === undefined && context.standIn === undefined) return 'not-applicable';
    const origin = originOf(context);
    // A network that is not AWS's, or was not loaded, has no security groups to read.
    if (origin.kind === 'elsewhere') return 'not-applicable';
    if (origin.kind === 'vpc') {
      const need = needAt(context, origin.vpc);
      const about = { 'vpc-id': origin.vpc.id };
      const unread = need('ec2:DescribeSecurityGroups', about) ?? need('ec2:DescribeNetworkInterfaces', about);
      if (unread !== undefined) return { gap: unread };
    }
    const ports = portPlan(context);
    if (ports.gap !== undefined) return { gap: ports.gap };
    if (ports.flows.length === 0 && options.source !== undefined) {
      return unknown('input-missing', '--port: the service’s port is not known');
    }
    const sources = sendingClients(context);
    if (sources.length === 0) {
      return context.standIn === undefined
        ? unknown('input-missing', `the client’s network interface in ${options.source ?? ''} (--source eni-…)`)
        : malformed(`Groups of ${context.standIn.source.id}`);
    }
    if (context.standIn?.reaches === 'subnets') return lettingAllOut(sources, ports);
    if (interfaces.length === 0) return malformed('NetworkInterfaceIds');
    const judged = sources.map((source) => {
      const permissions = permissionsOf(
        source.groupIds.map((id) => inventory.securityGroups.get(id)),
        'egress',
      );
      return { source, permissions, gaps: permissionGaps(permissions ?? [], 'IpPermissionsEgress') };
    });
    const unread = judged.flatMap(({ source, permissions, gaps }) =>
      permissions === undefined
        ? [`IpPermissionsEgress of ${source.groupIds.join(', ')}`]
        : gaps.map((field) => `${field} of ${source.groupIds.join(', ')}`),
    );
    if (unread.length > 0) return malformed(...unread);
    const missing = new Set<string>();
    const instances = interfaces.map((item): Instance => {
      const shares = judged.map(({ permissions, source }) => {
        const open = wantedOf(context, ports, source).map((wanted) => {
          const admitted = lettingOut(context, permissions ?? [], wanted.transport, item, source);
          for (const gap of admitted.missing) missing.add(gap);
          return intersectPorts(admitted.certain, wanted.ports).length > 0;
        });
        return together(
          context,
          open.map((isOpen) => (isOpen ? 'full' : 'none')),
        );
      });
      const state = shares.includes('full') ? 'pass' : shares.includes('partial') ? 'warn' : 'fail';
      const zoneId = item.zoneId ?? inventory.subnets.get(item.subnetId ?? '')?.zoneId;
      return { resource: item.id, ...(zoneId === undefined ? {} : { zoneId }), state };
    });
    const closed = instances.filter((instance) => instance.state !== 'pass');
    const blocked = closed.some((instance) => instance.state === 'fail');
    if (closed.length === 0) return { ...lettingAllOut(sources, ports), instances };
    if (missing.size > 0) return { gap: { reason: 'not-asked', missing: [...missing].sort() } };
    const [group] = sources[0]?.groupIds ?? [];
    const flow: Flow = ports.flows[0] ?? { transport: 'tcp', port: 443 };
    return {
      instances,
      findings: [
        {
          resource: group ?? options.source ?? endpoint.id,
          confidence: sources.length === 1 && options.source !== undefined ? ports.confidence : 'heuristic',
          ...(blocked ? {} : { severity: 'high' as const }),
          message: `The security groups of ${describeSources(sources)} do not let ${blocked ? describeWanted(ports) : `all of ${ports.flows.map(describeFlow).join(' and ')}`} out to ${closed.map((item) => item.resource ?? '').join(', ')} of ${endpoint.id}.${options.source === undefined ? STOOD_IN : ''}`,
          evidence: judged
            .slice(0, 3)
            .map(({ source, permissions }) =>
              evidence(source.groupIds.join(', '), 'IpPermissionsEgress', describePermissions(permissions ?? [])),
            ),
          commands: [
            awsCommand(
              'ec2 authorize-security-group-egress',
              region,
              {
                'group-id': group ?? 'SG_ID',
                'ip-permissions': `IpProtocol=${flow.transport},FromPort=${flow.port},ToPort=${flow.port},UserIdGroupPairs=[{GroupId=${endpoint.groupIds?.[0] ?? 'SG_ID'}}]`,
              },
              'everything that carries the group may open that port to the endpoint; takes effect at once',
            ),
          ],
        },
      ],
    };
  },
};

function lettingAllOut(sources: readonly Source[], ports: PortPlan): Judgement {
  return {
    instances: [],
    findings: [],
    statement: `The groups of ${describeSources(sources)} let ${describeWanted(ports)} out to the endpoint.`,
    confidence: ports.confidence,
  };
}

/** What one of must get out; where no port is known, any that the endpoint’s groups take of the client. */
export function wantedOf(context: EndpointContext, ports: PortPlan, source: Source): readonly WantedPorts[] {
  if (ports.flows.length > 0) {
    return ports.flows.map(({ transport, port }) => ({ transport, ports: [{ from: port, to: port }] }));
  }
  const admitted = intersectPorts(groupPorts(context, 'tcp', source) ?? anyOf(ports), anyOf(ports));
  return [{ transport: 'tcp', ports: admitted.length === 0 ? anyOf(ports) : admitted }];
}

/** Ports of one transport, any of which will do. */
export interface WantedPorts {
  readonly transport: Transport;
  readonly ports: PortSet;
}

/** The ports that a client’s outbound rules let out to an endpoint’s interface. */
export function lettingOut(
  context: EndpointContext,
  permissions: readonly IpPermission[],
  transport: Transport,
  door: NetworkInterface,
  source: Source,
): AdmittedPorts {
  return admittedPorts(permissions, transport, peerOf(context, door), clientGroupFacts(context, source));
}

/** What the outbound rules of a client’s groups hang on. */
export function clientGroupFacts(context: EndpointContext, source: Source): GroupFacts {
  return {
    prefixLists: context.inventory.prefixLists,
    vpcId: source.vpcId,
    referencesMatch: true,
    linkTo: () => linkOfClients(context, source.vpcId ?? ''),
  };
}

/** The endpoint's interface as the other end of the flow. */
function peerOf(context: EndpointContext, item: NetworkInterface): Peer {
  const addresses = familyOf(context) === 4 ? item.privateIps : item.ipv6Addresses;
  return {
    ranges: (addresses ?? []).slice(0, 1).flatMap((address) => parseCidr(address) ?? []),
    groupIds: context.endpoint.groupIds ?? [],
    ...(item.vpcId === undefined ? {} : { vpcId: item.vpcId }),
  };
}
