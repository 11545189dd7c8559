import { evidence } from '../../context.ts';
import { isWorkload } from '../../workloads.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { firstOf } from '../listing.ts';
import { ENDPOINT } from '../requirements.ts';
import { PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** PL-GWLB-005: workloads stand in the endpoint's subnet. */
export const plGwlb005: EndpointRule = {
  id: 'PL-GWLB-005',
  title: 'Endpoint shares its subnet with workloads',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'heuristic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeNetworkInterfaces', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}gateway-load-balancer-endpoints.html`],
  condition: 'A network interface that a program of the customer’s may be behind is in the endpoint’s subnet.',
  why: 'Workloads there follow the table of inspected traffic and so bypass inspection, and one network ACL serves two purposes.',
  fix: 'Move the workloads: keep a subnet in each zone for the endpoint alone.',
  examples: {
    bad: 'an instance’s interface in the endpoint’s subnet',
    good: 'nothing but the endpoint’s interface in its subnet',
  },
  check: ({ endpoint, lookup, vpcId, region }) => {
    const own = new Set(endpoint.subnetIds);
    const others = lookup.interfacesOf(vpcId).filter((item) => own.has(item.subnetId ?? '') && isWorkload(item));
    const [first] = others;
    if (first === undefined) return remark();
    return remark({
      resource: endpoint.id,
      message: `${others.length} network interface${others.length === 1 ? '' : 's'} beside ${endpoint.id} in its subnet ${others.length === 1 ? 'goes' : 'go'} uninspected: ${firstOf(
        others.map(({ id }) => id),
        3,
      )}.`,
      evidence: others.slice(0, 8).map((item) => evidence(item.id, 'SubnetId', item.subnetId ?? '')),
      commands: [
        awsCommand(
          'ec2 describe-network-interfaces',
          region,
          {
            filters: `Name=subnet-id,Values=${first.subnetId ?? ''}`,
            query: 'NetworkInterfaces[].[NetworkInterfaceId,InterfaceType]',
          },
          READS_ONLY,
        ),
      ],
    });
  },
};
