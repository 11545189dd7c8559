import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** Which record types an endpoint with these addresses can have. */
const RECORDS: Readonly<Record<string, readonly string[]>> = {
  ipv4: ['ipv4', 'service-defined'],
  ipv6: ['ipv6', 'service-defined'],
  dualstack: ['dualstack', 'ipv4', 'ipv6', 'service-defined'],
};

/** PL-DNS-014: names of one address family, an endpoint of the other. */
export const plDns014: EndpointRule = {
  id: 'PL-DNS-014',
  title: 'DNS record type does not match the endpoint’s address type',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`, `${PRIVATELINK_DOCS}vpc-endpoints-s3.html`],
  condition:
    'DnsRecordIpType holds a family that the endpoint’s IpAddressType lacks: only ipv4 records go with ipv4, only ipv6 records with ipv6; a dualstack endpoint may have any. "service-defined" always goes.',
  why: 'Clients are given addresses of a family that the endpoint does not have.',
  fix: 'Choose the record type that goes with the address type.',
  examples: {
    bad: '"IpAddressType": "ipv4", "DnsRecordIpType": "ipv6"',
    good: '"IpAddressType": "dualstack", "DnsRecordIpType": "ipv6"',
  },
  check: ({ endpoint, region }) => {
    const { ipAddressType, dnsRecordIpType } = endpoint;
    // Without the option AWS takes the type that goes with the addresses.
    if (dnsRecordIpType === undefined) return 'not-applicable';
    if (ipAddressType === undefined) return malformed('IpAddressType');
    const allowed = RECORDS[ipAddressType];
    if (allowed === undefined) return malformed(`IpAddressType: ${ipAddressType}`);
    if (allowed.includes(dnsRecordIpType))
      return pass(`${dnsRecordIpType} records go with an ${ipAddressType} endpoint.`);
    return fails(
      {
        resource: endpoint.id,
        message: `${endpoint.id} has ${ipAddressType} addresses, and its names ${dnsRecordIpType} records.`,
        evidence: [
          evidence(endpoint.id, 'IpAddressType', ipAddressType),
          evidence(endpoint.id, 'DnsOptions.DnsRecordIpType', dnsRecordIpType),
        ],
        commands: [
          awsCommand(
            'ec2 modify-vpc-endpoint',
            region,
            { 'vpc-endpoint-id': endpoint.id, 'dns-options': `DnsRecordIpType=${ipAddressType}` },
            'the names get addresses of the endpoint’s own family',
          ),
        ],
      },
      { resource: endpoint.id },
    );
  },
};
