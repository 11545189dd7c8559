import { defined } from '../model/defined.ts';
import type { Inventory } from '../model/inventory.ts';
import { objects, text } from '../model/read.ts';
import { compareTexts } from '../order.ts';
import type { Listener } from '../resources/listener.ts';
import type { LoadBalancer } from '../resources/load-balancer.ts';
import { notDefault } from './attributes.ts';
import { gapIn, gapNote } from './gaps.ts';
import type { Inputs } from './inputs.ts';
import type {
  Forward,
  PlannedListener,
  PlannedLoadBalancer,
  PlannedResource,
  PlannedTargetGroup,
  SubnetMapping,
} from './model.ts';
import type { Groups } from './plan-groups.ts';
import { ownTags, vpcTerm, zonesOf } from './plan-parts.ts';
import { planTargetGroup } from './plan-target-group.ts';
import { nameWords } from './words.ts';

/** A Network or Gateway Load Balancer with its target groups and listeners, in an order in which each refers only backwards. */
export function planLoadBalancer(
  inventory: Inventory,
  loadBalancer: LoadBalancer,
  prefix: readonly string[],
  inputs: Inputs,
  groups: Groups,
): readonly PlannedResource[] {
  const listeners = [...inventory.listeners.values()]
    .filter((listener) => listener.loadBalancerArn === loadBalancer.id)
    .sort((a, b) => (a.port ?? 0) - (b.port ?? 0) || (a.id < b.id ? -1 : 1));
  const notes: string[] = [];
  const itself = loadBalancerItself(inventory, loadBalancer, prefix, inputs, groups);
  const groupArns = [...new Set(listeners.flatMap((listener) => listener.forwards.map((item) => item.targetGroupArn)))];
  const targetGroups = groupArns.flatMap((arn): readonly PlannedTargetGroup[] => {
    const group = inventory.targetGroups.get(arn);
    const planned = group && planTargetGroup(inventory, group, prefix, inputs);
    return planned === undefined ? [] : [planned];
  });
  const generated = new Set(targetGroups.map((group) => group.key));
  const planned = listeners.flatMap((listener) =>
    planListener(inventory, loadBalancer, listener, generated, inputs, notes),
  );
  return [{ ...itself, notes: [...itself.notes, ...notes] }, ...targetGroups, ...planned];
}

function loadBalancerItself(
  inventory: Inventory,
  loadBalancer: LoadBalancer,
  prefix: readonly string[],
  inputs: Inputs,
  groups: Groups,
): PlannedLoadBalancer {
  const about = (operation: string): Parameters<typeof gapIn> => [
    inventory,
    loadBalancer,
    `elasticloadbalancing:${operation}`,
    loadBalancer.id,
  ];
  const subnetIds = loadBalancer.zones?.flatMap((zone) => zone.subnetId ?? []) ?? [];
  const subnets = { type: 'subnets', current: subnetIds, prefix } as const;
  const mappings = mappingsOf(loadBalancer);
  const pinned = mappings.some((mapping) => Object.keys(mapping).length > 0);
  const attributes = inventory.loadBalancerAttributes.get(loadBalancer.id)?.values;
  const groupIds = loadBalancer.securityGroupIds ?? [];
  const comments: string[] = [];
  const notes = [
    ...(subnetIds.length === 0 ? ['The subnets of the load balancer were not in the answer.'] : []),
    ...(attributes === undefined
      ? [
          `Attributes of the load balancer were not read: ${gapIn(...about('DescribeLoadBalancerAttributes')) ?? 'none in the answer'}.`,
        ]
      : []),
    ...gapNote('Listeners were not read', ...about('DescribeListeners')),
    ...gapNote('Tags of the load balancer were not read', ...about('DescribeTags')),
    ...(inventory.listeners.size > 0 ? ['Tags of listeners are never read, so they are not here.'] : []),
  ];
  const gateway = loadBalancer.type === 'gateway';
  const internal = loadBalancer.scheme !== 'internet-facing';
  const name = text(loadBalancer.raw, 'LoadBalancerName') ?? '';
  // Internal load balancers keep IPv6 traffic of an internet gateway out by default, internet-facing ones let it in.
  const isOwnDefault = (key: string, value: string): boolean =>
    key === 'ipv6.deny_all_igw_traffic' && (loadBalancer.ipAddressType !== 'dualstack' || value === String(internal));
  return defined({
    kind: 'load-balancer' as const,
    key: loadBalancer.id,
    words: nameWords(loadBalancer.name, prefix, gateway ? 'gwlb' : 'nlb'),
    comments,
    notes,
    type: gateway ? ('gateway' as const) : ('network' as const),
    name,
    internal: gateway ? undefined : internal,
    vpc: vpcTerm(loadBalancer.vpcId, prefix, inputs),
    subnets: subnetIds.length === 0 || pinned ? undefined : inputs.whole(subnets),
    subnetZones: zonesOf(inventory, subnetIds) ?? ownZones(loadBalancer),
    subnetMappings: pinned ? inputs.each(subnets).map((subnet, index) => ({ subnet, ...mappings[index] })) : [],
    securityGroups: groups.of(groupIds, loadBalancer, prefix, comments),
    enforcePrivateLinkInbound: groupIds.length === 0 ? undefined : loadBalancer.enforcePrivateLinkInbound,
    ipAddressType: loadBalancer.ipAddressType,
    attributes: notDefault('load-balancer', attributes ?? {}).filter(({ key, value }) => !isOwnDefault(key, value)),
    tags: ownTags(loadBalancer.tags),
  });
}

/** The zone names of the subnets as the load balancer itself gives them, where all have one. */
function ownZones({ zones = [] }: LoadBalancer): readonly string[] | undefined {
  const names = zones.filter((zone) => zone.subnetId !== undefined).flatMap((zone) => zone.zoneName ?? []);
  return names.length > 0 && names.length === zones.length ? names : undefined;
}

/** The addresses that were chosen for each zone with a subnet, in the order of the zones; `{}` where AWS chose. */
function mappingsOf(loadBalancer: LoadBalancer): readonly Omit<SubnetMapping, 'subnet'>[] {
  const zones = objects(loadBalancer.raw, 'AvailabilityZones') ?? [];
  return zones
    .filter((zone) => text(zone, 'SubnetId') !== undefined)
    .map((zone) => {
      const [address] = objects(zone, 'LoadBalancerAddresses') ?? [];
      return address === undefined
        ? {}
        : defined({
            privateIpv4Address: text(address, 'PrivateIPv4Address'),
            ipv6Address: text(address, 'IPv6Address'),
            allocationId: text(address, 'AllocationId'),
          });
    });
}

function planListener(
  inventory: Inventory,
  loadBalancer: LoadBalancer,
  listener: Listener,
  generated: ReadonlySet<string>,
  inputs: Inputs,
  lost: string[],
): readonly PlannedListener[] {
  const { port, protocol } = listener;
  const gateway = loadBalancer.type === 'gateway';
  if (((port === undefined || protocol === undefined) && !gateway) || listener.forwards.length === 0) {
    lost.push(`Listener ${listener.id} is left out: its port, protocol or target group was not in the answer.`);
    return [];
  }
  const named = nameWords(loadBalancer.name, ['listener'], gateway ? 'gwlb' : 'nlb');
  const words = port === undefined || gateway ? named : [...named, String(port)];
  const attributes = inventory.listenerAttributes.get(listener.id)?.values;
  const idle = notDefault('listener', attributes ?? {}).find(({ key }) => key === 'tcp.idle_timeout.seconds')?.value;
  const notes = [...unreadOf(inventory, loadBalancer, listener)];
  const forwards = listener.forwards.map(({ targetGroupArn, weight }): Forward => {
    if (generated.has(targetGroupArn)) return { targetGroup: { kind: 'own', resource: targetGroupArn }, weight };
    const operation = 'elasticloadbalancing:DescribeTargetGroups';
    const gap = gapIn(inventory, loadBalancer, operation, targetGroupArn) ?? 'it is not whole in the answer';
    notes.push(`Target group ${targetGroupArn} was not read (${gap}), so it comes in as an input.`);
    const prefix = nameWords(targetGroupArn.split('/')[1], words, 'targets');
    return { targetGroup: inputs.whole({ type: 'target-group', current: [targetGroupArn], prefix }), weight };
  });
  const [certificate] = listener.certificateArns ?? [];
  const alpnPolicy = listener.alpnPolicy?.[0];
  return [
    defined({
      kind: 'listener' as const,
      key: listener.id,
      words,
      comments: [],
      notes,
      loadBalancer: loadBalancer.id,
      port: gateway ? undefined : port,
      protocol: gateway ? undefined : protocol,
      forwards,
      certificate:
        certificate === undefined
          ? undefined
          : inputs.whole({ type: 'certificate', current: [certificate], prefix: words }),
      moreCertificates: moreCertificates(inventory, listener, words, inputs),
      sslPolicy: protocol === 'TLS' || protocol === 'HTTPS' ? listener.sslPolicy : undefined,
      alpnPolicy: alpnPolicy === undefined || alpnPolicy === 'None' ? undefined : alpnPolicy,
      tcpIdleTimeout: idle === undefined ? undefined : Number(idle),
    }),
  ];
}

/** Only listeners of the protocol TCP have an idle timeout that can be set. */
function unreadOf(inventory: Inventory, loadBalancer: LoadBalancer, listener: Listener): readonly string[] {
  if (listener.protocol !== 'TCP' || inventory.listenerAttributes.has(listener.id)) return [];
  const operation = 'elasticloadbalancing:DescribeListenerAttributes';
  const gap = gapIn(inventory, loadBalancer, operation, listener.id) ?? 'none in the answer';
  return [`The idle timeout of the listener was not read: ${gap}.`];
}

/** The certificates besides the default one, each an input of its own. */
function moreCertificates(
  inventory: Inventory,
  listener: Listener,
  words: readonly string[],
  inputs: Inputs,
): PlannedListener['moreCertificates'] {
  const arns = [...inventory.listenerCertificates.values()]
    .filter(
      (item) => item.listenerArn === listener.id && !(listener.certificateArns ?? []).includes(item.certificateArn),
    )
    .map((item) => item.certificateArn);
  return [...new Set(arns)]
    .sort(compareTexts)
    .map((arn) => ({ arn, certificate: inputs.whole({ type: 'certificate', current: [arn], prefix: words }) }));
}
