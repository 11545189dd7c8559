import { evidence, isGatewayService, type ProviderContext } from '../../context.ts';
import { joinGaps } from '../../needs.ts';
import { peeringLink } from '../../reachability/peerings.ts';
import { hasPort } from '../../reachability/ports.ts';
import { admittedPorts, describePermission, permissionGaps, permissionsOf } from '../../reachability/security-group.ts';
import { awsCommand } from '../command.ts';
import { shortName } from '../load-balancers.ts';
import { METRIC_DATA } from '../metrics.ts';
import { LIFECYCLE, NLB_DOCS, type Draft, type ProviderRule } from '../rule.ts';
import { withBlockedFlows } from './blocked-flows.ts';
import {
  describeFlows,
  groupsOf,
  instancesOf,
  TARGET_NETWORK,
  targetName,
  targetPaths,
  TARGETS,
  type TargetPath,
  type TargetVerdict,
  isProvenByHealth,
  PROVEN_BY_HEALTH,
} from './target-paths.ts';

/** PL-NLB-011: the load balancer may not talk to its own targets. */
export const plNlb011: ProviderRule = {
  id: 'PL-NLB-011',
  title: 'NLB security group’s outbound rules block its targets',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: TARGETS,
  alsoReads: [...TARGET_NETWORK, METRIC_DATA],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002', 'PL-NLB-003'],
  docs: [`${NLB_DOCS}load-balancer-security-groups.html`],
  condition:
    'The load balancer has security groups, and no outbound rule of theirs covers a target’s address, or names a group of it, on the port of the traffic or of the health check. Targets whose health check takes the same port and succeeds are proved to be reached. It is measured where metrics were asked for and SecurityGroupBlockedFlowCount_Outbound_TCP is above zero in the last five hours (PL-NLB-023).',
  why: 'Connections and health checks to the targets never leave the load balancer.',
  fix: 'Allow outbound traffic to the targets on the traffic port and on that of the health check.',
  examples: {
    bad: '"IpPermissionsEgress": [{ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, … }], target group "Port": 8443',
    good: '"IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }]',
  },
  check: (context) => {
    const paths = targetPaths(context);
    if (paths.length === 0 || isGatewayService(context.service)) return 'not-applicable';
    const verdicts = paths.map((path) => egressVerdict(context, path));
    const gap = joinGaps(verdicts.flatMap((verdict) => verdict.gap ?? []));
    return {
      instances: instancesOf(verdicts),
      findings: verdicts.filter(({ blocked }) => blocked.length > 0).map((verdict) => draftOf(context, verdict)),
      statement: isProvenByHealth(paths) ? PROVEN_BY_HEALTH : 'The load balancer’s groups let it reach its targets.',
      ...(gap === undefined ? {} : { gap }),
    };
  },
};

/** What the load balancer’s groups let out of the flows to a target that nothing else proves. */
export function egressVerdict(context: ProviderContext, path: TargetPath): TargetVerdict {
  const { loadBalancer } = path.group.loadBalancer;
  const ids = loadBalancer?.securityGroupIds ?? [];
  if (ids.length === 0) return { path, blocked: [] };
  if (path.gap !== undefined) return { path, blocked: [], gap: path.gap };
  if (path.flows.length === 0) return { path, blocked: [] };
  const unread = context.need('ec2:DescribeSecurityGroups', { 'vpc-id': loadBalancer?.vpcId ?? '' });
  if (unread !== undefined) return { path, blocked: [], gap: unread };
  const groups = groupsOf(context, ids);
  if ('gap' in groups) return { path, blocked: [], gap: groups.gap };
  const permissions = permissionsOf(groups, 'egress');
  const fields =
    permissions === undefined ? ['IpPermissionsEgress'] : permissionGaps(permissions, 'IpPermissionsEgress');
  if (permissions === undefined || fields.length > 0) {
    return { path, blocked: [], gap: { reason: 'malformed', missing: fields } };
  }
  if (path.address === undefined) {
    const missing = [`the address of ${path.target.targetId}`];
    return { path, blocked: [], gap: { reason: 'malformed', missing } };
  }
  const { networkInterface, address } = path;
  const peer = {
    ranges: [address],
    ...(networkInterface?.groupIds === undefined ? {} : { groupIds: networkInterface.groupIds }),
    ...(networkInterface?.vpcId === undefined ? {} : { vpcId: networkInterface.vpcId }),
  };
  const facts = {
    prefixLists: context.inventory.prefixLists,
    vpcId: loadBalancer?.vpcId,
    referencesMatch: true,
    linkTo: (vpcId: string) => peeringLink(context, loadBalancer?.vpcId, vpcId),
  };
  const judged = path.flows.map((flow) => ({
    flow,
    admitted: admittedPorts(permissions, flow.transport, peer, facts),
  }));
  const closed = judged.filter(({ flow, admitted }) => !hasPort(admitted.certain, flow.port));
  const doubtful = closed.filter(({ flow, admitted }) => hasPort(admitted.possible, flow.port));
  // A rule that names a group may mean the target's, which was not read.
  const refers = networkInterface === undefined && permissions.some((permission) => permission.groups.length > 0);
  const blocked = refers ? [] : closed.filter((item) => !doubtful.includes(item)).map(({ flow }) => flow);
  const missing = [
    ...doubtful.flatMap(({ admitted }) => admitted.missing),
    ...(refers && closed.length > 0 ? [`the network interface of ${path.target.targetId}`] : []),
  ];
  return { path, blocked, ...(missing.length === 0 ? {} : { gap: { reason: 'malformed', missing } }) };
}

function draftOf(context: ProviderContext, { path, blocked }: TargetVerdict): Draft {
  const { loadBalancer, arn } = path.group.loadBalancer;
  const ids = loadBalancer?.securityGroupIds ?? [];
  const rules = ids.flatMap((id) => context.inventory.securityGroups.get(id)?.egress ?? []);
  const [flow] = blocked;
  return withBlockedFlows(context, arn, 'Outbound', {
    resource: ids[0] ?? arn,
    message: `${ids.join(', ')} of ${shortName(arn)} let${ids.length === 1 ? 's' : ''} nothing out to ${targetName(path)} on ${describeFlows(blocked)}.`,
    evidence: [
      evidence(
        ids.join(', '),
        'IpPermissionsEgress',
        rules.map((rule) => describePermission(rule, 'to')).join('; ') || 'no rule',
      ),
      evidence(path.target.targetId, 'TargetHealth.State', path.target.state ?? ''),
    ],
    commands: [
      awsCommand(
        'ec2 authorize-security-group-egress',
        context.region,
        {
          'group-id': ids[0] ?? '',
          protocol: flow?.transport ?? 'tcp',
          port: String(flow?.port ?? ''),
          cidr: path.group.group?.targetType === 'ip' ? `${path.target.targetId}/32` : 'TARGET_CIDR',
        },
        'lets the load balancer reach the target; nothing that works stops',
      ),
    ],
  });
}
