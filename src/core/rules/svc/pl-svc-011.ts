import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LOAD_BALANCERS, shortName } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, NLB_DOCS, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-SVC-011: IPv6 endpoints are offered, and the load balancer has no IPv6. */
export const plSvc011: ProviderRule = {
  id: 'PL-SVC-011',
  title: 'Service offers IPv6 but its load balancer does not',
  hop: 'load-balancer',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [SERVICE, LOAD_BALANCERS],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}create-endpoint-service.html`, `${NLB_DOCS}load-balancer-ip-address-type.html`],
  condition: 'SupportedIpAddressTypes holds ipv6, and the IpAddressType of a load balancer of the service is ipv4.',
  why: 'Consumers who create IPv6 endpoints cannot be served.',
  fix: 'Make the load balancer dualstack, or take ipv6 off the service.',
  examples: {
    bad: '"SupportedIpAddressTypes": ["ipv4", "ipv6"], load balancer "IpAddressType": "ipv4"',
    good: '"SupportedIpAddressTypes": ["ipv4", "ipv6"], load balancer "IpAddressType": "dualstack"',
  },
  check: ({ service, loadBalancers, region }) => {
    if (service.supportedIpAddressTypes === undefined) return malformed('SupportedIpAddressTypes');
    if (!service.supportedIpAddressTypes.includes('ipv6')) return 'not-applicable';
    const vague = loadBalancers.filter((path) => path.loadBalancer?.ipAddressType === undefined);
    if (vague.length > 0) return malformed(...vague.map(({ arn }) => `IpAddressType of ${shortName(arn)}`));
    const without = loadBalancers.filter((path) => path.loadBalancer?.ipAddressType === 'ipv4');
    if (without.length === 0) return pass('The load balancers have IPv6 as well.');
    return remark({
      resource: service.id,
      message: `${service.id} offers IPv6, and ${without.map(({ arn }) => shortName(arn)).join(', ')} ${without.length === 1 ? 'has' : 'have'} IPv4 only.`,
      evidence: [
        evidence(service.id, 'SupportedIpAddressTypes', service.supportedIpAddressTypes),
        ...without.map(({ arn }) => evidence(arn, 'IpAddressType', 'ipv4')),
      ],
      commands: [
        ...without.map(({ arn }) =>
          awsCommand(
            'elbv2 set-ip-address-type',
            region,
            { 'load-balancer-arn': arn, 'ip-address-type': 'dualstack' },
            'needs IPv6 in each of its subnets; IPv4 goes on',
          ),
        ),
        awsCommand(
          'ec2 modify-vpc-endpoint-service-configuration',
          region,
          { 'service-id': service.id, 'remove-supported-ip-address-types': 'ipv6' },
          'new endpoints cannot have IPv6',
        ),
      ],
    });
  },
};
