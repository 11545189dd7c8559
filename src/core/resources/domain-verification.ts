import { defined } from '../model/defined.ts';
import { lower, object, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** The proof that a custom domain name of VPC Lattice is the account's. */
export interface DomainVerification extends ResourceBase {
  readonly kind: 'domain-verification';
  readonly arn?: string;
  readonly domainName?: string;
  /** Lower case: verified, pending, verification_timed_out. */
  readonly status?: string;
  /** The TXT record that AWS looks for. */
  readonly txtRecord?: { readonly name?: string; readonly value?: string };
  readonly lastVerifiedTime?: string;
}

export const domainVerificationKind: ResourceKind<DomainVerification> = {
  kind: 'domain-verification',
  operation: 'vpc-lattice:ListDomainVerifications',
  ...entries('items', (raw, scope) => {
    const id = text(raw, 'id');
    if (id === undefined) return undefined;
    const arn = text(raw, 'arn');
    const txt = object(raw, 'txtMethodConfig');
    const tags = Object.entries(object(raw, 'tags') ?? {}).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[key, value]] : [],
    );
    const domainName = text(raw, 'domainName');
    return defined({
      ...base(scope, raw, { id, owner: arn?.split(':')[4], name: domainName, tags: Object.fromEntries(tags) }),
      kind: 'domain-verification' as const,
      arn,
      domainName,
      status: lower(raw, 'status'),
      txtRecord: txt && defined({ name: text(txt, 'name'), value: text(txt, 'value') }),
      lastVerifiedTime: text(raw, 'lastVerifiedTime'),
    });
  }),
};
