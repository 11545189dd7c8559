import { randomUUID } from 'node:crypto';
import { cbor, dateToTag } from '@smithy/core/cbor';
import type { NormalizedSchema } from '@smithy/core/schema';
import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
import { jsonContentType, type WireResponse } from './errors.ts';
import { textOf } from './json-text.ts';
import { membersOf, memberTraitsOf, traitsOf, type OperationModel, type ServiceModel } from './schema.ts';
import { escapeXml } from './xml.ts';

/** Timestamp shapes that fix their own format; 4 leaves it to the protocol. */
const TIMESTAMP_DATE_TIME = 5;
const TIMESTAMP_HTTP_DATE = 6;
const TIMESTAMP_EPOCH = 7;

/** An operation's output as its service writes it. */
export function encodeOutput(service: ServiceModel, operation: OperationModel, output: JsonObject): WireResponse {
  const requestId = randomUUID();
  const { name } = operation;
  switch (service.protocol) {
    case 'ec2-query':
      return {
        status: 200,
        headers: { 'content-type': 'text/xml;charset=UTF-8' },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<${name}Response xmlns="${service.xmlNamespace}"><requestId>${requestId}</requestId>${xmlMembers(operation.output, output)}</${name}Response>`,
      };
    case 'query':
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: `<${name}Response xmlns="${service.xmlNamespace}"><${name}Result>${xmlMembers(operation.output, output)}</${name}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`,
      };
    case 'rest-xml': {
      const root = operation.output.getName() ?? `${name}Response`;
      return {
        status: 200,
        headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
        body: `<?xml version="1.0"?>\n<${root} xmlns="${service.xmlNamespace}">${xmlMembers(operation.output, output)}</${root}>`,
      };
    }
    case 'rest-json':
    case 'json-1.0':
    case 'json-1.1':
      return {
        status: 200,
        headers: { 'content-type': jsonContentType(service.protocol), 'x-amzn-requestid': requestId },
        body: JSON.stringify(toJson(operation.output, output)),
      };
    case 'rpc-v2-cbor':
      return {
        status: 200,
        headers: {
          'content-type': 'application/cbor',
          'smithy-protocol': 'rpc-v2-cbor',
          'x-amzn-requestid': requestId,
        },
        body: cbor.serialize(toCbor(operation.output, output)),
      };
  }
}

function xmlMembers(schema: NormalizedSchema, value: JsonObject): string {
  if (schema.isUnitSchema()) return '';
  let xml = '';
  for (const [name, member] of schema.structIterator()) {
    const item = value[name];
    if (item === undefined || item === null) continue;
    xml += xmlMember(memberTraitsOf(member).xmlName ?? name, member, item);
  }
  return xml;
}

function xmlMember(name: string, schema: NormalizedSchema, value: Json): string {
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    const flat = traitsOf(schema).xmlFlattened !== undefined;
    const itemName = flat ? name : (traitsOf(item).xmlName ?? 'member');
    const items = (value as readonly Json[]).map((entry) => xmlMember(itemName, item, entry)).join('');
    return flat ? items : element(name, items);
  }
  if (schema.isMapSchema()) {
    const key = traitsOf(schema.getKeySchema()).xmlName ?? 'key';
    const item = schema.getValueSchema();
    const itemName = traitsOf(item).xmlName ?? 'value';
    const flat = traitsOf(schema).xmlFlattened !== undefined;
    const entries = Object.entries(value as JsonObject)
      .map(([entryKey, entry]) => {
        const content = element(key, escapeXml(entryKey)) + xmlMember(itemName, item, entry ?? null);
        return element(flat ? name : 'entry', content);
      })
      .join('');
    return flat ? entries : element(name, entries);
  }
  if (schema.isStructSchema()) return element(name, xmlMembers(schema, value as JsonObject));
  if (schema.isTimestampSchema()) return element(name, timestamp(schema, value as string, TIMESTAMP_DATE_TIME));
  return element(name, escapeXml(textOf(value)));
}

function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

function toJson(schema: NormalizedSchema, value: Json): Json {
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    return (value as readonly Json[]).map((entry) => toJson(item, entry));
  }
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema();
    return Object.fromEntries(
      Object.entries(value as JsonObject).map(([key, entry]) => [key, toJson(item, entry ?? null)]),
    );
  }
  if (schema.isStructSchema()) {
    const result: Record<string, Json> = {};
    for (const [name, member] of schema.structIterator()) {
      const item = (value as JsonObject)[name];
      if (item !== undefined) result[traitsOf(member).jsonName ?? name] = toJson(member, item);
    }
    return result;
  }
  if (schema.isTimestampSchema()) {
    const formatted = timestamp(schema, value as string, TIMESTAMP_EPOCH);
    return timestampFormat(schema, TIMESTAMP_EPOCH) === TIMESTAMP_EPOCH ? Number(formatted) : formatted;
  }
  return value;
}

/** As JSON, but for timestamps, which are CBOR's tag 1, and absent members, which CBOR would write. */
function toCbor(schema: NormalizedSchema, value: Json): unknown {
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    return (value as readonly Json[]).map((entry) => toCbor(item, entry));
  }
  if (schema.isStructSchema()) {
    const object = value as JsonObject;
    return Object.fromEntries(
      [...schema.structIterator()].flatMap(([name, member]) => {
        const item = object[name];
        return item === undefined ? [] : [[name, toCbor(member, item)]];
      }),
    );
  }
  return schema.isTimestampSchema() ? dateToTag(new Date(value as string)) : value;
}

function timestampFormat(schema: NormalizedSchema, protocolDefault: number): number {
  const shape: unknown = schema.getSchema();
  return shape === TIMESTAMP_DATE_TIME || shape === TIMESTAMP_HTTP_DATE || shape === TIMESTAMP_EPOCH
    ? shape
    : protocolDefault;
}

function timestamp(schema: NormalizedSchema, value: string, protocolDefault: number): string {
  const date = new Date(value);
  switch (timestampFormat(schema, protocolDefault)) {
    case TIMESTAMP_HTTP_DATE:
      return date.toUTCString();
    case TIMESTAMP_EPOCH:
      return String(date.getTime() / 1000);
    default:
      return date.toISOString();
  }
}

/**
 * Checks that a value of a world is what the schema says, so that a misspelt field fails at once and is not an absent one.
 *
 * @returns what is wrong, each with its path; nothing when all is well
 */
export function checkOutput(schema: NormalizedSchema, value: Json, path: string): readonly string[] {
  const expected = (what: string): readonly string[] => [`${path} should be ${what}, not ${JSON.stringify(value)}`];
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return expected('a list');
    const item = schema.getValueSchema();
    return value.flatMap((entry: Json, i) => checkOutput(item, entry, `${path}[${i}]`));
  }
  if (schema.isMapSchema()) {
    if (!isJsonObject(value)) return expected('an object');
    const item = schema.getValueSchema();
    return Object.entries(value).flatMap(([key, entry]) => checkOutput(item, entry ?? null, `${path}.${key}`));
  }
  if (schema.isStructSchema()) {
    if (!isJsonObject(value)) return expected('an object');
    const members = membersOf(schema);
    if (schema.isUnionSchema() && Object.keys(value).length !== 1) return expected('one member of a union');
    return Object.entries(value).flatMap(([name, entry]) => {
      const member = members.get(name);
      if (member === undefined) return [`${path}.${name} is no field of ${schema.getName() ?? 'this shape'}`];
      return entry === undefined ? [] : checkOutput(member, entry, `${path}.${name}`);
    });
  }
  if (schema.isUnitSchema()) {
    return isJsonObject(value) && Object.keys(value).length === 0 ? [] : expected('empty');
  }
  if (schema.isTimestampSchema()) {
    return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? [] : expected('an ISO 8601 date');
  }
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? [] : expected('true or false');
  if (schema.isNumericSchema()) return typeof value === 'number' ? [] : expected('a number');
  return typeof value === 'string' ? [] : expected('a string');
}
