import { defined } from '../model/defined.ts';
import { listed, tags, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

/** A principal that may use an endpoint service. Its id is `serviceId/principal`. */
export interface ServicePermission extends ResourceBase {
  readonly kind: 'service-permission';
  readonly serviceId: string;
  readonly principal: string;
  readonly principalType?: string;
}

export const servicePermissionKind: ResourceKind<ServicePermission> = {
  kind: 'service-permission',
  operation: 'ec2:DescribeVpcEndpointServicePermissions',
  list: 'AllowedPrincipals',
  read: (call, scope) => {
    // The service is in the request; the answer repeats it only in newer releases of the API.
    const asked = text(call.params, 'ServiceId');
    return (listed(call.output, 'AllowedPrincipals') ?? []).flatMap((raw) => {
      const serviceId = asked ?? text(raw, 'ServiceId');
      const principal = text(raw, 'Principal');
      if (serviceId === undefined || principal === undefined) return [];
      return [
        defined({
          ...base(scope, raw, { id: `${serviceId}/${principal}`, tags: tags(raw) }),
          kind: 'service-permission' as const,
          serviceId,
          principal,
          principalType: text(raw, 'PrincipalType'),
        }),
      ];
    });
  },
};
