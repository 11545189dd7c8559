import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-IP-001: the service does not speak the endpoint's address family. */
export const plIp001: EndpointRule = {
  id: 'PL-IP-001',
  title: 'Endpoint address type is not supported by the service',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    {
      operation: 'ec2:DescribeVpcEndpointServices',
      about: ({ endpoint, serviceRegion }) => [
        {
          'service-name': endpoint.serviceName ?? '',
          ServiceName: endpoint.serviceName ?? '',
          ServiceRegion: serviceRegion,
        },
      ],
    },
  ],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`, `${PRIVATELINK_DOCS}create-endpoint-service.html`],
  condition:
    'None of the families of the endpoint’s IpAddressType is among the service’s SupportedIpAddressTypes. Of a dualstack endpoint one of the two suffices, and the other is told as a fault of a part.',
  why: 'Clients of that family cannot reach the service.',
  fix: 'Choose an address type that the service supports.',
  examples: {
    bad: 'endpoint "IpAddressType": "ipv6", service "SupportedIpAddressTypes": ["ipv4"]',
    good: 'endpoint "IpAddressType": "ipv4", service "SupportedIpAddressTypes": ["ipv4"]',
  },
  check: ({ endpoint, detail, region }) => {
    // A service that this account no longer sees, and endpoints from before IPv6, say nothing of families.
    const offered = detail?.supportedIpAddressTypes;
    if (offered === undefined || endpoint.ipAddressType === undefined) return 'not-applicable';
    const wanted = FAMILIES[endpoint.ipAddressType];
    if (wanted === undefined) return malformed(`IpAddressType: ${endpoint.ipAddressType}`);
    const missing = wanted.filter((family) => !offered.includes(family));
    if (missing.length === 0) return pass(`The service supports ${wanted.join(' and ')}.`);
    return {
      instances: [{ resource: endpoint.id, state: missing.length === wanted.length ? 'fail' : 'warn' }],
      findings: [
        {
          resource: endpoint.id,
          message: `${endpoint.id} is ${endpoint.ipAddressType}, and its service supports ${offered.join(', ')} only.`,
          evidence: [
            evidence(endpoint.id, 'IpAddressType', endpoint.ipAddressType),
            evidence(endpoint.serviceName ?? '', 'SupportedIpAddressTypes', offered),
          ],
          commands: [
            awsCommand(
              'ec2 modify-vpc-endpoint',
              region,
              { 'vpc-endpoint-id': endpoint.id, 'ip-address-type': offered[0] ?? 'ipv4' },
              'the addresses of its interfaces change family; open connections of the other one drop',
            ),
          ],
        },
      ],
    };
  },
};

const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  ipv4: ['ipv4'],
  ipv6: ['ipv6'],
  dualstack: ['ipv4', 'ipv6'],
};
