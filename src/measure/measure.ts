import { promises as dns } from 'node:dns';
import { connect, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type {
  ConnectionResult,
  ConnectionTest,
  Measurements,
  NameLookup,
  TextLookup,
} from '../core/measure/measurements.ts';
import type { MeasurementPlan } from '../core/measure/plan.ts';

/* Looks up names and opens connections from this machine: nothing is sent but DNS queries and TCP handshakes. */

export interface MeasureOptions {
  readonly signal?: AbortSignal;
  /** The DNS servers to ask, `address` or `address:port`; the machine's own by default. */
  readonly servers?: readonly string[];
  /** The machine's own addresses; those of its network interfaces by default. */
  readonly addresses?: readonly string[];
  /** How long a name and a connection may take, in milliseconds. */
  readonly lookupLimit?: number;
  readonly connectLimit?: number;
  readonly now?: () => Date;
}

/** A resolver that does not answer in that time does not serve its clients. */
const LOOKUP_LIMIT = 5000;
/** Two repetitions of a SYN that got lost: after one second and after three. */
const CONNECT_LIMIT = 4000;
/** How long an accepted connection must stay open: a peer that resets at once does so within that. */
const GRACE = 200;
const AT_ONCE = 16;

/**
 * Does what the plan says, all within the limits.
 *
 * @throws the signal's reason when it is aborted
 */
export async function measure(plan: MeasurementPlan, options: MeasureOptions = {}): Promise<Measurements> {
  const { signal, lookupLimit = LOOKUP_LIMIT, connectLimit = CONNECT_LIMIT, now = () => new Date() } = options;
  signal?.throwIfAborted();
  const at = now().toISOString();
  const resolver = new dns.Resolver({ timeout: lookupLimit, tries: 1 });
  if (options.servers !== undefined) resolver.setServers([...options.servers]);
  const cancel = (): void => {
    resolver.cancel();
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const lookups = await inTurns(plan.names, (name) => lookUp(resolver, name, lookupLimit));
    const texts = await inTurns(plan.textNames, (name) => lookUpText(resolver, name, lookupLimit));
    const read = plan.addresses.length > 0;
    const addresses = read ? plan.addresses : answersTo(lookups, plan.ownNames);
    const pairs = addresses.flatMap((address) => plan.ports.map((port) => ({ address, port })));
    const connections = await inTurns(pairs, ({ address, port }) => tryConnect(address, port, connectLimit, signal));
    signal?.throwIfAborted();
    return {
      version: 1,
      endpoint: plan.endpoint,
      at,
      place: { addresses: options.addresses ?? ownAddresses(), nameServers: resolver.getServers() },
      lookups,
      connections,
      ...(texts.length === 0 ? {} : { texts }),
    };
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** The machine's addresses but loopback and link-local ones, each once. */
export function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const own = all.filter(({ internal, address }) => !internal && !/^(?:169\.254\.|fe80:)/i.test(address));
  return [...new Set(own.map(({ address }) => address))];
}

function answersTo(lookups: readonly NameLookup[], names: readonly string[]): readonly string[] {
  return [...new Set(lookups.filter(({ name }) => names.includes(name)).flatMap(({ addresses }) => addresses))];
}

async function lookUp(resolver: dns.Resolver, name: string, limit: number): Promise<NameLookup> {
  const ask = async (query: Promise<string[]>): Promise<Answer> => {
    try {
      return { code: 'OK', addresses: await withLimit(query, limit) };
    } catch (error) {
      return { code: codeOf(error), addresses: [] };
    }
  };
  const answers = await Promise.all([ask(resolver.resolve4(name)), ask(resolver.resolve6(name))]);
  const addresses = answers.flatMap((answer) => answer.addresses);
  return { name, result: addresses.length > 0 ? 'answered' : emptyResult(answers.map(({ code }) => code)), addresses };
}

async function lookUpText(resolver: dns.Resolver, name: string, limit: number): Promise<TextLookup> {
  try {
    const records = await withLimit(resolver.resolveTxt(name), limit);
    return { name, result: 'answered', values: records.map((parts) => parts.join('')) };
  } catch (error) {
    return { name, result: emptyResult([codeOf(error)]), values: [] };
  }
}

interface Answer {
  readonly code: string;
  readonly addresses: readonly string[];
}

/** A name that exists has no NXDOMAIN for any type: https://datatracker.ietf.org/doc/html/rfc8020. */
function emptyResult(codes: readonly string[]): NameLookup['result'] {
  if (codes.every((code) => code === dns.NOTFOUND)) return 'no-such-name';
  if (codes.every((code) => code === dns.NODATA || code === 'OK')) return 'no-address';
  return codes.some((code) => code === dns.TIMEOUT) ? 'timed-out' : 'failed';
}

/** With several servers the resolver's own limit counts for each of them. */
async function withLimit<T>(task: Promise<T>, limit: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('The look-up took too long.'), { code: dns.TIMEOUT }));
    }, limit);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tryConnect(address: string, port: number, limit: number, signal?: AbortSignal): Promise<ConnectionTest> {
  return new Promise((resolve, reject) => {
    let isOpen = false;
    const socket = connect({ host: address, port, family: isIPv6(address) ? 6 : 4 });
    const end = (result: ConnectionResult): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.destroy();
      resolve({ address, port, result });
    };
    const abort = (): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    let timer = setTimeout(() => {
      end('timed-out');
    }, limit);
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => {
      isOpen = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        end('connected');
      }, GRACE);
    });
    // A peer that has said all that it has to say has answered.
    socket.once('end', () => {
      end('connected');
    });
    socket.once('error', (error) => {
      end(isOpen ? 'reset' : failure(codeOf(error)));
    });
    socket.resume();
  });
}

function failure(code: string): ConnectionResult {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ECONNRESET':
      return 'reset';
    case 'ETIMEDOUT':
      return 'timed-out';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return 'unreachable';
    default:
      return 'failed';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The results in the order of the items; some at once, so that no machine or firewall takes it for a scan. */
async function inTurns<T, R>(items: readonly T[], task: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(task))));
  }
  return results;
}
