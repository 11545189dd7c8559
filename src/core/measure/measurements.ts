import { AppError } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { number, object, objects, text, texts } from '../model/read.ts';

/*
 * What one machine got when it looked up an endpoint's names and opened connections to it: plain data with its time and
 * place, so that a diagnosis that used it can be repeated anywhere.
 */

export const LOOKUP_RESULTS = ['answered', 'no-such-name', 'no-address', 'timed-out', 'failed'] as const;
export type LookupResult = (typeof LOOKUP_RESULTS)[number];

/** What the machine's resolver said of a name. */
export interface NameLookup {
  /** Lower case, without a trailing dot. */
  readonly name: string;
  /** `no-such-name` is NXDOMAIN; `no-address`: the name exists and has neither an A nor an AAAA record. */
  readonly result: LookupResult;
  readonly addresses: readonly string[];
}

/** What the machine's resolver said of a name's TXT records. */
export interface TextLookup {
  /** Lower case, without a trailing dot. */
  readonly name: string;
  readonly result: LookupResult;
  readonly values: readonly string[];
}

export const CONNECTION_RESULTS = ['connected', 'refused', 'reset', 'timed-out', 'unreachable', 'failed'] as const;
export type ConnectionResult = (typeof CONNECTION_RESULTS)[number];

/** What became of a TCP connection. */
export interface ConnectionTest {
  readonly address: string;
  readonly port: number;
  /** `unreachable`: the machine has no route; `failed`: it could not even try. */
  readonly result: ConnectionResult;
}

export interface Measurements {
  readonly version: 1;
  /** The endpoint, or the endpoint service, that they are about. */
  readonly endpoint: string;
  /** ISO 8601: when they began. */
  readonly at: string;
  readonly place: {
    /** The machine's own addresses, without loopback and link-local ones. */
    readonly addresses: readonly string[];
    /** The DNS servers that it asks. */
    readonly nameServers: readonly string[];
  };
  readonly lookups: readonly NameLookup[];
  readonly connections: readonly ConnectionTest[];
  /** Of a service: where the TXT record may stand that proves its private name. */
  readonly texts?: readonly TextLookup[];
}

/** True for results that say something of the path, and not of the machine alone. */
export function tellsOfPath(result: ConnectionResult): boolean {
  return result !== 'unreachable' && result !== 'failed';
}

/**
 * Reads measurements, or those of a saved diagnosis.
 *
 * @param value the parsed JSON
 * @throws AppError `unreadable-file` that names what is wrong
 */
export function readMeasurements(value: unknown): Measurements {
  const root = isJsonObject(value) ? (object(value, 'measurements') ?? value) : undefined;
  if (root === undefined) throw wrong('it is no JSON object');
  if (root['version'] !== 1) throw wrong('its version is not 1');
  const place = object(root, 'place');
  const lookups = objects(root, 'lookups');
  const connections = objects(root, 'connections');
  const records = objects(root, 'texts');
  if (place === undefined || lookups === undefined || connections === undefined) {
    throw wrong('place, lookups or connections is missing');
  }
  return {
    version: 1,
    endpoint: needed(root, 'endpoint'),
    at: time(root, 'at'),
    place: { addresses: texts(place, 'addresses') ?? [], nameServers: texts(place, 'nameServers') ?? [] },
    lookups: lookups.map((item) => ({
      name: needed(item, 'name'),
      result: oneOf(item['result'], LOOKUP_RESULTS),
      addresses: texts(item, 'addresses') ?? [],
    })),
    connections: connections.map((item) => {
      const port = number(item, 'port');
      if (port === undefined) throw wrong('port is missing');
      return { address: needed(item, 'address'), port, result: oneOf(item['result'], CONNECTION_RESULTS) };
    }),
    ...(records === undefined
      ? {}
      : {
          texts: records.map((item) => ({
            name: needed(item, 'name'),
            result: oneOf(item['result'], LOOKUP_RESULTS),
            values: texts(item, 'values') ?? [],
          })),
        }),
  };
}

function needed(parent: JsonObject, field: string): string {
  const value = text(parent, field);
  if (value === undefined) throw wrong(`${field} is missing`);
  return value;
}

function time(parent: JsonObject, field: string): string {
  const value = needed(parent, field);
  if (!ISO_TIME.test(value) || Number.isNaN(Date.parse(value))) throw wrong(`${field} is no ISO 8601 time`);
  return value;
}

/** With its zone: without one it means another moment on each machine. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function oneOf<T extends string>(value: Json | undefined, known: readonly T[]): T {
  const found = known.find((item) => item === value);
  if (found === undefined) throw wrong(`a result is none of ${known.join(', ')}`);
  return found;
}

function wrong(why: string): AppError {
  return new AppError(
    'unreadable-file',
    `These are no measurements: ${why}. Give what "privatelink diagnose ID --measure --format json" printed.`,
  );
}
