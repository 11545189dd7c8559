import { evidence, type EndpointContext } from '../../context.ts';
import type { VpcEndpoint } from '../../resources/vpc-endpoint.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINTS_OF_VPC } from '../dns/names.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';
import { ASSOCIATIONS } from './reach.ts';

/** PL-RES-011: two endpoints of one VPC want to answer for the same resource's names. */
export const plRes011: EndpointRule = {
  id: 'PL-RES-011',
  title: 'The same resource has two private DNS providers',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [
    ENDPOINT,
    ASSOCIATIONS,
    ENDPOINTS_OF_VPC,
    {
      operation: 'ec2:DescribeVpcEndpointAssociations',
      about: (context) => rivals(context).map(({ id }) => ({ 'vpc-endpoint-id': id })),
    },
  ],
  suppressedBy: LIFECYCLE,
  docs: [
    `${PRIVATELINK_DOCS}use-resource-endpoint.html`,
    `${PRIVATELINK_DOCS}access-with-service-network-endpoint.html`,
  ],
  condition:
    'A resource endpoint and a service-network endpoint of one VPC are associated with the same resource configuration, and private DNS is on at both.',
  why: 'AWS does not support it: one of the two loses its names.',
  fix: 'Keep one of the two, or create the other one again without private DNS.',
  examples: {
    bad: 'a resource endpoint and a service-network endpoint to rcfg-0123, both "PrivateDnsEnabled": true',
    good: 'the same, one of them "PrivateDnsEnabled": false',
  },
  check: (context) => {
    const { endpoint, region } = context;
    if (endpoint.privateDnsEnabled === undefined) return malformed('PrivateDnsEnabled');
    if (!endpoint.privateDnsEnabled) return 'not-applicable';
    const own = reachedBy(context, endpoint);
    const both = rivals(context).flatMap((rival) => {
      const common = reachedBy(context, rival).find((arn) => own.includes(arn));
      return common === undefined ? [] : [{ rival, common }];
    });
    if (both.length === 0) return pass('No other endpoint of the VPC answers for the same resource.');
    return remark(
      ...both.map(({ rival, common }) => ({
        resource: rival.id,
        message: `${endpoint.id} and ${rival.id} of one VPC both have private DNS for ${common.split('/').at(-1) ?? common}.`,
        evidence: [endpoint, rival].map(({ id }) => evidence(id, 'PrivateDnsEnabled', 'true')),
        commands: [
          awsCommand(
            'ec2 delete-vpc-endpoints',
            region,
            { 'vpc-endpoint-ids': 'OLD_VPCE_ID' },
            'deletes that endpoint with its addresses and names; its clients lose their connections',
          ),
        ],
      })),
    );
  },
};

/** The endpoints of the other type in the VPC that have private DNS. */
function rivals({ endpoint, lookup, vpcId }: EndpointContext): readonly VpcEndpoint[] {
  const other = endpoint.type === 'Resource' ? 'ServiceNetwork' : 'Resource';
  return lookup.endpointsOf(vpcId).filter((item) => item.type === other && item.privateDnsEnabled === true);
}

function reachedBy({ lookup }: EndpointContext, { id }: VpcEndpoint): readonly string[] {
  return lookup.associationsOf(id).flatMap(({ resourceArn }) => resourceArn ?? []);
}
