import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, type EndpointRule } from '../rule.ts';
import { leadOf } from './leads.ts';
import { userZones, ZONES } from './names.ts';

/** PL-DNS-020: DynamoDB's usual name was taken over in the VPC. */
export const plDns020: EndpointRule = {
  id: 'PL-DNS-020',
  title: 'A private zone overrides DynamoDB’s name',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [ENDPOINT, ZONES],
  alsoReads: ['route53:ListResourceRecordSets'],
  suppressedBy: [],
  docs: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html'],
  condition:
    'The endpoint is one for DynamoDB, and a private hosted zone of the VPC is named like DynamoDB’s Regional endpoint without a record that leads to an endpoint of it.',
  why: 'DynamoDB’s interface endpoints are used by their own names, and its gateway endpoint by the public addresses: a zone that takes the usual name over leads clients astray.',
  fix: 'Remove the zone; give the SDK the interface endpoint’s URL, or use the gateway endpoint.',
  examples: {
    bad: 'a private zone dynamodb.us-east-1.amazonaws.com in the VPC of a DynamoDB gateway endpoint',
    good: 'no such zone',
  },
  check: (context) => {
    const { endpoint, region, vpcId } = context;
    if (!/\.dynamodb$/.test(endpoint.serviceName ?? '')) return 'not-applicable';
    const name = `dynamodb.${endpoint.region}.amazonaws.com`;
    const zone = userZones(context).find((item) => item.zoneName === name);
    if (zone === undefined) return pass(`No private zone of ${vpcId} overrides ${name}.`);
    const lead = leadOf(context, zone, name);
    if (lead.kind === 'unread') return { gap: lead.gap };
    if (lead.kind === 'endpoint') return pass(`${name} leads to ${lead.ids.join(', ')}.`);
    return {
      instances: [{ resource: endpoint.id, state: 'warn' }],
      findings: [
        {
          resource: endpoint.id,
          message: `${zone.hostedZoneId} answers for ${name} in ${vpcId} and ${lead.kind === 'split' ? `leads only in part to ${endpoint.id}` : `does not lead to ${endpoint.id}`}.`,
          evidence: [evidence(zone.hostedZoneId, 'Name', name)],
          commands: [
            awsCommand(
              'route53 list-resource-record-sets',
              region,
              { 'hosted-zone-id': zone.hostedZoneId },
              READS_ONLY,
            ),
          ],
        },
      ],
    };
  },
};
