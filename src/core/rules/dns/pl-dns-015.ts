import { evidence, type EndpointContext } from '../../context.ts';
import { detailGap, latticePath, type ReachedResource } from '../../lattice.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { ASSOCIATIONS } from '../res/reach.ts';
import {
  LIFECYCLE,
  malformed,
  PRIVATELINK_DOCS,
  unknown,
  type Draft,
  type EndpointRule,
  type Instance,
} from '../rule.ts';
import { givenName } from './names.ts';
import { plainName } from '../../dns-name.ts';

/** What decides whether a domain gets a zone in the consumer's VPC. */
type Preference =
  'all_domains' | 'verified_domains_only' | 'verified_domains_and_specified_domains' | 'specified_domains_only';

const PREFERENCES: ReadonlySet<string> = new Set<Preference>([
  'all_domains',
  'verified_domains_only',
  'verified_domains_and_specified_domains',
  'specified_domains_only',
]);

/** PL-DNS-015: the endpoint's private DNS leaves out the resource's own name. */
export const plDns015: EndpointRule = {
  id: 'PL-DNS-015',
  title: 'Custom domain of a resource is not provisioned',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Resource', 'ServiceNetwork'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT, ASSOCIATIONS],
  alsoReads: ['vpc-lattice:ListResourceConfigurations', 'vpc-lattice:GetResourceConfiguration'],
  suppressedBy: [...LIFECYCLE, 'PL-DNS-001', 'PL-DNS-002'],
  docs: [`${PRIVATELINK_DOCS}resource-configuration.html`, `${PRIVATELINK_DOCS}use-resource-endpoint.html`],
  condition:
    'Private DNS is on, the endpoint’s association with a resource configuration has no private name, and the configuration has a custom domain that PrivateDnsPreference leaves out: VERIFIED_DOMAINS_ONLY (or none given) and the domain is not verified, SPECIFIED_DOMAINS_ONLY and it is not among PrivateDnsSpecifiedDomains, or neither of both. With `--name`, only the resource of that name is judged.',
  why: 'Only the domains that the preference names get a private zone in the consumer’s VPC; clients that use another one find nothing, or its public address.',
  fix: 'The resource’s owner verifies the domain; or choose another preference, which takes a new endpoint.',
  examples: {
    bad: '"customDomainName": "app.example.com", "domainVerificationStatus": "PENDING"; "PrivateDnsPreference": "VERIFIED_DOMAINS_ONLY"',
    good: '"domainVerificationStatus": "VERIFIED", or "PrivateDnsPreference": "ALL_DOMAINS"',
  },
  check: (context) => {
    const { endpoint } = context;
    if (endpoint.privateDnsEnabled === undefined) return malformed('PrivateDnsEnabled');
    if (!endpoint.privateDnsEnabled) return 'not-applicable';
    const preference = endpoint.privateDnsPreference ?? 'verified_domains_only';
    if (!PREFERENCES.has(preference)) return unknown('unsupported', `the PrivateDnsPreference "${preference}"`);
    const judged = latticePath(context).resources.map((resource) => ({
      resource,
      ...judge(context, resource, preference as Preference),
    }));
    if (judged.length === 0) return 'not-applicable';
    const gap = joinGaps(judged.flatMap((one) => one.gap ?? []));
    return {
      instances: judged.map(({ resource, state }): Instance => ({ resource: resource.arn, state })),
      findings: judged.flatMap(({ resource, state }) =>
        state === 'fail' ? [draftOf(context, resource, preference as Preference)] : [],
      ),
      gap,
    };
  },
};

function judge(
  context: EndpointContext,
  resource: ReachedResource,
  preference: Preference,
): { readonly state: Instance['state']; readonly gap?: Gap } {
  // AWS's own word: the name is there.
  if (resource.association?.privateDnsName !== undefined) return { state: 'pass' };
  // A service network's owner decides whether its members have private names at all.
  const member = latticePath(context).network?.members.find((item) => item.resourceConfigurationArn === resource.arn);
  if (member?.privateDnsEnabled === false) return { state: 'pass' };
  const unread = detailGap(context, resource.account, resource.id);
  if (unread !== undefined) return { state: 'unknown', gap: unread };
  const domain = domainOf(resource);
  const asked = givenName(context);
  if (domain === undefined || (asked !== undefined && asked !== domain)) return { state: 'pass' };
  if (preference === 'all_domains') return { state: 'pass' };
  const isSpecified = context.endpoint.privateDnsSpecifiedDomains?.some((one) => one.toLowerCase() === domain) === true;
  if (preference !== 'verified_domains_only' && isSpecified) return { state: 'pass' };
  if (preference === 'specified_domains_only') return { state: 'fail' };
  const verified = verificationOf(context, resource);
  if (verified === 'verified') return { state: 'pass' };
  if (typeof verified === 'object') return { state: 'unknown', gap: verified };
  return { state: 'fail' };
}

function domainOf({ configuration }: ReachedResource): string | undefined {
  const name = configuration?.customDomainName;
  return name === undefined ? undefined : plainName(name);
}

const UNVERIFIED: ReadonlySet<string> = new Set(['pending', 'verification_timed_out']);

/** A child has the verification of its group’s domain. A domain without one was never verified. */
function verificationOf(context: EndpointContext, resource: ReachedResource): 'verified' | 'unverified' | Gap {
  const { configuration, group, groupId, account } = resource;
  const unread = groupId === undefined ? undefined : detailGap(context, account, groupId);
  const status = configuration?.domainVerificationStatus ?? group?.domainVerificationStatus;
  if (status === undefined && unread !== undefined) return unread;
  const verification = configuration?.domainVerificationId ?? group?.domainVerificationId;
  if (status === 'verified') return 'verified';
  if (status === undefined) {
    return verification === undefined
      ? 'unverified'
      : { reason: 'malformed', missing: [`domainVerificationStatus of ${resource.id}`] };
  }
  return UNVERIFIED.has(status)
    ? 'unverified'
    : { reason: 'unsupported', missing: [`the domainVerificationStatus "${status}" of ${resource.id}`] };
}

function draftOf({ endpoint, region }: EndpointContext, resource: ReachedResource, preference: Preference): Draft {
  const { configuration, group, id } = resource;
  const domain = domainOf(resource) ?? '';
  const isForConsumer = preference === 'specified_domains_only';
  const status = configuration?.domainVerificationStatus ?? group?.domainVerificationStatus ?? 'none';
  return {
    resource: resource.arn,
    ...(isForConsumer ? { owner: 'consumer' } : {}),
    message: isForConsumer
      ? `${domain} of ${configuration?.name ?? id} is not among the domains that ${endpoint.id} was created for.`
      : `${domain} of ${configuration?.name ?? id} is not verified, so ${endpoint.id} does not answer to it.`,
    evidence: [
      evidence(endpoint.id, 'DnsOptions.PrivateDnsPreference', preference.toUpperCase()),
      isForConsumer
        ? evidence(
            endpoint.id,
            'DnsOptions.PrivateDnsSpecifiedDomains',
            (endpoint.privateDnsSpecifiedDomains ?? []).join(', '),
          )
        : evidence(id, 'domainVerificationStatus', status.toUpperCase()),
    ],
    commands: isForConsumer
      ? [
          awsCommand(
            'ec2 describe-vpc-endpoints',
            region,
            { 'vpc-endpoint-ids': endpoint.id, query: 'VpcEndpoints[0].DnsOptions' },
            READS_ONLY,
          ),
        ]
      : [
          awsCommand('vpc-lattice list-domain-verifications', region, {}, READS_ONLY),
          awsCommand(
            'vpc-lattice start-domain-verification',
            region,
            { 'domain-name': domain },
            'starts the proof; the domain needs the TXT record that the answer names',
          ),
        ],
  };
}
