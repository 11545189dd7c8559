import type { Json } from '../../src/core/model/json.ts';

/** A JSON value as a query or a message writes it: strings as they are, nothing for what is absent. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
