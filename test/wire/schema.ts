import { NormalizedSchema } from '@smithy/core/schema';

/** How a service puts an operation on the wire: https://smithy.io/2.0/aws/protocols/index.html */
export type Protocol = 'ec2-query' | 'query' | 'rest-xml' | 'rest-json' | 'json-1.1';

export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method and path template, for the REST protocols. */
  readonly http?: { readonly method: string; readonly path: string };
}

export interface ServiceModel {
  /** The name in the SigV4 credential scope, which is also the prefix of its IAM actions here. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly xmlNamespace: string;
  readonly version: string;
  readonly operations: ReadonlyMap<string, OperationModel>;
}

interface ServiceSource {
  readonly protocol: Protocol;
  readonly xmlNamespace: string;
  readonly version: string;
  readonly load: () => Promise<object>;
}

const SOURCES: Readonly<Record<string, ServiceSource>> = {
  ec2: {
    protocol: 'ec2-query',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    version: '2016-11-15',
    load: () => import('@aws-sdk/client-ec2'),
  },
  elasticloadbalancing: {
    protocol: 'query',
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    version: '2015-12-01',
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  },
  sts: {
    protocol: 'query',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    version: '2011-06-15',
    load: () => import('@aws-sdk/client-sts'),
  },
  route53: {
    protocol: 'rest-xml',
    xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
    version: '2013-04-01',
    load: () => import('@aws-sdk/client-route-53'),
  },
  'vpc-lattice': {
    protocol: 'rest-json',
    xmlNamespace: '',
    version: '2022-11-30',
    load: () => import('@aws-sdk/client-vpc-lattice'),
  },
  servicequotas: {
    protocol: 'json-1.1',
    xmlNamespace: '',
    version: '2019-06-24',
    load: () => import('@aws-sdk/client-service-quotas'),
  },
};

export const SERVICE_NAMES: readonly string[] = Object.keys(SOURCES);

/** The first element of a Smithy operation schema, as the SDK's generated schema files write it. */
const OPERATION = 9;

/** Reads a service's operations from the schemas that its SDK package carries; `undefined` for a service unknown here. */
export async function loadServiceModel(name: string): Promise<ServiceModel | undefined> {
  const source = SOURCES[name];
  if (source === undefined) return undefined;
  const operations = new Map<string, OperationModel>();
  for (const schema of Object.values(await source.load()) as unknown[]) {
    if (!Array.isArray(schema) || schema[0] !== OPERATION) continue;
    const [, , operation, traits, input, output] = schema as unknown as [number, string, string, unknown, never, never];
    const http = (traits as { http?: [string, string] } | 0) || undefined;
    operations.set(operation, {
      name: operation,
      input: NormalizedSchema.of(input),
      output: NormalizedSchema.of(output),
      ...(http?.http && { http: { method: http.http[0], path: http.http[1] } }),
    });
  }
  const { protocol, xmlNamespace, version } = source;
  return { name, protocol, xmlNamespace, version, operations };
}

/** The traits that decide names on the wire; a member's own before its shape's. */
export interface WireTraits {
  readonly xmlName?: string;
  readonly ec2QueryName?: string;
  readonly xmlFlattened?: 1;
  readonly xmlAttribute?: 1;
  readonly jsonName?: string;
  readonly httpLabel?: 1;
  readonly httpQuery?: string;
  readonly httpHeader?: string;
}

export function traitsOf(schema: NormalizedSchema): WireTraits {
  return schema.getMergedTraits();
}

/** A member's own traits: a list's name must not come from the shape it shares with other members. */
export function memberTraitsOf(schema: NormalizedSchema): WireTraits {
  return schema.getMemberTraits();
}

/** A structure's members by name; none for an operation without input or output. */
export function membersOf(schema: NormalizedSchema): ReadonlyMap<string, NormalizedSchema> {
  return new Map(schema.structIterator());
}

/** The names of a structure's required members: the schema lists them first and gives their number. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const raw: unknown = schema.getSchema();
  if (!Array.isArray(raw)) return [];
  const [, , , , names, , count] = raw as unknown as [number, string, string, unknown, string[], unknown[], number?];
  return schema.isStructSchema() ? names.slice(0, count ?? 0) : [];
}
