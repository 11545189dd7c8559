import { evidence, type EndpointContext } from '../../context.ts';
import { answerKind, describeAnswer, type AnswerKind } from '../../measure/answers.ts';
import type { NameLookup } from '../../measure/measurements.ts';
import { measurementsOf, placeOf, staleGap } from '../../measure/place.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import {
  LIFECYCLE,
  PRIVATELINK_DOCS,
  unknown,
  VPC_DOCS,
  type CheckResult,
  type Draft,
  type EndpointRule,
} from '../rule.ts';
import { givenName, ownNames, privateNames } from './names.ts';

/** PL-DNS-018: what a client's resolver really answers. */
export const plDns018: EndpointRule = {
  id: 'PL-DNS-018',
  title: 'The name does not resolve to the endpoint (measured)',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'measured',
  // Nobody has to measure.
  optional: true,
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcs'],
  // What explains the answer for certain is the cause, and the answer agrees with it.
  suppressedBy: [...LIFECYCLE, 'PL-DNS-001', 'PL-DNS-002', 'PL-DNS-004', 'PL-DNS-005', 'PL-DNS-006'],
  docs: [`${PRIVATELINK_DOCS}privatelink-access-aws-services.html`, `${VPC_DOCS}AmazonDNS-concepts.html`],
  condition:
    'Names were looked up on the source, or on a machine of the endpoint’s VPC, and the name that clients use does not exist there, or none of its addresses is the endpoint’s or that of another available endpoint of the same service. Some right and some wrong addresses impair. The name is the one that was given; else the private names while private DNS is on, and the endpoint’s own name while it is off. A machine elsewhere proves nothing, and a look-up without an answer neither.',
  why: 'It is the only proof of what clients get: resolvers, forwarders and hosts files between them and the VPC’s DNS show in no API.',
  fix: 'See what answers on that machine: its DNS servers, private hosted zones and Resolver rules. The other DNS rules say what was read of them.',
  examples: {
    bad: 'looked up on an instance of the VPC, payments.example.com has 203.0.113.7',
    good: 'looked up on an instance of the VPC, payments.example.com has the addresses of the endpoint’s interfaces',
  },
  check: (context) => {
    const stale = staleGap(context, context.endpoint.id);
    if (stale !== undefined) return { gap: stale };
    const measured = measurementsOf(context, context.endpoint.id);
    if (measured === undefined || measured.lookups.length === 0) return 'not-applicable';
    const names = clientNames(context);
    if (names.length === 0) return unknown('input-missing', 'the name that clients use (--name)');
    const place = placeOf(context, measured);
    if (!place.resolvesAsClients)
      return unknown('input-missing', `a look-up where the clients are. ${place.statement}`);
    const answers = names.map((name): Answer => {
      const lookup = measured.lookups.find((item) => item.name === name) ?? { name, result: 'failed', addresses: [] };
      return { lookup, kind: answerKind(context, lookup) };
    });
    return judge(context, answers, place.statement);
  },
};

interface Answer {
  readonly lookup: NameLookup;
  readonly kind: AnswerKind;
}

function judge(context: EndpointContext, answers: readonly Answer[], statement: string): CheckResult {
  const wrong = answers.filter(({ kind }) => WRONG.has(kind));
  const unread = answers.filter(({ kind }) => kind === 'unread');
  if (wrong.length === 0) {
    return unread.length > 0
      ? unknown(
          'input-missing',
          ...unread.map(({ lookup, kind }) => `an answer for ${lookup.name}: it ${describeAnswer(kind, lookup)}`),
        )
      : {
          instances: [],
          findings: [],
          confidence: 'measured',
          statement: `${statement} ${answers.map(({ lookup, kind }) => `${lookup.name} ${describeAnswer(kind, lookup)}`).join('; ')}.`,
        };
  }
  const isDead = wrong.length === answers.length && wrong.every(({ kind }) => kind !== 'mixed');
  return {
    instances: [{ state: isDead ? 'fail' : 'warn' }],
    findings: wrong.map((answer) => draftOf(context, answer, statement)),
    confidence: 'measured',
  };
}

const WRONG: ReadonlySet<AnswerKind> = new Set<AnswerKind>(['mixed', 'public', 'private', 'none']);

/** The names by which clients mean the endpoint: a wildcard is no name. */
function clientNames(context: EndpointContext): readonly string[] {
  const asked = givenName(context);
  if (asked !== undefined) return [asked];
  const { endpoint } = context;
  const answers = endpoint.privateDnsEnabled === true && endpoint.privateDnsOnlyForInboundResolverEndpoint !== true;
  const own = ownNames(endpoint).slice(0, 1);
  return answers ? privateNames(context, endpoint).filter((name) => !name.startsWith('*.')) : own;
}

function draftOf({ endpoint, region }: EndpointContext, { lookup, kind }: Answer, statement: string): Draft {
  return {
    resource: endpoint.id,
    message: `${statement} ${lookup.name} ${describeAnswer(kind, lookup)}: it does not lead to ${endpoint.id}${kind === 'mixed' ? ' every time' : ''}.`,
    evidence: [
      evidence(lookup.name, 'answer', lookup.addresses.length > 0 ? lookup.addresses.join(', ') : lookup.result),
    ],
    commands: [
      awsCommand(
        'ssm send-command',
        region,
        {
          'document-name': 'AWS-RunShellScript',
          'instance-ids': 'INSTANCE_ID',
          parameters: `commands=getent ahosts ${lookup.name}`,
        },
        'runs a look-up on that instance and changes nothing',
      ),
    ],
  };
}
