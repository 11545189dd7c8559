import { evidence, isGatewayService } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { shortName } from '../load-balancers.ts';
import { LIFECYCLE, NLB_DOCS, type ProviderRule } from '../rule.ts';
import { admissionOf } from './target-groups.ts';
import {
  describeFlows,
  instancesOf,
  nodesOf,
  TARGET_NETWORK,
  targetName,
  targetPaths,
  TARGETS,
} from './target-paths.ts';

/** PL-NLB-024: the targets trust a group that AWS does not promise to be there. */
export const plNlb024: ProviderRule = {
  id: 'PL-NLB-024',
  title: 'Targets admit only the load balancer’s group, which is not applied to PrivateLink traffic',
  hop: 'targets',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'high',
  // AWS does not document whether the reference holds: a REJECT record from the node's address to the target decides it.
  confidence: 'heuristic',
  requires: TARGETS,
  alsoReads: TARGET_NETWORK,
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002', 'PL-NLB-002', 'PL-NLB-003', 'PL-NLB-011'],
  docs: [`${NLB_DOCS}load-balancer-security-groups.html`],
  condition:
    'Enforcement on PrivateLink traffic is off, and the targets’ inbound rules admit the load balancer on the traffic port by naming its group only, not by the addresses of its interfaces. Targets that are proved healthy on that port are left out.',
  why: 'AWS does not say that a reference to the group holds for PrivateLink traffic when enforcement is off; where it does not, connections time out.',
  fix: 'Admit the addresses of the load balancer’s interfaces, or turn enforcement on and open the load balancer’s group to the consumers. A REJECT record in the target’s flow log proves the fault.',
  examples: {
    bad: '"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "off", target’s rule: 8443 from "sg-of-the-nlb" only',
    good: 'the same, and a rule for 8443 from the load balancer’s subnets',
  },
  check: (context) => {
    const paths = targetPaths(context);
    if (paths.length === 0 || isGatewayService(context.service)) return 'not-applicable';
    const verdicts = paths.map((path) => {
      const admission = admissionOf(context, path);
      return { path, blocked: admission.kind === 'by-reference-only' ? admission.flows : [] };
    });
    const trusting = verdicts.filter(({ blocked }) => blocked.length > 0);
    return {
      instances: instancesOf(verdicts),
      findings: trusting.map(({ path, blocked }) => {
        const ids = path.networkInterface?.groupIds ?? [];
        const { loadBalancer, arn } = path.group.loadBalancer;
        const [node] = nodesOf(context, path.group.loadBalancer).flatMap((item) => item.privateIps ?? []);
        return {
          resource: ids[0] ?? path.target.targetId,
          message: `${targetName(path)} admits ${shortName(arn)} on ${describeFlows(blocked)} only by its group, which is not applied to PrivateLink traffic.`,
          evidence: [
            evidence(arn, 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic', 'off'),
            evidence(
              ids.join(', '),
              'IpPermissions[].UserIdGroupPairs',
              (loadBalancer?.securityGroupIds ?? []).join(', '),
            ),
          ],
          commands: [
            awsCommand(
              'ec2 authorize-security-group-ingress',
              context.region,
              {
                'group-id': ids[0] ?? '',
                protocol: blocked[0]?.transport ?? 'tcp',
                port: String(blocked[0]?.port ?? ''),
                cidr: `${node ?? 'NODE_ADDRESS'}/32`,
              },
              'lets the load balancer reach the target; nothing that works stops',
            ),
          ],
        };
      }),
      statement: 'The targets do not depend on a group that is not applied.',
    };
  },
};
