import { evidence, type EndpointContext } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDED_STATES } from '../../resources/vpc-endpoint.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

interface Quota {
  readonly code: string;
  readonly types: readonly string[];
  readonly per: 'VPC' | 'Region';
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html */
const QUOTAS: readonly Quota[] = [
  { code: 'L-29B6F2EB', types: ['Interface', 'GatewayLoadBalancer'], per: 'VPC' },
  { code: 'L-1B52E74A', types: ['Gateway'], per: 'Region' },
  { code: 'L-CA6CC422', types: ['Resource'], per: 'VPC' },
  { code: 'L-3B4E38D2', types: ['ServiceNetwork'], per: 'VPC' },
];
const NEARLY = 0.8;

/** PL-GOV-007: there is hardly room for another endpoint. */
export const plGov007: EndpointRule = {
  id: 'PL-GOV-007',
  title: 'Quota is nearly used up',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    {
      operation: 'ec2:DescribeVpcEndpoints',
      about: (context) => (quotaOf(context)?.per === 'Region' ? [{}] : [{ 'vpc-id': context.vpcId }]),
    },
    {
      operation: 'servicequotas:GetServiceQuota',
      about: (context) => [{ ServiceCode: 'vpc', QuotaCode: quotaOf(context)?.code ?? '' }],
    },
  ],
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}vpc-limits-endpoints.html`],
  condition:
    'The account’s endpoints of this type, interface and Gateway Load Balancer endpoints taken together, make 80 % or more of its quota: for a VPC, and for the whole Region where they are gateway endpoints. What failed, was rejected or is being deleted does not count.',
  why: 'Creating the next ones fails with VpcEndpointLimitExceeded.',
  fix: 'Ask for a higher quota, or delete what nobody uses.',
  examples: {
    bad: '40 interface endpoints in vpc-0a1b, "QuotaCode": "L-29B6F2EB", "Value": 50',
    good: '39 interface endpoints in vpc-0a1b, "QuotaCode": "L-29B6F2EB", "Value": 50',
  },
  check: (context) => {
    const { endpoint, inventory, lookup, region, vpcId } = context;
    const quota = quotaOf(context);
    if (quota === undefined) return 'not-applicable';
    const value = inventory.serviceQuotas.get([endpoint.account, region, 'vpc', quota.code].join('/'))?.value;
    if (value === undefined) return malformed(`Value of quota ${quota.code}`);
    const places = quota.per === 'VPC' ? lookup.endpointsOf(vpcId) : lookup.endpointsOfAccount(endpoint.account);
    const count = places.filter(
      (item) =>
        item.account === endpoint.account &&
        item.region === region &&
        quota.types.includes(item.type ?? '') &&
        !ENDED_STATES.has(item.state ?? ''),
    ).length;
    const where = quota.per === 'VPC' ? vpcId : region;
    if (count < NEARLY * value) return pass(`${count} of ${value} endpoints are in ${where}.`);
    return remark({
      resource: where,
      message: `${where} has ${count} ${quota.types.join(' and ')} endpoints of the ${value} that account ${endpoint.account} may have there.`,
      evidence: [evidence(quota.code, 'Value', value), evidence(where, 'VpcEndpoints', count)],
      commands: [
        awsCommand(
          'service-quotas request-service-quota-increase',
          region,
          { 'service-code': 'vpc', 'quota-code': quota.code, 'desired-value': String(value * 2) },
          'asks AWS for a higher quota; nothing changes until it is granted',
        ),
      ],
    });
  },
};

function quotaOf({ endpoint }: EndpointContext): Quota | undefined {
  return QUOTAS.find(({ types }) => types.includes(endpoint.type ?? ''));
}
