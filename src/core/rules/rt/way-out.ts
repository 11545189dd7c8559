import type { EndpointContext } from '../../context.ts';
import type { Family } from '../../model/cidr.ts';
import type { Gap } from '../../needs.ts';
import type { RouteTable } from '../../resources/route-table.ts';
import { familyOf, sourcePlan } from '../../sources.ts';

/* Where clients of a gateway endpoint go with what it does not serve. */

/** A subnet with clients, and the default route that it has. */
export interface ClientSubnet {
  readonly id: string;
  readonly table: RouteTable;
  readonly hasWayOut: boolean;
}

/** The subnets of the source that was given, else of all workloads that have an address of the family. */
export function clientSubnets(
  context: EndpointContext,
  family: Family,
): readonly ClientSubnet[] | { readonly gap: Gap } {
  const found = subnetIds(context, family);
  if ('gap' in found) return found;
  const tables = found.map((id) => ({ id, table: context.lookup.routeTableOf(id) }));
  const vague = tables.filter(({ table }) => table?.routes === undefined);
  if (vague.length > 0) {
    return { gap: { reason: 'malformed', missing: vague.map(({ id }) => `the route table of ${id}`) } };
  }
  return tables.flatMap(({ id, table }) =>
    table === undefined ? [] : [{ id, table, hasWayOut: hasDefaultRoute(table, family) }],
  );
}

function subnetIds(context: EndpointContext, family: Family): readonly string[] | { readonly gap: Gap } {
  const { lookup, options, vpcId } = context;
  const unread = context.need('ec2:DescribeNetworkInterfaces', { 'vpc-id': vpcId });
  if (unread !== undefined) return { gap: unread };
  const workloads = lookup.workloadsOf(vpcId, family);
  const used = [...new Set(workloads.flatMap(({ subnetId }) => subnetId ?? []))].sort();
  if (options.source === undefined) return used;
  const { candidates, gap } = sourcePlan(context);
  if (gap !== undefined) return { gap };
  const given = candidates.flatMap(({ subnetId }) => subnetId ?? []);
  return family === familyOf(context) ? given : given.filter((id) => used.includes(id));
}

function hasDefaultRoute({ routes = [] }: RouteTable, family: Family): boolean {
  return routes.some(
    (route) =>
      (family === 4 ? route.destinationCidr === '0.0.0.0/0' : route.destinationIpv6Cidr === '::/0') &&
      route.state === 'active',
  );
}
