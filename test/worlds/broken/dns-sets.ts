import { addForwardRule } from '../dns.ts';
import type { HealthyEstate } from '../healthy.ts';
import { textOf, type Item } from '../world.ts';
import type { EndpointWorld } from '../endpoint.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound } from './faults.ts';

/*
 * Names that clients use, whose answer is one of several or comes from somewhere else: forwarded queries and record sets
 * under a routing policy.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-domain-name-matches.html
 */

const ECR = 'api.ecr.us-east-1.amazonaws.com';
const NAME = 'payments.example.com';

/** As after creation without private DNS. */
function withoutPrivateDns({ raw }: EndpointWorld): void {
  raw['PrivateDnsEnabled'] = false;
  raw['DnsEntries'] = (raw['DnsEntries'] as Item[]).filter((entry) => textOf(entry, 'DnsName').includes('.vpce.'));
}

/** A rule of the consumer's VPC for a domain. */
function forward({ consumer, consumerVpc }: HealthyEstate, domain: string): void {
  addForwardRule(consumer, consumerVpc, domain, ['10.99.0.2']);
}

const FORWARDED = {
  subject: 'awsEndpoint',
  profiles: ['consumer'],
  args: () => ['--name', ECR],
} as const;

export const DNS_SET_WORLDS: readonly BrokenWorld[] = [];

export const DNS_SET_SOUND: readonly SoundWorld[] = [
  ...['amazonaws.com', '.', ECR].map((domain) =>
    sound('PL-DNS-003', {
      ...FORWARDED,
      what: `private DNS is off, and a rule forwards ${domain}, which the clients’ name lies in`,
      verdict: 'unknown',
      lacks: `what 10.99.0.2 answers for ${ECR}`,
      change: (estate) => {
        withoutPrivateDns(estate.awsEndpoint);
        forward(estate, domain);
      },
    }),
  ),
  sound('PL-DNS-003', {
    what: 'private DNS of a customer’s service is off, and a rule forwards the parent of its name',
    verdict: 'unknown',
    lacks: `what 10.99.0.2 answers for ${NAME}`,
    args: () => ['--name', NAME],
    change: (estate) => {
      withoutPrivateDns(estate.endpoint);
      forward(estate, 'example.com');
    },
  }),
  sound('PL-DNS-003', {
    what: 'a rule forwards the name, and nobody said that clients use it',
    subject: 'awsEndpoint',
    profiles: ['consumer'],
    change: (estate) => {
      withoutPrivateDns(estate.awsEndpoint);
      forward(estate, 'ecr.us-east-1.amazonaws.com');
    },
  }),
  sound('PL-DNS-003', {
    ...FORWARDED,
    what: 'private DNS is on, and a rule forwards only the parent of its names',
    change: (estate) => {
      forward(estate, 'amazonaws.com');
    },
  }),
  sound('PL-DNS-021', {
    what: 'a rule forwards the clients’ own name',
    verdict: 'unknown',
    lacks: 'what 10.99.0.2 answers for pay.corp.example',
    args: () => ['--name', 'pay.corp.example'],
    change: (estate) => {
      forward(estate, 'corp.example');
    },
  }),
];
