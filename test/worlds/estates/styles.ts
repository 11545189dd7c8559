import { aclEntries, addGroup, addNetworkAcl, permission, type SubnetWorld, type VpcWorld } from '../network.ts';
import type { ServiceWorld } from '../service.ts';
import { awsId, hex, textOf, type Item, type ScopeWorld } from '../world.ts';

/* Ways of doing one thing that all work: estates of real companies mix them. */

/** A customer's own prefix list. @returns its id */
export function addPrefixList(scope: ScopeWorld, name: string, cidrs: readonly string[]): string {
  const PrefixListId = awsId('pl', scope.account, scope.region, name);
  scope.tables['ec2:DescribeManagedPrefixLists'].push({
    PrefixListId,
    AddressFamily: 'IPv4',
    State: 'create-complete',
    PrefixListArn: `arn:${scope.partition}:ec2:${scope.region}:${scope.account}:prefix-list/${PrefixListId}`,
    PrefixListName: name,
    MaxEntries: 10,
    Version: 1,
    OwnerId: scope.account,
    Tags: [],
  });
  scope.answers.push({
    operation: 'ec2:GetManagedPrefixListEntries',
    params: { PrefixListId },
    output: { Entries: cidrs.map((Cidr) => ({ Cidr })) },
  });
  return PrefixListId;
}

export const GROUP_STYLES = ['reference', 'cidr', 'subnets', 'prefix list', 'all traffic', 'two groups'] as const;

/** Groups for an endpoint that admit the VPC's workload on the port, one way or another. @returns their ids */
export function endpointGroups(
  scope: ScopeWorld,
  vpc: VpcWorld,
  given: { name: string; port: number; workloadGroupId: string; style: (typeof GROUP_STYLES)[number] },
): readonly string[] {
  const { name, port, workloadGroupId } = given;
  const group = (suffix: string, ...ingress: readonly Item[]): string =>
    addGroup(scope, vpc.id, `${name}${suffix}`, `Clients of ${name}`, ingress);
  switch (given.style) {
    case 'reference':
      return [group('', permission(port, workloadGroupId))];
    case 'cidr':
      return [group('', permission(port, vpc.cidr))];
    case 'subnets':
      return [group('', permission(port, ...vpc.subnets.map((subnet) => subnet.cidr)))];
    case 'prefix list':
      return [group('', permission(port, addPrefixList(scope, `${vpc.name}-${name}`, [vpc.cidr, '192.168.40.0/24'])))];
    case 'all traffic':
      return [group('', permission('all', vpc.cidr))];
    case 'two groups':
      return [group('-office', permission(22, '192.168.40.0/24')), group('', permission(port, workloadGroupId))];
  }
}

export const ACL_STYLES = ['default', 'ports', 'ephemeral', 'denied first'] as const;

/** A network ACL for these subnets that lets the traffic of the port and its replies through, both ways. */
export function passingAcl(
  scope: ScopeWorld,
  vpc: VpcWorld,
  subnets: readonly SubnetWorld[],
  given: {
    name: string;
    /** Whom the subnets talk to: the VPC's own block, or more. */
    peers: string;
    ports: readonly number[];
    style: (typeof ACL_STYLES)[number];
  },
): void {
  if (given.style === 'default') return;
  const cidr = given.peers;
  // AWS's own example admits replies on 32768-65535: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html.
  const replies = given.style === 'ephemeral' ? { cidr, from: 32768, to: 65535 } : { cidr, from: 1024, to: 65535 };
  const direction = (egress: boolean): readonly Item[] => {
    const allowed = aclEntries(
      egress,
      ...given.ports.map((port, index) => ({ number: 100 + index, cidr, from: port })),
      { number: 150, ...replies },
    );
    const denial: Item = {
      RuleNumber: 90,
      Protocol: '-1',
      RuleAction: 'deny',
      Egress: egress,
      CidrBlock: '198.18.0.0/15',
    };
    return given.style === 'denied first' ? [denial, ...allowed] : allowed;
  };
  addNetworkAcl(scope, vpc, subnets, { name: given.name, entries: [...direction(false), ...direction(true)] });
}

export const SERVICE_STYLES = [
  'ip targets',
  'instance targets',
  'alb targets',
  'targets anywhere',
  'one zone, across zones',
  'a spare target',
  'an idle group',
] as const;

/** What stands behind a service's listener, in a way that works. */
export function behindListener(service: ServiceWorld, style: (typeof SERVICE_STYLES)[number]): void {
  switch (style) {
    case 'ip targets':
      return;
    case 'instance targets':
      instanceTargets(service);
      return;
    case 'alb targets':
      albTarget(service);
      return;
    case 'targets anywhere':
      for (const item of service.targetHealth) (item['Target'] as Item)['AvailabilityZone'] = 'all';
      return;
    case 'one zone, across zones':
      setAttribute(service.loadBalancerAttributes, 'load_balancing.cross_zone.enabled', 'true');
      service.targetHealth.splice(1);
      return;
    case 'a spare target':
      spareTarget(service);
      return;
    case 'an idle group':
      idleGroup(service);
      return;
  }
}

export function setAttribute(attributes: readonly Item[], key: string, value: string): void {
  for (const item of attributes) if (item['Key'] === key) item['Value'] = value;
}

/** The interfaces behind a service's targets, which have the targets' addresses. */
export function targetInterfaces({ scope, targetHealth, vpc }: ServiceWorld): readonly Item[] {
  const ids = new Set(targetHealth.map((item) => (item['Target'] as Item)['Id']));
  return scope.tables['ec2:DescribeNetworkInterfaces'].filter(
    (item) => item['VpcId'] === vpc.id && ids.has(item['PrivateIpAddress']),
  );
}

function instanceTargets(service: ServiceWorld): void {
  const interfaces = targetInterfaces(service);
  service.targetGroup['TargetType'] = 'instance';
  for (const item of service.targetHealth) {
    const target = item['Target'] as Item;
    const holder = interfaces.find((one) => one['PrivateIpAddress'] === target['Id']);
    if (holder === undefined) throw new Error('A target has no interface');
    const InstanceId = awsId('i', textOf(holder, 'NetworkInterfaceId'));
    holder['Attachment'] = {
      AttachmentId: awsId('eni-attach', InstanceId),
      DeviceIndex: 0,
      InstanceId,
      InstanceOwnerId: service.scope.account,
      NetworkCardIndex: 0,
      Status: 'attached',
      DeleteOnTermination: true,
    };
    // AWS gives no zone for instances: an instance is where it is.
    service.targetHealth.splice(service.targetHealth.indexOf(item), 1, {
      ...item,
      Target: { Id: InstanceId, Port: target['Port'] ?? service.port },
    });
  }
}

/** An internal Application Load Balancer takes the place of the targets: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html. */
function albTarget(service: ServiceWorld): void {
  const { scope, targetGroup, vpc } = service;
  const { account, partition, region } = scope;
  const name = `${textOf(targetGroup, 'TargetGroupName')}-alb`;
  const suffix = hex(['alb', account, name], 16);
  const arn = `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/app/${name}/${suffix}`;
  const interfaces = targetInterfaces(service);
  for (const item of interfaces)
    Object.assign(item, { Description: `ELB app/${name}/${suffix}`, RequesterManaged: true });
  scope.tables['elasticloadbalancing:DescribeLoadBalancers'].push({
    LoadBalancerArn: arn,
    LoadBalancerName: name,
    DNSName: `internal-${name}-123.${region}.elb.amazonaws.com`,
    CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
    CreatedTime: '2025-06-11T08:00:00.000Z',
    Scheme: 'internal',
    VpcId: vpc.id,
    State: { Code: 'active' },
    Type: 'application',
    AvailabilityZones: vpc.subnets.map((subnet) => ({ ZoneName: subnet.zoneName, SubnetId: subnet.id })),
    SecurityGroups: (interfaces[0]?.['Groups'] as Item[]).map((group) => group['GroupId'] ?? ''),
    IpAddressType: 'ipv4',
  });
  Object.assign(targetGroup, { TargetType: 'alb', HealthCheckProtocol: 'HTTP', HealthCheckPath: '/' });
  service.targetHealth.splice(0, 99, {
    Target: { Id: arn, Port: targetGroup['Port'] ?? service.port },
    HealthCheckPort: String(Number(targetGroup['Port'])),
    TargetHealth: { State: 'healthy' },
  });
}

/** One more target in the first zone, on the port of the last release, which is being taken out. */
function spareTarget(service: ServiceWorld): void {
  const [first] = service.targetHealth;
  if (first === undefined) return;
  const target = first['Target'] as Item;
  service.targetHealth.push({
    ...first,
    Target: { ...target, Port: Number(target['Port']) + 1 },
    TargetHealth: { State: 'draining', Reason: 'Target.DeregistrationInProgress' },
  });
}

/** A second target group without targets beside the first, weighted 0, as before a blue-green deployment. */
function idleGroup(service: ServiceWorld): void {
  const { scope, targetGroup } = service;
  const name = `${textOf(targetGroup, 'TargetGroupName')}-green`;
  const TargetGroupArn = textOf(targetGroup, 'TargetGroupArn').replace(
    /targetgroup\/.*$/,
    `targetgroup/${name}/${hex(['tg', scope.account, name], 16)}`,
  );
  scope.tables['elasticloadbalancing:DescribeTargetGroups'].push({
    ...targetGroup,
    TargetGroupArn,
    TargetGroupName: name,
  });
  const params = { TargetGroupArn };
  const health = { TargetHealthDescriptions: [] };
  const attributes = { Attributes: service.targetGroupAttributes };
  scope.answers.push(
    { operation: 'elasticloadbalancing:DescribeTargetHealth', params, output: health },
    { operation: 'elasticloadbalancing:DescribeTargetGroupAttributes', params, output: attributes },
  );
  for (const listener of service.listeners) {
    const [forward] = listener['DefaultActions'] as Item[];
    const groups = (forward?.['ForwardConfig'] as Item | undefined)?.['TargetGroups'];
    if (Array.isArray(groups)) (groups as Item[]).push({ TargetGroupArn, Weight: 0 });
  }
}
