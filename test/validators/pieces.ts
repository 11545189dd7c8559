import { generateCode, generateNewEndpoint } from '../../src/core/iac/generate.ts';
import type { CodeFormat } from '../../src/core/iac/types.ts';
import type { Inventory } from '../../src/core/model/inventory.ts';
import { NEW_ENDPOINTS } from '../unit/iac/new-estate.ts';

/** The code for every VPC endpoint and endpoint service of some inventories, and for new endpoints, by a name that every tool accepts. */
export function piecesOf(format: CodeFormat, inventories: Readonly<Record<string, Inventory>>): Map<string, string> {
  const pieces = new Map<string, string>();
  for (const [world, inventory] of Object.entries(inventories)) {
    const name = (id: string): string => `${world}_${id.replaceAll('-', '_')}`;
    if (world === 'path' || world === 'network') {
      for (const id of [...inventory.endpoints.keys(), ...inventory.services.keys()]) {
        pieces.set(name(id), generateCode(inventory, id, format, { scope: 'path' }).text);
      }
      continue;
    }
    for (const id of inventory.endpoints.keys()) pieces.set(name(id), generateCode(inventory, id, format).text);
    for (const id of inventory.services.keys()) {
      pieces.set(name(id), generateCode(inventory, id, format).text);
      pieces.set(`${name(id)}_alone`, generateCode(inventory, id, format, { scope: 'resource' }).text);
    }
    const shared = [...inventory.resourceGateways.keys(), ...inventory.resourceConfigurations.keys()];
    for (const id of shared) pieces.set(name(id), generateCode(inventory, id, format).text);
    const all = [...inventory.endpoints.keys(), ...inventory.services.keys(), ...shared];
    if (all.length > 1) pieces.set(`${world}_together`, generateCode(inventory, all, format).text);
  }
  for (const [name, { inventory, request }] of Object.entries(NEW_ENDPOINTS)) {
    pieces.set(name, generateNewEndpoint(inventory, request, format).text);
  }
  return pieces;
}

/** A file into which the same code, and then that of another resource, was inserted once more. */
export function insertedAgain(format: CodeFormat, inventory: Inventory, first: string, second: string): string {
  return [first, first, second].reduce((existing, id) => {
    const { text } = generateCode(inventory, id, format, { existing });
    return existing === '' ? text : `${existing}\n${text}`;
  }, '');
}
