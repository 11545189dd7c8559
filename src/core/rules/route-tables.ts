import type { EndpointContext } from '../context.ts';

/** The subnets of the VPC whose route table is one of the gateway endpoint's: explicitly, else through the main table. */
export function routedSubnets(context: EndpointContext): ReadonlySet<string> {
  const { endpoint, inventory, vpcId } = context;
  const tables = [...inventory.routeTables.values()].filter((table) => table.vpcId === vpcId);
  const explicit = new Map(tables.flatMap((table) => table.subnetIds.map((id) => [id, table.id] as const)));
  const main = tables.find((table) => table.main)?.id;
  const own = new Set(endpoint.routeTableIds ?? []);
  const subnets = [...inventory.subnets.values()].filter((subnet) => subnet.vpcId === vpcId);
  return new Set(
    subnets.flatMap((subnet) => {
      const table = explicit.get(subnet.id) ?? main;
      return table !== undefined && own.has(table) ? [subnet.id] : [];
    }),
  );
}
