import { defined } from '../model/defined.ts';
import { listed, lower, object, objects, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface LoadBalancerZone {
  readonly zoneName?: string;
  readonly subnetId?: string;
  readonly privateIps: readonly string[];
}

/** A Network, Gateway or Application Load Balancer. Its id is the ARN. */
export interface LoadBalancer extends ResourceBase {
  readonly kind: 'load-balancer';
  /** network, gateway, application. */
  readonly type?: string;
  readonly scheme?: string;
  readonly dnsName?: string;
  readonly vpcId?: string;
  /** Lower case: active, provisioning, active_impaired, failed. */
  readonly state?: string;
  readonly stateReason?: string;
  /** ELBv2 gives no zone id: join through the subnet. */
  readonly zones?: readonly LoadBalancerZone[];
  readonly securityGroupIds?: readonly string[];
  readonly ipAddressType?: string;
  /** ISO 8601. */
  readonly createdTime?: string;
  /** `on` or `off`; present only when the load balancer has security groups. */
  readonly enforcePrivateLinkInbound?: string;
}

export const loadBalancerKind: ResourceKind<LoadBalancer> = {
  kind: 'load-balancer',
  operation: 'elasticloadbalancing:DescribeLoadBalancers',
  list: 'LoadBalancers',
  read: (call, scope) =>
    (listed(call.output, 'LoadBalancers') ?? []).flatMap((raw) => {
      const id = text(raw, 'LoadBalancerArn');
      if (id === undefined) return [];
      const state = object(raw, 'State') ?? {};
      return [
        defined({
          ...base(scope, raw, { id, owner: id.split(':')[4], name: text(raw, 'LoadBalancerName'), tags: {} }),
          kind: 'load-balancer' as const,
          type: lower(raw, 'Type'),
          scheme: text(raw, 'Scheme'),
          dnsName: text(raw, 'DNSName'),
          vpcId: text(raw, 'VpcId'),
          state: lower(state, 'Code'),
          stateReason: text(state, 'Reason'),
          zones: objects(raw, 'AvailabilityZones')?.map((zone) =>
            defined({
              zoneName: text(zone, 'ZoneName'),
              subnetId: text(zone, 'SubnetId'),
              privateIps: (objects(zone, 'LoadBalancerAddresses') ?? []).flatMap(
                (address) => text(address, 'PrivateIPv4Address') ?? [],
              ),
            }),
          ),
          securityGroupIds: texts(raw, 'SecurityGroups'),
          ipAddressType: lower(raw, 'IpAddressType'),
          createdTime: text(raw, 'CreatedTime'),
          enforcePrivateLinkInbound: lower(raw, 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'),
        }),
      ];
    }),
};
