import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-IP-003: the client has IPv6 only, the endpoint IPv4 only. */
export const plIp003: EndpointRule = {
  id: 'PL-IP-003',
  title: 'IPv6-only client meets an IPv4 endpoint',
  hop: 'source',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  // DNS64 with a NAT gateway may translate, though not to addresses inside the VPC.
  confidence: 'heuristic',
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeSubnets', 'ec2:DescribeNetworkInterfaces'],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`],
  condition: 'The given source is in an IPv6-only subnet, and the endpoint’s IpAddressType is ipv4.',
  why: 'The client has no IPv4 address to speak from.',
  fix: 'Make the endpoint dualstack, if its service supports that.',
  examples: {
    bad: 'source subnet "Ipv6Native": true, endpoint "IpAddressType": "ipv4"',
    good: 'source subnet "Ipv6Native": true, endpoint "IpAddressType": "dualstack"',
  },
  check: ({ endpoint, inventory, options, region }) => {
    const asked = options.source ?? '';
    const subnetId = inventory.networkInterfaces.get(asked)?.subnetId ?? asked;
    const subnet = inventory.subnets.get(subnetId);
    if (subnet?.ipv6Native !== true) return 'not-applicable';
    if (endpoint.ipAddressType !== 'ipv4') return pass('The endpoint has IPv6 addresses.');
    return fails(
      {
        resource: endpoint.id,
        message: `${subnet.id} has IPv6 only, and ${endpoint.id} has IPv4 only.`,
        evidence: [
          evidence(subnet.id, 'Ipv6Native', 'true'),
          evidence(endpoint.id, 'IpAddressType', endpoint.ipAddressType),
        ],
        commands: [
          awsCommand(
            'ec2 modify-vpc-endpoint',
            region,
            { 'vpc-endpoint-id': endpoint.id, 'ip-address-type': 'dualstack' },
            'its interfaces get IPv6 addresses too; the IPv4 ones stay',
          ),
        ],
      },
      { resource: endpoint.id },
    );
  },
};
