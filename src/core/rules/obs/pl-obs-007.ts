import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { endpointPolicy } from '../policy.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, remark, type EndpointRule } from '../rule.ts';

/** PL-OBS-007: a question, because no listing says which trail records network activity events. */
export const plObs007: EndpointRule = {
  id: 'PL-OBS-007',
  title: 'Policy denials may not be recorded',
  hop: 'endpoint-policy',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'note',
  severity: 'info',
  confidence: 'heuristic',
  requires: [ENDPOINT],
  optional: true,
  suppressedBy: [],
  docs: ['https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html'],
  condition:
    'The endpoint leads to a service of AWS’s and its policy does not admit everything. Whether a trail or event data store records the events of category NetworkActivity is a question to a person: it is not read.',
  why: 'What an endpoint policy denies (VpceAccessDenied) appears in network activity events only, which are off by default and which the event history does not show.',
  fix: 'Add an event selector of category NetworkActivity for the service to a trail or event data store.',
  examples: {
    bad: '"Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-exampleorgid" } }',
    good: '"Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }]',
  },
  check: (context) => {
    const { endpoint, provider, region } = context;
    if (provider.kind !== 'aws') return 'not-applicable';
    const policy = endpointPolicy(context);
    if (policy === 'not-applicable' || 'gap' in policy) return policy;
    if (policy.open) return pass(`The policy of ${endpoint.id} denies nothing.`);
    return remark({
      resource: endpoint.id,
      message: `What the policy of ${endpoint.id} denies is in no log unless a trail records the network activity events of ${endpoint.serviceName ?? 'its service'}.`,
      evidence: [evidence(endpoint.id, 'PolicyDocument', policy.restriction)],
      commands: [awsCommand('cloudtrail get-event-selectors', region, { 'trail-name': 'TRAIL_NAME' }, READS_ONLY)],
    });
  },
};
