import { evidence } from '../../context.ts';
import { describePermission, permissionGaps } from '../../reachability/security-group.ts';
import { awsCommand } from '../command.ts';
import { endpointGroups } from '../endpoint-groups.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

const WORLD = new Set(['0.0.0.0/0', '::/0']);

/** PL-SG-004: a group of the endpoint admits every address. */
export const plSg004: EndpointRule = {
  id: 'PL-SG-004',
  title: 'Endpoint security group is open to the world',
  hop: 'endpoint-security-group',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'exposure',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSecurityGroups', about: (context) => [{ 'vpc-id': context.vpcId }] }],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`],
  condition: 'An inbound rule of a group of the endpoint has 0.0.0.0/0 or ::/0 as its source.',
  why: 'The endpoint is not reachable from the internet, but every network that is routed into the VPC may use the service: peers, VPN, transit gateway.',
  fix: 'Replace the range by the consumers’ groups or CIDRs.',
  examples: {
    bad: '"IpPermissions": tcp 443 from 0.0.0.0/0',
    good: '"IpPermissions": tcp 443 from 10.0.0.0/8',
  },
  check: (context) => {
    const groups = endpointGroups(context);
    if ('gap' in groups) return groups;
    if (groups.some((group) => group.ingress === undefined)) return malformed('IpPermissions');
    const gaps = groups.flatMap((group) => permissionGaps(group.ingress ?? []));
    if (gaps.length > 0) return malformed(...gaps);
    const open = groups.flatMap((group) =>
      (group.ingress ?? [])
        .filter((rule) => [...rule.cidrs, ...rule.ipv6Cidrs].some((cidr) => WORLD.has(cidr)))
        .map((rule) => ({ group, rule })),
    );
    if (open.length === 0) return pass('No inbound rule admits every address.');
    const ids = [...new Set(open.map((item) => item.group.id))];
    return remark(
      ...ids.map((id) => {
        const rules = open.filter((item) => item.group.id === id).map((item) => item.rule);
        return {
          resource: id,
          message: `${id} admits ${rules.map((rule) => describePermission(rule)).join('; ')}.`,
          evidence: rules.map((rule) => evidence(id, 'IpPermissions', describePermission(rule))),
          commands: rules.slice(0, 1).map((rule) =>
            awsCommand(
              'ec2 revoke-security-group-ingress',
              context.region,
              {
                'group-id': id,
                protocol: rule.protocol === '-1' ? 'all' : (rule.protocol ?? 'tcp'),
                ...(rule.from === undefined
                  ? {}
                  : { port: rule.from === rule.to ? String(rule.from) : `${rule.from}-${rule.to ?? rule.from}` }),
                cidr: rule.cidrs.find((cidr) => WORLD.has(cidr)) ?? '0.0.0.0/0',
              },
              'clients that only this rule admitted cannot open new connections: add theirs first',
            ),
          ),
        };
      }),
    );
  },
};
