import { evidence, type EndpointContext } from '../../context.ts';
import type { FixCommand } from '../../diagnosis.ts';
import { describeFlow, portPlan, type Flow } from '../../ports.ts';
import { hasPort } from '../../reachability/ports.ts';
import { admittedPorts, describePermissions } from '../../reachability/security-group.ts';
import { describeSources, groupCandidates } from '../../sources.ts';
import { interfaceSource, type Source } from '../../workloads.ts';
import { awsCommand } from '../command.ts';
import { endpointGroupFacts, endpointIngress } from '../endpoint-groups.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, unknown, type EndpointRule } from '../rule.ts';

/** PL-SG-007: clients get IPv6 addresses of the endpoint, and its groups admit IPv4 alone. */
export const plSg007: EndpointRule = {
  id: 'PL-SG-007',
  title: 'Endpoint rules cover the wrong address family',
  hop: 'endpoint-security-group',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSecurityGroups', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  alsoReads: [
    'ec2:DescribeNetworkInterfaces',
    'elasticloadbalancing:DescribeListeners',
    'ec2:DescribePrefixLists',
    'ec2:GetManagedPrefixListEntries',
  ],
  suppressedBy: [...LIFECYCLE, 'PL-SG-001', 'PL-SG-002'],
  docs: [
    `${PRIVATELINK_DOCS}create-interface-endpoint.html`,
    `${PRIVATELINK_DOCS}privatelink-access-aws-services.html`,
  ],
  condition:
    'The IpAddressType of the endpoint is dualstack, its DnsRecordIpType is ipv6 or dualstack, a client has an IPv6 address, and no inbound rule admits the service’s port from any client’s IPv6 address. Where names have IPv4 addresses too, clients may fall back to them, so only a part fails.',
  why: 'Clients prefer the AAAA answer, and their IPv6 packets meet no rule: they time out, or fall back slowly.',
  fix: 'Admit the port from the clients’ IPv6 range, or give the endpoint’s names IPv4 addresses only.',
  examples: {
    bad: '"IpAddressType": "dualstack", "DnsRecordIpType": "dualstack", rules with "IpRanges" only',
    good: 'the same with "Ipv6Ranges": [{ "CidrIpv6": "2001:db8:1234::/56" }]',
  },
  check: (context) => {
    const { endpoint } = context;
    const { ipAddressType, dnsRecordIpType } = endpoint;
    if (ipAddressType === undefined) return malformed('IpAddressType');
    // PL-SG-001 asks an endpoint with IPv6 alone about IPv6 clients.
    if (ipAddressType !== 'dualstack') return 'not-applicable';
    if (dnsRecordIpType === undefined) return malformed('DnsOptions.DnsRecordIpType');
    if (!ANSWERS_AAAA.has(dnsRecordIpType)) return 'not-applicable';
    const clients = ipv6Clients(context);
    if ('gap' in clients) return clients;
    if (clients.length === 0) return 'not-applicable';
    const permissions = endpointIngress(context);
    if ('gap' in permissions) return permissions;
    const { flows, gap } = portPlan(context);
    if (gap !== undefined) return { gap };
    if (flows.length === 0) return unknown('input-missing', '--port: the service’s port is not known');
    const judged = flows.flatMap((flow) =>
      clients.map((client) => ({
        flow,
        admitted: admittedPorts(permissions, flow.transport, client, endpointGroupFacts(context)),
      })),
    );
    const groups = endpoint.groupIds?.join(', ') ?? endpoint.id;
    if (judged.some(({ flow, admitted }) => hasPort(admitted.certain, flow.port))) {
      return pass('The groups admit IPv6 clients too.', [{ resource: groups, state: 'pass' }]);
    }
    const missing = [...new Set(judged.flatMap(({ admitted }) => admitted.missing))].sort();
    if (missing.length > 0) return unknown('not-asked', ...missing);
    return {
      instances: [{ resource: groups, state: dnsRecordIpType === 'ipv6' ? 'fail' : 'warn' }],
      findings: [
        {
          resource: endpoint.groupIds?.[0] ?? endpoint.id,
          message: `${endpoint.id} answers with IPv6 addresses, and its security groups admit ${flows.map(describeFlow).join(' or ')} from no IPv6 address of ${describeSources(clients)}.`,
          evidence: [
            evidence(endpoint.id, 'DnsOptions.DnsRecordIpType', dnsRecordIpType),
            evidence(groups, 'IpPermissions', describePermissions(permissions)),
          ],
          commands: [openCommand(context, flows[0])],
        },
      ],
    };
  },
};

const ANSWERS_AAAA: ReadonlySet<string> = new Set(['ipv6', 'dualstack']);

/** The clients by their IPv6 addresses: those of the source that was given, else those of the VPC's workloads. */
function ipv6Clients(context: EndpointContext): readonly Source[] | ReturnType<typeof unknown> {
  const { inventory, lookup, options, vpcId } = context;
  if (options.source === undefined) {
    const gap = context.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': vpcId });
    return gap === undefined ? lookup.workloadsOf(vpcId, 6) : { gap };
  }
  const sources = groupCandidates(context);
  const holders = sources.map((source) => inventory.networkInterfaces.get(source.id) ?? holder(context, source));
  // An IPv4 address of one machine may have an IPv6 address beside it, which only its interface tells.
  const isUnseen = holders.some((found) => found === undefined);
  const gap = isUnseen ? context.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': vpcId }) : undefined;
  if (gap !== undefined) return { gap };
  return holders.flatMap((found) => (found === undefined ? [] : (interfaceSource(found, 6) ?? [])));
}

function holder({ lookup, vpcId }: EndpointContext, { id, vpcId: own }: Source): ReturnType<typeof lookup.interfaceAt> {
  return lookup.interfaceAt(own ?? vpcId, id);
}

function openCommand({ endpoint, region, vpc }: EndpointContext, flow: Flow | undefined): FixCommand {
  const block = vpc?.cidrs?.find((cidr) => cidr.includes(':')) ?? 'CLIENT_IPV6_CIDR';
  const { transport = 'tcp', port = 443 } = flow ?? {};
  return awsCommand(
    'ec2 authorize-security-group-ingress',
    region,
    {
      'group-id': endpoint.groupIds?.[0] ?? 'SG_ID',
      'ip-permissions': `IpProtocol=${transport},FromPort=${port},ToPort=${port},Ipv6Ranges=[{CidrIpv6=${block}}]`,
    },
    'opens that port of everything that carries the group to that range; takes effect at once',
  );
}
