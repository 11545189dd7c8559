import { NormalizedSchema } from '@smithy/core/schema';

/** How a service puts an operation on the wire: https://smithy.io/2.0/aws/protocols/index.html */
export type Protocol = 'ec2-query' | 'query' | 'rest-xml' | 'rest-json' | 'json-1.0' | 'json-1.1' | 'rpc-v2-cbor';

export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method and path template, for the REST protocols. */
  readonly http?: { readonly method: string; readonly path: string };
}

export interface ServiceModel {
  /** The prefix of its IAM actions, which is also that of operations in snapshots. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly xmlNamespace: string;
  readonly version: string;
  readonly operations: ReadonlyMap<string, OperationModel>;
}

interface ServiceSource {
  /** The name in the SigV4 credential scope, where that is not the prefix of the IAM actions. */
  readonly signedAs?: string;
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
  acm: {
    protocol: 'json-1.1',
    xmlNamespace: '',
    version: '2015-12-08',
    load: () => import('@aws-sdk/client-acm'),
  },
  cloudtrail: {
    protocol: 'json-1.1',
    xmlNamespace: '',
    version: '2013-11-01',
    load: () => import('@aws-sdk/client-cloudtrail'),
  },
  cloudwatch: {
    signedAs: 'monitoring',
    protocol: 'json-1.0',
    xmlNamespace: '',
    version: '2010-08-01',
    load: () => import('@aws-sdk/client-cloudwatch'),
  },
  iam: {
    protocol: 'query',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    version: '2010-05-08',
    load: () => import('@aws-sdk/client-iam'),
  },
  organizations: {
    protocol: 'json-1.1',
    xmlNamespace: '',
    version: '2016-11-28',
    load: () => import('@aws-sdk/client-organizations'),
  },
  pricing: {
    protocol: 'json-1.1',
    xmlNamespace: '',
    version: '2017-10-15',
    load: () => import('@aws-sdk/client-pricing'),
  },
  ram: {
    protocol: 'rest-json',
    xmlNamespace: '',
    version: '2018-01-04',
    load: () => import('@aws-sdk/client-ram'),
  },
  route53resolver: {
    protocol: 'json-1.1',
    xmlNamespace: '',
    version: '2018-04-01',
    load: () => import('./route53resolver.ts'),
  },
};

export const SERVICE_NAMES: readonly string[] = Object.keys(SOURCES);

/** The service that a SigV4 credential scope names; an unknown name is its own. */
export function serviceSignedAs(name: string): string {
  return Object.entries(SOURCES).find(([, source]) => source.signedAs === name)?.[0] ?? name;
}

/**
 * The model in the protocol that a request speaks. A service may have more than one: of CloudWatch's, the JavaScript SDK
 * speaks JSON 1.0 and the AWS CLI RPC v2 CBOR, which says so in a header
 * (https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html).
 */
export function inProtocolOf(
  model: ServiceModel,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): ServiceModel {
  return model.protocol === 'json-1.0' && headers['smithy-protocol'] === 'rpc-v2-cbor'
    ? { ...model, protocol: 'rpc-v2-cbor' }
    : model;
}

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
