import { evidence, type ProviderContext } from '../../context.ts';
import { parseCidr } from '../../model/cidr.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { aclGaps, aclPorts, aclShare, describeEntry, freeRuleNumber } from '../../reachability/network-acl.ts';
import { countPorts, intersectPorts, type PortSet } from '../../reachability/ports.ts';
import type { NetworkAcl } from '../../resources/network-acl.ts';
import type { NetworkInterface } from '../../resources/network-interface.ts';
import { awsCommand } from '../command.ts';
import { shortName } from '../load-balancers.ts';
import {
  describeFlows,
  instancesOf,
  isProvenByHealth,
  PROVEN_BY_HEALTH,
  targetName,
  targetPaths,
  TARGETS,
  type TargetFlow,
  type TargetPath,
  type TargetVerdict,
} from '../nlb/target-paths.ts';
import { MANAGED_REPLIES } from '../replies.ts';
import { LIFECYCLE, NLB_DOCS, VPC_DOCS, type Draft, type ProviderRule } from '../rule.ts';

/** Where a packet between node and target is dropped. */
interface Drop {
  readonly acl: NetworkAcl;
  readonly egress: boolean;
  readonly kind: 'request' | 'some-replies' | 'no-replies';
}

interface AclVerdict extends TargetVerdict {
  readonly drop?: Drop;
}

/** PL-ACL-005: the network ACLs between the load balancer and its targets. */
export const plAcl005: ProviderRule = {
  id: 'PL-ACL-005',
  title: 'Network ACLs between the load balancer and its targets block traffic',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: TARGETS,
  alsoReads: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeNetworkAcls'],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002', 'PL-NLB-003'],
  docs: [`${VPC_DOCS}vpc-network-acls.html`, `${NLB_DOCS}target-group-register-targets.html`],
  condition:
    'The network ACL of the node’s subnet or that of the target’s drops the traffic, by the transports that the listeners take, or, while the target is not healthy, its health check, or all replies to ports 1024–65535. The nodes are those in the endpoint’s zones; without cross-zone balancing, only the one in the target’s zone. It breaks where all of them are stopped; a part of the nodes or of the reply ports impairs. Within one subnet no ACL applies. GENEVE goes both ways on its own port, 6081. A TCP port on which the health check succeeds is proved to be reached.',
  why: 'Network ACLs are stateless: both directions have to be allowed, in both subnets.',
  fix: 'Allow the port towards the targets, and ports 1024–65535 back, in the ACLs of both subnets.',
  examples: {
    bad: 'target subnet’s inbound entries: 100 allow tcp/443; target group "Port": 8443',
    good: 'target subnet’s inbound entries: 100 allow tcp/8443 from the load balancer’s subnets',
  },
  check: (context) => {
    const paths = targetPaths(context);
    if (paths.length === 0) return 'not-applicable';
    const verdicts = paths.map((path) => aclVerdict(context, path));
    const gap = joinGaps(verdicts.flatMap((verdict) => verdict.gap ?? []));
    return {
      instances: instancesOf(verdicts),
      findings: verdicts.flatMap((verdict) =>
        verdict.drop === undefined ? [] : [draftOf(context, verdict, verdict.drop)],
      ),
      statement: isProvenByHealth(paths)
        ? PROVEN_BY_HEALTH
        : 'The network ACLs let the load balancer reach its targets.',
      ...(gap === undefined ? {} : { gap }),
    };
  },
};

/** What the network ACLs make of the flows to a target that nothing else proves. */
export function aclVerdict(context: ProviderContext, path: TargetPath): AclVerdict {
  if (path.gap !== undefined) return { path, blocked: [], gap: path.gap };
  if (path.flows.length === 0) return { path, blocked: [] };
  const open = (gap: Gap): AclVerdict => ({ path, blocked: [], gap });
  const vpcId = path.group.group?.vpcId ?? '';
  const unread =
    context.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': vpcId }) ??
    context.need('ec2:DescribeNetworkAcls', { 'vpc-id': vpcId });
  if (unread !== undefined) return open(unread);
  const { networkInterface } = path;
  if (networkInterface?.subnetId === undefined) {
    return open({ reason: 'malformed', missing: [`the network interface of ${path.target.targetId}`] });
  }
  const nodes = path.senders;
  if (nodes.length === 0) {
    return open({ reason: 'malformed', missing: [`the network interfaces of ${path.group.loadBalancer.arn}`] });
  }
  const judged = path.flows.map((flow) => ({
    flow,
    results: nodes.map((node) => dropBetween(context, node, networkInterface, path, flow)),
  }));
  const gaps = judged.flatMap(({ results }) => results.flatMap((result) => (isGap(result) ? [result] : [])));
  const blocked = judged.filter(({ results }) =>
    results.every((result) => isDrop(result) && result.kind !== 'some-replies'),
  );
  const partly = judged.filter((item) => !blocked.includes(item) && item.results.some(isDrop));
  const first = [...blocked, ...partly].flatMap(({ results }) => results.filter(isDrop))[0];
  const gap = joinGaps(gaps);
  return {
    path,
    blocked: blocked.map(({ flow }) => flow),
    partly: partly.map(({ flow }) => flow),
    ...(first === undefined ? {} : { drop: first }),
    ...(gap === undefined ? {} : { gap }),
  };
}

function isGap(result: Drop | Gap | undefined): result is Gap {
  return result !== undefined && 'reason' in result;
}

function isDrop(result: Drop | Gap | undefined): result is Drop {
  return result !== undefined && 'acl' in result;
}

/** The first ACL that stops the flow or its replies; `undefined` when all let it through. */
function dropBetween(
  { lookup }: ProviderContext,
  node: NetworkInterface,
  target: NetworkInterface,
  path: TargetPath,
  flow: TargetFlow,
): Drop | Gap | undefined {
  if (node.subnetId === target.subnetId) return undefined;
  const acls = { node: lookup.aclOf(node.subnetId ?? ''), target: lookup.aclOf(target.subnetId ?? '') };
  const from = parseCidr(node.privateIps?.[0] ?? '');
  if (acls.node === undefined || acls.target === undefined || from === undefined || path.address === undefined) {
    return {
      reason: 'malformed',
      missing: [`the network ACLs of ${node.subnetId ?? ''} and ${target.subnetId ?? ''}`],
    };
  }
  const gaps = [...aclGaps(acls.node), ...aclGaps(acls.target)];
  if (gaps.length > 0) return { reason: 'malformed', missing: gaps };
  const { transport, port } = flow;
  const sends = (acl: NetworkAcl, egress: boolean, peer: typeof from): boolean =>
    aclShare(acl.entries ?? [], egress, transport, port, peer) === 'full';
  // A load balancer takes replies on 1024-65535, like other clients that AWS manages.
  const replies = (acl: NetworkAcl, egress: boolean, peer: typeof from): PortSet =>
    intersectPorts(aclPorts(acl.entries ?? [], egress, transport, peer), [MANAGED_REPLIES]);
  if (path.group.group?.protocol === 'GENEVE' && flow.purpose === 'traffic') {
    // Appliances answer to the GENEVE port too.
    const ways = [
      { acl: acls.node, egress: true, peer: path.address },
      { acl: acls.target, egress: false, peer: from },
      { acl: acls.target, egress: true, peer: from },
      { acl: acls.node, egress: false, peer: path.address },
    ];
    const shut = ways.find(({ acl, egress, peer }) => !sends(acl, egress, peer));
    return shut === undefined ? undefined : { acl: shut.acl, egress: shut.egress, kind: 'request' };
  }
  if (!sends(acls.node, true, path.address)) return { acl: acls.node, egress: true, kind: 'request' };
  if (!sends(acls.target, false, from)) return { acl: acls.target, egress: false, kind: 'request' };
  const out = replies(acls.target, true, from);
  const back = intersectPorts(out, replies(acls.node, false, path.address));
  if (countPorts(back) === countPorts([MANAGED_REPLIES])) return undefined;
  const kind = back.length === 0 ? 'no-replies' : 'some-replies';
  return countPorts(out) > countPorts(back)
    ? { acl: acls.node, egress: false, kind }
    : { acl: acls.target, egress: true, kind };
}

function draftOf(context: ProviderContext, verdict: AclVerdict, { acl, egress, kind }: Drop): Draft {
  const { path } = verdict;
  const lost = [...verdict.blocked, ...(verdict.partly ?? [])];
  const reply = kind !== 'request';
  const entries = acl.entries ?? [];
  const [flow] = lost;
  return {
    resource: acl.id,
    message: `${acl.id} does not let ${kind === 'some-replies' ? 'all replies between' : reply ? 'replies between' : 'the traffic from'} ${shortName(path.group.loadBalancer.arn)} ${reply ? 'and' : 'to'} ${targetName(path)} ${egress ? 'out' : 'in'} on ${reply ? 'ports 1024-65535' : describeFlows(lost)}.`,
    evidence: [
      evidence(
        acl.id,
        `Entries (${egress ? 'outbound' : 'inbound'})`,
        entries
          .filter((entry) => entry.egress === egress)
          .sort((a, b) => (a.ruleNumber ?? 0) - (b.ruleNumber ?? 0))
          .slice(0, 8)
          .map(describeEntry)
          .join('; ') || 'none: denied',
      ),
      evidence(path.target.targetId, 'TargetHealth.State', path.target.state ?? ''),
    ],
    commands: [
      awsCommand(
        'ec2 create-network-acl-entry',
        context.region,
        {
          'network-acl-id': acl.id,
          [egress ? 'egress' : 'ingress']: true,
          'rule-number': freeRuleNumber(entries, egress),
          protocol: flow?.transport ?? 'tcp',
          'port-range': reply ? 'From=1024,To=65535' : `From=${flow?.port ?? ''},To=${flow?.port ?? ''}`,
          'cidr-block': context.inventory.vpcs.get(path.group.group?.vpcId ?? '')?.cidrs?.[0] ?? 'VPC_CIDR',
          'rule-action': 'allow',
        },
        `lets this traffic through every subnet of ${acl.id}; takes effect at once`,
      ),
    ],
  };
}
