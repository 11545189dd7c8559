import { defined } from '../model/defined.ts';
import { bool, number, object, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** A quota as it applies to an account in a Region. Its id is `account/region/serviceCode/quotaCode`. */
export interface ServiceQuota extends ResourceBase {
  readonly kind: 'service-quota';
  readonly serviceCode: string;
  readonly quotaCode: string;
  readonly value?: number;
  readonly adjustable?: boolean;
}

export const serviceQuotaKind: ResourceKind<ServiceQuota> = {
  kind: 'service-quota',
  operation: 'servicequotas:GetServiceQuota',
  read: (call, scope) => {
    const raw = object(call.output, 'Quota');
    const serviceCode = raw && (text(raw, 'ServiceCode') ?? text(call.params, 'ServiceCode'));
    const quotaCode = raw && (text(raw, 'QuotaCode') ?? text(call.params, 'QuotaCode'));
    if (raw === undefined || serviceCode === undefined || quotaCode === undefined) return [];
    const id = [scope.account, scope.region, serviceCode, quotaCode].join('/');
    return [
      defined({
        ...base(scope, raw, { id, name: text(raw, 'QuotaName'), tags: {} }),
        kind: 'service-quota' as const,
        serviceCode,
        quotaCode,
        value: number(raw, 'Value'),
        adjustable: bool(raw, 'Adjustable'),
      }),
    ];
  },
};
