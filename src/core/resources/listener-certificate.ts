import { defined } from '../model/defined.ts';
import { bool, text } from '../model/read.ts';
import { base, entries, type ResourceBase, type ResourceKind } from './kind.ts';

/** A certificate of a TLS listener. Its id is `listenerArn#certificateArn`. */
export interface ListenerCertificate extends ResourceBase {
  readonly kind: 'listener-certificate';
  readonly listenerArn: string;
  readonly certificateArn: string;
  readonly isDefault?: boolean;
}

export const listenerCertificateKind: ResourceKind<ListenerCertificate> = {
  kind: 'listener-certificate',
  operation: 'elasticloadbalancing:DescribeListenerCertificates',
  ...entries('Certificates', (raw, scope, call) => {
    const listenerArn = text(call.params, 'ListenerArn');
    const certificateArn = text(raw, 'CertificateArn');
    if (listenerArn === undefined || certificateArn === undefined) return undefined;
    return defined({
      ...base(scope, raw, { id: `${listenerArn}#${certificateArn}`, owner: listenerArn.split(':')[4], tags: {} }),
      kind: 'listener-certificate' as const,
      listenerArn,
      certificateArn,
      isDefault: bool(raw, 'IsDefault'),
    });
  }),
};
