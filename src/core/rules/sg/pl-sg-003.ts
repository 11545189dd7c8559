import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { endpointGroups } from '../endpoint-groups.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, pass, PRIVATELINK_DOCS, remark, VPC_DOCS, type EndpointRule } from '../rule.ts';

/** PL-SG-003: the endpoint carries the VPC's default group. */
export const plSg003: EndpointRule = {
  id: 'PL-SG-003',
  title: 'Endpoint uses the VPC default security group',
  hop: 'endpoint-security-group',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSecurityGroups', about: (context) => [{ 'vpc-id': context.vpcId }] }],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`, `${VPC_DOCS}default-security-group.html`],
  condition: 'A group of the endpoint is named "default".',
  why: 'It is what AWS attaches when no group is named. Unless someone widened it, it admits only its own members, and unrelated resources share it.',
  fix: 'Attach a group of the endpoint’s own.',
  examples: {
    bad: '"GroupName": "default"',
    good: '"GroupName": "endpoints"',
  },
  check: (context) => {
    const groups = endpointGroups(context);
    if ('gap' in groups) return groups;
    const found = groups.filter((group) => group.groupName === 'default');
    if (found.length === 0) return pass('The endpoint has its own security groups.');
    return remark(
      ...found.map((group) => ({
        resource: group.id,
        message: `${context.endpoint.id} carries ${group.id}, the default security group of ${context.vpcId}.`,
        evidence: [evidence(group.id, 'GroupName', 'default')],
        commands: [
          awsCommand(
            'ec2 modify-vpc-endpoint',
            context.region,
            {
              'vpc-endpoint-id': context.endpoint.id,
              'add-security-group-ids': 'SG_ID',
              'remove-security-group-ids': group.id,
            },
            'new connections follow the new group’s rules at once',
          ),
        ],
      })),
    );
  },
};
