import { evidence, type PathZone } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { zoneInstance } from '../endpoint-acl.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-IP-002: the endpoint's subnets lack its address family. */
export const plIp002: EndpointRule = {
  id: 'PL-IP-002',
  title: 'Subnets do not support the endpoint’s address type',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSubnets', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`],
  condition:
    'A subnet of the endpoint has no addresses of a family of its IpAddressType: an IPv6-only subnet of an ipv4 endpoint, a subnet without an IPv6 range of an ipv6 or dualstack endpoint, an IPv6-only one of a dualstack endpoint.',
  why: 'The interface in that subnet has no address of that family.',
  fix: 'Choose other subnets, or associate an IPv6 range with them.',
  examples: {
    bad: '"IpAddressType": "dualstack", subnet "Ipv6CidrBlockAssociationSet": []',
    good: '"IpAddressType": "dualstack", subnet "CidrBlock": "10.0.1.0/24", "Ipv6CidrBlock": "2001:db8::/64"',
  },
  check: (context) => {
    const { endpoint, zones, region } = context;
    const type = endpoint.ipAddressType;
    if (type === undefined) return 'not-applicable';
    if (!['ipv4', 'ipv6', 'dualstack'].includes(type)) return malformed(`IpAddressType: ${type}`);
    const unread = zones.filter((zone) => zone.subnet === undefined);
    if (unread.length > 0) return malformed(...unread.map((zone) => `${zone.subnetId} in the listing of subnets`));
    // Only an IPv6-only subnet has no IPv4 range.
    const vague = zones.filter(({ subnet }) => subnet?.cidr === undefined && subnet?.ipv6Native !== true);
    if (vague.length > 0) return malformed(...vague.map((zone) => `CidrBlock of ${zone.subnetId}`));
    const lacking = zones.filter((zone) => lacks(zone, type));
    const instances = zones.map((zone) => zoneInstance(zone, zone.subnetId, lacking.includes(zone) ? 'fail' : 'pass'));
    if (lacking.length === 0) return pass(`Its subnets have ${type} addresses.`, instances);
    return {
      instances,
      findings: [
        {
          resource: endpoint.id,
          message: `${endpoint.id} is ${type}, and ${lacking.map((zone) => zone.subnetId).join(', ')} cannot give it such addresses.`,
          evidence: lacking.flatMap((zone) => [
            evidence(zone.subnetId, 'CidrBlock', zone.subnet?.cidr ?? 'none'),
            evidence(zone.subnetId, 'Ipv6CidrBlockAssociationSet', zone.subnet?.ipv6Cidrs ?? []),
          ]),
          commands: [
            awsCommand(
              'ec2 modify-vpc-endpoint',
              region,
              { 'vpc-endpoint-id': endpoint.id, 'remove-subnet-ids': lacking.map((zone) => zone.subnetId) },
              'the interfaces in the removed subnets and their addresses go',
            ),
          ],
        },
      ],
    };
  },
};

function lacks({ subnet }: PathZone, type: string): boolean {
  const hasIpv4 = subnet?.cidr !== undefined && subnet.ipv6Native !== true;
  const hasIpv6 = (subnet?.ipv6Cidrs ?? []).length > 0;
  return (type !== 'ipv6' && !hasIpv4) || (type !== 'ipv4' && !hasIpv6);
}
