import { evidence } from '../../context.ts';
import type { FixCommand } from '../../diagnosis.ts';
import { loadBalancerDimension } from '../../metric-series.ts';
import { awsCommand } from '../command.ts';
import { NLB_DOCS, pass, PRIVATELINK_DOCS, remark, type SubjectContext, type SubjectRule } from '../rule.ts';

/** PL-OBS-005: nobody is woken when it fails. */
export const plObs005: SubjectRule = {
  id: 'PL-OBS-005',
  title: 'No alarm watches the endpoint or the service',
  hop: 'endpoint',
  side: 'subject',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'both',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [{ operation: 'cloudwatch:DescribeAlarms', about: () => [{ AlarmTypes: 'MetricAlarm' }] }],
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}privatelink-cloudwatch-metrics.html`, `${NLB_DOCS}load-balancer-cloudwatch-metrics.html`],
  condition:
    'No metric alarm names the endpoint, or the service or one of its load balancers, in a dimension or in an expression, and none of its account and Region has an expression over all of AWS/PrivateLinkEndpoints, or AWS/PrivateLinkServices or AWS/NetworkELB. Judged only where alarms were asked for.',
  why: 'Its failure is found by users.',
  fix: 'Create an alarm on RstPacketsReceived of the endpoint, or on UnHealthyHostCount of the service’s target groups.',
  examples: {
    bad: '"MetricAlarms": []',
    good: '"Namespace": "AWS/PrivateLinkEndpoints", "Dimensions": [{ "Name": "VPC Endpoint Id", "Value": "vpce-0a1b" }, …]',
  },
  check: (context) => {
    const { inventory } = context.path;
    const { id, account, region, names, namespaces } = watched(context);
    const watching = [...inventory.alarms.values()].filter((alarm) => {
      // An id is the same everywhere; all of a namespace means all that one account has in one Region.
      const words = alarm.account === account && alarm.region === region ? [...names, ...namespaces] : names;
      return (
        alarm.metrics.some(({ dimensions }) => Object.values(dimensions).some((value) => names.includes(value))) ||
        alarm.expressions.some((text) => words.some((word) => text.includes(word)))
      );
    });
    if (watching.length > 0) return pass(`${watching.map((alarm) => alarm.name ?? alarm.id).join(', ')} watch ${id}.`);
    return remark({
      resource: id,
      owner: context.kind === 'endpoint' ? 'consumer' : 'provider',
      message: `No CloudWatch alarm names ${names.join(' or ')}.`,
      evidence: [evidence(id, 'MetricAlarms', `${inventory.alarms.size} alarms, none of them about it`)],
      commands: [command(context)],
    });
  },
};

function watched(context: SubjectContext): {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly names: readonly string[];
  readonly namespaces: readonly string[];
} {
  if (context.kind === 'endpoint') {
    const { id, account, region } = context.path.endpoint;
    return { id, account, region, names: [id], namespaces: ['AWS/PrivateLinkEndpoints'] };
  }
  const { loadBalancers, service } = context.path;
  return {
    id: service.id,
    account: service.account,
    region: service.region,
    names: [service.id, ...loadBalancers.map(({ arn }) => loadBalancerDimension(arn))],
    namespaces: ['AWS/PrivateLinkServices', 'AWS/NetworkELB'],
  };
}

function command(context: SubjectContext): FixCommand {
  const { region } = context.path;
  const impact = 'creates an alarm that tells nobody until it is given an action; charged by the alarm';
  const common = {
    period: '300',
    'evaluation-periods': '3',
    threshold: '0',
    'comparison-operator': 'GreaterThanThreshold',
    'treat-missing-data': 'notBreaching',
  };
  if (context.kind === 'endpoint') {
    const { endpoint, vpcId } = context.path;
    return awsCommand(
      'cloudwatch put-metric-alarm',
      region,
      {
        'alarm-name': `${endpoint.id}-resets`,
        namespace: 'AWS/PrivateLinkEndpoints',
        'metric-name': 'RstPacketsReceived',
        dimensions: [
          `Name=VPC Endpoint Id,Value=${endpoint.id}`,
          `Name=VPC Id,Value=${vpcId}`,
          `Name=Endpoint Type,Value=${endpoint.type ?? ''}`,
          `Name=Service Name,Value=${endpoint.serviceName ?? ''}`,
        ],
        statistic: 'Sum',
        ...common,
      },
      impact,
    );
  }
  const { allGroups, service } = context.path;
  const [group] = allGroups;
  return awsCommand(
    'cloudwatch put-metric-alarm',
    region,
    {
      'alarm-name': `${service.id}-unhealthy`,
      namespace: 'AWS/NetworkELB',
      'metric-name': 'UnHealthyHostCount',
      dimensions: [
        `Name=LoadBalancer,Value=${loadBalancerDimension(group?.loadBalancer.arn ?? '')}`,
        `Name=TargetGroup,Value=${group?.arn.split(':').at(-1) ?? ''}`,
      ],
      statistic: 'Maximum',
      ...common,
    },
    impact,
  );
}
