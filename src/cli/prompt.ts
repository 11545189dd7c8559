import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * Asks on standard error, so that standard output stays data, and shows nothing of what is typed.
 *
 * @returns `undefined` when the input ends, or is interrupted, before there is an answer
 */
export async function askHidden(question: string): Promise<string | undefined> {
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const line = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  try {
    const answer = await new Promise<string | undefined>((resolve, reject) => {
      line.once('close', () => {
        resolve(undefined);
      });
      line.question('').then(resolve, reject);
    });
    return answer?.trim();
  } finally {
    line.close();
    process.stderr.write('\n');
  }
}
