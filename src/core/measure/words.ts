import type { ConnectionTest, Measurements, NameLookup } from './measurements.ts';

/* Measurements in words, for reports. */

/** When and where it was measured: the machine has no name in a report, only its addresses. */
export function measuredSentence({ at, place }: Measurements): string {
  const machine = place.addresses.length === 0 ? 'without an address' : `at ${place.addresses.join(', ')}`;
  return `Configuration was read; names and connections were measured on a machine ${machine}, at ${at}.`;
}

/** One line a name and a connection. */
export function measurementLines({ place, lookups, connections, texts = [] }: Measurements): readonly string[] {
  const servers = place.nameServers.length === 0 ? 'no DNS server' : place.nameServers.join(', ');
  return [
    ...(lookups.length + texts.length === 0 ? [] : [`asked ${servers}`]),
    ...lookups.map((item) => `${item.name}: ${lookupWords(item)}`),
    ...texts.map((item) =>
      item.result === 'answered'
        ? `${item.name} TXT: ${item.values.join(', ')}`
        : `${item.name} TXT: ${lookupWords({ ...item, addresses: [] })}`,
    ),
    ...connections.map(({ address, port, result }) => `${address} tcp/${port}: ${CONNECTION_WORDS[result]}`),
  ];
}

function lookupWords({ result, addresses }: NameLookup): string {
  switch (result) {
    case 'answered':
      return addresses.join(', ');
    case 'no-such-name':
      return 'no such name (NXDOMAIN)';
    case 'no-address':
      return 'no address';
    case 'timed-out':
      return 'timed out';
    case 'failed':
      return 'failed';
  }
}

const CONNECTION_WORDS: Readonly<Record<ConnectionTest['result'], string>> = {
  connected: 'connected',
  refused: 'refused',
  reset: 'reset',
  'timed-out': 'timed out',
  unreachable: 'no route',
  failed: 'could not be tried',
};
