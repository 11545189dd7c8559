import { evidence } from '../../context.ts';
import { sourcePlan } from '../../sources.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';

/** PL-RT-005: a client outside the VPC, whom a gateway endpoint never serves. */
export const plRt005: EndpointRule = {
  id: 'PL-RT-005',
  title: 'Gateway endpoint expected to serve another network',
  hop: 'source',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeVpcs', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}gateway-endpoints.html`, `${PRIVATELINK_DOCS}vpc-endpoints-s3.html`],
  condition: 'A source was given, and it is not in the gateway endpoint’s VPC.',
  why: 'A gateway endpoint is a route of its own VPC: nothing that comes by peering, transit gateway, VPN or Direct Connect can use it.',
  fix: 'Create an interface endpoint for those clients.',
  examples: {
    bad: '--source 192.168.40.7, and the VPC has 10.20.0.0/16',
    good: '--source 10.20.3.7, and the VPC has 10.20.0.0/16',
  },
  check: (context) => {
    const { endpoint, options, region, vpc, vpcId } = context;
    if (options.source === undefined) return 'not-applicable';
    if (vpc?.cidrs === undefined) return malformed(`CidrBlockAssociationSet of ${vpcId}`);
    const sources = sourcePlan(context);
    if (sources.gap !== undefined) return { gap: sources.gap };
    if (sources.candidates.every((source) => source.vpcId === vpcId)) {
      return pass(`${options.source} is in ${vpcId}.`, [{ state: 'pass' }]);
    }
    return fails({
      resource: endpoint.id,
      message: `${options.source} is not in ${vpcId}, and ${endpoint.id} serves that VPC only.`,
      evidence: [evidence(vpcId, 'CidrBlockAssociationSet[].CidrBlock', vpc.cidrs)],
      commands: [
        awsCommand(
          'ec2 create-vpc-endpoint',
          region,
          {
            'vpc-id': vpcId,
            'vpc-endpoint-type': 'Interface',
            'service-name': endpoint.serviceName ?? 'SERVICE_NAME',
            'subnet-ids': 'SUBNET_ID',
            'security-group-ids': 'SG_ID',
          },
          'an interface endpoint costs by the hour and zone; clients reach it by its own names only',
        ),
      ],
    });
  },
};
