import type { Run } from '../context.ts';
import type { Hop } from '../diagnosis.ts';
import type { Lookup } from '../lookup.ts';
import type { Framed } from './compounds.ts';
import { draftEdge, joinDetail, named, type DraftNode, type Part } from './draft.ts';

/* Security groups and network ACLs, beside what they guard. */

/**
 * The security groups of an endpoint, load balancer or resource gateway.
 *
 * @param hops that they stand for
 */
export function groupGuards(
  { inventory }: Run,
  { place }: Framed,
  groupIds: readonly string[] | undefined,
  guarded: string,
  hops: readonly Hop[],
): Part {
  const ids = [...new Set(groupIds ?? [])];
  return {
    nodes: ids.map((id): DraftNode => {
      const group = inventory.securityGroups.get(id);
      return {
        id,
        kind: 'security-group',
        ...named(id, group?.name ?? group?.groupName, group === undefined ? 'not read' : undefined),
        ...place,
        judged: { hops, resources: [id] },
      };
    }),
    edges: ids.map((id) => draftEdge('guards', id, guarded, { hops: [], resources: [id] })),
  };
}

/** The network ACLs of subnets, each once. */
export function aclGuards(
  { lookup }: { readonly lookup: Lookup },
  { place }: Framed,
  guarded: readonly { readonly subnetId: string; readonly guards: string }[],
): Part {
  const found = guarded.flatMap(({ subnetId, guards }) => {
    const acl = lookup.aclOf(subnetId);
    return acl === undefined ? [] : [{ acl, guards }];
  });
  return {
    nodes: found.map(({ acl }): DraftNode => {
      const detail = joinDetail(
        acl.name === undefined ? undefined : acl.id,
        acl.isDefault === true ? 'default' : undefined,
      );
      return {
        id: acl.id,
        kind: 'network-acl',
        label: acl.name ?? acl.id,
        ...(detail === undefined ? {} : { detail }),
        ...place,
        judged: { hops: ['network-acl'], resources: [acl.id, ...acl.subnetIds] },
      };
    }),
    edges: found.map(({ acl, guards }) => draftEdge('guards', acl.id, guards, { hops: [], resources: [acl.id] })),
  };
}
