import { serviceDetailKey, type Inventory } from '../model/inventory.ts';
import type { JsonObject } from '../model/json.ts';
import { arnOf } from '../resources/arn.ts';
import type { ResourceBase } from '../resources/kind.ts';

/** What can be taken out of the tree for one resource; what was not read is absent, never made up. */
export interface ResourceFacts {
  readonly id: string;
  readonly arn?: string;
  readonly serviceName?: string;
  readonly dnsNames: readonly string[];
  readonly ips: readonly string[];
  /** AWS's own answer for it. */
  readonly json?: JsonObject;
  /** The AWS CLI's command that reads it. */
  readonly cliCommand?: string;
  readonly consoleUrl?: string;
}

/** The kinds that facts are known of, each with how AWS's tools name it. */
interface Naming {
  readonly cli: readonly string[];
  /** The console's page, after the host: the service's home and the fragment that selects the resource. */
  readonly console: (id: string, region: string) => string;
}

const vpcConsole =
  (page: string): Naming['console'] =>
  (id, region) =>
    `vpcconsole/home?region=${region}#${page}=${encodeURIComponent(id)}`;
const ec2Console =
  (page: string): Naming['console'] =>
  (id, region) =>
    `ec2/home?region=${region}#${page}=${encodeURIComponent(id)}`;

const NAMING: Readonly<Record<string, Naming>> = {
  'vpc-endpoint': {
    cli: ['ec2', 'describe-vpc-endpoints', '--vpc-endpoint-ids'],
    console: vpcConsole('EndpointDetails:vpcEndpointId'),
  },
  'endpoint-service': {
    cli: ['ec2', 'describe-vpc-endpoint-service-configurations', '--service-ids'],
    console: vpcConsole('EndpointServiceDetails:vpcEndpointServiceId'),
  },
  vpc: { cli: ['ec2', 'describe-vpcs', '--vpc-ids'], console: vpcConsole('VpcDetails:VpcId') },
  subnet: {
    cli: ['ec2', 'describe-subnets', '--subnet-ids'],
    console: vpcConsole('SubnetDetails:subnetId'),
  },
  'route-table': {
    cli: ['ec2', 'describe-route-tables', '--route-table-ids'],
    console: vpcConsole('RouteTableDetails:RouteTableId'),
  },
  'network-interface': {
    cli: ['ec2', 'describe-network-interfaces', '--network-interface-ids'],
    console: ec2Console('NetworkInterface:networkInterfaceId'),
  },
  'load-balancer': {
    cli: ['elbv2', 'describe-load-balancers', '--load-balancer-arns'],
    console: ec2Console('LoadBalancer:loadBalancerArn'),
  },
  'target-group': {
    cli: ['elbv2', 'describe-target-groups', '--target-group-arns'],
    console: ec2Console('TargetGroup:targetGroupArn'),
  },
};

/** The console's host, by partition. */
const CONSOLE_HOSTS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Everything that can be copied of a resource, or opened. What the inventory does not hold is known by its id alone. */
export function resourceFacts(inventory: Inventory, id: string): ResourceFacts {
  const item = findResource(inventory, id);
  if (item === undefined) return { id, dnsNames: [], ips: [], ...(id.startsWith('arn:') ? { arn: id } : {}) };
  const naming = NAMING[item.kind];
  const host = CONSOLE_HOSTS[item.partition];
  const serviceName = serviceNameOf(inventory, item);
  const arn = arnOf(item);
  return {
    id: item.kind === 'target-health' ? (id.split('#')[1] ?? id) : id,
    ...(arn === undefined ? {} : { arn }),
    ...(serviceName === undefined ? {} : { serviceName }),
    dnsNames: dnsNamesOf(inventory, item),
    ips: ipsOf(inventory, item),
    json: item.raw,
    ...(naming === undefined ? {} : { cliCommand: cliCommand(inventory, item, naming) }),
    ...(naming === undefined || host === undefined
      ? {}
      : { consoleUrl: `https://${item.region}.${host}/${naming.console(item.id, item.region)}` }),
  };
}

function findResource(inventory: Inventory, id: string): ResourceBase | undefined {
  return (
    inventory.endpoints.get(id) ??
    inventory.services.get(id) ??
    inventory.vpcs.get(id) ??
    inventory.subnets.get(id) ??
    inventory.routeTables.get(id) ??
    inventory.networkInterfaces.get(id) ??
    inventory.loadBalancers.get(id) ??
    inventory.targetGroups.get(id) ??
    inventory.targetHealth.get(id)
  );
}

function serviceNameOf(inventory: Inventory, item: ResourceBase): string | undefined {
  return inventory.endpoints.get(item.id)?.serviceName ?? inventory.services.get(item.id)?.serviceName;
}

function dnsNamesOf(inventory: Inventory, item: ResourceBase): readonly string[] {
  const endpoint = inventory.endpoints.get(item.id);
  if (endpoint !== undefined) {
    const { seenBy, region, serviceName = '', type } = endpoint;
    const detail = inventory.serviceDetails.get(serviceDetailKey(seenBy, region, serviceName, type));
    const own = (endpoint.dnsEntries ?? []).map((entry) => entry.dnsName);
    const privateNames = endpoint.privateDnsEnabled === true ? (detail?.privateDnsNames ?? []) : [];
    return [...new Set([...own, ...privateNames])];
  }
  const privateName = inventory.services.get(item.id)?.privateDnsName;
  if (privateName !== undefined) return [privateName];
  const balancer = inventory.loadBalancers.get(item.id)?.dnsName;
  return balancer === undefined ? [] : [balancer];
}

function ipsOf(inventory: Inventory, item: ResourceBase): readonly string[] {
  const own = (id: string): readonly string[] => {
    const found = inventory.networkInterfaces.get(id);
    return [...(found?.privateIps ?? []), ...(found?.ipv6Addresses ?? [])];
  };
  const endpoint = inventory.endpoints.get(item.id);
  if (endpoint !== undefined) return (endpoint.networkInterfaceIds ?? []).flatMap(own);
  const zones = inventory.loadBalancers.get(item.id)?.zones ?? [];
  return [...own(item.id), ...zones.flatMap((zone) => zone.privateIps)];
}

/** The profile stands in the command where exactly one is known for the account that saw the resource. */
function cliCommand(inventory: Inventory, item: ResourceBase, naming: Naming): string {
  const scope = inventory.scopes.find((one) => one.account === item.seenBy && one.region === item.region);
  const [profile] = scope?.profiles.length === 1 ? scope.profiles : [];
  return [
    'aws',
    ...naming.cli,
    item.id,
    '--region',
    item.region,
    ...(profile === undefined ? [] : ['--profile', shellWord(profile)]),
  ].join(' ');
}

/** Profile names may hold spaces and quotes. */
function shellWord(value: string): string {
  return /^[\w.@/:+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
