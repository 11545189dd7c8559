import { evidence } from '../../context.ts';
import { ageInHours } from '../age.ts';
import { awsCommand } from '../command.ts';
import { endpointMetric, METRIC_DATA, sumOf } from '../metrics.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

const DAYS = 14;
const HOURS = DAYS * 24;

/** PL-GOV-006: nothing has passed through the endpoint for two weeks. */
export const plGov006: EndpointRule = {
  id: 'PL-GOV-006',
  title: 'Endpoint looks unused',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'measured',
  requires: [ENDPOINT],
  alsoReads: [METRIC_DATA],
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}privatelink-cloudwatch-metrics.html`, `${PRIVATELINK_DOCS}delete-interface-endpoint.html`],
  condition:
    'The endpoint is available and older than 14 days, and its metric BytesProcessed has counted nothing in 14 days. Judged only where metrics were asked for; gateway endpoints and those to other Regions have none, and an endpoint that an AWS service manages is left alone.',
  why: 'It is paid for by the hour in each of its zones, and it is a way in for nobody’s use.',
  fix: 'Ask its owner, then delete it.',
  examples: {
    bad: '"MetricName": "BytesProcessed", "Values": [] over 14 days, "CreationTimestamp": a month ago',
    good: '"MetricName": "BytesProcessed", "Values": [0.0, 512.0]',
  },
  check: (context) => {
    const { endpoint, options, region, serviceRegion } = context;
    if (serviceRegion !== region || endpoint.state !== 'available' || endpoint.requesterManaged === true) {
      return 'not-applicable';
    }
    const bytes = sumOf(endpointMetric(context, 'BytesProcessed'), HOURS);
    if (typeof bytes !== 'number') return bytes;
    if (bytes > 0) return pass(`${endpoint.id} is used.`);
    const age = ageInHours(endpoint.creationTimestamp, options.now);
    if (age === undefined) return malformed('CreationTimestamp');
    if (age <= HOURS) return 'not-applicable';
    return remark({
      resource: endpoint.id,
      message: `Nothing has passed through ${endpoint.id} in the last ${DAYS} days.`,
      evidence: [
        evidence(endpoint.id, 'BytesProcessed', `${bytes} in ${DAYS} days`),
        evidence(endpoint.id, 'CreationTimestamp', endpoint.creationTimestamp),
      ],
      commands: [
        awsCommand(
          'ec2 delete-vpc-endpoints',
          region,
          { 'vpc-endpoint-ids': endpoint.id },
          'deletes its interfaces and addresses; whoever still uses it loses its connections',
        ),
      ],
    });
  },
};
