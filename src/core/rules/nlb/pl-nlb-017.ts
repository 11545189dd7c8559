import { evidence, type ProviderContext } from '../../context.ts';
import type { Gap } from '../../needs.ts';
import type { Certificate } from '../../resources/certificate.ts';
import type { Listener } from '../../resources/listener.ts';
import { hoursUntil } from '../age.ts';
import { awsCommand } from '../command.ts';
import { LISTENERS, LOAD_BALANCERS } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { ACM, certificateArns, coversName, tlsListeners } from './certificates.ts';
import { malformed, NLB_DOCS, PRIVATELINK_DOCS, type Draft, type Instance, type ProviderRule } from '../rule.ts';

const DAYS_LEFT = 30;

/** PL-NLB-017: clients that check the certificate turn away. */
export const plNlb017: ProviderRule = {
  id: 'PL-NLB-017',
  title: 'TLS certificate does not cover the private DNS name, or is expiring',
  hop: 'listener',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    LOAD_BALANCERS,
    LISTENERS,
    {
      operation: 'elasticloadbalancing:DescribeListenerCertificates',
      about: (context) => tlsListeners(context).map(({ id }) => ({ ListenerArn: id })),
    },
    {
      operation: 'acm:DescribeCertificate',
      about: (context) =>
        tlsListeners(context).flatMap((listener) =>
          certificateArns(context, listener)
            .filter((arn) => ACM.test(arn))
            .map((CertificateArn) => ({ CertificateArn })),
        ),
    },
  ],
  suppressedBy: [],
  docs: [`${NLB_DOCS}tls-listener-certificates.html`, `${PRIVATELINK_DOCS}manage-dns-names.html`],
  condition: `A TLS listener behind the judged port has no certificate that covers the service’s private DNS name (a wildcard stands for one label), or its default certificate is not issued, has ended, or ends within ${DAYS_LEFT} days. The last is a remark.`,
  why: 'The network works and the handshake fails for every client that checks names and dates.',
  fix: 'Add a certificate that covers the name, or renew it.',
  examples: {
    bad: 'private name payments.example.com, "SubjectAlternativeNames": ["*.internal.example.com"]',
    good: 'private name payments.example.com, "SubjectAlternativeNames": ["*.example.com"]',
  },
  check: (context) => {
    const listeners = tlsListeners(context);
    if (listeners.length === 0) return 'not-applicable';
    const judged = listeners.map((listener) => ({ listener, ...judge(context, listener) }));
    const [gap] = judged.flatMap((item) => item.gap ?? []);
    if (gap !== undefined) return { gap };
    return {
      instances: judged.map(({ listener, state }): Instance => ({ resource: listener.id, state })),
      findings: judged.flatMap(({ finding }) => finding ?? []),
      statement: `The certificates of ${listeners.map((item) => item.name ?? item.id).join(', ')} are valid${context.service.privateDnsName === undefined ? '' : ` and cover ${context.service.privateDnsName}`}.`,
    };
  },
};

interface Judged {
  readonly state: 'pass' | 'warn' | 'unknown';
  readonly finding?: Draft;
  readonly gap?: Gap;
}

function judge(context: ProviderContext, listener: Listener): Judged {
  const { inventory, options, region, service } = context;
  const arns = certificateArns(context, listener);
  const label = listener.name ?? listener.id;
  const vague = (...fields: string[]): Judged => ({ state: 'unknown', ...malformed(...fields) });
  const [first] = arns;
  if (first === undefined) return vague(`Certificates of ${label}`);
  const certificates = arns.map((arn) => ({ arn, certificate: inventory.certificates.get(arn) }));
  const unread = certificates.filter(
    ({ certificate }) => certificate?.subjectAlternativeNames === undefined || certificate.status === undefined,
  );
  if (unread.length > 0) return vague(...unread.map(({ arn }) => `what ${arn} covers`));
  const found = (certificate: Certificate | undefined, message: string, field: string, value: unknown): Draft => ({
    resource: listener.id,
    message,
    evidence: [evidence(certificate?.id ?? listener.id, field, value)],
    commands: [
      awsCommand(
        'elbv2 add-listener-certificates',
        region,
        { 'listener-arn': listener.id, certificates: 'CertificateArn=CERTIFICATE_ARN' },
        'clients that ask for a name of the new certificate get it; others keep the default one',
      ),
    ],
  });
  const { privateDnsName } = service;
  const valid = certificates.filter(({ certificate }) => certificate?.status === 'issued');
  const covering = valid.filter(({ certificate }) =>
    (certificate?.subjectAlternativeNames ?? []).some((name) => coversName(name, privateDnsName ?? '')),
  );
  if (privateDnsName !== undefined && covering.length === 0) {
    const names = certificates.flatMap(({ certificate }) => certificate?.subjectAlternativeNames ?? []);
    const message = `No issued certificate of ${label} covers ${privateDnsName}: they are for ${names.join(', ')}.`;
    return { state: 'warn', finding: found(certificates[0]?.certificate, message, 'SubjectAlternativeNames', names) };
  }
  // Without a private name it is the default certificate that clients see.
  const served = (privateDnsName === undefined ? certificates : covering).slice(0, 1)[0]?.certificate;
  if (served?.status !== 'issued') {
    const message = `The certificate of ${label} is ${served?.status ?? 'unknown'}.`;
    return { state: 'warn', finding: found(served, message, 'Status', served?.status) };
  }
  const left = hoursUntil(served.notAfter, options.now);
  if (left === undefined) return vague(`NotAfter of ${served.id}`);
  if (left <= 0) {
    const message = `The certificate of ${label} ended on ${served.notAfter ?? ''}.`;
    return { state: 'warn', finding: found(served, message, 'NotAfter', served.notAfter) };
  }
  if (left >= DAYS_LEFT * 24) return { state: 'pass' };
  const message = `The certificate of ${label} ends on ${served.notAfter ?? ''}, in ${Math.floor(left / 24)} days.`;
  return {
    state: 'pass',
    finding: { ...found(served, message, 'NotAfter', served.notAfter), effect: 'hygiene', severity: 'medium' },
  };
}
