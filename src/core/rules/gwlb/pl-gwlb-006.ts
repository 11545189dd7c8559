import { evidence, isGatewayService, type GroupPath, type ProviderContext } from '../../context.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { describePermissions, permissionsOf } from '../../reachability/security-group.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import {
  describeHealth,
  describeTargets,
  groupHealth,
  healthyTargets,
  listenerNames,
  shortName,
} from '../load-balancers.ts';
import { admissionOf } from '../nlb/target-groups.ts';
import {
  describeFlows,
  nodesOf,
  TARGET_NETWORK,
  targetPaths,
  TARGETS,
  type TargetFlow,
  type TargetPath,
} from '../nlb/target-paths.ts';
import { GWLB_DOCS, LIFECYCLE, PRIVATELINK_DOCS, type Draft, type Instance, type ProviderRule } from '../rule.ts';

/** PL-GWLB-006: no appliance inspects what arrives. */
export const plGwlb006: ProviderRule = {
  id: 'PL-GWLB-006',
  title: 'No healthy appliance behind the Gateway Load Balancer',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: TARGETS,
  alsoReads: TARGET_NETWORK,
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002', 'PL-NLB-003', 'PL-ACL-005'],
  docs: [
    `${GWLB_DOCS}target-groups.html`,
    `${GWLB_DOCS}health-checks.html`,
    `${PRIVATELINK_DOCS}create-gateway-load-balancer-endpoint-service.html`,
  ],
  condition:
    'A target group of the Gateway Load Balancer has targets and none of them is usable: healthy, with security groups that admit GENEVE (UDP 6081) from the load balancer’s addresses. Some that are healthy but do not admit it impair. Health checks are TCP, so they say nothing of GENEVE. Targets in their first health checks make it unknown.',
  why: 'All traffic that is routed to the endpoints is lost.',
  fix: 'Repair the appliances; admit UDP 6081 and the health check’s port from the load balancer’s subnets in their security groups.',
  examples: {
    bad: 'appliances’ "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, … }]',
    good: 'appliances’ "IpPermissions": [{ "IpProtocol": "udp", "FromPort": 6081, "ToPort": 6081, … }, …]',
  },
  check: (context) => {
    if (!isGatewayService(context.service)) return 'not-applicable';
    const paths = targetPaths(context);
    const judged = context.groups
      .filter((group) => group.targets.length > 0)
      .map((group) =>
        judge(
          context,
          group,
          paths.filter((path) => path.group === group),
        ),
      );
    if (judged.length === 0) return 'not-applicable';
    const gap = joinGaps(judged.flatMap((item) => item.gap ?? []));
    return {
      instances: judged.map(({ group, state }): Instance => ({ resource: group.arn, state })),
      findings: judged.flatMap((item) => draftOf(context, item) ?? []),
      statement: `Healthy appliances: ${judged.map(({ group }) => `${healthyTargets(group)} of ${group.targets.length} in ${shortName(group.arn)}`).join(', ')}.`,
      gap,
    };
  },
};

interface Refusal {
  readonly path: TargetPath;
  readonly flows: readonly TargetFlow[];
}

interface Judged {
  readonly group: GroupPath;
  readonly state: Instance['state'];
  readonly refusals: readonly Refusal[];
  readonly gap?: Gap | undefined;
}

function judge(context: ProviderContext, group: GroupPath, paths: readonly TargetPath[]): Judged {
  const health = groupHealth(group);
  const admissions = paths.map((path) => ({ path, admission: admissionOf(context, path) }));
  const refusals = admissions.flatMap(({ path, admission }): readonly Refusal[] =>
    admission.kind === 'refused' ? [{ path, flows: admission.flows }] : [],
  );
  const healthy = admissions.filter(({ path }) => path.target.state === 'healthy');
  const gaps = healthy.flatMap(({ admission }) => (admission.kind === 'unknown' ? [admission.gap] : []));
  const gap = joinGaps([...(health.gap === undefined ? [] : [health.gap]), ...gaps]);
  if (health.state !== 'pass') {
    return { group, state: refusals.length === paths.length ? 'fail' : health.state, refusals, gap };
  }
  // None of those that the endpoint's zones send to is healthy, though others are: PL-NLB-006 tells of the zone.
  if (healthy.length === 0) return { group, state: 'pass', refusals: [] };
  const refused = refusals.filter(({ path }) => path.target.state === 'healthy');
  if (refused.length === healthy.length) return { group, state: 'fail', refusals, gap };
  if (refused.length > 0) return { group, state: 'warn', refusals: refused, gap };
  return { group, state: gap === undefined ? 'pass' : 'unknown', refusals: [], gap };
}

function draftOf(context: ProviderContext, { group, state, refusals }: Judged): Draft | undefined {
  if (state !== 'fail' && state !== 'warn') return undefined;
  const [first] = refusals;
  return first === undefined ? unhealthy(group, context.region) : refused(context, first, refusals.length);
}

function unhealthy(group: GroupPath, region: string): Draft {
  return {
    resource: group.arn,
    message: `None of the ${group.targets.length} appliance${group.targets.length === 1 ? '' : 's'} of ${shortName(group.arn)} behind ${listenerNames(group)} is healthy: ${describeTargets(group.targets)}.`,
    evidence: group.targets
      .slice(0, 8)
      .map((target) => evidence(target.targetId, 'TargetHealth', describeHealth(target))),
    commands: [
      awsCommand(
        'elbv2 describe-target-health',
        region,
        { 'target-group-arn': group.arn, query: 'TargetHealthDescriptions[].[Target.Id,Target.Port,TargetHealth]' },
        READS_ONLY,
      ),
    ],
  };
}

function refused(context: ProviderContext, { path, flows }: Refusal, count: number): Draft {
  const ids = path.networkInterface?.groupIds ?? [];
  const rules = permissionsOf(
    ids.map((id) => context.inventory.securityGroups.get(id)),
    'ingress',
  );
  const [flow] = flows;
  const [node] = nodesOf(context, path.group.loadBalancer).flatMap((item) => item.privateIps ?? []);
  const others = count > 1 ? ` The same holds for ${count - 1} more.` : '';
  return {
    resource: path.group.arn,
    message: `${ids.join(', ')} of appliance ${path.target.targetId} of ${shortName(path.group.arn)} does not admit the load balancer on ${describeFlows(flows)}.${others}`,
    evidence: [
      evidence(ids.join(', '), 'IpPermissions', describePermissions(rules ?? [])),
      evidence(path.target.targetId, 'TargetHealth.State', path.target.state ?? ''),
    ],
    commands: [
      awsCommand(
        'ec2 authorize-security-group-ingress',
        context.region,
        {
          'group-id': ids[0] ?? 'APPLIANCE_GROUP_ID',
          protocol: flow?.transport ?? 'udp',
          port: String(flow?.port ?? ''),
          cidr: context.inventory.vpcs.get(path.group.group?.vpcId ?? '')?.cidrs?.[0] ?? `${node ?? 'NODE_ADDRESS'}/32`,
        },
        'lets the load balancer reach the appliances; nothing that works stops',
      ),
    ],
  };
}
