import { buildInventory, type Inventory } from '../../src/core/model/inventory.ts';
import { consumerInventory, latticeInventory, providerInventory } from '../unit/iac/estate.ts';
import { networkInventory, pathInventory } from '../unit/iac/path-estate.ts';
import { healthyEstate } from '../worlds/healthy.ts';
import { sampleEstate } from '../worlds/sample.ts';
import { snapshotOf } from '../worlds/world.ts';

/** The inventories that every format is judged on: one of each type and option, a healthy path, and the sample. */
export function judgedEstates(): Record<string, Inventory> {
  return {
    consumer: consumerInventory(),
    provider: providerInventory(),
    lattice: latticeInventory(),
    path: pathInventory(),
    network: networkInventory(),
    healthy: buildInventory([snapshotOf(healthyEstate().world)]),
    sample: buildInventory([sampleEstate()]),
  };
}
