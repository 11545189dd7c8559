import { cbor } from '@smithy/core/cbor';
import type { NormalizedSchema } from '@smithy/core/schema';
import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
import { WireError } from './errors.ts';
import { requiredMembers, traitsOf, type OperationModel, type ServiceModel } from './schema.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface DecodedRequest {
  readonly operation: OperationModel;
  readonly params: JsonObject;
}

/**
 * Reads which operation is called and with which input, by the input's schema.
 *
 * @throws WireError for an operation or a parameter that the schema does not know, and for a required one that is missing
 */
export function decodeRequest(service: ServiceModel, request: HttpRequest): DecodedRequest {
  const decoded = decode(service, request);
  const missing = requiredMembers(decoded.operation.input).filter((name) => decoded.params[name] === undefined);
  if (missing.length > 0) {
    throw new WireError('MissingParameter', `The request must contain the parameter ${missing.join(', ')}`);
  }
  return decoded;
}

function decode(service: ServiceModel, request: HttpRequest): DecodedRequest {
  switch (service.protocol) {
    case 'ec2-query':
    case 'query':
      return decodeQuery(service, request);
    case 'rest-xml':
    case 'rest-json':
      return decodeRest(service, request);
    case 'json-1.0':
    case 'json-1.1': {
      const type = header(request, 'content-type');
      if (type !== `application/x-amz-${service.protocol}`) throw unknownParameter(`content-type ${type ?? ''}`);
      const target = header(request, 'x-amz-target') ?? '';
      const operation = knownOperation(service, target.slice(target.lastIndexOf('.') + 1));
      return { operation, params: rpcParams(operation, parseJson(request.body)) };
    }
    case 'rpc-v2-cbor': {
      const operation = knownOperation(service, /\/operation\/([^/]+)$/.exec(request.url.pathname)?.[1] ?? '');
      return { operation, params: rpcParams(operation, parseCbor(request.body)) };
    }
  }
}

function rpcParams(operation: OperationModel, body: Json): JsonObject {
  if (!operation.input.isUnitSchema()) return fromJson(operation.input, body, '') as JsonObject;
  const [unknown] = isJsonObject(body) ? Object.keys(body) : ['body'];
  if (unknown !== undefined) throw unknownParameter(unknown);
  return {};
}

function header(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function knownOperation(service: ServiceModel, name: string): OperationModel {
  const operation = service.operations.get(name);
  if (operation === undefined) {
    throw new WireError('InvalidAction', `The action ${name} is not valid for this service (${service.name}).`);
  }
  return operation;
}

function unknownParameter(name: string): WireError {
  return new WireError('UnknownParameter', `The parameter ${name} is not recognized`);
}

function invalidValue(name: string, value: unknown): WireError {
  return new WireError('InvalidParameterValue', `Invalid value '${JSON.stringify(value)}' for ${name}`);
}

function parseJson(body: Buffer): Json {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as Json;
  } catch {
    throw new WireError('SerializationException', 'The body is not JSON');
  }
}

/** CBOR as JSON has it: a timestamp, which is CBOR's tag 1, is its number of seconds. */
function parseCbor(body: Buffer): Json {
  if (body.length === 0) return {};
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (value instanceof Date) return value.getTime() / 1000;
    if (typeof value !== 'object' || value === null) return value;
    if ('tag' in value && 'value' in value) return value.value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  };
  try {
    return plain(cbor.deserialize(body)) as Json;
  } catch {
    throw new WireError('SerializationException', 'The body is not CBOR');
  }
}

/** A query parameter's name split at its dots: `Filter.1.Value.2`. */
interface QueryNode {
  value?: string;
  readonly children: Map<string, QueryNode>;
}

function decodeQuery(service: ServiceModel, request: HttpRequest): DecodedRequest {
  const pairs = [...new URLSearchParams(request.body.toString('utf8')), ...request.url.searchParams];
  const root: QueryNode = { children: new Map() };
  let action = '';
  for (const [name, value] of pairs) {
    if (name === 'Action') action = value;
    else if (name === 'Version') {
      if (value !== service.version) {
        throw new WireError('InvalidAction', `The version ${value} of ${service.name} is not supported`);
      }
    } else put(root, name, value);
  }
  const operation = knownOperation(service, action);
  if (operation.input.isUnitSchema()) {
    const [unknown] = root.children.keys();
    if (unknown !== undefined) throw unknownParameter(unknown);
    return { operation, params: {} };
  }
  return {
    operation,
    params: fromQuery(operation.input, root, '', service.protocol === 'ec2-query') as JsonObject,
  };
}

function put(root: QueryNode, name: string, value: string): void {
  let node = root;
  for (const part of name.split('.')) {
    let child = node.children.get(part);
    if (child === undefined) {
      child = { children: new Map() };
      node.children.set(part, child);
    }
    node = child;
  }
  node.value = value;
}

/** The name of a member in a query: https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
function queryName(name: string, member: NormalizedSchema, ec2: boolean): string {
  const { xmlName, ec2QueryName } = traitsOf(member);
  if (!ec2) return xmlName ?? name;
  if (ec2QueryName !== undefined) return ec2QueryName;
  const base = xmlName ?? name;
  return base.charAt(0).toUpperCase() + base.slice(1);
}

function fromQuery(schema: NormalizedSchema, node: QueryNode, path: string, ec2: boolean): Json {
  if (schema.isStructSchema()) {
    const result: Record<string, Json> = {};
    const known = new Set<string>();
    for (const [name, member] of schema.structIterator()) {
      const key = queryName(name, member, ec2);
      known.add(key);
      const child = node.children.get(key);
      if (child !== undefined) result[name] = fromQuery(member, child, join(path, key), ec2);
    }
    for (const key of node.children.keys()) if (!known.has(key)) throw unknownParameter(join(path, key));
    return result;
  }
  if (schema.isListSchema()) {
    if (node.value === '' && node.children.size === 0) return [];
    const item = schema.getValueSchema();
    let items = node;
    if (!ec2 && traitsOf(schema).xmlFlattened === undefined) {
      const key = traitsOf(item).xmlName ?? 'member';
      const list = node.children.get(key);
      if (list === undefined || node.children.size > 1) throw unknownParameter(path);
      items = list;
    }
    return [...items.children]
      .map(([key, child]) => {
        if (!/^[1-9]\d*$/.test(key)) throw unknownParameter(join(path, key));
        return { index: Number(key), value: fromQuery(item, child, join(path, key), ec2) };
      })
      .sort((a, b) => a.index - b.index)
      .map(({ value }) => value);
  }
  const [unknown] = node.children.keys();
  if (unknown !== undefined) throw unknownParameter(join(path, unknown));
  return scalar(schema, node.value ?? '', path);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function scalar(schema: NormalizedSchema, value: string, path: string): Json {
  if (schema.isBooleanSchema()) {
    if (value !== 'true' && value !== 'false') throw invalidValue(path, value);
    return value === 'true';
  }
  if (schema.isNumericSchema()) {
    if (value === '' || !Number.isFinite(Number(value))) throw invalidValue(path, value);
    return Number(value);
  }
  if (schema.isTimestampSchema()) {
    if (Number.isNaN(Date.parse(value))) throw invalidValue(path, value);
    return new Date(value).toISOString();
  }
  return value;
}

function decodeRest(service: ServiceModel, request: HttpRequest): DecodedRequest {
  for (const operation of service.operations.values()) {
    const labels = matchPath(operation, request);
    if (labels !== undefined) return { operation, params: restParams(service, operation, request, labels) };
  }
  throw new WireError(
    'InvalidAction',
    `${request.method} ${request.url.pathname} is no operation of ${service.name}.`,
    404,
  );
}

/** The labels of the path, when method, path and literal query of the operation are the request's. */
function matchPath({ http }: OperationModel, request: HttpRequest): ReadonlyMap<string, string> | undefined {
  if (http?.method !== request.method) return undefined;
  const [path = '', query = ''] = http.path.split('?');
  if ([...new URLSearchParams(query)].some(([name]) => !request.url.searchParams.has(name))) return undefined;
  const template = path.split('/');
  const actual = request.url.pathname.replace(/(?<=.)\/$/, '').split('/');
  if (template.length !== actual.length) return undefined;
  const labels = new Map<string, string>();
  for (const [i, part] of template.entries()) {
    const given = actual[i] ?? '';
    const label = /^\{(.+?)\+?\}$/.exec(part)?.[1];
    if (label !== undefined) labels.set(label, decodeURIComponent(given));
    else if (part !== given) return undefined;
  }
  return labels;
}

function restParams(
  service: ServiceModel,
  operation: OperationModel,
  request: HttpRequest,
  labels: ReadonlyMap<string, string>,
): JsonObject {
  const literal = new URLSearchParams(operation.http?.path.split('?')[1] ?? '');
  const known = new Set<string>(literal.keys());
  const result: Record<string, Json> = {};
  const bodyMembers = new Set<string>();
  if (operation.input.isUnitSchema()) return result;
  for (const [name, member] of operation.input.structIterator()) {
    const traits = traitsOf(member);
    const label = labels.get(name);
    if (label !== undefined) {
      result[name] = scalar(member, label, name);
    } else if (traits.httpQuery !== undefined) {
      known.add(traits.httpQuery);
      const values = request.url.searchParams.getAll(traits.httpQuery);
      if (values.length === 0) continue;
      result[name] = member.isListSchema()
        ? values.map((value) => scalar(member.getValueSchema(), value, name))
        : scalar(member, values[0] ?? '', name);
    } else if (traits.httpHeader !== undefined) {
      const value = header(request, traits.httpHeader.toLowerCase());
      if (value !== undefined) result[name] = scalar(member, value, name);
    } else {
      bodyMembers.add(name);
    }
  }
  for (const name of request.url.searchParams.keys()) if (!known.has(name)) throw unknownParameter(name);
  if (request.body.length === 0) return result;
  if (service.protocol === 'rest-xml') throw unknownParameter('body');
  const body = fromJson(operation.input, parseJson(request.body), '') as JsonObject;
  for (const name of Object.keys(body)) if (!bodyMembers.has(name)) throw unknownParameter(name);
  return { ...result, ...body };
}

function fromJson(schema: NormalizedSchema, value: Json, path: string): Json {
  if (schema.isStructSchema()) {
    if (!isJsonObject(value)) throw invalidValue(path, value);
    const result: Record<string, Json> = {};
    const known = new Set<string>();
    for (const [name, member] of schema.structIterator()) {
      const key = traitsOf(member).jsonName ?? name;
      known.add(key);
      const item = value[key];
      if (item !== undefined && item !== null) result[name] = fromJson(member, item, join(path, key));
    }
    for (const key of Object.keys(value)) if (!known.has(key)) throw unknownParameter(join(path, key));
    return result;
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw invalidValue(path, value);
    return value.map((item: Json, i) => fromJson(schema.getValueSchema(), item, join(path, String(i))));
  }
  if (schema.isMapSchema()) {
    if (!isJsonObject(value)) throw invalidValue(path, value);
    return value;
  }
  if (schema.isTimestampSchema() && typeof value === 'number') return new Date(value * 1000).toISOString();
  const fits =
    (schema.isBooleanSchema() && typeof value === 'boolean') ||
    (schema.isNumericSchema() && typeof value === 'number') ||
    (!schema.isTimestampSchema() && typeof value === 'string');
  if (!fits) throw invalidValue(path, value);
  return value;
}
