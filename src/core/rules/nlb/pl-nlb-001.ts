import { evidence, type LoadBalancerPath } from '../../context.ts';
import type { Gap } from '../../needs.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { LIFECYCLE, NLB_DOCS, type Draft, type Instance, type ProviderRule } from '../rule.ts';

/** PL-NLB-001: a load balancer of the service cannot forward, or not fully. */
export const plNlb001: ProviderRule = {
  id: 'PL-NLB-001',
  title: 'Load balancer is not active',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS],
  suppressedBy: [...LIFECYCLE, 'PL-SVC-002'],
  docs: [`${NLB_DOCS}network-load-balancers.html`, `${NLB_DOCS}load-balancer-troubleshooting.html`],
  condition:
    'State.Code of a load balancer of the service is failed (breaks) or active_impaired (impairs). One that is still provisioning is unknown.',
  why: 'A load balancer that is not active forwards nothing, or not in all its zones.',
  fix: 'Correct what State.Reason names (often subnets without free addresses), or recreate the load balancer.',
  examples: {
    bad: '"State": { "Code": "failed" }',
    good: '"State": { "Code": "active" }',
  },
  check: ({ loadBalancers, region }) => {
    const gaps: string[] = [];
    const instances: Instance[] = [];
    const findings: Draft[] = [];
    for (const path of loadBalancers) {
      const state = stateOf(path);
      instances.push({ resource: path.arn, state: state ?? 'unknown' });
      if (state === undefined) gaps.push(...missingOf(path));
      if (state === 'fail' || state === 'warn') findings.push(draft(path, region, state));
    }
    const gap: Gap | undefined = gaps.length === 0 ? undefined : { reason: 'malformed', missing: gaps };
    return {
      instances,
      findings,
      statement: `${loadBalancers.map(({ arn }) => shortName(arn)).join(', ')} ${loadBalancers.length === 1 ? 'is' : 'are'} active.`,
      ...(gap === undefined ? {} : { gap }),
    };
  },
};

function stateOf({ loadBalancer }: LoadBalancerPath): 'pass' | 'fail' | 'warn' | undefined {
  switch (loadBalancer?.state) {
    case 'active':
      return 'pass';
    case 'failed':
      return 'fail';
    case 'active_impaired':
      return 'warn';
    default:
      return undefined;
  }
}

/** AWS refuses to delete a load balancer that a service uses: one that is not listed is inconsistent data, not gone. */
function missingOf({ arn, loadBalancer }: LoadBalancerPath): readonly string[] {
  if (loadBalancer === undefined) return [`${shortName(arn)} in the listing of load balancers`];
  if (loadBalancer.state === 'provisioning') return [`final state of ${shortName(arn)}: it is still provisioning`];
  return [`State.Code of ${shortName(arn)}`];
}

function draft({ arn, loadBalancer }: LoadBalancerPath, region: string, state: 'fail' | 'warn'): Draft {
  const reason = loadBalancer?.stateReason;
  return {
    resource: arn,
    message: `${shortName(arn)} is ${loadBalancer?.state ?? ''}${reason === undefined ? '' : `: ${reason}`}.`,
    ...(state === 'warn' ? { severity: 'high' as const } : {}),
    evidence: [
      evidence(arn, 'State.Code', loadBalancer?.state ?? ''),
      ...(reason === undefined ? [] : [evidence(arn, 'State.Reason', reason)]),
    ],
    commands: [
      awsCommand(
        'elbv2 describe-load-balancers',
        region,
        { 'load-balancer-arns': arn, query: 'LoadBalancers[].State' },
        READS_ONLY,
      ),
    ],
  };
}
