import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { endpointMetric, METRIC_DATA, sumOf } from '../metrics.ts';
import { endpointPrices, money, MONTH, PRODUCTS } from '../prices.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

const HOURS = 14 * 24;
const GIGABYTE = 2 ** 30;
/** How many times what its traffic costs. */
const TIMES = 20;

/** PL-COST-002: the endpoint costs far more by the hour than by what it carries. */
export const plCost002: EndpointRule = {
  id: 'PL-COST-002',
  title: 'Many zone-hours for little traffic',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'heuristic',
  requires: [ENDPOINT],
  alsoReads: [METRIC_DATA, PRODUCTS],
  optional: true,
  suppressedBy: [],
  docs: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
    `${PRIVATELINK_DOCS}vpc-limits-endpoints.html`,
  ],
  condition:
    'What the endpoint’s zones cost in a month is more than twenty times what its traffic of the last 14 days would cost in a month, at AWS’s list prices. An endpoint without any traffic is PL-GOV-006’s matter. Judged only where metrics and prices were asked for, and only in the service’s own Region.',
  why: 'Zones that carry next to nothing dominate the bill.',
  fix: 'Share one endpoint between VPCs, or drop zones in which no workload runs.',
  examples: {
    bad: 'two zones, 14.60 USD a month, for 1 GB of traffic',
    good: 'two zones, 14.60 USD a month, for 200 GB of traffic',
  },
  check: (context) => {
    const { endpoint, region, serviceRegion } = context;
    if (serviceRegion !== region) return 'not-applicable';
    const subnets = endpoint.subnetIds;
    if (subnets === undefined) return malformed('SubnetIds');
    const bytes = sumOf(endpointMetric(context, 'BytesProcessed'), HOURS);
    if (typeof bytes !== 'number') return bytes;
    const prices = endpointPrices(context);
    if ('gap' in prices) return prices;
    if (bytes === 0) return 'not-applicable';
    const gigabytes = (bytes / GIGABYTE / HOURS) * MONTH;
    const hours = subnets.length * prices.hour * MONTH;
    const traffic = gigabytes * prices.gigabyte;
    if (hours <= TIMES * traffic) return pass(`The traffic of ${endpoint.id} is worth its zones.`);
    const [last = ''] = subnets.slice(-1);
    return remark({
      resource: endpoint.id,
      message: `${endpoint.id} costs about ${money(hours, prices.currency)} a month for ${subnets.length} zone${subnets.length === 1 ? '' : 's'} and ${money(traffic, prices.currency)} for what it carries.`,
      evidence: [
        evidence(endpoint.id, 'BytesProcessed', `${bytes} in 14 days`),
        evidence(endpoint.id, 'SubnetIds', subnets),
        evidence(endpoint.id, 'VpcEndpoint-Hours', money(prices.hour, prices.currency)),
      ],
      commands:
        subnets.length < 2
          ? []
          : [
              awsCommand(
                'ec2 modify-vpc-endpoint',
                region,
                { 'vpc-endpoint-id': endpoint.id, 'remove-subnet-ids': last },
                'deletes that zone’s network interface: its address and zonal name go',
              ),
            ],
    });
  },
};
