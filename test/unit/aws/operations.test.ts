import { describe, expect, test, vi } from 'vitest';
import { SERVICE_IDS, type ServiceName } from '../../../src/aws/client.ts';
import { OPERATIONS, type Operation } from '../../../src/aws/operations.ts';
import { createServiceClient } from '../../../src/aws/services.ts';

/** The tables of commands that the services were made with, in place of clients. */
const { tables } = vi.hoisted(() => ({ tables: [] as Readonly<Record<string, { name: string }>>[] }));
vi.mock('../../../src/aws/services/commands.ts', () => ({
  overCommands: (client: { destroy: () => void }, commands: Readonly<Record<string, { name: string }>>) => {
    client.destroy();
    tables.push(commands);
    return {};
  },
}));

const LIST = Object.values<Operation>(OPERATIONS);
const SERVICES = (Object.keys(SERVICE_IDS) as (keyof typeof SERVICE_IDS)[]).filter(
  (service): service is ServiceName => service !== 'sso' && service !== 'sso-oidc',
);

describe('the list of operations', () => {
  test('only reads', () => {
    for (const { name } of LIST) expect(name).toMatch(/^[a-z0-9-]+:(Describe|Get|List|Lookup|Search)[A-Z]/);
  });

  test('names each operation once', () => {
    expect(new Set(LIST.map((operation) => operation.name)).size).toBe(LIST.length);
  });
});

describe('the commands that a client has', () => {
  test.each(SERVICES)('of %s are those of the list, no more and no fewer', async (service) => {
    tables.length = 0;
    await createServiceClient(service, { region: 'us-east-1' });
    const [commands = {}] = tables;
    const listed = LIST.filter((operation) => operation.service === service);
    expect(listed).not.toEqual([]);
    expect(Object.keys(commands).sort()).toEqual(listed.map(({ name }) => name.slice(name.indexOf(':') + 1)).sort());
    for (const [name, Command] of Object.entries(commands)) expect(Command.name).toBe(`${name}Command`);
  });
});
