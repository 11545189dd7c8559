import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, remark, VPC_DOCS, type EndpointRule } from '../rule.ts';

/** PL-NET-009: the network belongs to somebody else. */
export const plNet009: EndpointRule = {
  id: 'PL-NET-009',
  title: 'Subnet is shared from another account',
  hop: 'endpoint',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
  owner: 'both',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeSubnets', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  suppressedBy: [],
  docs: [`${VPC_DOCS}vpc-sharing-permissions.html`],
  condition:
    'A subnet of the endpoint, or the subnet of the given source, belongs to another account than the endpoint.',
  why: 'Participants of a shared VPC see neither its route tables and network ACLs nor the endpoints of its owner.',
  fix: 'Ask the VPC’s owner, or read with a profile of that account.',
  examples: {
    bad: 'endpoint "OwnerId": "111122223333", subnet "OwnerId": "444455556666"',
    good: 'endpoint and subnets of one account',
  },
  check: ({ endpoint, zones, inventory, options, region }) => {
    const asked = options.source ?? '';
    const source = inventory.subnets.get(inventory.networkInterfaces.get(asked)?.subnetId ?? asked);
    const all = [...zones.flatMap((zone) => zone.subnet ?? []), ...(source === undefined ? [] : [source])];
    const foreign = [...new Map(all.map((subnet) => [subnet.id, subnet])).values()].filter(
      (subnet) => subnet.account !== endpoint.account,
    );
    if (foreign.length === 0) return pass('Its subnets are of its own account.');
    return remark({
      resource: endpoint.id,
      message: `${foreign.map((subnet) => subnet.id).join(', ')} belong${foreign.length === 1 ? 's' : ''} to account ${[...new Set(foreign.map((subnet) => subnet.account))].join(', ')}: what cannot be judged here, that account can read.`,
      evidence: foreign.map((subnet) => evidence(subnet.id, 'OwnerId', subnet.account)),
      commands: [
        awsCommand('ec2 describe-subnets', region, { 'subnet-ids': foreign.map((subnet) => subnet.id) }, READS_ONLY),
      ],
    });
  },
};
