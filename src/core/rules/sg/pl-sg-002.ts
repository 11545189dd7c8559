import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { endpointIngress } from '../endpoint-groups.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-SG-002: nothing at all may open a connection. */
export const plSg002: EndpointRule = {
  id: 'PL-SG-002',
  title: 'Endpoint security groups have no inbound rule',
  hop: 'endpoint-security-group',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSecurityGroups', about: (context) => [{ 'vpc-id': context.vpcId }] }],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`],
  condition: 'Every group of the endpoint has an empty list of inbound rules.',
  why: 'Nothing can open a connection to the endpoint.',
  fix: 'Add an inbound rule for the service’s port from the consumers’ group or CIDR.',
  examples: {
    bad: '"IpPermissions": []',
    good: '"IpPermissions": tcp 443 from 10.20.0.0/16',
  },
  check: (context) => {
    const permissions = endpointIngress(context);
    if ('gap' in permissions) return permissions;
    const groups = context.endpoint.groupIds ?? [];
    const names = groups.join(', ');
    if (permissions.length > 0) {
      return pass(`${names} ${groups.length === 1 ? 'has' : 'have'} inbound rules.`, [
        { resource: names, state: 'pass' },
      ]);
    }
    return fails(
      {
        resource: groups[0] ?? context.endpoint.id,
        message: `None of the security groups of ${context.endpoint.id} (${names}) has an inbound rule.`,
        evidence: groups.map((group) => evidence(group, 'IpPermissions', '[]')),
        commands: [
          awsCommand(
            'ec2 authorize-security-group-ingress',
            context.region,
            {
              'group-id': groups[0] ?? 'SG_ID',
              protocol: 'tcp',
              port: String(context.options.port ?? 443),
              cidr: context.vpc?.cidrs?.[0] ?? 'CLIENT_CIDR',
            },
            'opens that port of everything that carries the group to that range; takes effect at once',
          ),
        ],
      },
      { resource: names },
    );
  },
};
