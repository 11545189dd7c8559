import { AppError } from '../../core/model/errors.ts';
import type { ServiceClient } from '../client.ts';

/** The part of an SDK client that is used here: the SDK types each command by itself, the caller goes by name. */
interface SdkClient {
  send(command: never, options: { abortSignal: AbortSignal }): Promise<object>;
  destroy(): void;
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
      return client.send(new Command(input as never) as never, { abortSignal: signal });
    },
    destroy: () => {
      client.destroy();
    },
  };
}
