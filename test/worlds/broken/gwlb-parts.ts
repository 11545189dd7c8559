import {
  addNatGateway,
  eastWestInspection,
  internetGateway,
  internetInspection,
  route,
  type TransitEstate,
} from '../gwlb.ts';
import { tcpPermission } from '../appliances.ts';
import { aclEntries, type SubnetWorld } from '../network.ts';
import { sound, world, type BrokenWorld, type SoundWorld } from './faults.ts';
import {
  addHost,
  addSubnet,
  applianceMode,
  appliancesAdmit,
  crossZone,
  at,
  betweenSubnets,
  ownAcl,
  reroute,
} from './gwlb.ts';

/* Inspected traffic of which a part goes another way than the rest. */

const ANYWHERE = '0.0.0.0/0';
const PARTNER = '198.51.100.0/24';

const IMPAIRS = {
  hop: 'route-table',
  owner: 'consumer',
  effect: 'impairs',
  verdict: 'degraded',
} as const;

/** Servers of the inspection VPC itself, which talk to the spokes through the endpoint in both directions. */
function addServers(estate: TransitEstate): SubnetWorld {
  const subnet = addSubnet(estate, 'app', [route(ANYWHERE, estate.endpoint.id)]);
  addHost(estate, subnet);
  reroute(estate, 'tgw-1', subnet.cidr, estate.endpoint.id);
  reroute(estate, 'tgw-2', subnet.cidr, estate.otherEndpoint.id);
  return subnet;
}

export const GWLB_PART_WORLDS: readonly BrokenWorld[] = [
  world('PL-GWLB-002', {
    fault: 'a server stands in the transit gateway’s subnet, and what spokes answer it stays inside the VPC',
    ...IMPAIRS,
    base: eastWestInspection,
    change: (estate) => {
      addHost(estate, at(estate.senders, 0));
    },
  }),
  world('PL-GWLB-002', {
    fault: 'the spokes’ transit gateway table drops what they answer the inspection VPC’s own servers',
    ...IMPAIRS,
    says: 'goes to past the inspection VPC',
    base: eastWestInspection,
    change: (estate) => {
      const { cidr } = addServers(estate);
      estate.spokeRoutes.push({ DestinationCidrBlock: cidr, Type: 'static', State: 'blackhole' });
    },
  }),
  world('PL-GWLB-006', {
    fault: 'traffic crosses zones, and the appliances of both admit health checks only',
    hop: 'targets',
    effect: 'breaks',
    verdict: 'broken',
    owner: 'provider',
    says: 'on udp/6081. The same holds for 1 more.',
    base: internetInspection,
    change: (estate) => {
      crossZone(estate);
      appliancesAdmit(estate, tcpPermission(80, ANYWHERE));
    },
  }),
  world('PL-GWLB-008', {
    fault: 'both zones send to one endpoint but for one spoke’s traffic, and appliance mode is off',
    ...IMPAIRS,
    base: eastWestInspection,
    change: (estate) => {
      reroute(estate, 'tgw-2', ANYWHERE, estate.endpoint.id);
      reroute(estate, 'tgw-2', '10.32.0.0/16', estate.otherEndpoint.id);
      applianceMode(estate.attachment, 'disable');
    },
  }),
];

export const GWLB_PART_SOUND: readonly SoundWorld[] = [
  sound('PL-GWLB-002', {
    what: 'the inspection VPC’s own servers talk to the spokes through the endpoint, both ways',
    base: eastWestInspection,
    change: (estate) => {
      addServers(estate);
    },
  }),
  sound('PL-GWLB-002', {
    what: 'two subnets talk through the endpoints, and a NAT gateway, which may not be read, stands in another one',
    base: internetInspection,
    denied: 'ec2:DescribeNatGateways',
    change: (estate) => {
      betweenSubnets(estate, true);
      const subnet = addSubnet(estate, 'nat', [route(ANYWHERE, internetGateway(estate.consumerVpc))]);
      addNatGateway(estate.consumer, estate.consumerVpc, subnet);
    },
  }),
  sound('PL-GWLB-002', {
    what: 'the internet gateway sends the whole VPC to the endpoint, and a server stands beside it',
    base: internetInspection,
    change: (estate) => {
      reroute(estate, 'edge', estate.consumerVpc.cidr, estate.endpoint.id);
      addHost(estate, at(estate.endpointSubnets, 0));
    },
  }),
  sound('PL-GWLB-003', {
    what: 'nobody knows who is in the endpoint’s subnet, and its table leads back what the senders route elsewhere',
    base: internetInspection,
    verdict: 'unknown',
    denied: 'ec2:DescribeNetworkInterfaces',
    change: (estate) => {
      reroute(estate, 'app-1', PARTNER, internetGateway(estate.consumerVpc));
      reroute(estate, 'endpoint-1', PARTNER, estate.endpoint.id);
    },
  }),
  sound('PL-ACL-001', {
    what: 'the network ACL of the Gateway Load Balancer endpoint admits the VPC’s own addresses, and no port is given',
    lacks: 'the port of the traffic',
    verdict: 'unknown',
    base: internetInspection,
    change: (estate) => {
      ownAcl(estate, [
        ...aclEntries(false, { number: 100, cidr: estate.consumerVpc.cidr }),
        ...aclEntries(true, { number: 100 }),
      ]);
    },
  }),
];
