import type { EndpointContext } from '../context.ts';
import type { Lookup } from '../lookup.ts';
import type { Subnet } from '../resources/subnet.ts';
import { weakly } from '../weakly.ts';
import { isWorkload } from '../workloads.ts';
import { inSubnet, type Framed } from './compounds.ts';
import { draftEdge, joinDetail, type DraftNode, type Judged, type Part } from './draft.ts';

/* Where an endpoint's clients are. */

/**
 * No workload was seen in the VPC: clients may still come from outside it, or were not permitted to be read.
 *
 * @param reached the ids that they would lead to
 */
export function unseenClients(path: EndpointContext, { place }: Framed, reached: readonly string[]): Part {
  const gap = path.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': path.vpcId });
  const id = `clients/${place.parent}`;
  const judged: Judged = { hops: ['source', 'network-acl'], resources: [] };
  return {
    nodes: [
      {
        id,
        kind: 'stub',
        label: 'Clients',
        detail: gap === undefined ? 'none seen in this VPC' : 'not read',
        ...place,
        judged: { hops: ['source'], resources: [] },
      },
    ],
    edges: reached.map((target) => draftEdge('uses', id, target, judged)),
  };
}

/** A subnet that clients are in, in the frames around it. */
export function subnetNodes(path: EndpointContext, home: Framed, subnet: Subnet): readonly DraftNode[] {
  const detail = joinDetail(subnet.cidr ?? subnet.ipv6Cidrs?.[0], subnet.zoneId ?? subnet.zoneName);
  const zone = inSubnet(path, home, subnet.id);
  return [
    ...zone.frames,
    {
      id: subnet.id,
      kind: 'subnet',
      label: subnet.name ?? subnet.id,
      ...(detail === undefined ? {} : { detail }),
      ...zone.place,
      account: subnet.account,
      judged: {
        hops: ['source'],
        resources: [subnet.id],
        ...(subnet.zoneId === undefined ? {} : { zoneId: subnet.zoneId }),
      },
    },
  ];
}

/** The subnets of the endpoint's VPC in which something runs that could be a client. */
export function clientSubnets({ inventory, lookup, vpcId }: EndpointContext): readonly Subnet[] {
  if (vpcId === '') return [];
  const made = CLIENTS(lookup);
  const known = made.get(vpcId);
  if (known !== undefined) return known;
  const ids = new Set(
    lookup
      .interfacesOf(vpcId)
      .filter(isWorkload)
      .flatMap((item) => item.subnetId ?? []),
  );
  const subnets = [...ids]
    .flatMap((id) => inventory.subnets.get(id) ?? [])
    .sort((a, b) => ((a.zoneId ?? '') + a.id < (b.zoneId ?? '') + b.id ? -1 : 1));
  made.set(vpcId, subnets);
  return subnets;
}

const CLIENTS = weakly<Lookup, Map<string, readonly Subnet[]>>(() => new Map());
