import { isAppError } from '../core/model/errors.ts';
import { visible } from '../core/report/visible.ts';
import { COMMANDS } from './commands.ts';
import { EXIT, type ExitCode, type Io } from './io.ts';

/**
 * Runs a command line.
 *
 * @param argv what stands behind the program's name
 * @returns the exit code; never throws for what a user typed or what AWS answered
 */
export async function main(argv: readonly string[], io: Io, version: string): Promise<ExitCode> {
  const [name, ...args] = argv;
  if (name === '--version') {
    io.out(`${version}\n`);
    return EXIT.done;
  }
  if (name === '--help' || name === 'help' || name === undefined) {
    (name === undefined ? io.err : io.out)(overview());
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    io.err(`"${visible(name)}" is not a command. See "privatelink --help".\n`);
    return EXIT.usage;
  }
  if (args.includes('--help')) {
    io.out(command.usage);
    return EXIT.done;
  }
  try {
    return await command.run(args, io);
  } catch (error) {
    if (isAppError(error)) {
      io.err(`${visible(error.message)}\n`);
      return EXIT.usage;
    }
    io.err(
      `privatelink ${name} failed unexpectedly: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}\n`,
    );
    return EXIT.usage;
  }
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, command]) => `  ${name.padEnd(width)}  ${command.summary}`);
  return `privatelink COMMAND [options]

${lines.join('\n')}

"privatelink COMMAND --help" has the options. Data goes to stdout, messages to stderr.
Exit codes: 0 done; 1 findings at or above --fail-on; 2 wrong usage or an unreadable file; 3 nothing could be
collected; 4 with --fail-on-unknown, when an applicable hop is unknown.
`;
}
