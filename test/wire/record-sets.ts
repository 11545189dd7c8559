import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
import { WireError } from './errors.ts';
import { textOf } from './json-text.ts';

/** Where a list of records starts, and after how many it ends. */
export const RECORD_SET_PARAMETERS = ['StartRecordName', 'StartRecordType', 'StartRecordIdentifier', 'MaxItems'];

const NEXT = ['NextRecordName', 'NextRecordType', 'NextRecordIdentifier'] as const;
const FIELDS = ['Name', 'Type', 'SetIdentifier'] as const;

/**
 * The records of a zone from the one asked for, or from the first behind it when there is no such record. There is no
 * token: the next page starts at the record that the answer names
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html).
 *
 * @param output the zone's records in Route 53's own order
 * @throws WireError for a type without a name, or an identifier without both
 */
export function recordSetsFrom(output: JsonObject, params: JsonObject, size: number): JsonObject {
  const start = RECORD_SET_PARAMETERS.slice(0, 3).map((name) => params[name]);
  if ((start[1] !== undefined && start[0] === undefined) || (start[2] !== undefined && start[1] === undefined)) {
    throw new WireError('InvalidInput', 'A record type needs a name, and an identifier needs both');
  }
  const records = (output['ResourceRecordSets'] as readonly Json[]).filter(isJsonObject);
  const first = start[0] === undefined ? 0 : position(records, start.map(textOf));
  const next = records[first + size];
  return {
    ...output,
    ResourceRecordSets: records.slice(first, first + size),
    IsTruncated: next !== undefined,
    MaxItems: size,
    ...Object.fromEntries(
      NEXT.flatMap((name, i) => {
        const value = next?.[FIELDS[i] ?? ''];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

function position(records: readonly JsonObject[], wanted: readonly string[]): number {
  const key = (record: JsonObject): readonly string[] => FIELDS.map((field) => textOf(record[field]));
  const exact = records.findIndex((record) => key(record).every((part, i) => part === wanted[i]));
  if (exact >= 0) return exact;
  const behind = records.findIndex((record) => compare(key(record), wanted) >= 0);
  return behind < 0 ? records.length : behind;
}

function compare(a: readonly string[], b: readonly string[]): number {
  const [one, other] = [sortName(a[0] ?? ''), sortName(b[0] ?? '')];
  if (one !== other) return one < other ? -1 : 1;
  const [rest, than] = [a.slice(1).join('\n'), b.slice(1).join('\n')];
  return rest === than ? 0 : rest < than ? -1 : 1;
}

/** Route 53 sorts by the labels from the last to the first: `com.example.www.` */
function sortName(name: string): string {
  return `${name.toLowerCase().replace(/\.$/, '').split('.').reverse().join('.')}.`;
}
