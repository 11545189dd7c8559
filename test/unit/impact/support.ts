import { diagnose } from '../../../src/core/engine.ts';
import { impactOf } from '../../../src/core/impact/impact.ts';
import { zoneMatrix } from '../../../src/core/impact/matrix.ts';
import type { Affected, Extent, Impact, ZoneAnswer, ZoneMatrix, ZoneRow } from '../../../src/core/impact/types.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { CROSS_ZONE } from '../../../src/core/rules/nlb/attributes.ts';
import { addEndpoint } from '../../worlds/endpoint.ts';
import { healthyEstate, type HealthyEstate } from '../../worlds/healthy.ts';
import type { SubnetWorld } from '../../worlds/network.ts';
import { snapshotOf, type Item } from '../../worlds/world.ts';

export interface Asked {
  readonly snapshot: Snapshot;
  readonly impact: (id: string) => Impact;
  readonly matrix: (...ids: readonly string[]) => ZoneMatrix;
}

/** Both questions to a snapshot, as `privatelink` puts them. */
export function ask(...snapshots: readonly Snapshot[]): Asked {
  const inventory = buildInventory(snapshots);
  const diagnosis = diagnose(inventory, { now: inventory.capturedAt });
  const [snapshot] = snapshots;
  if (snapshot === undefined) throw new Error('No snapshot');
  return {
    snapshot,
    impact: (id) => impactOf(inventory, diagnosis, id),
    matrix: (...ids) => zoneMatrix(inventory, diagnosis, ids.length === 0 ? undefined : ids),
  };
}

/** Both questions to the healthy estate with a change. */
export function askHealthy(change: (estate: HealthyEstate) => void = () => undefined): Asked & {
  readonly estate: HealthyEstate;
} {
  const estate = healthyEstate();
  change(estate);
  return { ...ask(snapshotOf(estate.world)), estate };
}

export function affectedOf({ affected }: Impact, id: string): Affected | undefined {
  return affected.find((item) => item.id === id);
}

/** How much of each depends on it, by id. */
export function extents({ affected }: Impact): Readonly<Record<string, Extent>> {
  return Object.fromEntries(affected.map(({ id, extent }) => [id, extent]));
}

/** @throws when the matrix lacks it */
export function rowOf(matrix: ZoneMatrix, id: string, zoneId: string): ZoneRow {
  const row = matrix.subjects.find((subject) => subject.id === id)?.zones.find((zone) => zone.zoneId === zoneId);
  if (row === undefined) throw new Error(`${id} has no row for ${zoneId}`);
  return row;
}

/** The answers of a subject by zone id. */
export function answers(matrix: ZoneMatrix, id: string): Readonly<Record<string, ZoneAnswer>> {
  const zones = matrix.subjects.find((subject) => subject.id === id)?.zones ?? [];
  return Object.fromEntries(zones.map(({ zoneId, ifFails }) => [zoneId, ifFails.answer]));
}

function setAttribute(attributes: Item[], value: string): void {
  for (const attribute of attributes) if (attribute['Key'] === CROSS_ZONE) attribute['Value'] = value;
}

/** What the load balancer says of cross-zone balancing. */
export function balancerCrosses({ service }: HealthyEstate, isOn: boolean): void {
  setAttribute(service.loadBalancerAttributes, String(isOn));
}

/** What the target group says of it. */
export function groupCrosses(
  { service }: HealthyEstate,
  value: 'true' | 'false' | 'use_load_balancer_configuration',
): void {
  setAttribute(service.targetGroupAttributes, value);
}

/** The targets' health, in the order of the zones. */
export function health({ service }: HealthyEstate, ...states: readonly string[]): void {
  states.forEach((State, i) => {
    const target = service.targetHealth[i];
    if (target !== undefined) target['TargetHealth'] = { State };
  });
}

/** Another endpoint of the consumer for the service, in these subnets. */
export function secondEndpoint(estate: HealthyEstate, subnets: readonly SubnetWorld[]): string {
  const { consumer, consumerVpc, service, endpointGroupId } = estate;
  return addEndpoint(consumer, consumerVpc, service, { name: 'second', groupIds: [endpointGroupId], subnets }).id;
}

/** Of a snapshot, what one account read. */
export function only(snapshot: Snapshot, account: string): Snapshot {
  return { ...snapshot, scopes: snapshot.scopes.filter((scope) => scope.account === account) };
}
