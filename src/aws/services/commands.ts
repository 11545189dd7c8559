import { AppError } from '../../core/model/errors.ts';
import type { ServiceClient } from '../client.ts';

/** The part of an SDK client that is used here: the SDK types each command by itself, the caller goes by name. */
interface SdkClient {
  send(command: never, options: { abortSignal: AbortSignal }): Promise<object>;
  destroy(): void;
}

type Attempt = (args: unknown) => Promise<{ readonly response: unknown }>;

/** The part of an SDK command that is used here: what is done around each attempt of it. */
interface SdkCommand {
  readonly middlewareStack: {
    add(around: never, place: { readonly step: 'deserialize'; readonly priority: 'high' }): void;
  };
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

/**
 * A client by operation name. An operation that is not in the table is refused: nothing else is ever sent.
 *
 * @param answers what the service's protocol is made of
 */
export function overCommands(
  client: SdkClient,
  commands: Readonly<Record<string, new (input: never) => SdkCommand>>,
  answers: 'json' | 'xml' = 'json',
): ServiceClient {
  return {
    send: async (operation, input, signal, onAttempt) => {
      const Command = commands[operation];
      if (Command === undefined) throw new AppError('internal', `The operation ${operation} is not on the list.`);
      const command = new Command(withDates(input) as never);
      const around = (attempt: Attempt): Attempt => watched(attempt, answers, onAttempt);
      command.middlewareStack.add(around as never, { step: 'deserialize', priority: 'high' });
      return client.send(command as never, { abortSignal: signal });
    },
    destroy: () => {
      client.destroy();
    },
  };
}

function watched(
  attempt: Attempt,
  answers: 'json' | 'xml',
  onAttempt: ((attempt: Promise<unknown>) => void) | undefined,
): Attempt {
  return (args) => {
    const answer = attempt(args).then((result) => {
      if (answers === 'xml') refuseWebPage(result.response);
      return result;
    });
    onAttempt?.(answer);
    return answer;
  };
}

/**
 * A page of a proxy or a captive portal may be well-formed XML. The SDK finds none of the fields in it that it looks for
 * and would take it for an answer that lists nothing. No API of AWS answers HTML; what is no JSON at all fails by itself,
 * and servers that stand for AWS may say HTML of it when it is.
 */
function refuseWebPage(response: unknown): void {
  const { headers = {} } = (response ?? {}) as { readonly headers?: Readonly<Record<string, string>> };
  if (/^text\/html\b/i.test(headers['content-type'] ?? '')) throw new WebPage();
}

class WebPage extends Error {
  readonly code = 'WebPageInsteadOfAnswer';
}
