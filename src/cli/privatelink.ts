import packageJson from '../../package.json' with { type: 'json' };
import { EXIT } from './io.ts';
import { main } from './main.ts';
import { askHidden } from './prompt.ts';

const controller = new AbortController();
process.once('SIGINT', () => {
  controller.abort();
});
// A reader that went away (`| head`) is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`The output could not be written (${error.code ?? 'unknown error'}).\n`);
    process.exit(EXIT.usage);
  });
}
process.exitCode = await main(
  process.argv.slice(2),
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    signal: controller.signal,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { ask: askHidden } : {}),
  },
  packageJson.version,
);
