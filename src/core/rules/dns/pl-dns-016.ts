import { evidence, type EndpointContext, type ProviderContext } from '../../context.ts';
import type { Gap } from '../../needs.ts';
import type { Listener } from '../../resources/listener.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { certificateArns, coversName, tlsListeners } from '../nlb/certificates.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, remark, type Draft, type EndpointRule } from '../rule.ts';
import { leadOf } from './leads.ts';
import { givenName, ownNames, serviceNames, userZones } from './names.ts';

/** PL-DNS-016: the network works, and clients that check names turn away. */
export const plDns016: EndpointRule = {
  id: 'PL-DNS-016',
  title: 'Clients use a name that the certificate does not cover',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'medium',
  // Clients may be told to check another name, or none.
  confidence: 'heuristic',
  // Packets flow without it.
  optional: true,
  requires: [ENDPOINT],
  alsoReads: [
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeListenerCertificates',
    'acm:DescribeCertificate',
    'route53:ListHostedZonesByVPC',
    'route53:ListResourceRecordSets',
  ],
  suppressedBy: [...LIFECYCLE, 'PL-DNS-021', 'PL-NLB-017'],
  docs: [`${PRIVATELINK_DOCS}manage-dns-names.html`, `${PRIVATELINK_DOCS}privatelink-access-aws-services.html`],
  condition:
    'The listeners behind the judged port end TLS, and none of their certificates covers the name that was given. Without a given name and with private DNS off, clients are left with the endpoint’s own names unless a private hosted zone leads a covered name to it: that is a remark, for nobody said which name they use.',
  why: 'The connection is opened and the handshake fails: the certificate is for another name.',
  fix: 'Enable private DNS, or let clients use a name of the certificate: an alias record in a private hosted zone leads it to the endpoint.',
  examples: {
    bad: '--name vpce-0aaa….vpce-svc-0bbb….us-east-1.vpce.amazonaws.com, certificate for payments.example.com',
    good: '--name payments.example.com, certificate for *.example.com',
  },
  check: (context) => {
    const { provider, endpoint } = context;
    if (provider.kind === 'aws') return 'not-applicable';
    if (provider.kind === 'hidden') return { gap: provider.gap };
    const listeners = tlsListeners(provider.context);
    const unread = listenersGap(provider.context);
    if (unread !== undefined) return { gap: unread };
    if (listeners.length === 0) return 'not-applicable';
    const asked = givenName(context);
    // What private DNS serves is PL-NLB-017's.
    if (asked === undefined && endpoint.privateDnsEnabled !== false) return 'not-applicable';
    const covered = listeners.map((listener) => namesOf(provider.context, listener));
    const [gap] = covered.flatMap((item) => ('gap' in item ? [item] : []));
    if (gap !== undefined) return gap;
    const names = covered.flatMap((item) => ('names' in item ? item.names : []));
    const isCovered = (name: string): boolean => names.some((pattern) => coversName(pattern, name));
    if (asked !== undefined) {
      return isCovered(asked)
        ? pass(`A certificate of the service covers ${asked}.`)
        : {
            instances: [{ resource: endpoint.id, state: 'warn' }],
            findings: [draftOf(context, listeners, asked, names)],
          };
    }
    const [own] = ownNames(endpoint);
    if (own === undefined) return malformed('DnsEntries');
    if (isCovered(own) || serviceNames(context).some((name) => isCovered(name) && isLed(context, name))) {
      return pass('Clients have a name that a certificate of the service covers.');
    }
    return remark({ ...draftOf(context, listeners, own, names), effect: 'note', severity: 'low' });
  },
};

function listenersGap({ loadBalancers, need }: ProviderContext): Gap | undefined {
  return loadBalancers
    .map(({ arn }) => need('elasticloadbalancing:DescribeListeners', { LoadBalancerArn: arn }))
    .find((gap) => gap !== undefined);
}

/** The names that a listener's certificates are for. */
function namesOf(
  context: ProviderContext,
  listener: Listener,
): { readonly names: readonly string[] } | { readonly gap: Gap } {
  const { need, inventory } = context;
  const unread = need('elasticloadbalancing:DescribeListenerCertificates', { ListenerArn: listener.id });
  if (unread !== undefined) return { gap: unread };
  const arns = certificateArns(context, listener);
  const names = arns.map((arn) => inventory.certificates.get(arn)?.subjectAlternativeNames);
  const vague = arns.filter((_, i) => names[i] === undefined);
  if (arns.length === 0) return malformed(`Certificates of ${listener.name ?? listener.id}`);
  return vague.length > 0
    ? malformed(...vague.map((arn) => `what ${arn} covers`))
    : { names: names.flatMap((list) => list ?? []) };
}

/** A zone of the VPC leads the name to the endpoint. */
function isLed(context: EndpointContext, name: string): boolean {
  return userZones(context).some(
    (zone) => name.endsWith(zone.zoneName ?? '') && leadOf(context, zone, name).kind === 'endpoint',
  );
}

function draftOf(
  { endpoint, region }: EndpointContext,
  listeners: readonly Listener[],
  name: string,
  names: readonly string[],
): Draft {
  const labels = listeners.map((item) => item.name ?? item.id).join(', ');
  return {
    resource: endpoint.id,
    message: `${labels} of the service ends TLS with certificates for ${[...new Set(names)].join(', ')}; none covers ${name}.`,
    evidence: listeners.map((item) => evidence(item.id, 'SubjectAlternativeNames', names)),
    commands: [
      awsCommand(
        'ec2 describe-vpc-endpoints',
        region,
        { 'vpc-endpoint-ids': endpoint.id, query: 'VpcEndpoints[].DnsEntries[].DnsName' },
        READS_ONLY,
      ),
    ],
  };
}
