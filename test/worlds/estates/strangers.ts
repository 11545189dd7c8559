import { addPrivateZone } from '../dns.ts';
import { addAwsEndpoint, addEndpoint, addGatewayEndpoint } from '../endpoint.ts';
import { addSubnets, addVpc, addWorkload, type VpcWorld } from '../network.ts';
import { addService, type ServiceWorld } from '../service.ts';
import { textOf, type Item, type ScopeWorld } from '../world.ts';
import type { Random } from './random.ts';
import {
  ACL_STYLES,
  behindListener,
  endpointGroups,
  GROUP_STYLES,
  passingAcl,
  SERVICE_STYLES,
  setAttribute,
} from './styles.ts';

/* Parts of an estate that have nothing to do with each other, and nothing wrong: one VPC with what belongs to it. */

// Each is of use by itself, unlike those of ECR and Systems Manager.
const AWS_SERVICES = ['sts', 'kms', 'logs', 'events', 'states', 'secretsmanager', 'sqs', 'sns', 'monitoring', 'athena'];
const ZONES = ['use1-az1', 'use1-az2'];

/** Where a part of an estate goes: the account that asks and the one that serves, which may be one. */
export interface Place {
  readonly consumer: ScopeWorld;
  readonly provider: ScopeWorld;
  /** Tells parts apart: names are made with it. */
  readonly part: string;
}

/** The most endpoints that one part can have. */
export const LARGEST_PART = AWS_SERVICES.length;

/** A healthy part with exactly so many endpoints, at most `LARGEST_PART`. */
export function addPart(place: Place, random: Random, endpoints: number): void {
  if (endpoints > 1 && random.chance(0.15)) addCentral(place, random, endpoints);
  else if (random.chance(0.5)) addAwsPart(place, random, endpoints);
  else addServicePart(place, random, endpoints);
}

/** Without DNS hostnames private names do not work, and neither do gateway endpoints. */
function clientVpc({ consumer, part }: Place, random: Random, name: string, dnsHostnames: boolean): VpcWorld {
  // 10.30.0.0/16 is what the clients of some faults are asked about by.
  const cidr = `10.${random.between(31, 250)}.0.0/16`;
  return addVpc(consumer, { name: `${name}-${part}`, cidr, zoneIds: ZONES, dnsHostnames });
}

/** Interface endpoints for AWS's services, and gateway endpoints beside them. */
function addAwsPart(place: Place, random: Random, endpoints: number): void {
  const { consumer } = place;
  const names = random.chance(0.85);
  const vpc = clientVpc(place, random, 'apps', names);
  const workloadGroupId = addWorkload(consumer, vpc, 'apps');
  const apart = random.chance(0.5);
  const subnets = apart ? addSubnets(consumer, vpc, { zoneIds: ZONES, tier: 'endpoints', firstNet: 101 }) : vpc.subnets;
  const gateways = names ? (['s3', 'dynamodb'] as const).slice(0, Math.min(random.below(3), endpoints)) : [];
  // Who uses a gateway endpoint must be let out to the service's public addresses.
  const peers = gateways.length > 0 ? '0.0.0.0/0' : vpc.cidr;
  passingAcl(consumer, vpc, subnets, { name: 'endpoints', peers, ports: [443], style: random.pick(ACL_STYLES) });
  for (const kind of gateways) addGatewayEndpoint(consumer, vpc, kind, { name: kind, routeTables: [vpc.routeTable] });
  for (const service of random.shuffled(AWS_SERVICES).slice(0, endpoints - gateways.length)) {
    const style = random.pick(GROUP_STYLES);
    const groupIds = endpointGroups(consumer, vpc, { name: service, port: 443, workloadGroupId, style });
    const privateDns = names && random.chance(0.7);
    addAwsEndpoint(consumer, vpc, service, { name: service, groupIds, subnets, privateDns });
  }
}

/** A service and those who use it. */
function addServicePart(place: Place, random: Random, endpoints: number): void {
  const service = anyService(place, random);
  for (let made = 0; made < endpoints; made += 1) {
    const own = { ...place, part: `${place.part}-${made}` };
    // A service's private name that is not switched on would be a finding.
    const privateDns = typeof service.configuration['PrivateDnsName'] === 'string';
    const vpc = clientVpc(own, random, 'client', privateDns || random.chance(0.85));
    const workloadGroupId = addWorkload(place.consumer, vpc, 'client');
    const style = random.pick(GROUP_STYLES);
    const given = { name: 'service', port: service.port, workloadGroupId, style };
    const groupIds = endpointGroups(place.consumer, vpc, given);
    const acl = { name: 'clients', peers: vpc.cidr, ports: [service.port], style: random.pick(ACL_STYLES) };
    passingAcl(place.consumer, vpc, vpc.subnets, acl);
    addEndpoint(place.consumer, vpc, service, { name: `client-${made}`, groupIds, privateDns });
  }
}

function anyService({ consumer, provider, part }: Place, random: Random): ServiceWorld {
  const name = `service-${part}`;
  const home = addVpc(provider, { name: `home-${part}`, cidr: '172.20.0.0/16', zoneIds: ZONES });
  const port = random.pick([443, 5432, 8080, 6514, 9092]);
  const grouped = random.chance(0.6);
  const service = addService(provider, home, {
    name,
    port,
    ...(random.chance(0.5) ? { targetPort: port + 1000 } : {}),
    principals: [`arn:aws:iam::${consumer.account}:root`],
    acceptanceRequired: random.chance(0.6),
    ...(random.chance(0.5) ? { privateDnsName: `${name}.example.org` } : {}),
    ...(grouped ? { admits: ['10.0.0.0/8', '192.168.0.0/16'] } : {}),
    crossZone: random.chance(0.3),
  });
  if (grouped && random.chance(0.25)) {
    // A load balancer that does not ask its groups about PrivateLink's clients.
    service.loadBalancer['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'] = 'off';
  }
  if (random.chance(0.2)) setAttribute(service.loadBalancerAttributes, 'deletion_protection.enabled', 'false');
  behindListener(service, random.pick(SERVICE_STYLES));
  return service;
}

/** One endpoint for a whole company: a private zone leads its VPCs to it, and every one of them has endpoints of its own. */
function addCentral(place: Place, random: Random, endpoints: number): void {
  const { consumer, part } = place;
  const hub = clientVpc(place, random, 'hub', true);
  const workloadGroupId = addWorkload(consumer, hub, 'hub');
  const services = random.shuffled(AWS_SERVICES).slice(0, Math.min(endpoints, 3));
  for (const service of services) {
    const groupIds = endpointGroups(consumer, hub, { name: service, port: 443, workloadGroupId, style: 'cidr' });
    const endpoint = addAwsEndpoint(consumer, hub, service, { name: service, groupIds, privateDns: false });
    const name = `${service.split('.').reverse().join('.')}.${consumer.region}.amazonaws.com`;
    const alias = textOf((endpoint.raw['DnsEntries'] as Item[])[0], 'DnsName');
    addPrivateZone(consumer, hub, name, [{ name, alias }]);
  }
  if (endpoints > services.length) addAwsPart({ ...place, part: `${part}-spoke` }, random, endpoints - services.length);
}
