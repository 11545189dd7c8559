import { measurementsOf, staleGap } from '../../measure/place.ts';
import { evidence } from '../../context.ts';
import type { TextLookup } from '../../measure/measurements.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, unknown, type ProviderRule } from '../rule.ts';
import { verificationNames } from './verification.ts';

/** PL-DNS-010: why AWS does not find the record that proves the private name. */
export const plDns010: ProviderRule = {
  id: 'PL-DNS-010',
  title: 'TXT record for domain verification is missing or wrong',
  hop: 'service',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  // PL-DNS-009 says what the missing verification does to whom; this says why it is missing.
  effect: 'hygiene',
  severity: 'medium',
  // A resolver inside a network may have a zone of its own for the domain.
  confidence: 'heuristic',
  optional: true,
  requires: [SERVICE],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}verify-domains.html`, `${PRIVATELINK_DOCS}manage-dns-names.html`],
  condition:
    'The service’s private name is not verified, and a look-up of TXT records finds AWS’s value neither at the name that AWS gave, in the domain or one above it, nor at these domains themselves. Values must be equal to the letter. Without a look-up (--measure) it is unknown.',
  why: 'AWS verifies a domain by that record alone; the usual mistakes are a dropped underscore, a domain that the DNS provider wrote twice, and a value in lower case.',
  fix: 'Publish the record at the name and with the value that AWS gave, then start the verification.',
  examples: {
    bad: '"Name": "_abc", "Value": "vpce:Xyz", and no TXT record at _abc.payments.example.com',
    good: 'TXT record _abc.example.com with the value vpce:Xyz',
  },
  check: (context) => {
    const { service, region } = context;
    if (service.privateDnsName === undefined) return 'not-applicable';
    const { state, name, value } = service.privateDnsNameConfiguration ?? {};
    if (state === undefined) return malformed('PrivateDnsNameConfiguration.State');
    if (state === 'verified') return 'not-applicable';
    if (name === undefined || value === undefined) {
      return malformed('PrivateDnsNameConfiguration.Name', 'PrivateDnsNameConfiguration.Value');
    }
    const { right, wrong } = verificationNames(service);
    const stale = staleGap(context, service.id);
    if (stale !== undefined) return { gap: stale };
    const all = measurementsOf(context, service.id)?.texts ?? [];
    const lookups = all.filter((item) => right.includes(item.name));
    const holder = lookups.find(({ values }) => values.includes(value));
    if (holder !== undefined) return pass(`${holder.name} has the TXT record that AWS asks for.`);
    const answered = lookups.filter(({ result }) => result !== 'timed-out' && result !== 'failed');
    if (answered.length < right.length) {
      return unknown('input-missing', `a look-up of the TXT record ${right[0] ?? ''} (--measure)`);
    }
    const where = `${name}.${service.privateDnsName.replace(/^\*\./, '')}`;
    return remark({
      resource: service.id,
      message: `The TXT record that proves ${service.privateDnsName} is not at ${where}: ${mistake(
        value,
        lookups,
        all.filter((item) => wrong.includes(item.name)),
      )}.`,
      evidence: [
        evidence(service.id, 'PrivateDnsNameConfiguration.Name', name),
        evidence(service.id, 'PrivateDnsNameConfiguration.Value', value),
        ...answered.map((item) => evidence(item.name, 'TXT', item.values.length > 0 ? item.values : item.result)),
      ],
      commands: [
        awsCommand(
          'ec2 start-vpc-endpoint-service-private-dns-verification',
          region,
          { 'service-id': service.id },
          'AWS looks for the TXT record again; no traffic is touched',
        ),
      ],
    });
  },
};

/** The usual mistake that was made, in words. */
function mistake(value: string, lookups: readonly TextLookup[], astray: readonly TextLookup[]): string {
  const misplaced = astray.find(({ values }) => values.includes(value));
  if (misplaced !== undefined) return `it stands at ${misplaced.name}`;
  const miswritten = lookups
    .flatMap(({ name, values }) => values.map((found) => ({ name, found })))
    .find(({ found }) => found.toLowerCase() === value.toLowerCase());
  return miswritten === undefined
    ? 'no name has its value'
    : `${miswritten.name} has ${miswritten.found}, which differs in upper and lower case`;
}
