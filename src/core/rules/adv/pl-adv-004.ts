import type { NeedBeyond } from '../../configuration/types.ts';
import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { pass, PRIVATELINK_DOCS, remark, type SubjectRule } from '../rule.ts';
import { answerOf, recordOf, SUBJECT, unanswered } from '../subject.ts';

const WORDS: Readonly<Record<NeedBeyond, string>> = {
  'provider-initiates': 'connections that the provider opens',
  icmp: 'ICMP',
  'any-port': 'any port of any host',
  multicast: 'multicast',
  'whole-subnets': 'whole subnets that reach each other',
};

/** PL-ADV-004: the wrong tool for the need. */
export const plAdv004: SubjectRule = {
  id: 'PL-ADV-004',
  title: 'The use needs what PrivateLink cannot do',
  hop: 'endpoint',
  side: 'subject',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'note',
  severity: 'high',
  confidence: 'deterministic',
  requires: SUBJECT,
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}what-is-privatelink.html`, `${PRIVATELINK_DOCS}privatelink-share-your-services.html`],
  condition:
    'The team says that the use needs connections which the provider opens, ICMP, any port of any host, multicast or whole subnets (answers.needs of .privatelink.json). Not judged without an answer.',
  why: 'PrivateLink carries connections from the consumer to one published service, and nothing else.',
  fix: 'Use VPC peering or a transit gateway for it; where addresses overlap, publish one service each way.',
  examples: {
    bad: '"answers": { "vpce-0a1b": { "needs": ["icmp"] } }',
    good: '"answers": { "vpce-0a1b": { "needs": [] } }',
  },
  check: (context) => {
    const needs = answerOf(context, 'needs');
    if (needs === undefined) return unanswered('needs');
    if (needs.length === 0) return pass('The use needs nothing that PrivateLink cannot do.');
    const { id, region } = recordOf(context);
    return remark({
      resource: id,
      message: `The use of ${id} needs ${needs.map((need) => WORDS[need]).join(', ')}, which PrivateLink does not carry.`,
      evidence: [evidence('.privatelink.json', 'answers.needs', needs.join(', '))],
      commands: [
        awsCommand(
          'ec2 describe-transit-gateway-vpc-attachments',
          region,
          { query: 'TransitGatewayVpcAttachments[].[VpcId,TransitGatewayId,State]' },
          READS_ONLY,
        ),
      ],
    });
  },
};
