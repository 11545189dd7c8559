import type { Answers, Interface, LoadBalancer, RouteTable, Target, TargetGroup } from './answers.ts';
import { admits, isIn, passesAcl, repliesIn, rulesOf, type Filter, type Transport } from './guards.ts';

/*
 * One packet and its reply, from a client's interface through an endpoint to a target, over every way that it may take.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */

/** Where a packet is lost, in the order in which it gets there. */
export const STAGES = [
  'endpoint',
  'acceptance',
  'dns',
  'source',
  'route-table',
  'network-acl',
  'endpoint-security-group',
  'load-balancer',
  'listener',
  'target-group',
  'targets',
] as const;
export type Stage = (typeof STAGES)[number];

/** One way: through one zone of the endpoint to one target. */
export interface Way {
  readonly transport: Transport;
  readonly zone: string;
  readonly group?: string;
  readonly target?: string;
  /** `undefined` when packet and reply get through. */
  readonly lost?: Stage;
  /** Some connections get through and some do not. */
  readonly partly?: true;
  /** What AWS does not say, or what nobody can know yet. */
  readonly unsaid?: string;
  /** There are targets beside it that get nothing. */
  readonly spare?: true;
}

/** A question: does what this interface sends to that endpoint on that port come back? */
export interface Question {
  readonly source: string;
  readonly endpoint: string;
  readonly port: number;
}

/** All ways of a flow, those of each transport that the port’s listener takes. */
export function walk(answers: Answers, question: Question): readonly Way[] {
  const endpoint = must(answers.endpoints.get(question.endpoint));
  if (endpoint.RouteTableIds.length > 0) return gatewayWays(answers, question);
  const arns = answers.services.get(endpoint.ServiceName);
  const listener = arns?.flatMap((arn) => answers.listeners.get(arn) ?? []).find((item) => item.Port === question.port);
  const transports: readonly Transport[] =
    listener?.Protocol === 'UDP' ? ['udp'] : listener?.Protocol === 'TCP_UDP' ? ['tcp', 'udp'] : ['tcp'];
  return transports.flatMap((transport) =>
    endpoint.NetworkInterfaceIds.flatMap((id) =>
      waysThrough(answers, question, transport, must(answers.interfaces.get(id)), arns),
    ),
  );
}

/** Through a gateway endpoint: one way to each half of each range of its prefix list, none of which stands for another. */
function gatewayWays(answers: Answers, { source, endpoint, port }: Question): readonly Way[] {
  const client = must(answers.interfaces.get(source));
  const vpcId = client.VpcId;
  const attribute = (name: string): boolean => answers.attributes.get(`${vpcId} ${name}`) === true;
  const tables = answers.routeTables.filter((table) => table.VpcId === vpcId);
  const table = tableOf(answers, client);
  const lists = new Set(
    tables.flatMap(({ Routes }) =>
      Routes.flatMap((route) => (route.GatewayId === endpoint ? (route.DestinationPrefixListId ?? []) : [])),
    ),
  );
  const routed = table?.Routes.some((route) => route.GatewayId === endpoint && route.State === 'active') === true;
  return [...lists]
    .flatMap((list) => answers.prefixLists.get(list) ?? [])
    .flatMap(halvesOf)
    .map((address): Way => {
      const way = { transport: 'tcp' as const, zone: address };
      const entries = entriesOf(answers, client);
      if (!attribute('EnableDnsSupport') || !attribute('EnableDnsHostnames')) return { ...way, lost: 'dns' };
      const egress = rulesOf(answers, idsOf(client), 'IpPermissionsEgress');
      if (!admits(answers, egress, 'tcp', port, { address, groupIds: [] })) return { ...way, lost: 'source' };
      if (!routed || firstOf(answers, table.Routes, address)?.GatewayId !== endpoint)
        return { ...way, lost: 'route-table' };
      const back = replies([{ entries, egress: false, address }], 'tcp', client);
      const out = passesAcl(entries, true, 'tcp', port, address);
      if (!out || back === 'none') return { ...way, lost: 'network-acl' };
      return back === 'some' ? { ...way, partly: true } : way;
    });
}

/** The first address of each half of a range. */
function halvesOf(range: string): readonly string[] {
  const [base = '', length = ''] = range.split('/');
  const bytes = base.split('.');
  const half = Number(bytes[3]) + 2 ** (31 - Number(length));
  return [base, [...bytes.slice(0, 3), half].join('.')];
}

function waysThrough(
  answers: Answers,
  question: Question,
  transport: Transport,
  door: Interface,
  arns: readonly string[] | undefined,
): readonly Way[] {
  const way = { transport, zone: door.AvailabilityZoneId };
  const before = beforeService(answers, question, transport, door);
  if (before.lost !== undefined || arns === undefined) return [{ ...way, ...before }];
  return arns.flatMap((arn): readonly Way[] => {
    const loadBalancer = must(answers.loadBalancers.get(arn));
    const node = nodeIn(answers, loadBalancer, door.AvailabilityZoneId);
    if (node === undefined) return [{ ...way, unsaid: 'no load balancer in the zone' }];
    if (loadBalancer.State.Code === 'failed') return [{ ...way, lost: 'load-balancer' }];
    if (!(answers.listeners.get(arn) ?? []).some((item) => item.Port === question.port)) {
      return [{ ...way, lost: 'listener' }];
    }
    const entered = enters(answers, question, transport, loadBalancer);
    if (entered.lost !== undefined) return [{ ...way, ...entered }];
    return behindNode(answers, question, transport, loadBalancer, node).map((item) =>
      withMarks({ ...way, ...item }, before, entered),
    );
  });
}

type Step = Pick<Way, 'lost' | 'partly' | 'unsaid' | 'spare'>;

function withMarks(way: Way, ...steps: readonly Step[]): Way {
  if (way.lost !== undefined) return way;
  const partly = way.partly === true || steps.some((step) => step.partly === true);
  const unsaid = [way, ...steps].flatMap((step) => step.unsaid ?? []);
  return {
    ...way,
    ...(partly ? { partly: true as const } : {}),
    ...(unsaid[0] === undefined ? {} : { unsaid: unsaid[0] }),
  };
}

function beforeService(
  answers: Answers,
  { source, endpoint, port }: Question,
  transport: Transport,
  door: Interface,
): Step {
  const subject = must(answers.endpoints.get(endpoint));
  const client = must(answers.interfaces.get(source));
  const state = subject.State.toLowerCase();
  if (['failed', 'deleting', 'deleted', 'expired'].includes(state)) return { lost: 'endpoint' };
  if (state === 'pendingacceptance' || state === 'rejected') return { lost: 'acceptance' };
  const hasResolver = answers.attributes.get(`${subject.VpcId} EnableDnsSupport`) === true;
  // The endpoint’s own names are public: another DNS server than the VPC’s may answer for them.
  const doubt =
    state !== 'available' ? `the endpoint is ${state}` : hasResolver ? undefined : 'who answers for the name';
  const attribute = (name: string): boolean => answers.attributes.get(`${subject.VpcId} ${name}`) === true;
  if (subject.PrivateDnsEnabled && !(hasResolver && attribute('EnableDnsHostnames'))) return { lost: 'dns' };
  const egress = rulesOf(answers, idsOf(client), 'IpPermissionsEgress');
  const to = { address: door.PrivateIpAddress, groupIds: idsOf(door) };
  if (!admits(answers, egress, transport, port, to)) return { lost: 'source' };
  const crossed = client.SubnetId !== door.SubnetId;
  const sent = crossed
    ? [inside(answers, client, door.PrivateIpAddress), inside(answers, door, client.PrivateIpAddress)]
    : [];
  if (sent.includes('dropped')) return { lost: 'source' };
  const at = { client: entriesOf(answers, client), door: entriesOf(answers, door) };
  const own: Filter = { entries: at.client, egress: false, address: door.PrivateIpAddress };
  const theirs: Filter = { entries: at.door, egress: true, address: client.PrivateIpAddress };
  if (crossed) {
    if (!passesAcl(at.client, true, transport, port, door.PrivateIpAddress)) return { lost: 'source' };
    if (replies([own], transport, client) === 'none') return { lost: 'source' };
    if (!passesAcl(at.door, false, transport, port, client.PrivateIpAddress)) return { lost: 'network-acl' };
    // The reply meets both ACLs, so what one of them leaves open must be open at the other too.
    if (replies([own, theirs], transport, client) === 'none') return { lost: 'network-acl' };
  }
  const from = { address: client.PrivateIpAddress, groupIds: idsOf(client) };
  if (!admits(answers, rulesOf(answers, idsOf(door), 'IpPermissions'), transport, port, from)) {
    return { lost: 'endpoint-security-group' };
  }
  const partly = crossed && replies([own, theirs], transport, client) === 'some';
  const open = sent.includes('handed on') ? 'where an appliance sends it' : doubt;
  const unsaid = open === undefined ? {} : { unsaid: open };
  return { ...unsaid, ...(partly ? { partly: true as const } : {}) };
}

/**
 * Lambda, NAT gateways and load balancers take replies on 1024-65535; of others only the operating system knows, and the
 * usual ones are tried: one that gets all of its replies will do. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html
 */
function replies(filters: readonly Filter[], transport: Transport, client: Interface): 'all' | 'some' | 'none' {
  if (['lambda', 'nat_gateway', 'network_load_balancer'].includes(client.InterfaceType)) {
    return repliesIn(filters, transport, 1024, 65535);
  }
  const linux = repliesIn(filters, transport, 32768, 60999);
  const windows = repliesIn(filters, transport, 49152, 65535);
  if (linux === 'none' && windows === 'none') return 'none';
  return linux === 'all' || windows === 'all' ? 'all' : 'some';
}

function enters(answers: Answers, { source, port }: Question, transport: Transport, loadBalancer: LoadBalancer): Step {
  const state = loadBalancer.State.Code;
  const groups = loadBalancer.SecurityGroups ?? [];
  if (groups.length > 0 && loadBalancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic === 'on') {
    // The client's own address counts, and a rule that names a group does not match a client in another VPC.
    const from = { address: must(answers.interfaces.get(source)).PrivateIpAddress, groupIds: [] };
    if (!admits(answers, rulesOf(answers, groups, 'IpPermissions'), transport, port, from, false)) {
      return { lost: 'load-balancer' };
    }
  }
  if (state === 'active_impaired') return { partly: true };
  return state === 'active' ? {} : { unsaid: `the load balancer is ${state}` };
}

interface Branch extends Step {
  readonly group?: string;
  readonly target?: string;
}

function behindNode(
  answers: Answers,
  { port }: Question,
  transport: Transport,
  loadBalancer: LoadBalancer,
  node: Interface,
): readonly Branch[] {
  const listener = must((answers.listeners.get(loadBalancer.LoadBalancerArn) ?? []).find((item) => item.Port === port));
  const forwards = listener.DefaultActions.flatMap((action) => action.ForwardConfig.TargetGroups).filter(
    ({ Weight }) => Weight > 0,
  );
  const closed = withdrawn(answers, loadBalancer, node.AvailabilityZoneId);
  if (forwards.length === 0) {
    return [closed === 'yes' ? { lost: 'targets' } : { unsaid: 'what a listener does whose groups all have weight 0' }];
  }
  return forwards.flatMap(({ TargetGroupArn: group }): readonly Branch[] => {
    const facts = must(answers.targetGroups.get(group));
    const all = answers.targets.get(group) ?? [];
    const candidates = crossesZones(answers, loadBalancer, group)
      ? all
      : all.filter((target) => {
          const zone = zoneOfTarget(answers, loadBalancer, facts, target);
          return zone === node.AvailabilityZoneId || zone === 'all';
        });
    const healthy = candidates.filter(({ TargetHealth }) => TargetHealth.State === 'healthy');
    if (healthy.length === 0 || closed === 'yes') {
      const may = candidates.find(({ TargetHealth }) => ['initial', 'unavailable'].includes(TargetHealth.State));
      return may === undefined || closed === 'yes'
        ? [{ group, lost: 'targets' }]
        : [{ group, unsaid: `a target is ${may.TargetHealth.State}` }];
    }
    // What is not healthy gets nothing while something is.
    return healthy.map((target) => {
      const unsaid = closed === 'perhaps' ? { unsaid: 'whether the zone is withdrawn' } : {};
      const step = reaches(answers, transport, loadBalancer, node, facts, target);
      const spare = healthy.length < all.length ? { spare: true as const } : {};
      return { group, target: target.Target.Id, ...spare, ...unsaid, ...step };
    });
  });
}

/**
 * What becomes of a packet for an address of the same VPC. A longer static route goes before the local one, and no propagated
 * one does: https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html.
 */
function inside(answers: Answers, from: Interface, address: string): 'delivered' | 'dropped' | 'handed on' {
  const own = tableOf(answers, from)?.Routes.filter(({ Origin }) => !PROPAGATED.has(Origin)) ?? [];
  const route = firstOf(answers, own, address);
  if (route?.State === 'blackhole') return 'dropped';
  return route?.GatewayId === 'local' ? 'delivered' : 'handed on';
}

const PROPAGATED: ReadonlySet<string> = new Set(['EnableVgwRoutePropagation', 'Advertisement']);

/**
 * The route that takes an address: the longest prefix, then a static one, then a prefix list, then a propagated one
 * (https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html).
 */
function firstOf(
  answers: Answers,
  routes: RouteTable['Routes'],
  address: string,
): RouteTable['Routes'][number] | undefined {
  const found = routes.flatMap((route) => {
    const list = route.DestinationPrefixListId;
    const cidrs = list === undefined ? [route.DestinationCidrBlock ?? ''] : (answers.prefixLists.get(list) ?? []);
    const turn = PROPAGATED.has(route.Origin) ? 2 : list === undefined ? 0 : 1;
    return cidrs
      .filter((cidr) => cidr !== '' && isIn(address, cidr))
      .map((cidr) => ({ route, turn, length: Number(cidr.split('/')[1]) }));
  });
  return found.sort((a, b) => b.length - a.length || a.turn - b.turn)[0]?.route;
}

/** The routes of an interface's subnet: its own table, else the VPC's main one. */
function tableOf({ routeTables }: Answers, { SubnetId: subnet, VpcId }: Interface): RouteTable | undefined {
  const tables = routeTables.filter((table) => table.VpcId === VpcId);
  return (
    tables.find((item) => item.Associations.some(({ SubnetId }) => SubnetId === subnet)) ??
    tables.find((item) => item.Associations.some(({ Main }) => Main))
  );
}

/** From a node to a healthy target. A target’s port is the group’s unless it has one of its own. */
function reaches(
  answers: Answers,
  transport: Transport,
  loadBalancer: LoadBalancer,
  node: Interface,
  group: TargetGroup,
  { Target: target }: Target,
): Step {
  const port = target.Port ?? group.Port;
  const checked = group.HealthCheckPort === 'traffic-port' ? port : Number(group.HealthCheckPort);
  // What the load balancer's own check has just done proves the way that the traffic takes.
  if (group.TargetType === 'alb' || (transport === 'tcp' && checked === port)) return {};
  const place = interfaceOf(answers, group, target.Id);
  if (place === undefined) {
    const routed = tableOf(answers, node)?.Routes.some(
      ({ DestinationCidrBlock: cidr }) => cidr !== undefined && isIn(target.Id, cidr),
    );
    return routed === true ? { unsaid: 'the target’s interface is not known' } : { lost: 'targets' };
  }
  const groups = loadBalancer.SecurityGroups ?? [];
  const to = { address: place.PrivateIpAddress, groupIds: idsOf(place) };
  if (groups.length > 0 && !admits(answers, rulesOf(answers, groups, 'IpPermissionsEgress'), transport, port, to)) {
    return { lost: 'targets' };
  }
  const back = node.SubnetId === place.SubnetId ? 'all' : between(answers, transport, port, node, place);
  if (back === 'none') return { lost: 'targets' };
  const admitted = admission(answers, transport, port, loadBalancer, node, place);
  if (admitted === 'refused') return { lost: 'targets' };
  if (admitted === 'by reference')
    return { unsaid: 'a reference to a group that is not applied to PrivateLink traffic' };
  return back === 'some' ? { partly: true } : {};
}

function between(
  answers: Answers,
  transport: Transport,
  port: number,
  node: Interface,
  place: Interface,
): 'all' | 'some' | 'none' {
  const at = { node: entriesOf(answers, node), place: entriesOf(answers, place) };
  if (!passesAcl(at.node, true, transport, port, place.PrivateIpAddress)) return 'none';
  if (!passesAcl(at.place, false, transport, port, node.PrivateIpAddress)) return 'none';
  return repliesIn(
    [
      { entries: at.place, egress: true, address: node.PrivateIpAddress },
      { entries: at.node, egress: false, address: place.PrivateIpAddress },
    ],
    transport,
    1024,
    65535,
  );
}

/** The table of AWS's page about registering targets, for traffic that comes through PrivateLink. */
function admission(
  answers: Answers,
  transport: Transport,
  port: number,
  loadBalancer: LoadBalancer,
  node: Interface,
  place: Interface,
): 'admitted' | 'refused' | 'by reference' {
  const rules = rulesOf(answers, idsOf(place), 'IpPermissions');
  const from = { address: node.PrivateIpAddress, groupIds: loadBalancer.SecurityGroups ?? [] };
  if (admits(answers, rules, transport, port, from, false)) return 'admitted';
  if (!admits(answers, rules, transport, port, from)) return 'refused';
  return loadBalancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic === 'off' ? 'by reference' : 'admitted';
}

/**
 * The zones that the load balancer takes out of its DNS name: those in which a group has fewer healthy targets than it
 * asks for. When that is every zone, none is taken out.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-attributes.html#target-group-health
 */
function withdrawn(answers: Answers, loadBalancer: LoadBalancer, zone: string): 'yes' | 'no' | 'perhaps' {
  const zones = loadBalancer.AvailabilityZones.map(({ SubnetId }) => must(answers.zoneOf.get(SubnetId)));
  const groups = new Set(
    (answers.listeners.get(loadBalancer.LoadBalancerArn) ?? [])
      .flatMap((listener) => listener.DefaultActions.flatMap((action) => action.ForwardConfig.TargetGroups))
      .filter(({ Weight }) => Weight > 0)
      .map(({ TargetGroupArn }) => TargetGroupArn),
  );
  // Targets whose first health checks run may turn out either way.
  const readings = [['healthy'], ['healthy', 'initial', 'unavailable']].map((usable) => {
    const short = zones.filter((item) =>
      [...groups].some((group) => isShort(answers, loadBalancer, group, item, usable)),
    );
    return short.includes(zone) && short.length < zones.length;
  });
  if (readings.every((item) => item)) return 'yes';
  return readings.some((item) => item) ? 'perhaps' : 'no';
}

function isShort(
  answers: Answers,
  loadBalancer: LoadBalancer,
  group: string,
  zone: string,
  usable: readonly string[],
): boolean {
  const facts = must(answers.targetGroups.get(group));
  const all = answers.targets.get(group) ?? [];
  const here = crossesZones(answers, loadBalancer, group)
    ? all
    : all.filter((target) => [zone, 'all'].includes(zoneOfTarget(answers, loadBalancer, facts, target)));
  const good = here.filter(({ TargetHealth }) => usable.includes(TargetHealth.State)).length;
  const prefix = 'target_group_health.dns_failover.minimum_healthy_targets';
  const count = Number(answers.settings.get(group)?.get(`${prefix}.count`));
  const percentage = Number(answers.settings.get(group)?.get(`${prefix}.percentage`));
  if (good < Math.max(1, Number.isNaN(count) ? 1 : count)) return true;
  return !Number.isNaN(percentage) && good * 100 < percentage * here.length;
}

/** A target group’s own setting counts before the load balancer's. An Application Load Balancer has no zone. */
function crossesZones(answers: Answers, loadBalancer: LoadBalancer, group: string): boolean {
  if (answers.targetGroups.get(group)?.TargetType === 'alb') return true;
  const name = 'load_balancing.cross_zone.enabled';
  const own = answers.settings.get(group)?.get(name);
  const said = own === 'true' || own === 'false' ? own : answers.settings.get(loadBalancer.LoadBalancerArn)?.get(name);
  return said === 'true';
}

function zoneOfTarget(
  answers: Answers,
  loadBalancer: LoadBalancer,
  group: TargetGroup,
  { Target: target }: Target,
): string {
  const name = target.AvailabilityZone;
  if (name === 'all') return 'all';
  const named = loadBalancer.AvailabilityZones.find(({ ZoneName }) => ZoneName === name);
  if (named !== undefined) return must(answers.zoneOf.get(named.SubnetId));
  return interfaceOf(answers, group, target.Id)?.AvailabilityZoneId ?? 'nowhere';
}

function interfaceOf(answers: Answers, { TargetType, VpcId }: TargetGroup, id: string): Interface | undefined {
  for (const item of answers.interfaces.values()) {
    if (item.VpcId !== VpcId) continue;
    if (TargetType === 'ip' ? item.PrivateIpAddress === id : item.Attachment?.InstanceId === id) return item;
  }
  return undefined;
}

function nodeIn(answers: Answers, { LoadBalancerArn, VpcId }: LoadBalancer, zone: string): Interface | undefined {
  const [, name = ''] = LoadBalancerArn.split(':loadbalancer/');
  for (const item of answers.interfaces.values()) {
    if (item.VpcId === VpcId && item.AvailabilityZoneId === zone && item.Description === `ELB ${name}`) return item;
  }
  return undefined;
}

function entriesOf(answers: Answers, { SubnetId }: Interface): Filter['entries'] {
  return must(answers.entriesOf.get(SubnetId));
}

function idsOf({ Groups }: Interface): readonly string[] {
  return Groups.map(({ GroupId }) => GroupId);
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The world lacks something that the walk needs');
  return value;
}
