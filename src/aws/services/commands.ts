import { AppError } from '../../core/model/errors.ts';
import type { ServiceClient } from '../client.ts';

/** The part of an SDK client that is used here: the SDK types each command by itself, the caller goes by name. */
interface SdkClient {
  send(command: never, options: { abortSignal: AbortSignal }): Promise<object>;
  destroy(): void;
}

/** Snapshots hold times as ISO 8601; the SDK serialises a Date in whatever form the service's protocol wants. */
function withDates(input: object): object {
  const isTime = (name: string, value: unknown): value is string =>
    /^(Start|End)Time$/.test(name) && typeof value === 'string';
  return Object.fromEntries(
    Object.entries(input).map(([name, value]: [string, unknown]) => [
      name,
      isTime(name, value) ? new Date(value) : value,
    ]),
  );
}

/** A client by operation name. An operation that is not in the table is refused: nothing else is ever sent. */
export function overCommands(
  client: SdkClient,
  commands: Readonly<Record<string, new (input: never) => object>>,
): ServiceClient {
  return {
    send: async (operation, input, signal) => {
      const Command = commands[operation];
      if (Command === undefined) throw new AppError('internal', `The operation ${operation} is not on the list.`);
      return client.send(new Command(withDates(input) as never) as never, { abortSignal: signal });
    },
    destroy: () => {
      client.destroy();
    },
  };
}
