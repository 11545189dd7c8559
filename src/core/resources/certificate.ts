import { defined } from '../model/defined.ts';
import { lower, object, text, texts } from '../model/read.ts';
import type { SnapshotCall, SnapshotScope } from '../model/snapshot.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** A certificate of ACM. Its id is the ARN. */
export interface Certificate extends ResourceBase {
  readonly kind: 'certificate';
  readonly domainName?: string;
  /** The domain name among them. */
  readonly subjectAlternativeNames?: readonly string[];
  /** Lower case: issued, expired, pending_validation, … */
  readonly status?: string;
  /** Lower case: imported, amazon_issued, private. */
  readonly type?: string;
  readonly issuer?: string;
  readonly keyAlgorithm?: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly renewalEligibility?: string;
  readonly renewalStatus?: string;
  readonly failureReason?: string;
  readonly inUseBy?: readonly string[];
}

export const certificateKind: ResourceKind<Certificate> = {
  kind: 'certificate',
  operation: 'acm:DescribeCertificate',
  read: (call: SnapshotCall, scope: SnapshotScope) => {
    const raw = object(call.output, 'Certificate');
    const id = raw && text(raw, 'CertificateArn');
    if (raw === undefined || id === undefined) return [];
    const domainName = text(raw, 'DomainName');
    return [
      defined({
        ...base(scope, raw, { id, owner: id.split(':')[4], name: domainName, tags: {} }),
        kind: 'certificate' as const,
        domainName,
        subjectAlternativeNames: texts(raw, 'SubjectAlternativeNames'),
        status: lower(raw, 'Status'),
        type: lower(raw, 'Type'),
        issuer: text(raw, 'Issuer'),
        keyAlgorithm: text(raw, 'KeyAlgorithm'),
        notBefore: text(raw, 'NotBefore'),
        notAfter: text(raw, 'NotAfter'),
        renewalEligibility: lower(raw, 'RenewalEligibility'),
        renewalStatus: lower(object(raw, 'RenewalSummary') ?? {}, 'RenewalStatus'),
        failureReason: lower(raw, 'FailureReason'),
        inUseBy: texts(raw, 'InUseBy'),
      }),
    ];
  },
};
