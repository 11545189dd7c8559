import { createHash } from 'node:crypto';
import { isJsonObject, stableStringify, type Json, type JsonObject } from '../../src/core/model/json.ts';
import { textOf } from './json-text.ts';
import type { SnapshotCall } from '../../src/core/model/snapshot.ts';
import { failure, WireError } from './errors.ts';
import { answerToQueries, metricDataPage } from './metric-data.ts';
import { RECORD_SET_PARAMETERS, recordSetsFrom } from './record-sets.ts';
import { membersOf, type OperationModel, type Protocol } from './schema.ts';
import { MAX_FILTER_VALUES, pageBounds, TABLES, type Field, type Table } from './tables.ts';

export interface Question {
  /** `service:Operation`. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly operation: OperationModel;
  readonly params: JsonObject;
  readonly region: string;
  /** The server's own page size, below what the request asks for. */
  readonly pageLimit?: number;
}

/**
 * The world's answer to a request: the row with exactly its parameters, or a wider row narrowed by ids and filters, one
 * page of it.
 *
 * @throws WireError when the world does not hold the answer: it is never an empty one
 */
export function answer(rows: readonly SnapshotCall[], question: Question): JsonObject {
  const paging = pagingOf(question.operation);
  const table = TABLES[question.name];
  refuseCombinations(question.params, table);
  const ofRecords = question.name === RECORD_SETS ? RECORD_SET_PARAMETERS : [];
  const ignored = [...(table?.ignored ?? []), ...ofRecords, 'DryRun', paging?.size, paging?.token];
  const params = without(question.params, ignored);
  const row =
    (question.name === METRIC_DATA ? answerToQueries(rows, params) : undefined) ??
    widestFit(rows, params, (key) => ignored.includes(key));
  if (row === undefined) throw noAnswer(question, params, rows);
  if (row.status !== 'ok') throw recordedFailure(row, question);
  const rest = without(params, Object.keys(row.params));
  const output = narrow(row.output, rest, table, question, Object.keys(row.params).length === 0);
  if (question.name === RECORD_SETS) {
    return recordSetsFrom(output, question.params, pageSize(question, 'MaxItems'));
  }
  return paging === undefined ? output : page(output, params, paging, question);
}

const RECORD_SETS = 'route53:ListResourceRecordSets';
const METRIC_DATA = 'cloudwatch:GetMetricData';

function refuseCombinations(params: JsonObject, table: Table | undefined): void {
  for (const [one, other] of table?.exclusive ?? []) {
    if (params[one] !== undefined && params[other] !== undefined) {
      throw new WireError(
        'InvalidParameterCombination',
        `The parameter ${one} cannot be used with the parameter ${other}`,
      );
    }
  }
  const oneOf = table?.oneOf ?? [];
  if (oneOf.length > 0 && oneOf.every((name) => params[name] === undefined)) {
    throw new WireError('ValidationError', `One of ${oneOf.join(', ')} must be given`);
  }
  refuseLongLists(params, table);
}

function refuseLongLists(params: JsonObject, table: Table | undefined): void {
  for (const [name, max] of Object.entries(table?.limits ?? {})) {
    const value = params[name];
    if (Array.isArray(value) && value.length > max) {
      throw new WireError('ValidationError', `${name} may hold up to ${max} values, not ${value.length}`);
    }
  }
}

function without(params: JsonObject, keys: readonly (string | undefined)[]): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([key]) => !keys.includes(key)));
}

/** The row whose parameters are all among the request's, and of these the one with the most. */
function widestFit(
  rows: readonly SnapshotCall[],
  params: JsonObject,
  ignored: (key: string) => boolean,
): SnapshotCall | undefined {
  const text = (value: Json | undefined): string => (value === undefined ? '' : stableStringify(value));
  const fits = rows
    .map((row) => ({ row, keys: Object.keys(row.params).filter((key) => !ignored(key)) }))
    .filter(({ row, keys }) => keys.every((key) => text(row.params[key]) === text(params[key])))
    .sort((a, b) => b.keys.length - a.keys.length || Number(b.row.status === 'ok') - Number(a.row.status === 'ok'));
  return fits[0]?.row;
}

function noAnswer(question: Question, params: JsonObject, rows: readonly SnapshotCall[]): WireError {
  const held = rows.map((row) => stableStringify(row.params)).join(', ');
  return new WireError(
    'WorldHasNoAnswer',
    `The world holds no answer to ${question.name} ${stableStringify(params)} in ${question.region}; it holds ${held === '' ? 'none for this operation' : held}`,
  );
}

function recordedFailure(row: SnapshotCall, question: Question): WireError {
  switch (row.status) {
    case 'denied':
      return failure('deny', question.protocol);
    case 'throttled':
      return failure('throttle', question.protocol);
    default:
      return new WireError(row.errorCode ?? 'WorldHasNoAnswer', `The world records ${question.name} as ${row.status}`);
  }
}

function narrow(
  output: JsonObject,
  rest: JsonObject,
  table: Table | undefined,
  question: Question,
  wholeTable: boolean,
): JsonObject {
  const lists = table === undefined ? [] : [table.list].flat().filter((list) => Array.isArray(output[list]));
  if (table === undefined || lists.length === 0) {
    const [unanswered] = Object.keys(rest);
    if (unanswered !== undefined) {
      throw new WireError(
        'WorldHasNoAnswer',
        `The world's answer to ${question.name} cannot be narrowed by ${unanswered}`,
      );
    }
    return output;
  }
  const result: Record<string, Json | undefined> = { ...output };
  for (const list of lists) {
    const all = output[list] as readonly Json[];
    let items = all;
    for (const [key, value] of Object.entries(rest)) {
      if (value !== undefined) items = narrowBy(key, value, items, list, table, question);
    }
    if (wholeTable) {
      for (const [key, pick] of Object.entries(table.picks ?? {})) {
        if (rest[key] === undefined) items = pick(items, undefined, list);
      }
      if (table.selectors?.['ServiceRegions'] !== undefined && rest['ServiceRegions'] === undefined) {
        items = objectsOf(items).filter((item) => (item['ServiceRegion'] ?? question.region) === question.region);
      }
    }
    result[list] = items;
    if (table.names !== undefined && items.length < all.length) {
      const { list: nameList, field } = table.names;
      const kept = new Set(objectsOf(items).map((item) => item[field]));
      const dropped = new Set(objectsOf(all).map((item) => item[field]));
      const names = output[nameList];
      if (Array.isArray(names)) result[nameList] = names.filter((name: Json) => kept.has(name) || !dropped.has(name));
    }
  }
  return result;
}

function objectsOf(items: readonly Json[]): readonly JsonObject[] {
  return items.filter(isJsonObject);
}

function narrowBy(
  key: string,
  value: Json,
  all: readonly Json[],
  list: string,
  table: Table,
  question: Question,
): readonly Json[] {
  const pick = table.picks?.[key];
  if (pick !== undefined) return pick(all, value, list);
  const items = objectsOf(all);
  const ids = table.ids?.[key];
  if (ids !== undefined) {
    const wanted = (Array.isArray(value) ? value : [value]).map(String);
    if (ids.max !== undefined && wanted.length > ids.max) {
      throw new WireError('ValidationError', `${key} may hold up to ${ids.max} values, not ${wanted.length}`);
    }
    const missing = wanted.filter((id) => !items.some((item) => item[ids.field] === id));
    if (missing.length > 0) throw new WireError(ids.notFound, `'${missing.join(', ')}' does not exist`);
    // An empty list is no restriction: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-pagination.html
    return items.filter((item) => wanted.length === 0 || wanted.includes(textOf(item[ids.field])));
  }
  const selector = table.selectors?.[key];
  if (selector !== undefined) {
    const wanted = (Array.isArray(value) ? value : [value]).map(String);
    return items.filter((item) => valuesOf(item, selector, question.region).some((found) => wanted.includes(found)));
  }
  if (key === (table.filterParameter ?? 'Filters') && table.filters !== undefined && Array.isArray(value)) {
    return value
      .filter(isJsonObject)
      .reduce<JsonObject[]>((kept, filter) => applyFilter(filter, kept, table, question.region), [...items]);
  }
  throw new WireError('WorldHasNoAnswer', `The world's answer to ${question.name} cannot be narrowed by ${key}`);
}

function applyFilter(filter: JsonObject, items: readonly JsonObject[], table: Table, region: string): JsonObject[] {
  const name = textOf(filter['Name']);
  const values = filter['Values'];
  const wanted = Array.isArray(values) ? values.map(String) : [];
  if (wanted.length === 0) throw new WireError('InvalidParameterValue', `The filter '${name}' has no values`);
  if (wanted.length > MAX_FILTER_VALUES) {
    throw new WireError('FilterLimitExceeded', `The maximum number of filter values is ${MAX_FILTER_VALUES}`);
  }
  const field = filterField(name, table);
  if (field === undefined) throw new WireError('InvalidParameterValue', `The filter '${name}' is invalid`);
  const patterns = wanted.map(wildcard);
  return items.filter((item) =>
    valuesOf(item, field, region).some((found) => patterns.some((pattern) => pattern.test(found))),
  );
}

function filterField(name: string, table: Table): Field | undefined {
  const tagField = table.tags;
  if (tagField !== undefined && name === 'tag-key') return `${tagField}.Key`;
  if (tagField !== undefined && name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (item) => {
      const tags = item[tagField];
      return Array.isArray(tags)
        ? tags.filter(isJsonObject).flatMap((tag) => (tag['Key'] === key ? [textOf(tag['Value'])] : []))
        : [];
    };
  }
  return table.filters !== undefined && Object.hasOwn(table.filters, name) ? table.filters[name] : undefined;
}

/** EC2's filter values know `*` and `?`. */
function wildcard(value: string): RegExp {
  const source = value
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

function valuesOf(item: JsonObject, field: Field, region: string): readonly string[] {
  if (typeof field === 'function') return field(item, region);
  let values: Json[] = [item];
  for (const part of field.split('.')) {
    values = values.flatMap((value) => {
      const found = isJsonObject(value) ? value[part] : undefined;
      return found === undefined ? [] : Array.isArray(found) ? (found as Json[]) : [found];
    });
  }
  return values.map(String);
}

interface Paging {
  /** Input members for the size of a page and for where it starts, output member for where the next one does. */
  readonly size: string;
  readonly token: string;
  readonly next: string;
}

function pagingOf({ input, output }: OperationModel): Paging | undefined {
  if (!input.isStructSchema() || !output.isStructSchema()) return undefined;
  const inputs = [...membersOf(input).keys()];
  const outputs = [...membersOf(output).keys()];
  const first = (names: readonly string[], candidates: readonly string[]): string | undefined =>
    candidates.find((name) => names.includes(name));
  const size = first(inputs, ['MaxResults', 'maxResults', 'PageSize', 'MaxItems', 'MaxRecords', 'MaxDatapoints']);
  const token = first(inputs, ['NextToken', 'nextToken', 'Marker']);
  const next = first(outputs, ['NextToken', 'nextToken', 'NextMarker', 'Marker']);
  return size !== undefined && token !== undefined && next !== undefined ? { size, token, next } : undefined;
}

function page(output: JsonObject, params: JsonObject, paging: Paging, question: Question): JsonObject {
  const size = pageSize(question, paging.size);
  const fingerprint = createHash('sha256')
    .update(stableStringify({ operation: question.name, region: question.region, params }))
    .digest('base64url');
  const start = readToken(question.params[paging.token], fingerprint, paging);
  if (question.name === METRIC_DATA) {
    const data = metricDataPage(output['MetricDataResults'] as readonly Json[], start, size);
    const next = data.more && { [paging.next]: writeToken(start + size, fingerprint) };
    const { Messages, ...rest } = output;
    // What is said of the whole request is said once.
    return { ...rest, ...(start === 0 && Messages && { Messages }), MetricDataResults: data.results, ...next };
  }
  const members = membersOf(question.operation.output);
  const lists = Object.keys(output).filter((key) => members.get(key)?.isListSchema() === true);
  const total = Math.max(0, ...lists.map((key) => (output[key] as readonly Json[]).length));
  const end = start + size;
  const result: Record<string, Json | undefined> = { ...output };
  for (const key of lists) result[key] = (output[key] as readonly Json[]).slice(start, end);
  if (end < total) result[paging.next] = writeToken(end, fingerprint);
  // Some services repeat the page size, and say in a field of its own whether there is more.
  for (const name of ['MaxItems', 'MaxResults']) if (members.has(name)) result[name] = size;
  for (const name of ['IsTruncated', 'AdditionalRoutesAvailable']) if (members.has(name)) result[name] = end < total;
  return result;
}

function pageSize(question: Question, sizeParameter: string): number {
  const bounds = pageBounds(question.name);
  const asked = question.params[sizeParameter];
  let size = bounds.max;
  if (asked !== undefined) {
    const tooLarge = Number(asked) > bounds.max && bounds.above === 'refuse';
    if (Number(asked) < bounds.min || tooLarge) {
      throw new WireError(
        question.protocol === 'ec2-query' ? 'InvalidParameterValue' : 'ValidationError',
        `Value ( ${textOf(asked)} ) for parameter ${sizeParameter} is invalid. Expecting a value from ${bounds.min} to ${bounds.max}.`,
      );
    }
    size = Math.min(Number(asked), bounds.max);
  }
  return Math.max(1, Math.min(size, question.pageLimit ?? size));
}

/** A token is good only for the request that it continues. */
function writeToken(start: number, fingerprint: string): string {
  return Buffer.from(JSON.stringify([start, fingerprint])).toString('base64url');
}

function readToken(token: Json | undefined, fingerprint: string, paging: Paging): number {
  if (token === undefined) return 0;
  try {
    const [start, owner] = JSON.parse(Buffer.from(textOf(token), 'base64url').toString()) as [number, string];
    if (owner === fingerprint && Number.isInteger(start)) return start;
  } catch {
    // Not a token of this server: refused below like one of another request.
  }
  throw new WireError(
    paging.token === 'Marker' ? 'ValidationError' : 'InvalidNextToken',
    `The ${paging.token} is not one of this request: its other parameters must stay the same from page to page`,
  );
}
