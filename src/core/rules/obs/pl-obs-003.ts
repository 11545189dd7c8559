import { evidence, isGatewayService, type LoadBalancerPath, type ProviderContext } from '../../context.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { awsCommand } from '../command.ts';
import { LISTENERS, LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { nodesOf } from '../nlb/target-paths.ts';
import { SERVICE } from '../requirements.ts';
import { NLB_DOCS, VPC_DOCS, type Draft, type ProviderRule } from '../rule.ts';

/** PL-OBS-003: nothing records what arrives at the load balancer. */
export const plObs003: ProviderRule = {
  id: 'PL-OBS-003',
  title: 'Provider side has no flow log or NLB logging',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    LOAD_BALANCERS,
    LISTENERS,
    {
      operation: 'ec2:DescribeFlowLogs',
      about: (context) =>
        context.loadBalancers.flatMap((path) => placesOf(context, path).map((id) => ({ 'resource-id': id }))),
    },
  ],
  alsoReads: ['elasticloadbalancing:DescribeLoadBalancerAttributes'],
  optional: true,
  suppressedBy: [],
  docs: [`${NLB_DOCS}load-balancer-access-logs.html`, `${VPC_DOCS}flow-logs.html`],
  condition:
    'No active flow log of all traffic is on the load balancer’s VPC, on each of its subnets, or on each of its network interfaces, and it has no TLS listener with access logs: only these are logged by the load balancer itself.',
  why: 'The provider cannot show that a consumer’s traffic arrived, nor that it did not.',
  fix: 'Create a flow log of all traffic on the load balancer’s subnets.',
  examples: {
    bad: '"FlowLogs": [], listener TCP:443',
    good: '"ResourceId": "subnet-0a1b", "TrafficType": "ALL", "FlowLogStatus": "ACTIVE" for each subnet',
  },
  check: (context) => {
    if (isGatewayService(context.service) || context.loadBalancers.length === 0) return 'not-applicable';
    const judged = context.loadBalancers.map((path) => judge(context, path));
    const gap = joinGaps(judged.flatMap((item) => item.gap ?? []));
    return {
      instances: [],
      findings: judged.flatMap((item) => item.finding ?? []),
      statement: 'What arrives at the load balancers is recorded.',
      gap,
    };
  },
};

function judge(context: ProviderContext, path: LoadBalancerPath): { readonly gap?: Gap; readonly finding?: Draft } {
  const { arn, listeners, loadBalancer } = path;
  const name = shortName(arn);
  if (loadBalancer?.vpcId === undefined) return { gap: { reason: 'malformed', missing: [`VpcId of ${name}`] } };
  const isRecorded = (id: string): boolean =>
    context.lookup.flowLogsOf(id).some((log) => log.status === 'active' && log.trafficType === 'all');
  const all = (ids: readonly string[]): boolean => ids.length > 0 && ids.every(isRecorded);
  const subnets = path.zones.map(({ subnetId }) => subnetId);
  if (isRecorded(loadBalancer.vpcId) || all(subnets) || all(nodesOf(context, path).map(({ id }) => id))) return {};
  if (listeners.some(({ protocol }) => protocol === 'TLS')) {
    const unread = context.need('elasticloadbalancing:DescribeLoadBalancerAttributes', { LoadBalancerArn: arn });
    if (unread !== undefined) return { gap: unread };
    const logs = context.inventory.loadBalancerAttributes.get(arn)?.values['access_logs.s3.enabled'];
    if (logs === undefined) return { gap: { reason: 'malformed', missing: [`access_logs.s3.enabled of ${name}`] } };
    if (logs === 'true') return {};
  }
  return { finding: draftOf(context, arn, subnets) };
}

function draftOf(context: ProviderContext, arn: string, subnets: readonly string[]): Draft {
  return {
    resource: arn,
    message: `No flow log and no access log records what arrives at ${shortName(arn)}.`,
    evidence: [evidence(subnets.join(', '), 'FlowLogs', 'none that is active and of all traffic')],
    commands: [
      awsCommand(
        'ec2 create-flow-logs',
        context.region,
        {
          'resource-type': 'Subnet',
          'resource-ids': subnets,
          'traffic-type': 'ALL',
          'log-destination-type': 's3',
          'log-destination': 'arn:aws:s3:::BUCKET_NAME',
        },
        'records all traffic of these subnets; storage is charged by the gigabyte',
      ),
    ],
  };
}

/** Where a flow log may be that sees a load balancer's traffic. */
function placesOf(context: ProviderContext, path: LoadBalancerPath): readonly string[] {
  const vpcId = path.loadBalancer?.vpcId;
  return [
    ...(vpcId === undefined ? [] : [vpcId]),
    ...path.zones.map(({ subnetId }) => subnetId),
    ...nodesOf(context, path).map(({ id }) => id),
  ];
}
