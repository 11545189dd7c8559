import { evidence, isGatewayService, type ProviderContext } from '../../context.ts';
import { joinGaps } from '../../needs.ts';
import { describePermissions, permissionsOf } from '../../reachability/security-group.ts';
import { awsCommand } from '../command.ts';
import { shortName } from '../load-balancers.ts';
import { LIFECYCLE, NLB_DOCS, type Draft, type ProviderRule } from '../rule.ts';
import { admissionOf } from './target-groups.ts';
import {
  describeFlows,
  instancesOf,
  isHindered,
  nodesOf,
  TARGET_NETWORK,
  targetName,
  targetPaths,
  TARGETS,
  type TargetVerdict,
  isProvenByHealth,
  PROVEN_BY_HEALTH,
} from './target-paths.ts';

/** PL-NLB-012: the targets turn the load balancer away. */
export const plNlb012: ProviderRule = {
  id: 'PL-NLB-012',
  title: 'Target security group does not admit the load balancer',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: TARGETS,
  alsoReads: TARGET_NETWORK,
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002', 'PL-NLB-003', 'PL-NLB-011'],
  docs: [`${NLB_DOCS}target-group-register-targets.html`, `${NLB_DOCS}load-balancer-security-groups.html`],
  condition:
    'The security groups of a target admit neither the load balancer’s group nor the addresses of the nodes that send to it: on the port of the traffic, by the transports that the listeners take, or, while the target is not healthy, on that of the health check. Those nodes stand in the endpoint’s zones; without cross-zone balancing, only the one in the target’s zone. Where a part of the nodes is admitted, it impairs. A TCP port on which the health check succeeds is proved to be reached.',
  why: 'The targets drop what the load balancer sends: connections time out, or health checks fail.',
  fix: 'Admit the load balancer’s security group, or the addresses of its interfaces, on the traffic port and on that of the health check.',
  examples: {
    bad: 'target’s "IpPermissions": [{ "FromPort": 8080, "ToPort": 8080, … }], target group "Port": 8443',
    good: 'target’s "IpPermissions": [{ "FromPort": 8443, "ToPort": 8443, "UserIdGroupPairs": [{ "GroupId": "sg-of-the-nlb" }] }]',
  },
  check: (context) => {
    const paths = targetPaths(context);
    if (paths.length === 0 || isGatewayService(context.service)) return 'not-applicable';
    const verdicts = paths.map((path): TargetVerdict => {
      const admission = admissionOf(context, path);
      if (admission.kind === 'unknown') return { path, blocked: [], gap: admission.gap };
      return admission.kind === 'refused'
        ? { path, blocked: admission.flows, partly: admission.partly }
        : { path, blocked: [] };
    });
    const gap = joinGaps(verdicts.flatMap((verdict) => verdict.gap ?? []));
    return {
      instances: instancesOf(verdicts),
      findings: verdicts.filter(isHindered).map((verdict) => draftOf(context, verdict)),
      statement: isProvenByHealth(paths) ? PROVEN_BY_HEALTH : 'The targets’ groups admit the load balancer.',
      ...(gap === undefined ? {} : { gap }),
    };
  },
};

function draftOf(context: ProviderContext, verdict: TargetVerdict): Draft {
  const { path, partly = [] } = verdict;
  const blocked = verdict.blocked.length > 0 ? verdict.blocked : partly;
  const { loadBalancer, arn } = path.group.loadBalancer;
  const ids = path.networkInterface?.groupIds ?? [];
  const own = loadBalancer?.securityGroupIds?.[0];
  const [flow] = blocked;
  const rules = permissionsOf(
    ids.map((id) => context.inventory.securityGroups.get(id)),
    'ingress',
  );
  const [node] = nodesOf(context, path.group.loadBalancer).flatMap((item) => item.privateIps ?? []);
  return {
    resource: ids[0] ?? path.target.targetId,
    message: `${ids.join(', ')} of ${targetName(path)} admit${ids.length === 1 ? 's' : ''} ${verdict.blocked.length > 0 ? shortName(arn) : `a part of the nodes of ${shortName(arn)}`} neither by group nor by address on ${describeFlows(blocked)}.`,
    evidence: [
      evidence(ids.join(', '), 'IpPermissions', describePermissions(rules ?? [])),
      evidence(path.target.targetId, 'TargetHealth.State', path.target.state ?? ''),
    ],
    commands: [
      awsCommand(
        'ec2 authorize-security-group-ingress',
        context.region,
        {
          'group-id': ids[0] ?? '',
          protocol: flow?.transport ?? 'tcp',
          port: String(flow?.port ?? ''),
          ...(own === undefined ? { cidr: `${node ?? 'NODE_ADDRESS'}/32` } : { 'source-group': own }),
        },
        'lets the load balancer reach the target; nothing that works stops',
      ),
    ],
  };
}
